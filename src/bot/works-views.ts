import { cut } from '../messages/text.js';
import type { Block, FileBlock, View } from '../messages/view.js';
import { typedAction } from './views.js';
import type { Work } from './works-model.js';
import { worksTexts } from './works-texts.js';

const longestSummary = 150;
/** What one message in the outbox holds. */
const mostBytes = 1_000_000;

/** How far it has got; before anything is done, that it begins. */
export function progressView(work: Work, at?: { readonly done: number; readonly total: number }): View {
  const t = worksTexts[work.language];
  const text = at ? t.progress(String(at.done), String(at.total)) : t.beginning;
  return cardView(work, t.underWay(work.title), [{ type: 'text', text }]);
}

/** What it came to, in place of its progress. Platforms add no files to a message that is out: they follow in one of their own. */
export function resultView({ language }: Work, view: View): View {
  const shown = view.blocks.filter(({ type }) => type !== 'file');
  if (shown.length === view.blocks.length) return view;
  return { ...view, blocks: [...shown, { type: 'note', text: worksTexts[language].filesBelow }] };
}

/** The files of what it came to, in as few messages as hold them. */
export function fileViews(work: Work, view: View): readonly View[] {
  const files = view.blocks.filter((block): block is FileBlock => block.type === 'file');
  const title = worksTexts[work.language].files(work.title);
  return packed(files).map((blocks) => ({ ...cardView(work, title, blocks), kind: 'bot.work-files' }));
}

/** It came to nothing, and why. */
export function failedView(work: Work, why = worksTexts[work.language].why): View {
  const t = worksTexts[work.language];
  return cardView(work, t.failed(work.title), [
    { type: 'text', text: why },
    { type: 'actions', actions: [typedAction(work.again, t.again)] },
  ]);
}

function cardView({ language }: Work, title: string, blocks: readonly Block[]): View {
  return { kind: 'bot.work', summary: cut(title, longestSummary), title, language, blocks };
}

function packed(files: readonly FileBlock[]): readonly (readonly FileBlock[])[] {
  const messages: FileBlock[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = messages.at(-1);
    if (last && bytes + file.bytes.byteLength <= mostBytes) last.push(file);
    else {
      messages.push([file]);
      bytes = 0;
    }
    bytes += file.bytes.byteLength;
  }
  return messages;
}
