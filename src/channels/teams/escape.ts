import { showable } from '../../messages/text.js';

/**
 * Teams reads Markdown in TextBlocks and facts, HTML in previews, `<at>` as a mention and `{{DATE(…)}}` as a date.
 * A TextRun is literal. Everything that is shown passes through here.
 */

/** Zero width, no line break: breaks up what a client would interpret, without being seen. */
const joiner = '\u2060';

/** Without anything invisible; mentions and date macros defused. */
export function clean(text: string): string {
  return showable(text)
    .replace(/\t/g, ' ')
    .replace(/<(?=\/?at\b)/gi, `<${joiner}`)
    .replace(/\{(?=\{)/g, `{${joiner}`);
}

/** On one line, for titles, labels and previews. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
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
