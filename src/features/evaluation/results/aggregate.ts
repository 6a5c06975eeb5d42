import type { PairCount } from '../../../ports/document-store.js';
import { choicesOf } from '../answers/values.js';
import type { Context } from '../context.js';
import type { Question, Round } from '../model.js';
import { type Membership, shownTogether } from './linked.js';
import type { QuestionResult, Rate, Result } from './model.js';
import { type Counts, leastSmallest, published, sum, usualSmallest } from './suppression.js';

/** What counting takes. */
export type Counted = Pick<Context, 'answers' | 'prompts' | 'vocabulary' | 'smallestGroup'>;

type Tally = ReadonlyMap<string | undefined, number>;

/** Groups of fewer are hidden. Who answered a named round is known anyway, and was told so. */
export function smallestOf(
  { smallestGroup = usualSmallest }: Pick<Context, 'smallestGroup'>,
  { named }: Pick<Round, 'named'>,
): number {
  return named ? 1 : Math.max(leastSmallest, smallestGroup);
}

/** How many were asked and have answered so far: people, or partners where the round is named. */
export async function rateOf(context: Counted, round: Pick<Round, '_id' | 'named'>): Promise<Rate> {
  return round.named ? partnersRate(await partnersAsked(context, round._id)) : peopleRate(context, round._id, {});
}

async function peopleRate(
  { prompts }: Counted,
  roundId: string,
  group: Readonly<Record<string, string>>,
): Promise<Rate> {
  const [asked, answered] = await Promise.all([
    prompts.count({ roundId, ...group }),
    prompts.count({ roundId, state: 'done', ...group }),
  ]);
  return { asked, answered };
}

/** A partner of a named round, for which one answer is enough; people of no partner stand for themselves. */
interface PartnerAsked {
  readonly sectors: readonly string[];
  readonly lifeStages: readonly string[];
  readonly hasAnswered: boolean;
}

async function partnersAsked({ prompts }: Counted, roundId: string): Promise<readonly PartnerAsked[]> {
  const partners = new Map<string, PartnerAsked>();
  let after: string | undefined;
  do {
    const page = await prompts.find({ filter: { roundId }, limit: 1_000, ...(after !== undefined && { after }) });
    for (const { _id, partnerId = _id, sectors, lifeStages, state, answeredBy } of page.items) {
      const hasAnswered =
        state === 'done' || answeredBy !== undefined || (partners.get(partnerId)?.hasAnswered ?? false);
      partners.set(partnerId, { sectors, lifeStages, hasAnswered });
    }
    after = page.next;
  } while (after !== undefined);
  return [...partners.values()];
}

function partnersRate(partners: readonly PartnerAsked[]): Rate {
  return { asked: partners.length, answered: partners.filter(({ hasAnswered }) => hasAnswered).length };
}

/** What a closed round came to, counted in the store. */
export async function aggregated(context: Counted, round: Round): Promise<Result> {
  const smallest = smallestOf(context, round);
  const overall = await rateOf(context, round);
  const questions = await Promise.all(
    round.questions.map((question) => questionResult(context, round, question, { smallest, overall })),
  );
  return {
    _id: round._id,
    smallest,
    overall,
    ...(await groupRates(context, round, smallest)),
    questions,
  };
}

/**
 * Partners of a named round count in each of their groups. Of an anonymous round's people each counts in the first of
 * their sectors and life stages alone: groups that overlap could be taken from each other.
 */
