import { worksSpec } from '../../src/bot/works-model.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import type { View } from '../../src/messages/view.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { until } from './until.js';

export interface PutTogether {
  readonly card: View;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** What the one long work that is done by itself came to, which is then forgotten: its card, and the files that follow. */
export async function putTogether(store: DocumentStore): Promise<PutTogether> {
  const works = store.collection(worksSpec);
  const entries = store.collection(outboxSpec);
  await until(async () => (await works.findOne({ state: 'done' })) !== undefined, 'the work is done');
  const { _id = '' } = (await works.findOne({ state: 'done' })) ?? {};
  await works.delete({ _id });
  const card = (await entries.get(`work:${_id}`))?.view;
  if (!card) throw new Error('there is no card');
  const files = (await entries.get(`work:${_id}:files:0`))?.files ?? [];
  return { card, files: files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes, 'base64').toString() })) };
}
