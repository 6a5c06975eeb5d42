import { z } from 'zod';
import { action, eventMark, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { withPerson } from '../../../bot/persons.js';
import { noticeView } from '../../../bot/views.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Fact, View } from '../../../messages/view.js';
import type { Person } from '../../../ports/people.js';
import { commandOn, one } from './about-one.js';
import { audienceTexts } from './audience-texts.js';
import { cardActions } from './card.js';
import { cardTexts } from './card-texts.js';
import { commonTexts } from './common-texts.js';
import { lengthProblem } from './content.js';
import { byId, byNumber, type Context } from './context.js';
import { type Announcement, longestText, type Offer } from './model.js';
import { newsTexts } from './news-texts.js';
import { nameOf } from './proposal-view.js';
import { mustBeTheirs } from './reading.js';

const replyFormId = 'announcements.reply';
const replyToId = 'announcements.reply-to';
const oneOffer = z.object({ offer: z.string().min(1).max(400) });
const longestSummary = 150;

/** `Ich kann helfen`: once per person, undone as easily; whoever asked is told who and how to reach them. */
export function helpingPart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        ['sent'],
        {
          id: 'announcements.help',
          words: ['helfen'],
          slots: [{ kind: 'word', name: 'sure', words: ['ja'], optional: true }],
          role: 'all',
          unlisted: true,
          help: inAll(newsTexts, (t) => t.helpCommand),
        },
        (turn, found, { sure }) => (sure === undefined ? askFirst(context, turn, found) : help(context, turn, found)),
      ),
      commandOn(
        context,
        ['sent'],
        {
          id: 'announcements.help-not',
          words: ['nicht helfen'],
          role: 'all',
          unlisted: true,
          help: inAll(newsTexts, (t) => t.helpNotCommand),
        },
        (turn, found) => helpNot(context, turn, found),
      ),
      {
        id: 'announcements.reply',
        words: ['helfende antworten'],
        slots: [
          { kind: 'number', name: 'number' },
          { kind: 'fields', names: ['person', 'text'] },
        ],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(newsTexts, (t) => t.replyCommand),
        run: async (turn, { number = '', person = '', text = '' }) => {
          const found = await byNumber(context, turn, number);
          return withPerson(context.search, turn, person, {
            action: replyToId,
            payload: { announcement: found._id, text: cut(text, 1_000) },
            act: ({ id }) => replyTo(context, turn, `${found._id}:${id}`, text),
          });
        },
      },
    ],
    actions: [
      action({
        id: cardActions.help,
        role: 'all',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => help(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: cardActions.helpNot,
        role: 'all',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => helpNot(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: replyToId,
        role: 'all',
        payload: one.extend({ person: sentId, text: z.string().max(longestText) }),
        changes: true,
        run: (turn, { announcement, person, text }) => replyTo(context, turn, `${announcement}:${person}`, text),
      }),
    ],
    forms: [
      form({
        id: replyFormId,
        role: 'all',
        payload: oneOffer,
        changes: true,
        show: async (turn, { offer }, values) => replyForm(context, turn, offer, values),
        run: async (turn, { offer }, { text = '' }) => {
          const { replyMissing } = newsTexts[turn.language];
          const problem = String(text).trim() === '' ? replyMissing : lengthProblem(turn, String(text));
          if (problem !== undefined) throw new FormRefusal({ text: problem }, 'announcements.bad-reply');
          return replyTo(context, turn, offer, String(text));
        },
      }),
    ],
  };
}

/** Typed: whoever helps is told first what is passed on. */
async function askFirst(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  await mustBeGesuch(context, turn, found);
  const t = newsTexts[turn.language];
  const text = t.helpFirst(await authorName(context, found, turn.language));
  const yes = { id: cardActions.help, label: t.helpYes, payload: { announcement: found._id } };
  return { type: 'message', private: true, view: noticeView('announcements.help-first', text, turn.language, [yes]) };
}

async function mustBeGesuch(context: Context, turn: Turn, found: Announcement): Promise<void> {
  await mustBeTheirs(context, turn, found);
  const t = newsTexts[turn.language];
  if (found.kind !== 'gesuch') throw new Refusal(t.notAGesuch(String(found.number)), 'announcements.no-gesuch');
  if (found.author === turn.person.id) throw new Refusal(t.helpOwn, 'announcements.own-gesuch');
}

/** Who is told: whoever asked for help, or the coordination where that person is gone. */
async function told(context: Context, found: Announcement): Promise<readonly Person[]> {
  const author = found.author === undefined ? undefined : await context.people.get(found.author);
  return author ? [author] : context.people.coordinators();
}

async function authorName(context: Context, found: Announcement, language: Language): Promise<string> {
  const [author] = await told(context, found);
  return author?.name ?? commonTexts[language].coordination;
}

async function help(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  await mustBeGesuch(context, turn, found);
  const offer = await made(context, turn, found);
  for (const person of await told(context, found)) {
    const view = await offerView(context, found, offer, turn.person, person.language);
    await context.outbox.enqueue([
      {
        key: offerKey(offer, person.id),
        personId: person.id,
        about: [turn.person.id],
        view,
        due: offer.at,
        occasion: 'change',
        batch: offerKey(offer, person.id),
      },
    ]);
  }
  const t = newsTexts[turn.language];
  const text = t.helpNoted(await authorName(context, found, turn.language));
  const undo = { id: cardActions.helpNot, label: t.helpNot, payload: { announcement: found._id } };
  return { type: 'message', private: true, view: noticeView('announcements.help', text, turn.language, [undo]) };
}

