import { catalogue } from '../kernel/texts.js';
import { strong } from '../messages/inline.js';
import type { Block, View } from '../messages/view.js';
import { bytesOf } from './attachments.js';

/** What one message bears on every platform without being split: Slack takes 50 blocks, Teams 28 KB. */
const limits = { parts: 10, blocks: 40, characters: 9_000, attachmentBytes: 1_000_000 };
/** A title and a line between two parts. */
const blocksAround = 2;
const longestSummary = 150;

const texts = catalogue({
  de: { news: (count: number) => `${count} Neuigkeiten für Sie` },
  einfach: { news: (count: number) => `${count} neue Nachrichten für Sie` },
  en: { news: (count: number) => `${count} updates for you` },
});

/** Several views in one message, in their order, each with its own buttons; one alone stays as it is. Undefined for none. */
export function bundleOf(views: readonly View[]): View | undefined {
  const [first] = views;
  if (!first || views.length === 1) return first;
  const title = texts[first.language ?? 'de'].news(views.length);
  const summary = `${title}: ${views.map((view) => view.summary).join(' · ')}`;
  return {
    kind: 'delivery.bundle',
    summary: summary.length > longestSummary ? `${summary.slice(0, longestSummary - 1)}…` : summary,
    title,
    blocks: views.flatMap((view, index) => [...(index > 0 ? [{ type: 'divider' } as const] : []), ...partOf(view)]),
    ...(first.language && { language: first.language }),
  };
}

/** How many of these, from the first on, one message bears; one at least, since alone it goes as any other does. */
export function howManyFit(views: readonly View[]): number {
  let [blocks, characters, bytes] = [0, 0, 0];
  const tooMany = views.findIndex((view, index) => {
    blocks += view.blocks.length + blocksAround;
    characters += sizeOf(view);
    bytes += bytesOf(view.blocks);
    const fits = blocks <= limits.blocks && characters <= limits.characters && bytes <= limits.attachmentBytes;
    return !fits || index >= limits.parts;
  });
  return tooMany < 0 ? views.length : Math.max(tooMany, 1);
}

function partOf({ title, blocks }: View): readonly Block[] {
  return title === undefined ? blocks : [{ type: 'text', text: [strong(title)] }, ...blocks];
}

function sizeOf({ blocks, ...envelope }: View): number {
  const told = blocks.filter(({ type }) => type !== 'picture' && type !== 'file');
  return JSON.stringify({ ...envelope, told }).length;
}
