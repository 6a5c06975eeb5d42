import MiniSearch from 'minisearch';
import { loadDocuments } from '../../src/features/agreement/files.js';

/** What answering is measured against: the search library as it comes, over the same passages. */
export function passageSearch(): MiniSearch<{ readonly id: string; readonly text: string }> {
  const search = new MiniSearch<{ readonly id: string; readonly text: string }>({ fields: ['text'] });
  search.addAll(loadDocuments().flatMap(({ passages }) => passages.map(({ id, text }) => ({ id, text }))));
  return search;
}
