import type { Turn } from '../../../bot/feature.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Prompt, Question, Round } from '../model.js';
import { shown } from '../shown.js';
import { answerActions, nextQuestion, overviewAt, promptView, targetOf } from './card.js';
import { draftValue, legible } from './drafts.js';
import type { Asked } from './finding.js';
import { answeredFor, reopen } from './named.js';
import { submit } from './submission.js';
import { answerTexts } from './texts.js';
import { askedOf, isChoiceOf, longestAnswer, readValue } from './values.js';

/** Two presses at once may meet; each is tried so often. */
const tries = 4;

/** Whether something may still be said. */
export function isOpen({ round, prompt }: Asked): boolean {
  return round.state === 'open' && prompt.state === 'open' && prompt.over !== true;
}

/** The card as it is now, in place of the one that was pressed. */
export function cardReply(
  context: Context,
  turn: Turn,
  { round, prompt, answered, forPartner }: Asked,
  at?: string,
): Reply {
  const options = {
    zone: context.zone,
    ...(at !== undefined && { at }),
    ...(answered && { answered }),
    ...(forPartner !== undefined && { forPartner }),
  };
  return shown(turn, promptView(round, prompt, turn.language, options));
}

/** A pressed answer: kept in the draft, then the next question. */
export async function press(
  context: Context,
  turn: Turn,
  asked: Asked,
  questionId: string,
  value: string | number,
): Promise<Reply> {
  if (!isOpen(asked)) return cardReply(context, turn, asked);
  const question = questionIn(turn, asked.round, questionId);
  if (!isChoiceOf(question, value)) return cardReply(context, turn, asked, questionId);
  return keep(context, turn, asked, question, value);
}

/** A typed answer to the question that is open. */
export async function say(context: Context, turn: Turn, asked: Asked, typed: string): Promise<Reply> {
  if (!isOpen(asked)) return cardReply(context, turn, asked);
  const question = currentQuestion(asked);
  if (!question) return cardReply(context, turn, asked);
  const read = readValue(question, typed, turn.language);
  if ('problem' in read) throw new Refusal(read.problem, 'evaluation.outside-scale');
  return keep(context, turn, asked, question, read.value);
}

/** The first question without an answer; after the last, the optional text. */
function currentQuestion({ round, prompt: { draft = {} } }: Asked): Question | undefined {
  const open = askedOf(round).find(({ id }) => draft[id] === undefined);
  return open ?? round.questions.find(({ kind }) => kind.type === 'text');
}

export function writeForm(turn: Turn, { round, prompt }: Asked, questionId: string, values: FormValues = {}): Form {
  const t = answerTexts[turn.language];
  const question = questionIn(turn, round, questionId);
  const before = values.answer ?? prompt.draft?.[questionId];
  const value = before === undefined ? {} : { value: String(before) };
  return {
    id: answerActions.say,
    title: t.formTitle,
    submit: t.formSave,
    opener: t.answer,
    intro: t.noCases,
    language: turn.language,
    ...(!round.named && { afresh: true }),
    payload: { ...targetOf(round, prompt), question: questionId },
    fields: [
      question.kind.type === 'number'
        ? { id: 'answer', type: 'number', label: question.text[turn.language], required: true, ...value }
        : { id: 'answer', type: 'long-text', label: question.text[turn.language], maxLength: longestAnswer, ...value },
    ],
  };
}

/** A written answer; an empty text takes back what was written. */
export async function write(
  context: Context,
  turn: Turn,
  asked: Asked,
  questionId: string,
  values: FormValues,
): Promise<Reply> {
  if (!isOpen(asked)) return cardReply(context, turn, asked);
  const question = questionIn(turn, asked.round, questionId);
  const typed = typeof values.answer === 'string' ? values.answer.trim() : '';
  if (typed === '' && question.kind.type === 'text') return takeBack(context, turn, asked, question);
  const read = readValue(question, typed, turn.language);
  if ('problem' in read) throw new FormRefusal({ answer: read.problem }, 'evaluation.outside-scale');
  return keep(context, turn, asked, question, read.value);
}

