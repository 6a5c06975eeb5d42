import { z } from 'zod';
import { action, eventMark, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { withPerson } from '../../../bot/persons.js';
import { noticeView } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Block, View } from '../../../messages/view.js';
import type { Filter } from '../../../ports/document-store.js';
import { answered, commandOn, one } from './about-one.js';
import { cardActions } from './card.js';
import { cardTexts } from './card-texts.js';
import { commonTexts } from './common-texts.js';
import { lengthProblem } from './content.js';
import { byId, byNumber, type Context } from './context.js';
import { type Announcement, longestText, type Question } from './model.js';
import { nameOf } from './proposal-view.js';
import { mustBeTheirs } from './reading.js';

const answerFormId = 'announcements.answer';
const listId = 'announcements.questions';
const answerToId = 'announcements.answer-to';
const pageSize = 10;
const longestSummary = 150;

const oneQuestion = z.object({ question: sentId });

/** `Frage dazu`: reaches all coordinators, is answered once, and the answer reaches who asked. */
export function questionsPart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        ['sent'],
        {
          id: 'announcements.ask',
          words: ['frage'],
          slots: [{ kind: 'text', name: 'text', optional: true }],
          role: 'all',
          unlisted: true,
          help: inAll(cardTexts, (t) => t.askCommand),
        },
        async (turn, found, { text }) =>
          text === undefined ? { type: 'form', form: askForm(turn, found) } : ask(context, turn, found, text),
      ),
      {
        id: 'announcements.questions',
        words: ['offene fragen'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(cardTexts, (t) => t.questionsCommand),
        run: async (turn) => answered(turn, await listView(context, turn)),
      },
      {
        id: 'announcements.answer',
        words: ['antworten'],
        slots: [
          { kind: 'number', name: 'number' },
          { kind: 'fields', names: ['person', 'text'] },
        ],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(cardTexts, (t) => t.answerCommand),
        run: async (turn, { number = '', person = '', text = '' }) => {
          const found = await byNumber(context, turn, number);
          return withPerson(context.search, turn, person, {
            action: answerToId,
            payload: { announcement: found._id, text: cut(text, 1_000) },
            act: ({ id }) => answerTo(context, turn, found, id, text),
          });
        },
      },
    ],
    actions: [
      action({
        id: listId,
        role: 'coordinator',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => answered(turn, await listView(context, turn, after)),
      }),
      action({
        id: answerToId,
        role: 'coordinator',
        payload: one.extend({ person: sentId, text: z.string().max(longestText) }),
        changes: true,
        run: async (turn, { announcement, person, text }) =>
          answerTo(context, turn, await byId(context, turn, announcement), person, text),
      }),
    ],
    forms: [
      form({
        id: cardActions.ask,
        role: 'all',
        payload: one,
        changes: true,
        show: async (turn, { announcement }, values) => {
          const found = await byId(context, turn, announcement);
          await mustBeTheirs(context, turn, found);
          return askForm(turn, found, values);
        },
        run: async (turn, { announcement }, { text = '' }) => {
          const problem = problemIn(turn, String(text), cardTexts[turn.language].askEmpty);
          if (problem !== undefined) throw new FormRefusal({ text: problem }, 'announcements.bad-question');
          return ask(context, turn, await byId(context, turn, announcement), String(text));
        },
      }),
      form({
        id: answerFormId,
        role: 'coordinator',
        payload: oneQuestion,
        changes: true,
        show: async (turn, { question }, values) =>
          answerForm(context, turn, await questionThere(context, turn, question), values),
        run: async (turn, { question }, { text = '' }) => {
          const problem = problemIn(turn, String(text), cardTexts[turn.language].answerEmpty);
          if (problem !== undefined) throw new FormRefusal({ text: problem }, 'announcements.bad-answer');
          return answer(context, turn, await questionThere(context, turn, question), String(text));
        },
      }),
    ],
  };
}

function problemIn(turn: Turn, text: string, empty: string): string | undefined {
  return text.trim() === '' ? empty : lengthProblem(turn, text);
}

