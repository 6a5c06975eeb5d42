import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { dayAt, daysBetween, formatDay, formatInstant } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { plainText } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, Fact, View } from '../../../messages/view.js';
import { promptView, untilOf } from '../answers/card.js';
import type { Context } from '../context.js';
import type { Question, Round } from '../model.js';
import { rateOf, smallestOf } from '../results/aggregate.js';
import { resultTexts } from '../results/texts.js';
import { roundActions } from './actions.js';
import { audienceTexts } from './audience-texts.js';
import { reachOf } from './reach.js';
import { showingWords } from './showing.js';
import { roundTexts } from './texts.js';
import { closingOf } from './times.js';

const longestSummary = 150;

export function headingOf(round: Round, language: Language): string {
  const t = roundTexts[language];
  return t.heading(t[`state-${round.state}`], String(round.number), round.title);
}

/** A round as the coordination office works on it. `note` says what has just come of it. */
export async function roundView(context: Context, turn: Turn, round: Round, note?: string): Promise<View> {
  const { language } = turn;
  const t = roundTexts[language];
  const isPending = round.state === 'draft' || round.state === 'scheduled';
  const heading = headingOf(round, language);
  const reach = isPending ? await reachOf(context, round, language) : undefined;
  const audience = reach ? [{ label: t.audience, value: reach.words }] : [];
  const replies = isPending ? [] : await replyFacts(context, round, language);
  return {
    kind: 'evaluation.round',
    summary: cut(heading, longestSummary),
    title: heading,
    language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      ...(round.unfinished.includes('prompting') ? [{ type: 'note', text: t.asking } as const] : []),
      ...tooFewNote(context, round, reach?.total, language),
      { type: 'facts', facts: [...audience, ...replies, ...planFacts(context, round, language)] },
      { type: 'text', text: `${t.questions}:` },
      { type: 'list', ordered: true, items: round.questions.map((question) => questionLine(question, language)) },
      { type: 'actions', actions: await actionsFor(context, round, language) },
    ],
  };
}

/** Nothing could ever be shown of so few. */
function tooFewNote(context: Context, round: Round, total: number | undefined, language: Language): readonly Block[] {
  const smallest = smallestOf(context, round);
  if (total === undefined || total === 0 || total >= smallest) return [];
  return [{ type: 'note', text: roundTexts[language].tooFewAsked(String(smallest)) }];
}

function questionLine({ text, kind }: Question, language: Language): string {
  const t = roundTexts[language];
  switch (kind.type) {
    case 'scale':
      return `${text[language]} (${t.kindScale})`;
    case 'choice':
      return `${text[language]} (${t.kindChoice(kind.options.map((option) => option.text[language]).join(' | '))})`;
    case 'number':
      return `${text[language]} (${t.kindNumber})`;
    case 'text':
      return `${text[language]} (${t.kindText})`;
  }
}

/** How many have answered; who did is not said. */
async function replyFacts(context: Context, round: Round, language: Language): Promise<readonly Fact[]> {
  const t = roundTexts[language];
  if (round.named) {
    const { asked, answered } = await rateOf(context, round);
    return [{ label: t.replies, value: t.countsNamed(String(answered), String(asked)) }];
  }
  const { done, total, declined } = await progressOf(context, round);
  return [{ label: t.replies, value: t.counts(String(done), String(total), String(declined)) }];
}

export interface RoundProgress {
  readonly total: number;
  readonly done: number;
  readonly declined: number;
  /** Asked, and neither answered nor declined. */
  readonly open: number;
}

export async function progressOf(context: Context, { _id }: Round): Promise<RoundProgress> {
  const states = await context.prompts.tally({ roundId: _id }, 'state');
  const of = (state: string) => states.get(state) ?? 0;
  const [done, declined, open] = [of('done'), of('declined'), of('open') + of('submitting')];
  return { done, declined, open, total: done + declined + open };
}

/** How many have not answered yet: people, or partners where the round is named. */
export async function notAnsweredIn(context: Context, round: Round): Promise<number> {
  if (!round.named) return (await progressOf(context, round)).open;
  const { asked, answered } = await rateOf(context, round);
  return asked - answered;
}

