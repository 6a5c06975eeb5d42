import type { Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import { cardView } from './card.js';
import type { DirectoryContext } from './context.js';
import type { Finding } from './finder.js';
import { listView } from './list-view.js';
import { partnersNamed, partnerThere } from './picking.js';
import { type PartnerQuestion, readPartnerQuestion } from './question-shapes.js';
import { texts } from './texts.js';
import { readWish, type Wish } from './wish.js';

/** Questions that are clearly about finding partners; all others are left to who is asked next. */
export function questionsPart(context: DirectoryContext): Part {
  return {
    answer: async (turn, question): Promise<Reply | undefined> => {
      const view = await answerView(context, turn, question);
      return view && { type: 'message', view: withSource(turn, view) };
    },
  };
}

async function answerView(context: DirectoryContext, turn: Turn, question: string): Promise<View | undefined> {
  if (asksForAll(context, question)) return everybody(context, turn);
  const read = readPartnerQuestion(question);
  if (!read) return undefined;
  const wish = readWish(read.words, await context.finder.districts());
  if (read.about === 'contact') return reachable(context, turn, read, wish);
  return found(context, turn, read, wish);
}

/** "Wer ist alles dabei?": no agreement says so, the directory does. What the agreement says of its parties is its own. */
function asksForAll(context: DirectoryContext, question: string): boolean {
  if (/vereinbarung|unterschr|unterzeichn|vertrag/i.test(question)) return false;
  return context.topics?.().topicOf(question) === 'mitgliederliste';
}

async function everybody(context: DirectoryContext, turn: Turn): Promise<View> {
  const wish = { words: '' };
  return listView(turn, wish, await context.finder.find(wish, turn.today));
}

/** How to reach somebody: only where it is clear who is meant. */
async function reachable(
  context: DirectoryContext,
  turn: Turn,
  { words }: PartnerQuestion,
  wish: Wish,
): Promise<View | undefined> {
  if (words === '') return undefined;
  const { certain } = await partnersNamed(context, words);
  const there = certain.filter(({ left }) => left === undefined || left > turn.today);
  if (there.length > 0) return several(context, turn, wish, { hits: there, isLoose: false, isStrong: true });
  const finding = await context.finder.find(wish, turn.today);
  return finding.isStrong && !finding.isLoose ? several(context, turn, wish, finding) : undefined;
}

async function found(
  context: DirectoryContext,
  turn: Turn,
  { about }: PartnerQuestion,
  wish: Wish,
): Promise<View | undefined> {
  const isPlaced = (wish.districts ?? []).length > 0;
  const isNarrowed = isPlaced || (about === 'kind' && (wish.sectors ?? []).length > 0);
  if (wish.words === '')
    return isNarrowed ? several(context, turn, wish, await context.finder.find(wish, turn.today)) : undefined;
  const finding = await context.finder.find(wish, turn.today);
  if (!finding.isLoose && (finding.isStrong || isPlaced)) return several(context, turn, wish, finding);
  if (isPlaced) return elsewhere(context, turn, wish);
  return about === 'kind' && finding.isStrong ? several(context, turn, wish, finding) : undefined;
}

/** Nobody there does it: who does it somewhere else, or the honest answer that nobody does. */
async function elsewhere(context: DirectoryContext, turn: Turn, wish: Wish): Promise<View> {
  const t = texts[turn.language];
  const { districts = [], ...anywhere } = wish;
  const finding = await context.finder.find(anywhere, turn.today);
  if (finding.isLoose || finding.hits.length === 0) {
    return listView(turn, wish, { hits: [], isLoose: false, isStrong: false });
  }
  const view = listView(turn, anywhere, finding);
  const text = t.elsewhere(districts.join(', '), wish.words);
  return { ...view, blocks: [{ type: 'text', text }, ...view.blocks] };
}

async function several(context: DirectoryContext, turn: Turn, wish: Wish, finding: Finding): Promise<View> {
  const [only, ...others] = finding.hits;
  if (only && others.length === 0 && !finding.isLoose) {
    return cardView(context, turn, await partnerThere(context, turn, only.id));
  }
  return listView(turn, wish, finding);
}

/** Says where the answer comes from, above the first buttons. */
function withSource(turn: Turn, view: View): View {
  const at = view.blocks.findIndex((block) => block.type === 'actions');
  const until = at < 0 ? view.blocks.length : at;
  const note = { type: 'note', text: texts[turn.language].partOf } as const;
  return { ...view, blocks: [...view.blocks.slice(0, until), note, ...view.blocks.slice(until)] };
}