async function ask(context: Context, turn: Turn, found: Announcement, typed: string): Promise<Reply> {
  const t = cardTexts[turn.language];
  await mustBeTheirs(context, turn, found);
  const problem = problemIn(turn, typed, t.askEmpty);
  if (problem !== undefined) throw new Refusal(problem, 'announcements.bad-question');
  const coordinators = await context.people.coordinators();
  if (coordinators.length === 0) throw new Refusal(t.nobodyToAsk, 'announcements.nobody-to-ask');
  const question: Question = {
    _id: eventMark(turn.inbound),
    announcement: found._id,
    asker: turn.person.id,
    text: typed.trim(),
    at: turn.now,
    askedOf: coordinators.map(({ id }) => id),
    open: true,
  };
  await context.questions.insert(question);
  const entries = await Promise.all(
    coordinators.map(async ({ id, language }) => ({
      key: questionKey(question, id),
      personId: id,
      about: [question.asker],
      view: await questionView(context, question, found, language),
      due: turn.now,
      batch: `announcement-question:${question._id}`,
    })),
  );
  await context.outbox.enqueue(entries);
  // The card stays as it is; the answer to the question is for this person alone.
  return { type: 'message', private: true, view: noticeView('announcements.asked', t.asked, turn.language) };
}

function questionKey({ _id }: Pick<Question, '_id'>, coordinator: string): string {
  return `announcement-question:${_id}:${coordinator}`;
}

async function questionThere(context: Context, turn: Turn, id: string): Promise<Question> {
  const question = await context.questions.get(id);
  if (!question) throw new Refusal(cardTexts[turn.language].questionGone, 'announcements.question-gone');
  return question;
}

async function questionView(
  context: Context,
  question: Question,
  found: Pick<Announcement, 'number' | 'title'> | undefined,
  language: Language,
): Promise<View> {
  const t = cardTexts[language];
  const title = t.questionTitle(String(found?.number ?? ''));
  return {
    kind: 'announcements.question',
    summary: cut(`${title}: ${question.text}`, longestSummary),
    title: found ? `${title}: ${found.title}` : title,
    language,
    blocks: await questionBlocks(context, question, language),
  };
}

/** Who asks what, and either the answer or the button for it. */
async function questionBlocks(context: Context, question: Question, language: Language): Promise<readonly Block[]> {
  const t = cardTexts[language];
  const asker = await context.people.get(question.asker);
  const who = asker?.partner
    ? t.questionFrom(asker.name, asker.partner.name)
    : t.questionFromPerson(asker?.name ?? t.deleted);
  const asked: readonly Block[] = [
    { type: 'text', text: [{ kind: 'strong', text: who }] },
    { type: 'text', text: question.text },
  ];
  if (question.answeredBy === undefined) {
    const button = { id: answerFormId, label: t.answer, payload: { question: question._id }, opensForm: true };
    return [...asked, { type: 'actions', actions: [button] }];
  }
  const by = await nameOf(context, question.answeredBy, language);
  return [
    ...asked,
    { type: 'divider' },
    { type: 'text', text: [{ kind: 'strong', text: t.answeredBy(by) }] },
    { type: 'text', text: question.answer ?? '' },
  ];
}

/** Once: whoever comes second reads who has answered, and what. */
async function answer(context: Context, turn: Turn, question: Question, typed: string): Promise<Reply> {
  const t = cardTexts[turn.language];
  const problem = problemIn(turn, typed, t.answerEmpty);
  if (problem !== undefined) throw new Refusal(problem, 'announcements.bad-answer');
  const mark = eventMark(turn.inbound);
  const given = { answeredBy: turn.person.id, answer: typed.trim(), answeredAt: turn.now, event: mark, open: false };
  const changed =
    question.event === mark ? question : await context.questions.update(question._id, { $set: given }, { open: true });
  const found = await context.announcements.get(question.announcement);
  if (!changed) {
    const latest = await questionThere(context, turn, question._id);
    const view = await questionView(context, latest, found, turn.language);
    const text = t.answeredAlready(await nameOf(context, latest.answeredBy, turn.language));
    return answered(turn, { ...view, blocks: [{ type: 'text', text }, { type: 'divider' }, ...view.blocks] });
  }
  await tellAsker(context, changed, found);
  const others = changed.askedOf.filter((id) => id !== turn.person.id);
  await context.outbox.revise(
    await Promise.all(
      others.map(async (id) => {
        const language = (await context.people.get(id))?.language ?? 'de';
        return { key: questionKey(changed, id), view: await questionView(context, changed, found, language) };
      }),
    ),
  );
  const view = await questionView(context, changed, found, turn.language);
  return answered(turn, { ...view, blocks: [...view.blocks, { type: 'note', text: t.answerSent }] });
}

