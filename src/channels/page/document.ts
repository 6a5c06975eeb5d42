import { type Language, localeOf } from '../../kernel/texts.js';
import { escapeLabel, escapeText } from '../../messages/html.js';
import { texts } from './texts.js';

/** Where the page's stylesheet is served. */
export const stylesheetPath = '/ich/seite.css';

export interface DocumentParts {
  readonly language: Language;
  readonly networkName: string;
  /** HTML of the main part. */
  readonly body: string;
  /** HTML below it. */
  readonly foot?: string;
}

/** A whole document. Its title says nothing of whose page it is: titles stand in histories and on task bars. */
export function documentHtml({ language, networkName, body, foot }: DocumentParts): string {
  const t = texts[language];
  return [
    '<!doctype html>',
    `<html lang="${localeOf(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex, nofollow">',
    '<meta name="referrer" content="no-referrer">',
    // Without it browsers ask for one that is not there.
    '<link rel="icon" href="data:,">',
    `<title>${escapeLabel(t.title(networkName))}</title>`,
    `<link rel="stylesheet" href="${stylesheetPath}">`,
    '</head>',
    '<body>',
    `<a class="skip" href="#inhalt">${escapeText(t.skipLink)}</a>`,
    `<header class="top"><p><strong>${escapeText(t.brand)}</strong> <span>${escapeText(networkName)}</span></p></header>`,
    `<main id="inhalt" tabindex="-1">${body}</main>`,
    foot === undefined ? '' : `<footer>${foot}</footer>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