async function groupRates(
  context: Counted,
  { _id, named }: Round,
  smallest: number,
): Promise<Pick<Result, 'sectors' | 'lifeStages'>> {
  const { sectors, lifeStages } = context.vocabulary('de');
  if (named) {
    const partners = await partnersAsked(context, _id);
    const rateIn = (field: 'sectors' | 'lifeStages', value: string) => {
      const rate = partnersRate(partners.filter((partner) => partner[field].includes(value)));
      return { id: value, rate: rate.asked > 0 ? rate : null };
    };
    return {
      sectors: sectors.map(({ value }) => rateIn('sectors', value)),
      lifeStages: lifeStages.map(({ value }) => rateIn('lifeStages', value)),
    };
  }
  const people = await peopleAsked(context, _id);
  const shown = shownTogether(people, smallest);
  const rateOf = (isShown: boolean, isOf: (person: PersonAsked) => boolean): Rate | null => {
    const group = isShown ? people.filter(isOf) : [];
    const answered = group.filter(({ hasAnswered }) => hasAnswered).length;
    return isShown ? { asked: group.length, answered } : null;
  };
  return {
    sectors: sectors.map(({ value: id }) => ({ id, rate: rateOf(shown.rows.has(id), ({ row }) => row === id) })),
    lifeStages: lifeStages.map(({ value: id }) => ({
      id,
      rate: rateOf(shown.columns.has(id), ({ column }) => column === id),
    })),
  };
}

interface PersonAsked extends Membership {
  readonly hasAnswered: boolean;
}

async function peopleAsked({ prompts }: Counted, roundId: string): Promise<readonly PersonAsked[]> {
  const people: PersonAsked[] = [];
  let after: string | undefined;
  do {
    const page = await prompts.find({ filter: { roundId }, limit: 1_000, ...(after !== undefined && { after }) });
    for (const {
      sectors: [row],
      lifeStages: [column],
      state,
    } of page.items) {
      people.push({ row, column, hasAnswered: state === 'done' });
    }
    after = page.next;
  } while (after !== undefined);
  return people;
}

async function questionResult(
  context: Counted,
  round: Round,
  question: Question,
  { smallest, overall }: { readonly smallest: number; readonly overall: Rate },
): Promise<QuestionResult> {
  const filter = { roundId: round._id, questionId: question.id };
  const { id } = question;
  switch (question.kind.type) {
    case 'scale':
    case 'choice': {
      const { total, groups } = await bySector(context, round, question);
      const shown = published(
        total,
        groups.map(({ counts }) => counts),
        smallest,
      );
      return {
        type: 'answers',
        id,
        total: shown.total ? [...shown.total] : null,
        groups: groups.map(({ sector }, index) => {
          const counts = shown.groups[index];
          return { sector, counts: counts ? [...counts] : null };
        }),
      };
    }
    case 'number':
      return { type: 'number', id, figures: figuresOf(await context.answers.tally(filter, 'value'), smallest) };
    case 'text': {
      const isEnough = overall.answered >= smallest;
      return { type: 'texts', id, n: isEnough ? await context.answers.count(filter) : null };
    }
  }
}

/** A question's answers by everybody, and by sector where the round is anonymous. */
async function bySector(context: Counted, { _id: roundId, named }: Round, question: Question) {
  const pairs = await context.answers.crossTally({ roundId, questionId: question.id }, ['sector', 'value']);
  const { sectors } = context.vocabulary('de');
  return {
    total: countsOf(question, pairs),
    groups: (named ? [] : sectors).map(({ value: sector }) => ({
      sector,
      counts: countsOf(
        question,
        pairs.filter(({ values: [of] }) => of === sector),
      ),
    })),
  };
}

/** In the order of the question's answers. */
function countsOf(question: Question, pairs: readonly PairCount[]): Counts {
  return choicesOf(question, 'de').map(({ value }) => {
    const given = pairs.filter(({ values: [, answer] }) => answer === String(value));
    return sum(given.map(({ count }) => count));
  });
}

function figuresOf(tally: Tally, smallest: number) {
  const values = [...tally].flatMap(([text, count]) => (text === undefined ? [] : [{ value: Number(text), count }]));
  const n = sum(values.map(({ count }) => count));
  if (n === 0 || n < smallest) return null;
  return { n, mean: values.reduce((all, { value, count }) => all + value * count, 0) / n, median: medianOf(values, n) };
}

function medianOf(values: readonly { readonly value: number; readonly count: number }[], n: number): number {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const at = (place: number) => {
    let before = 0;
    for (const { value, count } of sorted) {
      before += count;
      if (before > place) return value;
    }
    return 0;
  };
  return (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2;
}
