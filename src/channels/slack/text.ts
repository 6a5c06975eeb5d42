import { withoutForgedMentions } from '../../messages/mention.js';
import { showable, wholeCharacters } from '../../messages/text.js';

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

/** For the few places where Slack reads markup: `<!channel>` and `<http://…|…>` stay what they look like. */
export function escaped(text: string): string {
  return showable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whom a message mentions, by user id; each once. */
export function mentionedUsers(raw: string): readonly string[] {
  return [...new Set([...raw.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? ''))];
}

/** The word for a mentioned person, by user id; `label` is what Slack shows, where it came along. */
export type MentionWord = (user: string, label: string) => string;

/**
 * What a person wrote, from Slack's wire form: the bot's own mention goes, other people's become words that name their
 * accounts, links and channels become their visible text, escapes are undone.
 */
export function written(raw: string, bot: string, mention: MentionWord): string {
  const text = withoutForgedMentions(raw).replace(/<([^<>\n]*)>/g, (_whole, inner: string) =>
    visible(inner, bot, mention),
  );
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}

function visible(inner: string, bot: string, mention: MentionWord): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target === `@${bot}`) return '';
  if (target.startsWith('@')) return mention(target.slice(1), label);
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return label || `@${target.slice(1)}`;
  return label || target.replace(/^mailto:/, '');
}
