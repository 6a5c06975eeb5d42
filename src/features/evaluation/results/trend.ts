import { isDeepStrictEqual } from 'node:util';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { scaleWords } from '../questions.js';
import { isReleased } from './access.js';
import { type Result, resultsSpec } from './model.js';
import { type Counts, sum } from './suppression.js';
import { answeredIn, shortNameOf } from './words.js';

/** So many rounds back, this one included. */
const mostRounds = 8;
/** So many are looked through for them. */
const lookedThrough = 40;
const upperSteps = 2;

/** The same questions over the last rounds, oldest first: the share of the two upper steps, in per cent. */
export interface Trend {
  readonly points: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** Undefined where no earlier round asked the same. */
export async function trendOf(
  context: Context,
  round: Round,
  result: Result,
  language: Language,
): Promise<Trend | undefined> {
  const asked = answeredIn(round, result, 'answers').filter(({ question }) => isComparable(question));
  if (asked.length === 0) return undefined;
  const earlier = await earlierResults(context, round, new Set(asked.map(({ question }) => question.id)));
  if (earlier.length === 0) return undefined;
  const all = [...earlier, { round, result }];
  return {
    points: all.map((each) => pointOf(each.round, context.zone, language)),
    series: asked.map(({ question }) => ({
      name: shortNameOf(question, language),
      values: all.map((each) => upperShare(each.result, question.id)),
    })),
  };
}

function isComparable({ goal, kind }: Round['questions'][number]): boolean {
  return goal !== undefined && kind.type === 'scale';
}

/** Closed rounds before this one that have a result and asked one of these, oldest first. */
async function earlierResults({ rounds, store }: Context, round: Round, questions: ReadonlySet<string>) {
  const before = await rounds.find({
    filter: { state: 'closed', number: { $lt: round.number } },
    sort: [['number', -1]],
    limit: lookedThrough,
  });
  const alike = before.items
    .filter(
      ({ named, meetingId }) => named === round.named && (meetingId === undefined) === (round.meetingId === undefined),
    )
    .filter((each) => isShownWith(each, round))
    .filter((each) => each.questions.some((question) => isComparable(question) && questions.has(question.id)))
    .slice(0, mostRounds - 1);
  if (alike.length === 0) return [];
  const found = await store
    .collection(resultsSpec)
    .find({ filter: { _id: { $in: alike.map(({ _id }) => _id) } }, limit: mostRounds });
  return alike
    .flatMap((each) => {
      const result = found.items.find(({ _id }) => _id === each._id);
      return result ? [{ round: each, result }] : [];
    })
    .toReversed();
}

function pointOf({ number, closedAt }: Round, zone: string, language: Language): string {
  return closedAt ? `Nr. ${number}, ${formatDay(dayAt(closedAt, zone), language)}` : `Nr. ${number}`;
}

/** Whether those who see a round's results may see the earlier one's as well: all, or those who are asked alike. */
function isShownWith(earlier: Round, round: Round): boolean {
  if (!isReleased(earlier)) return false;
  if (earlier.resultsFor === 'everyone' || round.resultsFor === 'coordinators') return true;
  return earlier.resultsFor === round.resultsFor && isDeepStrictEqual(earlier.audience, round.audience);
}

/** Null where that is not shown or too few could say. */
function upperShare({ questions, smallest }: Result, id: string): number | null {
  const found = questions.find((each) => each.id === id);
  return found?.type === 'answers' && found.total ? (shareOf(found.total, smallest)?.percent ?? null) : null;
}

/** How many of those who could say chose one of the two upper steps. */
export interface Share {
  readonly percent: number;
  readonly of: number;
}

/** Undefined if too few could say: "kann ich nicht beurteilen" is left out. */
export function shareOf(counts: Counts, smallest: number): Share | undefined {
  const steps = counts.slice(0, scaleWords.success.length);
  const said = sum(steps);
  if (said === 0 || said < smallest) return undefined;
  return { percent: Math.round((100 * sum(steps.slice(-upperSteps))) / said), of: said };
}
