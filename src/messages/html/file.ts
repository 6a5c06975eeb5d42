import { localeOf } from '../../kernel/texts.js';
import type { FileBlock, View } from '../view.js';
import { escapeLabel, escapeText } from './escape.js';
import { viewToHtml } from './view.js';

/** Enough to read and to print it well; the file has to stand by itself. */
const style = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:44rem;padding:2rem 1.25rem;font:1.0625rem/1.6 system-ui,"Segoe UI",Roboto,Arial,sans-serif}
h1{font-size:1.75rem;line-height:1.25}
table{width:100%;border-collapse:collapse}
caption{text-align:left;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid #999}
figure{margin:0 0 1rem}figure img,figure svg{max-width:100%;height:auto}
blockquote{margin:0 0 1rem;padding:.25rem 0 .25rem 1rem;border-left:4px solid #1d5c4f}
@media print{body{max-width:none;padding:0}tr,figure{break-inside:avoid}}`;

/** A page as a file, for where no link to it can be shown. Buttons and files of the view are left out. */
export function pageFile(view: View, name: string, label: string): FileBlock {
  const shown: View = { ...view, blocks: view.blocks.filter(({ type }) => type !== 'actions' && type !== 'file') };
  const html = [
    '<!doctype html>',
    `<html lang="${escapeLabel(localeOf(view.language ?? 'de'))}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(view.title ?? view.summary)}</title>`,
    `<style>${style}</style></head>`,
    `<body><main>${viewToHtml(shown, { headingLevel: 1 })}</main></body>`,
    '</html>',
  ].join('\n');
  return { type: 'file', name, mediaType: 'text/html; charset=utf-8', bytes: new TextEncoder().encode(html), label };
}
