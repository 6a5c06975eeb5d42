/**
 * Teams reads Markdown in TextBlocks and facts, HTML in previews, `<at>` as a mention and `{{DATE(…)}}` as a date.
 * A TextRun is literal. Everything that is shown passes through here.
 */

/** Zero width, no line break: breaks up what a client would interpret, without being seen. */
const joiner = '\u2060';

/** Without control characters, reordering marks and broken surrogates; mentions and date macros defused. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]|[\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/<(?=\/?at\b)/gi, `<${joiner}`)
    .replace(/\{(?=\{)/g, `{${joiner}`);
}

/** On one line, for titles, labels and previews. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
}

/** Cut at `max` characters with an ellipsis; never within a surrogate pair. */
export function clipped(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const harmless = /^[\p{L}\p{M}\p{N} ,;:.!?'"„“”‚‘’»«()§%€/–—…·•+=-]*$/u;
const startsLikeMarkup = /^\s*(?:[-+=]|\d{1,9}[.)](?:\s|$))|^ {4}/;

/** Whether Markdown would show this text as it is. */
export function isLiteral(text: string): boolean {
  return harmless.test(text) && !startsLikeMarkup.test(text) && !/:\/\/|www\./i.test(text);
}

/** As Markdown that shows the text literally, on one line. */
export function asMarkdown(text: string): string {
  return cleanLine(text)
    .replace(/[\\`*_[\]<>~|!]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/:(?=\/\/)/g, '\\:');
}

/** As HTML that shows the text literally, on one line. */
export function asHtml(text: string): string {
  return cleanLine(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The address, if it is one that a card may open. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}