async function tellAsker(
  context: Context,
  question: Question,
  found: Pick<Announcement, 'number'> | undefined,
): Promise<void> {
  const asker = await context.people.get(question.asker);
  if (!asker) return;
  const t = cardTexts[asker.language];
  const title = t.answerTitle(String(found?.number ?? ''));
  const view: View = {
    kind: 'announcements.answered',
    summary: cut(`${title}: ${question.answer ?? ''}`, longestSummary),
    title,
    language: asker.language,
    blocks: [
      { type: 'note', text: t.youAsked(question.text) },
      {
        type: 'text',
        text: [{ kind: 'strong', text: t.answerBy(await nameOf(context, question.answeredBy, asker.language)) }],
      },
      { type: 'text', text: question.answer ?? '' },
    ],
  };
  const key = `announcement-answer:${question._id}`;
  const about = question.answeredBy === undefined ? [] : [question.answeredBy];
  const due = question.answeredAt ?? question.at;
  await context.outbox.enqueue([{ key, personId: asker.id, about, view, due, occasion: 'change' }]);
}

async function answerTo(
  context: Context,
  turn: Turn,
  found: Announcement,
  asker: string,
  text: string,
): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const meant: Filter = { announcement: found._id, asker, $or: [{ event: mark }, { open: true }] };
  const { items } = await context.questions.find({ filter: meant, limit: pageSize });
  const question = items.find((each) => each.event === mark) ?? items[0];
  if (question) return answer(context, turn, question, text);
  const name = await nameOf(context, asker, turn.language);
  const refusal = cardTexts[turn.language].noQuestionOf(name, String(found.number));
  throw new Refusal(refusal, 'announcements.no-question');
}

/** What is still to be answered, the longest waiting first. */
async function listView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = cardTexts[turn.language];
  const page = await context.questions.find({
    filter: { open: true },
    sort: [['at', 1]],
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  const blocks: Block[] = [];
  for (const question of page.items) {
    const found = await context.announcements.get(question.announcement);
    const when = formatInstant(question.at, context.zone, turn.language);
    blocks.push({ type: 'note', text: `${t.questionTitle(String(found?.number ?? ''))} · ${when}` });
    blocks.push(...(await questionBlocks(context, question, turn.language)));
  }
  const more = { id: listId, label: commonTexts[turn.language].more, payload: { after: page.next } };
  return {
    kind: 'announcements.questions',
    summary: t.questionsTitle,
    title: t.questionsTitle,
    language: turn.language,
    blocks: [
      ...(blocks.length > 0 ? blocks : [{ type: 'text', text: t.questionsEmpty } as const]),
      ...(page.next === undefined ? [] : [{ type: 'actions', actions: [more] } as const]),
    ],
  };
}

function askForm(turn: Turn, { _id }: Announcement, { text }: FormValues = {}): Form {
  const t = cardTexts[turn.language];
  return {
    id: cardActions.ask,
    title: t.askForm,
    submit: t.askSubmit,
    opener: t.askOpener,
    intro: t.askIntro,
    language: turn.language,
    payload: { announcement: _id },
    fields: [longTextField(t.askLabel, commonTexts[turn.language].noCases, text)],
  };
}

async function answerForm(context: Context, turn: Turn, question: Question, { text }: FormValues = {}): Promise<Form> {
  const t = cardTexts[turn.language];
  const asker = await nameOf(context, question.asker, turn.language);
  return {
    id: answerFormId,
    title: t.answerForm,
    submit: t.answerSubmit,
    opener: t.answerOpener,
    intro: `${t.questionFromPerson(asker)} ${cut(question.text, 1_000)}`,
    language: turn.language,
    payload: { question: question._id },
    fields: [longTextField(t.answerLabel, commonTexts[turn.language].noCases, text)],
  };
}

function longTextField(label: string, hint: string, value: FormValues[string] | undefined): Form['fields'][number] {
  return {
    id: 'text',
    type: 'long-text',
    label,
    hint,
    required: true,
    maxLength: longestText,
    ...(typeof value === 'string' && { value }),
  };
}