/** The offer as it stands: made once, or once more after it was taken back. */
async function made(context: Context, turn: Turn, found: Announcement): Promise<Offer> {
  const _id = `${found._id}:${turn.person.id}`;
  const fresh = { _id, announcement: found._id, personId: turn.person.id, at: turn.now, withdrawn: false, times: 1 };
  if ((await context.offers.insert(fresh)) === 'inserted') return fresh;
  const again = await context.offers.update(
    _id,
    { $set: { withdrawn: false, at: turn.now }, $inc: { times: 1 } },
    { withdrawn: true },
  );
  return again ?? (await context.offers.get(_id)) ?? fresh;
}

function offerKey({ _id, times }: Offer, to: string): string {
  return `announcement-offer:${_id}:${times}:${to}`;
}

async function helpNot(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  const t = newsTexts[turn.language];
  const _id = `${found._id}:${turn.person.id}`;
  const known = await context.offers.get(_id);
  if (!known) throw new Refusal(t.helpNothing, 'announcements.no-offer');
  const taken = (await context.offers.update(_id, { $set: { withdrawn: true } }, { withdrawn: false })) ?? known;
  for (const person of await told(context, found)) await tellUndone(context, turn, found, taken, person);
  const text = t.helpTakenBack(await authorName(context, found, turn.language));
  const again = { id: cardActions.help, label: cardTexts[turn.language].help, payload: { announcement: found._id } };
  return { type: 'message', private: true, view: noticeView('announcements.help-not', text, turn.language, [again]) };
}

/** Whoever has not been told of the offer yet need not hear that it is gone. */
async function tellUndone(context: Context, turn: Turn, found: Announcement, offer: Offer, to: Person): Promise<void> {
  const key = `announcement-offer-undone:${offer._id}:${offer.times}:${to.id}`;
  const batch = offerKey(offer, to.id);
  await context.outbox.cancel(batch);
  if ((await context.outbox.counts(batch)).cancelled > 0) return;
  const text = newsTexts[to.language].offerUndone(turn.person.name, String(found.number));
  const view = noticeView('announcements.offer-undone', text, to.language);
  await context.outbox.enqueue([
    { key, personId: to.id, about: [turn.person.id], view, due: turn.now, occasion: 'change' },
  ]);
}

async function offerView(
  context: Context,
  found: Announcement,
  offer: Offer,
  helper: Person,
  language: Language,
): Promise<View> {
  const t = newsTexts[language];
  const partner = helper.partner?.id === undefined ? undefined : await context.partners.get(helper.partner.id);
  const channel = helper.reachable?.channel;
  const isChat = channel === 'slack' || channel === 'teams';
  const facts: readonly Fact[] = [
    { label: t.offerName, value: helper.name },
    ...(helper.partner ? [{ label: t.offerPartner, value: helper.partner.name }] : []),
    { label: t.offerReach, value: isChat ? t.offerOn(audienceTexts[language][channel]) : t.offerHere },
    ...(partner?.phone === undefined ? [] : [{ label: t.offerPhone, value: partner.phone }]),
  ];
  const title = t.offerTitle(helper.name, String(found.number));
  return {
    kind: 'announcements.offer',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: t.offerText(found.title) },
      { type: 'facts', facts },
      {
        type: 'actions',
        actions: [
          { id: replyFormId, label: t.reply, payload: { offer: offer._id }, opensForm: true, style: 'primary' },
        ],
      },
    ],
  };
}

/** Only whoever asked for help, or the coordination, answers who offered it. */
async function offerFor(context: Context, turn: Turn, id: string) {
  const t = newsTexts[turn.language];
  const offer = await context.offers.get(id);
  const found = offer && (await context.announcements.get(offer.announcement));
  const helper = offer && (await context.people.get(offer.personId));
  const may = found?.author === turn.person.id || turn.person.coordinator;
  if (!offer || !found || !helper || !may || offer.withdrawn)
    throw new Refusal(t.offerGone, 'announcements.offer-gone');
  return { found, helper };
}

async function replyTo(context: Context, turn: Turn, id: string, typed: string): Promise<Reply> {
  const { found, helper } = await offerFor(context, turn, id);
  const t = newsTexts[turn.language];
  const problem = typed.trim() === '' ? t.replyMissing : lengthProblem(turn, typed);
  if (problem !== undefined) throw new Refusal(problem, 'announcements.bad-reply');
  const title = newsTexts[helper.language].replyTitle(turn.person.name, String(found.number));
  const view: View = {
    kind: 'announcements.reply',
    summary: cut(`${title}: ${typed}`, longestSummary),
    title,
    language: helper.language,
    blocks: [{ type: 'text', text: typed.trim() }],
  };
  const key = `announcement-reply:${eventMark(turn.inbound)}`;
  await context.outbox.enqueue([
    { key, personId: helper.id, about: [turn.person.id], view, due: turn.now, occasion: 'change' },
  ]);
  const text = t.replySent(helper.name);
  return { type: 'message', private: true, view: noticeView('announcements.replied', text, turn.language) };
}

async function replyForm(context: Context, turn: Turn, offer: string, { text }: FormValues = {}): Promise<Form> {
  const { helper } = await offerFor(context, turn, offer);
  const t = newsTexts[turn.language];
  return {
    id: replyFormId,
    title: t.replyForm,
    submit: t.replySubmit,
    opener: t.replyOpener,
    intro: t.replyIntro(await nameOf(context, helper.id, turn.language)),
    language: turn.language,
    payload: { offer },
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: t.replyLabel,
        hint: commonTexts[turn.language].noCases,
        required: true,
        maxLength: longestText,
        ...(typeof text === 'string' && { value: text }),
      },
    ],
  };
}