function planFacts({ zone }: Context, round: Round, language: Language): readonly Fact[] {
  const t = roundTexts[language];
  const length = daysOpen(round, zone);
  const reminders = round.remindAfterDays.filter((after) => after < length);
  const days = reminders.map(String).join(t.and);
  const opens = round.opensAt ? formatInstant(round.opensAt, zone, language) : t.asNow;
  const isPending = round.state === 'draft' || round.state === 'scheduled';
  const shownTo: readonly Fact[] = [
    { label: t.how, value: audienceTexts[language][round.named ? 'how-named' : 'how-anonymous'] },
    { label: audienceTexts[language].results, value: showingWords(round, language) },
  ];
  if (round.state === 'closed') return [...wasOpen(round, zone, language), ...shownTo];
  return [
    ...(isPending ? [{ label: t.opens, value: opens }] : []),
    {
      label: t.open,
      value: round.closesAt ? t.until(untilOf(round, language, zone)) : t.days(String(round.openDays)),
    },
    { label: t.reminders, value: reminders.length > 0 ? t.reminded(days) : t.notReminded },
    { label: t.repeats, value: round.repeats ? t[`repeats-${round.repeats}`] : t.once },
    ...shownTo,
  ];
}

function daysOpen({ openedAt, closesAt, openDays }: Round, zone: string): number {
  return openedAt && closesAt ? daysBetween(dayAt(openedAt, zone), dayAt(closesAt, zone)) : openDays;
}

function wasOpen({ openedAt, closedAt }: Round, zone: string, language: Language): readonly Fact[] {
  if (!openedAt || !closedAt) return [];
  const day = (at: Date) => formatDay(dayAt(at, zone), language);
  return [{ label: resultTexts[language].period, value: resultTexts[language].until(day(openedAt), day(closedAt)) }];
}

async function actionsFor(context: Context, round: Round, language: Language): Promise<readonly Action[]> {
  const t = roundTexts[language];
  const payload = { round: round._id };
  const versioned = { ...payload, rev: round.rev };
  const copy: Action = { id: roundActions.copy, label: t.copy, payload };
  const once: readonly Action[] = round.repeats
    ? [{ id: roundActions.endRepetition, label: t.endRepetition, payload }]
    : [];
  switch (round.state) {
    case 'draft':
    case 'scheduled': {
      const planned = round.state === 'scheduled';
      return [
        { id: roundActions.start, label: planned ? t.startNow : t.start, payload: versioned, style: 'primary' },
        { id: roundActions.preview, label: t.preview, payload },
        { id: roundActions.edit, label: t.edit, payload: versioned, opensForm: true },
        copy,
        ...(planned ? [{ id: roundActions.unschedule, label: t.unschedule, payload }] : []),
        ...once,
        { id: roundActions.discard, label: t.discard, payload, confirm: t.discardSure },
      ];
    }
    case 'open': {
      const open = await notAnsweredIn(context, round);
      const confirm = t.closeSure(String(open));
      return [
        { id: roundActions.extend, label: t.extend, payload, opensForm: true },
        { id: roundActions.close, label: t.close, payload: { ...payload, sure: true }, confirm, style: 'danger' },
        copy,
        ...once,
        { id: roundActions.list, label: t.allRounds },
      ];
    }
    case 'closed':
      return [
        typedAction(`ergebnis ${round.number}`, resultTexts[language].show),
        ...(isHeld(round) ? [{ id: roundActions.release, label: audienceTexts[language].release, payload }] : []),
        copy,
        { id: roundActions.list, label: t.allRounds },
      ];
  }
}

/** Closed, and its results wait to be released. */
export function isHeld({ state, resultsWhen, releasedAt }: Round): boolean {
  return state === 'closed' && resultsWhen === 'released' && releasedAt === undefined;
}

/** The first card just as people will see it; its buttons are named, since nobody is asked yet. */
export function previewView({ zone }: Context, turn: Turn, round: Round): View {
  const { language } = turn;
  const t = roundTexts[language];
  const closesAt = round.closesAt ?? closingOf(round.opensAt ?? turn.now, round.openDays, zone);
  const card = promptView({ ...round, closesAt, state: 'open' }, undefined, language, { zone });
  const title = t.previewTitle(String(round.number));
  return {
    kind: 'evaluation.preview',
    summary: title,
    title,
    language,
    blocks: [
      { type: 'text', text: plainText([{ kind: 'strong', text: card.title ?? '' }]) },
      ...card.blocks.map((block): Block => (block.type === 'actions' ? named(block.actions, language) : block)),
      { type: 'divider' },
      { type: 'actions', actions: [{ id: roundActions.show, label: t.back, payload: { round: round._id } }] },
    ],
  };
}

function named(actions: readonly Action[], language: Language): Block {
  const labels = actions.map(({ label }) => `[${label}]`).join(' ');
  return { type: 'note', text: roundTexts[language].previewButtons(labels) };
}

export function dayOf(instant: Date, { zone }: Context, language: Language): string {
  return formatDay(dayAt(instant, zone), language);
}
