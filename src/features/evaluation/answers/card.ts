import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Prompt, Question, Round } from '../model.js';
import { strategicGoal } from '../questions.js';
import type { Answered } from './named.js';
import { namedTexts } from './named-texts.js';
import { answerTexts } from './texts.js';
import { askedOf, choicesOf, textsOf, valueLabel } from './values.js';

/** What is pressed by those who are asked; each is an action or a form of this room. */
export const answerActions = {
  answer: 'evaluation.answer',
  say: 'evaluation.say',
  question: 'evaluation.question',
  submit: 'evaluation.submit',
  later: 'evaluation.later',
  decline: 'evaluation.decline',
  rejoin: 'evaluation.rejoin',
  mine: 'evaluation.mine',
  prompt: 'evaluation.prompt',
  reopen: 'evaluation.reopen',
} as const;

/** As far as a card shows it. */
export type Progress = Pick<Prompt, 'state' | 'draft' | 'partnerId' | 'onBehalf'>;

export interface CardOptions {
  readonly zone: string;
  /** The question to be shown; the first that is not answered yet if left out, the overview after the last. */
  readonly at?: string;
  /** Who has answered for the partner, where the round is named. */
  readonly answered?: Answered;
  /** The partner that the coordination office answers for. */
  readonly forPartner?: string;
}

const longestSummary = 150;
const longestLine = 200;
const notBegun: Progress = { state: 'open' };

/**
 * The card of one who is asked: the first question with its buttons, later the next one, the overview, or that it is done.
 * Without `progress` it is the same for everybody of a language.
 */
export function promptView(
  round: Round,
  progress: Progress | undefined,
  language: Language,
  options: CardOptions,
): View {
  const prompt = progress ?? notBegun;
  if (prompt.state === 'done' || prompt.state === 'submitting') return doneOrNamed(round, prompt, language, options);
  if (round.state === 'closed') return closedView(round, language);
  if (prompt.state === 'declined') return declinedView(round, language);
  const question = questionToShow(round, prompt, options.at);
  const view = question ? questionView(round, prompt, question, language, options) : overview(round, prompt, language);
  return progress && !round.named ? { ...view, afresh: shownAgain(round, question) } : view;
}

function shownAgain({ _id: round }: Round, question: Question | undefined): NonNullable<View['afresh']> {
  return { id: answerActions.question, payload: { round, question: question?.id ?? overviewAt } };
}

/** The question after this one that has no answer yet, or the first such one; undefined: the overview. */
export function nextQuestion(round: Round, progress: Progress, after: string): string | undefined {
  const asked = askedOf(round);
  const at = asked.findIndex(({ id }) => id === after);
  const inTurn = [...asked.slice(at + 1), ...asked.slice(0, at + 1)];
  return inTurn.find(({ id }) => progress.draft?.[id] === undefined)?.id;
}

/** Where `at` names the overview: no question has this id. */
export const overviewAt = 'overview';

function questionToShow(round: Round, { draft }: Progress, at: string | undefined): Question | undefined {
  if (at === overviewAt) return undefined;
  const asked = askedOf(round);
  const chosen = at === undefined ? undefined : asked.find(({ id }) => id === at);
  return chosen ?? asked.find(({ id }) => draft?.[id] === undefined);
}

function questionView(
  round: Round,
  prompt: Progress,
  question: Question,
  language: Language,
  { zone, forPartner }: CardOptions,
): View {
  const t = answerTexts[language];
  const asked = askedOf(round);
  const place = asked.indexOf(question) + 1;
  const until = untilOf(round, language, zone);
  const isBegun = Object.keys(prompt.draft ?? {}).length > 0;
  const given = prompt.draft?.[question.id];
  const intro: readonly Block[] = [
    { type: 'text', text: t.intro(until) },
    { type: 'note', text: round.named ? namedTexts[language].intro : t.anonymous },
  ];
  return {
    kind: 'evaluation.prompt',
    summary: cut(t.summary(round.title, until), longestSummary),
    title: round.title,
    language,
    blocks: [
      ...(forPartner === undefined
        ? []
        : [{ type: 'note', text: namedTexts[language].forPartner(forPartner) } as const]),
      ...(isBegun ? [] : intro),
      { type: 'text', text: [strong(`${t.progress(String(place), String(asked.length))}: `), question.text[language]] },
      ...goalNote(question, language),
      ...(given === undefined
        ? []
        : [{ type: 'note', text: t.yourAnswer(cut(valueLabel(question, given, language), longestLine)) } as const]),
      { type: 'actions', actions: answersTo(targetOf(round, prompt), question, language, given !== undefined) },
      { type: 'actions', actions: waysOn(targetOf(round, prompt), asked[place - 2], isBegun, language) },
    ],
  };
}

function goalNote({ goal }: Question, language: Language): readonly Block[] {
  const known = goal === undefined ? undefined : strategicGoal(goal);
  if (!known) return [];
  return [{ type: 'note', text: answerTexts[language].goal(String(known.number), known.title[language]) }];
}

function answersTo(target: Target, question: Question, language: Language, isGiven: boolean): readonly Action[] {
  const t = answerTexts[language];
  const payload = { ...target, question: question.id };
  const choices = choicesOf(question, language);
  if (choices.length === 0) {
    const label = isGiven ? t.change : t.answer;
    return [{ id: answerActions.say, label, payload, opensForm: true }];
  }
  return choices.map(({ value, label }) => ({ id: answerActions.answer, label, payload: { ...payload, value } }));
}

