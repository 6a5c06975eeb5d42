import { addDays, dayAt, startOfDay, yearOf } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import type { Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import type { ActionGoal, Round } from '../model.js';
import { type StrategicGoal, strategicGoals } from '../questions.js';
import { isReleased } from './access.js';
import { impactTexts } from './impact-texts.js';
import { type Result, resultsSpec } from './model.js';
import { resultTexts } from './texts.js';
import { shareOf } from './trend.js';
import { rateText } from './words.js';

const mostRounds = 60;
const mostGoals = 500;
const states = ['running', 'stalled', 'reached'] as const;

interface Reported {
  readonly round: Round;
  readonly result: Result;
}

/** The yearly report: nobody is named, no partner is ranked, and what it cannot say stands first. */
export async function impactView(
  context: Context,
  year: number,
  { language, now, path }: { readonly language: Language; readonly now: Date; readonly path?: string },
): Promise<View> {
  const t = impactTexts[language];
  const title = t.title(String(year), context.networkName);
  return {
    kind: 'evaluation.impact',
    summary: title,
    title,
    language,
    blocks: [
      ...limitsOf(isRunning(context, year, now), language),
      ...(await yearBlocks(context, year, language)),
      ...(path === undefined ? [] : [{ type: 'link', text: t.fileMd, href: `${path}.md` } as const]),
    ],
  };
}

/** Calendar years, the first and the last among them. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The report over several years, one after the other. `tell` hears of each year that is done. */
export async function impactOverYears(
  context: Context,
  { from, until }: Span,
  { language, now, path }: { readonly language: Language; readonly now: Date; readonly path?: string },
  tell?: (done: number, total: number) => Promise<void>,
): Promise<View> {
  const t = impactTexts[language];
  const title = t.titleOverYears(t.span(String(from), String(until)), context.networkName);
  const years = Array.from({ length: until - from + 1 }, (_, index) => from + index);
  const blocks: Block[] = [];
  for (const [index, year] of years.entries()) {
    await tell?.(index, years.length);
    const heading = { type: 'text', text: [strong(t.cardTitle(String(year)))] } as const;
    blocks.push({ type: 'divider' }, heading, ...(await yearBlocks(context, year, language)));
  }
  return {
    kind: 'evaluation.impact',
    summary: title,
    title,
    language,
    blocks: [
      ...limitsOf(isRunning(context, until, now), language),
      ...blocks,
      ...(path === undefined ? [] : [{ type: 'link', text: t.fileMd, href: `${path}.md` } as const]),
    ],
  };
}

function isRunning({ zone }: Context, year: number, now: Date): boolean {
  return yearOf(dayAt(now, zone)) === year;
}

function limitsOf(running: boolean, language: Language): readonly Block[] {
  const t = impactTexts[language];
  return [
    { type: 'text', text: [strong(t.limitsTitle)] },
    { type: 'text', text: running ? `${t.limits} ${t.running}` : t.limits },
  ];
}

/** What one year came to: this room's part, then the others'. */
async function yearBlocks(context: Context, year: number, language: Language): Promise<readonly Block[]> {
  return [
    ...(await goalBlocks(context, year, language)),
    ...(await roundBlocks(context, year, language)),
    ...((await context.impactOfOthers?.(year, language)) ?? []),
  ];
}

/** Action goals that had been set by the end of the year. */
async function goalBlocks(context: Context, year: number, language: Language): Promise<readonly Block[]> {
  const t = impactTexts[language];
  const { until } = boundsOf(context, year);
  const rows = await Promise.all(
    strategicGoals.map(async (goal) => ({ goal, set: await goalsUnder(context, goal, until) })),
  );
  const heading = { type: 'text', text: [strong(t.goalsTitle)] } as const;
  if (rows.every(({ set }) => set.length === 0)) return [heading, { type: 'text', text: t.noGoals }];
  const reached = rows.flatMap(({ set }) => set.filter(({ state }) => state === 'reached'));
  return [
    heading,
    {
      type: 'table',
      caption: t.goalsCaption,
      columns: [t.goal, ...states.map((state) => t[`state_${state}`])],
      rows: rows.map(({ goal, set }) => [
        goalName(goal, language),
        ...states.map((state) => String(set.filter((each) => each.state === state).length)),
      ]),
    },
    ...(reached.length > 0
      ? [{ type: 'text', text: t.reached(reached.map(({ text }) => `„${text}“`).join(', ')) } as const]
      : []),
  ];
}

async function goalsUnder(
  { actionGoals }: Context,
  { number }: StrategicGoal,
  until: Date,
): Promise<readonly ActionGoal[]> {
  const { items } = await actionGoals.find({ filter: { goal: number }, limit: mostGoals });
  return items.filter(({ createdAt }) => createdAt < until);
}

function goalName({ number, title }: StrategicGoal, language: Language): string {
  return resultTexts[language].category(String(number), title[language]);
}

/** Rounds that ended in the year, as far as more than the coordination office may see what came of them. */
async function roundBlocks(context: Context, year: number, language: Language): Promise<readonly Block[]> {
  const t = impactTexts[language];
  const ended = await roundsOf(context, year);
  const open = ended.filter((round) => isReleased(round) && round.resultsFor !== 'coordinators');
  const reported = await withResults(context, open);
  const heading = { type: 'text', text: [strong(t.roundsTitle)] } as const;
  const left: readonly Block[] =
    ended.length > open.length ? [{ type: 'note', text: t.left(String(ended.length - open.length)) }] : [];
  if (reported.length === 0) return [heading, { type: 'text', text: t.noRounds }, ...left];
  return [
    heading,
    {
      type: 'facts',
      facts: reported.map(({ round, result }) => ({
        label: t.round(round.title, String(round.number)),
        value: `${resultTexts[language].rate}: ${rateText(result.overall, language)}`,
      })),
    },
    ...shareTable(reported, language),
    ...reported.flatMap(({ round }): readonly Block[] =>
      round.followUp
        ? [
            { type: 'text', text: [strong(`${resultTexts[language].followUp}: ${round.title}`)] },
            { type: 'text', text: round.followUp.text },
          ]
        : [],
    ),
    ...left,
  ];
}

/** What each round says of each goal. */
function shareTable(reported: readonly Reported[], language: Language): readonly Block[] {
  const t = impactTexts[language];
  const asked = strategicGoals.filter(({ number }) =>
    reported.some(({ round }) => round.questions.some(({ goal, kind }) => goal === number && kind.type === 'scale')),
  );
  if (asked.length === 0) return [];
  return [
    {
      type: 'table',
      caption: t.roundsCaption,
      columns: [t.goal, ...reported.map(({ round }) => `Nr. ${round.number}`)],
      rows: asked.map((goal) => [goalName(goal, language), ...reported.map((each) => shareCell(each, goal, language))]),
    },
    { type: 'note', text: t.shareNote },
  ];
}

function shareCell({ round, result }: Reported, { number }: StrategicGoal, language: Language): string {
  const question = round.questions.find(({ goal, kind }) => goal === number && kind.type === 'scale');
  const found = question && result.questions.find(({ id }) => id === question.id);
  const share = found?.type === 'answers' && found.total ? shareOf(found.total, result.smallest) : undefined;
  return share ? impactTexts[language].share(String(share.percent), String(share.of)) : '–';
}

async function roundsOf(context: Context, year: number): Promise<readonly Round[]> {
  const { from, until } = boundsOf(context, year);
  const { items } = await context.rounds.find({
    filter: { closedAt: { $gte: from, $lt: until } },
    sort: [['closedAt', 1]],
    limit: mostRounds,
  });
  return items;
}

async function withResults({ store }: Context, rounds: readonly Round[]): Promise<readonly Reported[]> {
  if (rounds.length === 0) return [];
  const { items } = await store
    .collection(resultsSpec)
    .find({ filter: { _id: { $in: rounds.map(({ _id }) => _id) } }, limit: mostRounds });
  return rounds.flatMap((round) => {
    const result = items.find(({ _id }) => _id === round._id);
    return result ? [{ round, result }] : [];
  });
}

function boundsOf({ zone }: Context, year: number): { readonly from: Date; readonly until: Date } {
  return { from: startOfDay(`${year}-01-01`, zone), until: startOfDay(addDays(`${year}-12-31`, 1), zone) };
}
