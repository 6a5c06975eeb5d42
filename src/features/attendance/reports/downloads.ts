import type { Language } from '../../../kernel/texts.js';
import { viewToMarkdown } from '../../../messages/markdown.js';
import type { FileBlock, View } from '../../../messages/view.js';
import { reportTexts } from './texts.js';

/** A report to keep: its table as Excel opens it, and its page as text. `name` is the files', without what follows the point. */
export function downloads(name: string, table: Uint8Array, page: View, language: Language): readonly FileBlock[] {
  const t = reportTexts[language];
  return [
    { type: 'file', name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: table, label: t.csv },
    {
      type: 'file',
      name: `${name}.md`,
      mediaType: 'text/markdown; charset=utf-8',
      bytes: new TextEncoder().encode(viewToMarkdown(page)),
      label: t.markdown,
    },
  ];
}