function waysOn(
  payload: Target,
  before: Question | undefined,
  isBegun: boolean,
  language: Language,
): readonly Action[] {
  const t = answerTexts[language];
  return [
    ...(before ? [{ id: answerActions.question, label: t.back, payload: { ...payload, question: before.id } }] : []),
    ...(isBegun
      ? [{ id: answerActions.question, label: t.toSummary, payload: { ...payload, question: overviewAt } }]
      : []),
    ...('partner' in payload
      ? []
      : [
          { id: answerActions.later, label: t.later, payload },
          { id: answerActions.decline, label: t.decline, payload },
        ]),
  ];
}

/** All that was answered so far, with the optional text, before it is submitted. */
function overview(round: Round, progress: Progress, language: Language): View {
  const t = answerTexts[language];
  const { draft = {} } = progress;
  const payload = targetOf(round, progress);
  const title = t.overview(round.title);
  const [open, ...others] = askedOf(round).filter(({ id }) => draft[id] === undefined);
  const missing = open ? [{ type: 'note', text: t.missing(1 + others.length) } as const] : [];
  const last = askedOf(round).at(-1);
  const items = round.questions.flatMap((question) => {
    const given = draft[question.id];
    if (given === undefined && question.kind.type === 'text') return [];
    const answer = given === undefined ? t.notAnswered : cut(valueLabel(question, given, language), longestLine);
    return [[`${question.text[language]} `, strong(answer)]];
  });
  const hasAny = Object.keys(draft).length > 0;
  return {
    kind: 'evaluation.overview',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: t.overviewIntro },
      ...missing,
      { type: 'list', items },
      ...textsOf(round).flatMap((question): readonly Block[] => [
        { type: 'text', text: question.text[language] },
        { type: 'note', text: t.noCases },
        { type: 'actions', actions: answersTo(payload, question, language, draft[question.id] !== undefined) },
      ]),
      {
        type: 'actions',
        actions: [
          ...(hasAny ? [{ id: answerActions.submit, label: t.submit, payload, style: 'primary' } as const] : []),
          ...(open
            ? [{ id: answerActions.question, label: t.answerNow, payload: { ...payload, question: open.id } }]
            : []),
          ...(last ? [{ id: answerActions.question, label: t.back, payload: { ...payload, question: last.id } }] : []),
        ],
      },
    ],
  };
}

/** What a card's buttons name: the round, and the partner for which the coordination office writes down what it hears. */
export type Target = { readonly round: string; readonly partner?: string };

export function targetOf({ _id }: Round, { onBehalf, partnerId }: Progress): Target {
  return { round: _id, ...(onBehalf && partnerId !== undefined && { partner: partnerId }) };
}

function doneOrNamed(round: Round, progress: Progress, language: Language, options: CardOptions): View {
  if (!round.named || progress.partnerId === undefined) return doneView(round, language, options.zone);
  return partnerDoneView(round, targetOf(round, progress), language, options);
}

/** Answered for the partner: who did, and how to change it while the round is open. */
function partnerDoneView(round: Round, payload: Target, language: Language, { zone, answered }: CardOptions): View {
  const t = namedTexts[language];
  const text = t.done(round.title);
  const isOpen = round.state === 'open';
  const by = answered?.by ?? t.somebody;
  const who = answered && (answered.onBehalf ? t.doneByPhone : t.doneBy)(answered.partner, by);
  const change = answered
    ? { id: answerActions.reopen, label: t.change, payload }
    : { id: answerActions.prompt, label: t.show, payload };
  return {
    kind: 'evaluation.done',
    summary: cut(text, longestSummary),
    language,
    blocks: [
      { type: 'text', text: who ?? text },
      ...(isOpen ? [{ type: 'note', text: t.until(untilOf(round, language, zone)) } as const] : []),
      ...(isOpen ? [{ type: 'actions', actions: [change] } as const] : []),
    ],
  };
}

/** Submitted: nothing of what was said is shown any more. */
function doneView(round: Round, language: Language, zone: string): View {
  const t = answerTexts[language];
  const text = t.thanks(round.title);
  const more: readonly Block[] =
    round.state === 'closed' ? [] : [{ type: 'note', text: t.thanksMore(untilOf(round, language, zone)) }];
  return {
    kind: 'evaluation.done',
    summary: cut(text, longestSummary),
    language,
    blocks: [{ type: 'text', text }, ...more],
  };
}

export function closedView(round: Round, language: Language): View {
  const t = answerTexts[language];
  const text = t.closed(round.title);
  return {
    kind: 'evaluation.closed',
    summary: cut(text, longestSummary),
    language,
    blocks: [
      { type: 'text', text },
      { type: 'note', text: t.closedNothing },
    ],
  };
}

function declinedView(round: Round, language: Language): View {
  const t = answerTexts[language];
  const text = t.declined(round.title);
  return {
    kind: 'evaluation.declined',
    summary: cut(text, longestSummary),
    language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [{ id: answerActions.rejoin, label: t.rejoin, payload: { round: round._id } }] },
    ],
  };
}

/** The last day on which it is open. */
export function untilOf({ closesAt }: Pick<Round, 'closesAt'>, language: Language, zone: string): string {
  return closesAt ? formatDay(dayAt(new Date(closesAt.getTime() - 1), zone), language) : '';
}
