import { localeOf } from '../kernel/texts.js';
import { escapeLabel, escapeText, viewToHtml } from '../messages/html.js';
import type { View } from '../messages/view.js';

/** Where `mountPages` serves the stylesheet of every page. */
export const stylesheetPath = '/seite.css';

/** A view as a whole HTML page that reads well on a phone, on paper and to a screen reader. */
export function htmlDocument(view: View): string {
  const locale = localeOf(view.language ?? 'de');
  const title = view.title ?? view.summary;
  return [
    '<!doctype html>',
    `<html lang="${escapeLabel(locale)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    `<title>${escapeText(title)}</title>`,
    `<link rel="stylesheet" href="${stylesheetPath}">`,
    '</head>',
    `<body><main>${viewToHtml(view, { headingLevel: 1, ownLinks: true })}</main></body>`,
    '</html>',
    '',
  ].join('\n');
}
