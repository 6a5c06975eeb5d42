/** Control and direction characters, and halves of characters: no message needs them, and they can hide what it says. */
const invisible = /(?![\t\n])\p{Cc}|\p{Surrogate}|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The text without what must not reach a reader. Line breaks and tabs stay. */
export function literal(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(invisible, '');
}

/** At most `max` characters, with an ellipsis where something is missing. Never cuts a character in half. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, wholeCharacters(text, max - 1)).trimEnd()}…`;
}

/** The text in pieces of at most `max` characters, broken at a line or a space where there is one. Nothing is lost. */
export function pieces(text: string, max: number): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = breakBefore(rest, max);
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest) found.push(rest);
  return found;
}

function breakBefore(text: string, max: number): number {
  const window = text.slice(0, max);
  for (const boundary of ['\n', ' ']) {
    const at = window.lastIndexOf(boundary);
    if (at > max / 2) return at + 1;
  }
  return wholeCharacters(text, max);
}

/** `length`, or one less if the cut would fall inside a surrogate pair. */
function wholeCharacters(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}

/** For the few places where Slack reads markup: `<!channel>` and `<http://…|…>` stay what they look like. */
export function escaped(text: string): string {
  return literal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whom a message mentions, by user id; each once. */
export function mentionedUsers(raw: string): readonly string[] {
  return [...new Set([...raw.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? ''))];
}

/**
 * What a person wrote, from Slack's wire form: the bot's own mention goes, other people's become their names,
 * links and channels become their visible text, escapes are undone.
 */
export function written(raw: string, bot: string, names: ReadonlyMap<string, string>): string {
  const text = raw.replace(/<([^<>\n]*)>/g, (_whole, inner: string) => visible(inner, bot, names));
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}

function visible(inner: string, bot: string, names: ReadonlyMap<string, string>): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target === `@${bot}`) return '';
  if (target.startsWith('@')) return names.get(target.slice(1)) ?? (label || target);
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return label || `@${target.slice(1)}`;
  return label || target.replace(/^mailto:/, '');
}