async function keep(
  context: Context,
  turn: Turn,
  asked: Asked,
  question: Question,
  value: string | number,
): Promise<Reply> {
  const { round } = asked;
  const kept = await context.prompts.update(
    asked.prompt._id,
    { $set: { [`draft.${question.id}`]: await draftValue(context, round, value) }, $inc: { rev: 1 } },
    { state: 'open', over: null },
  );
  if (!kept) return cardReply(context, turn, await again(context, asked));
  const prompt = await legible(context, round, kept);
  return cardReply(context, turn, { ...asked, prompt }, nextQuestion(round, prompt, question.id) ?? overviewAt);
}

async function takeBack(context: Context, turn: Turn, asked: Asked, { id }: Question): Promise<Reply> {
  const { round } = asked;
  const taken = await context.prompts.update(
    asked.prompt._id,
    { $unset: { [`draft.${id}`]: true }, $inc: { rev: 1 } },
    { state: 'open', over: null },
  );
  const now = taken ? { ...asked, prompt: await legible(context, round, taken) } : await again(context, asked);
  return cardReply(context, turn, now, overviewAt);
}

/** `Absenden`: the draft as it is, once. */
export async function send(context: Context, turn: Turn, asked: Asked): Promise<Reply> {
  let now = asked;
  for (let attempt = 0; attempt < tries && isOpen(now); attempt += 1) {
    if (Object.keys(now.prompt.draft ?? {}).length === 0) {
      throw new Refusal(answerTexts[turn.language].nothingYet, 'evaluation.nothing-to-submit');
    }
    await submit(context, now.round, now.prompt, turn.person.id);
    now = await again(context, now);
  }
  return cardReply(context, turn, now);
}

/** As it is stored by now. */
export async function again(context: Context, { answered: _, ...asked }: Asked): Promise<Asked> {
  const { round, prompt } = asked;
  const [newRound, newPrompt] = await Promise.all([context.rounds.get(round._id), context.prompts.get(prompt._id)]);
  const now = newRound ?? round;
  const current = newPrompt ? await legible(context, now, newPrompt) : prompt;
  const answered = await answeredFor(context, now, current);
  return { ...asked, round: now, prompt: current, ...(answered && { answered }) };
}

function questionIn(turn: Turn, { questions }: Round, id: string): Question {
  const question = questions.find((each) => each.id === id);
  if (!question) throw new Refusal(answerTexts[turn.language].gone, 'evaluation.question-gone');
  return question;
}

/** Not to be asked any more; what was answered so far is deleted. Undone by `Doch teilnehmen` until it closes. */
export async function decline(context: Context, turn: Turn, asked: Asked): Promise<Reply> {
  const gone = { draft: true, remindAt: true, snoozedUntil: true } as const;
  return move(context, turn, asked, 'open', { $set: { state: 'declined' }, $unset: gone });
}

export async function rejoin(context: Context, turn: Turn, asked: Asked): Promise<Reply> {
  return move(context, turn, asked, 'declined', { $set: { state: 'open' } });
}

async function move(
  context: Context,
  turn: Turn,
  asked: Asked,
  from: Prompt['state'],
  change: { readonly $set: { readonly state: Prompt['state'] }; readonly $unset?: Readonly<Record<string, true>> },
): Promise<Reply> {
  const prompt = await context.prompts.update(
    asked.prompt._id,
    { ...change, $inc: { rev: 1 } },
    {
      state: from,
      over: null,
    },
  );
  return cardReply(context, turn, prompt ? { ...asked, prompt } : await again(context, asked));
}

/** What was answered for the partner, to be changed. */
export async function change(context: Context, turn: Turn, asked: Asked): Promise<Reply> {
  const prompt = await reopen(context, asked);
  return cardReply(context, turn, prompt ? { ...asked, prompt } : await again(context, asked), overviewAt);
}
