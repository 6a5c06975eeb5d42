import { z } from 'zod';
import type { Context } from '../context.js';
import type { Answer, Prompt, Round } from '../model.js';
import { smallestOf } from '../results/aggregate.js';
import { hiddenGroups } from '../results/suppression.js';
import type { Ballot } from './model.js';
import { Seal } from './seal.js';

/** Of one ballot: the eight goals and a short text. */
const leastBytes = 2_048;
/** So many others are moved with each new ballot. */
const stirred = 7;
const atOnce = 1_000;
const mostPages = 1_000;

/** What is inside a ballot. Copies of it are one: their rows have the same random ids. */
const Content = z.object({
  serial: z.string(),
  sector: z.string().optional(),
  rows: z.array(
    z.object({ id: z.string(), questionId: z.string(), value: z.union([z.string(), z.number(), z.array(z.string())]) }),
  ),
});
type Content = z.infer<typeof Content>;

/** A draft as a sealed ballot, which names nobody. */
export async function sealedBallot(context: Context, round: Round, { draft = {}, sectors }: Prompt): Promise<string> {
  const [sector] = sectors;
  const rows = round.questions.flatMap(({ id: questionId }) => {
    const value = draft[questionId];
    return value === undefined ? [] : [{ id: context.ids.next(), questionId, value }];
  });
  const content: Content = { serial: context.ids.next(), rows, ...(sector !== undefined && { sector }) };
  return (await Seal.of(context, round._id)).close(content, leastBytes);
}

/**
 * Puts a ballot in and moves a few others with it, each sealed anew under a new id: the order in which a store keeps them
 * does not tell the order in which they came. Cut short, or done twice, it leaves copies, which count once.
 */
export async function putIn(context: Context, round: Round, sealed: string): Promise<void> {
  const seal = await Seal.of(context, round._id);
  const others = await someOf(context, round);
  const moved = [sealed, ...others.map((ballot) => ballot.sealed)].flatMap((each): readonly Ballot[] => {
    const content = seal.open(each);
    // What is sealed under another key stays as it is: with that key back, it is counted.
    if (content === undefined && each !== sealed) return [];
    const again = content === undefined ? sealed : seal.close(content, leastBytes);
    return [{ _id: context.ids.next(), roundId: round._id, sealed: again }];
  });
  await context.ballots.insertMany(moved.toSorted(byId));
  const gone = others.filter((ballot) => seal.open(ballot.sealed) !== undefined).map(({ _id }) => _id);
  if (gone.length > 0) await context.ballots.delete({ _id: { $in: gone } });
}

/** From a random place on. */
async function someOf({ ballots, ids }: Context, { _id: roundId }: Round): Promise<readonly Ballot[]> {
  const { items } = await ballots.find({ filter: { roundId, _id: { $gt: ids.next() } }, limit: stirred });
  if (items.length === stirred) return items;
  const first = await ballots.find({ filter: { roundId }, limit: stirred });
  const known = new Set(items.map(({ _id }) => _id));
  return [...items, ...first.items.filter(({ _id }) => !known.has(_id))].slice(0, stirred);
}

/**
 * Opens a closed round's ballots, all at once: one row for each answer, in the order of their random ids, with a sector
 * only where enough are of it. Answers of fewer than may ever be shown are not kept. Then ballots and key are destroyed.
 * Cut short, it is done again with the same result. False: not all could be opened, and nothing was done.
 */
export async function empty(context: Context, round: Round): Promise<boolean> {
  if (round.named) return true;
  const sealed = await sealedIn(context, round);
  if (sealed.length > 0) {
    const contents = await opened(context, round, sealed);
    if (!contents) return false;
    const rows = rowsOf(context, round, contents);
    for (let start = 0; start < rows.length; start += atOnce) {
      await context.answers.insertMany(rows.slice(start, start + atOnce));
    }
  }
  await destroy(context, round);
  return true;
}

/** Ballots and key of a round that has been counted. */
export async function destroy(context: Context, { _id }: Pick<Round, '_id'>): Promise<void> {
  await context.ballots.delete({ roundId: _id });
  await context.roundKeys.delete({ _id });
}

async function sealedIn({ ballots }: Context, { _id: roundId }: Round): Promise<readonly string[]> {
  const found: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await ballots.find({ filter: { roundId }, limit: atOnce, ...(after !== undefined && { after }) });
    found.push(...page.items.map((ballot) => ballot.sealed));
    after = page.next;
    if (after === undefined) break;
  }
  return found;
}

async function opened(
  context: Context,
  round: Round,
  sealed: readonly string[],
): Promise<readonly Content[] | undefined> {
  const seal = await Seal.of(context, round._id);
  const contents = new Map<string, Content>();
  let closed = 0;
  for (const each of sealed) {
    const read = Content.safeParse(seal.open(each));
    if (read.success) contents.set(read.data.serial, read.data);
    else closed += 1;
  }
  if (closed === 0) return [...contents.values()];
  context.logger.error(
    { round: round._id, ballots: closed },
    'ballots not readable with this ANSWERS_SECRET: set the former one',
  );
  return undefined;
}

function rowsOf(context: Context, round: Round, contents: readonly Content[]): readonly Answer[] {
  const smallest = smallestOf(context, round);
  if (contents.length < smallest) return [];
  const labelled = sectorsToKeep(contents, smallest);
  const rows = contents.flatMap(({ sector, rows: given }) =>
    given.map(({ id, questionId, value }): Answer => {
      const kept = sector !== undefined && labelled.has(sector) && { sector };
      return { _id: id, roundId: round._id, questionId, value, ...kept };
    }),
  );
  return rows.toSorted(byId);
}

/** Sectors of enough people, so that those without one are enough as well, or nobody. */
function sectorsToKeep(contents: readonly Content[], smallest: number): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  let none = 0;
  for (const { sector } of contents) {
    if (sector === undefined) none += 1;
    else sizes.set(sector, (sizes.get(sector) ?? 0) + 1);
  }
  const names = [...sizes.keys()].toSorted();
  const hidden = hiddenGroups(
    names.map((name) => sizes.get(name) ?? 0),
    smallest,
    none,
  );
  return new Set(names.filter((_, index) => !hidden.has(index)));
}

function byId(a: { readonly _id: string }, b: { readonly _id: string }): number {
  return a._id < b._id ? -1 : 1;
}
