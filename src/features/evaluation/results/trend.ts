import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { scaleWords } from '../questions.js';
import { type Result, resultsSpec } from './model.js';
import type { Counts } from './suppression.js';
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
    .filter(({ named }) => named === round.named)
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

/** Of those who could say; null where that is not shown or nobody could. */
function upperShare({ questions }: Result, id: string): number | null {
  const found = questions.find((each) => each.id === id);
  return found?.type === 'answers' && found.total ? shareOf(found.total) : null;
}

/** The share of the two upper steps among all steps, in per cent; "kann ich nicht beurteilen" is left out. */
export function shareOf(counts: Counts): number | null {
  const steps = counts.slice(0, scaleWords.success.length);
  const said = steps.reduce((all, count) => all + count, 0);
  const upper = steps.slice(-upperSteps).reduce((all, count) => all + count, 0);
  return said === 0 ? null : Math.round((100 * upper) / said);
}
