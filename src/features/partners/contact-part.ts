import { z } from 'zod';
import { action, eventMark, form, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { inAll, type Language } from '../../kernel/texts.js';
import type { Form, FormValues } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import { cut } from '../../messages/text.js';
import type { Action, View } from '../../messages/view.js';
import type { Collection } from '../../ports/document-store.js';
import type { Person } from '../../ports/people.js';
import { publishedContact } from './card.js';
import { contactTexts } from './contact-texts.js';
import type { DirectoryContext } from './context.js';
import type { PartnerDocument } from './model.js';
import { partnerThere, withPartner } from './picking.js';
import { type Talk, talksSpec } from './talks.js';

const longestText = 1_000;
const mostPeople = 20;

/** `Kontakt aufnehmen`: what is published, or a message to those who speak for the partner. */
export function contactPart(context: DirectoryContext): Part {
  const contacts = new Contacts(context);
  const about = z.object({ partner: sentId });
  return {
    commands: [
      {
        id: 'partners.contact',
        words: ['partner kontakt', 'kontakt'],
        slots: [{ kind: 'name', name: 'partner' }],
        role: 'all',
        changes: false,
        unlisted: true,
        help: inAll(contactTexts, (t) => t.command),
        run: (turn, { partner = '' }) =>
          withPartner(context, turn, partner, {
            action: 'partners.contact',
            act: async (found) => ({ type: 'message', view: contactView(turn, found) }),
          }),
      },
    ],
    actions: [
      action({
        id: 'partners.contact',
        role: 'all',
        payload: about,
        changes: false,
        run: async (turn, { partner }) => ({
          type: 'message',
          private: true,
          view: contactView(turn, await partnerThere(context, turn, partner)),
        }),
      }),
    ],
    forms: [
      form({
        id: 'partners.write',
        role: 'all',
        payload: about.extend({ talk: sentId.optional() }),
        changes: true,
        show: (turn, { partner, talk }, values) => contacts.form(turn, partner, talk, values),
        run: (turn, { partner, talk }, values) => contacts.write(turn, partner, talk, values),
      }),
      form({
        id: 'partners.answer',
        role: 'all',
        payload: z.object({ talk: sentId, answer: sentId.optional() }),
        changes: true,
        show: (turn, { talk, answer }, values) => contacts.answerForm(turn, talk, answer, values),
        run: (turn, { talk, answer }, values) => contacts.answer(turn, talk, answer, values),
      }),
    ],
    collections: [stored(talksSpec)],
  };
}

/** What is published of the contact, and the way to write. */
function contactView(turn: Turn, partner: PartnerDocument): View {
  const t = contactTexts[turn.language];
  const { name, phone, email } = publishedContact(partner);
  const facts = [
    [t.person, name],
    [t.phone, phone],
    [t.email, email],
  ].flatMap(([label = '', value]) => (value === undefined ? [] : [{ label, value }]));
  const actions: readonly Action[] = [
    { id: 'partners.write', label: t.write, payload: { partner: partner._id }, opensForm: true, style: 'primary' },
    { id: 'partners.card', label: t.cardOf, payload: { partner: partner._id } },
  ];
  return {
    kind: 'partners.contact',
    summary: cut(t.title(partner.name), 150),
    title: t.title(partner.name),
    language: turn.language,
    blocks: [...(facts.length > 0 ? [{ type: 'facts', facts } as const] : []), { type: 'actions', actions }],
  };
}

class Contacts {
  private readonly talks: Collection<Talk>;

  constructor(private readonly context: DirectoryContext) {
    this.talks = context.store.collection(talksSpec);
  }

  async form(turn: Turn, id: string, talk: string | undefined, values: FormValues = {}): Promise<Form> {
    const t = contactTexts[turn.language];
    const partner = await partnerThere(this.context, turn, id);
    const people = await this.peopleOf(turn, partner);
    return messageForm(turn, {
      id: 'partners.write',
      title: t.form,
      intro: people.length > 0 ? t.intro(partner.name) : t.introOffice(partner.name),
      // The same for each time it is sent: a submission that is delivered again writes nothing twice.
      payload: { partner: id, talk: talk ?? this.context.ids.next() },
      values,
    });
  }

  async write(turn: Turn, id: string, talk = eventMark(turn.inbound), values: FormValues): Promise<Reply> {
    const t = contactTexts[turn.language];
    const text = textIn(turn, values);
    const partner = await partnerThere(this.context, turn, id);
    const own = await this.peopleOf(turn, partner);
    const to = own.length > 0 ? own : await this.office(turn);
    if (to.length === 0) throw new Refusal(t.nobody, 'partners.nobody-to-write-to');
    const fresh = { _id: talk, partner: id, from: turn.person.id, to: to.map((person) => person.id), at: turn.now };
    if ((await this.talks.insert(fresh)) === 'existed') await this.refuseForeign(turn, talk);
    await this.context.outbox.enqueue(
      to.map((person) => ({
        key: `partners.talk:${talk}:${person.id}`,
        personId: person.id,
        about: [turn.person.id],
        view: messageView(turn, person.language, contactTexts[person.language].incoming(partner.name), text, talk),
        due: turn.now,
        occasion: 'change',
      })),
    );
    return said(turn, own.length > 0 ? t.sent(partner.name) : t.sentOffice(partner.name));
  }

  async answerForm(turn: Turn, talk: string, answer: string | undefined, values: FormValues = {}): Promise<Form> {
    const t = contactTexts[turn.language];
    await this.talkWith(turn, talk);
    return messageForm(turn, {
      id: 'partners.answer',
      title: t.answerForm,
      intro: t.introAnswer,
      payload: { talk, answer: answer ?? this.context.ids.next() },
      values,
    });
  }

  /** To whoever wrote; they may answer in turn. */
  async answer(turn: Turn, id: string, answer = eventMark(turn.inbound), values: FormValues): Promise<Reply> {
    const t = contactTexts[turn.language];
    const text = textIn(turn, values);
    const talk = await this.talkWith(turn, id);
    const person = await this.context.people().get(talk.from);
    if (!person) throw new Refusal(t.noTalk, 'partners.no-talk');
    const back: Talk = { ...talk, _id: answer, from: turn.person.id, to: [person.id], at: turn.now };
    if ((await this.talks.insert(back)) === 'existed') await this.refuseForeign(turn, answer);
    const partner = (await this.context.partners.get(talk.partner))?.name ?? '';
    const title = contactTexts[person.language].incomingAnswer(partner);
    await this.context.outbox.enqueue([
      {
        key: `partners.talk:${answer}:${person.id}`,
        personId: person.id,
        about: [turn.person.id],
        view: messageView(turn, person.language, title, text, answer),
        due: turn.now,
        occasion: 'change',
      },
    ]);
    return said(turn, t.answered);
  }

  /** Those who speak for the partner, and its contact person; never whoever writes. */
  private async peopleOf(turn: Turn, partner: PartnerDocument): Promise<readonly Person[]> {
    const search = this.context.peopleSearch?.();
    const own = (await search?.ofPartner(partner._id, { limit: mostPeople }))?.items ?? [];
    const contact = partner.contact?.person;
    const known = contact === undefined ? undefined : await this.context.people().get(contact);
    const all = [...own, ...(known ? [known] : [])].filter((person) => person.id !== turn.person.id);
    return [...new Map(all.map((person) => [person.id, person])).values()];
  }

  private async office(turn: Turn): Promise<readonly Person[]> {
    const coordinators = await this.context.people().coordinators();
    return coordinators.filter((person) => person.id !== turn.person.id).slice(0, mostPeople);
  }

  /** A message that this person got, and so may answer. */
  private async talkWith(turn: Turn, id: string): Promise<Talk> {
    const talk = await this.talks.get(id);
    if (talk?.to.includes(turn.person.id)) return talk;
    throw new Refusal(contactTexts[turn.language].noTalk, 'partners.no-talk');
  }

  private async refuseForeign(turn: Turn, id: string): Promise<void> {
    const talk = await this.talks.get(id);
    if (talk?.from !== turn.person.id) throw new Refusal(contactTexts[turn.language].noTalk, 'partners.no-talk');
  }
}

function textIn(turn: Turn, { text }: FormValues): string {
  const t = contactTexts[turn.language];
  if (typeof text !== 'string' || text.trim() === '')
    throw new FormRefusal({ text: t.textMissing }, 'partners.no-text');
  if (text.length > longestText) {
    const mistake = t.tooLong(text.length.toLocaleString('de-DE'), longestText.toLocaleString('de-DE'));
    throw new FormRefusal({ text: mistake }, 'partners.text-too-long');
  }
  return text;
}

function messageForm(
  turn: Turn,
  { values, ...form }: Pick<Form, 'id' | 'title' | 'payload'> & { readonly intro: string; readonly values: FormValues },
): Form {
  const t = contactTexts[turn.language];
  const { text } = values;
  return {
    ...form,
    submit: t.send,
    opener: t.write,
    language: turn.language,
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: t.text,
        hint: t.hint,
        required: true,
        maxLength: longestText,
        ...(typeof text === 'string' && { value: text }),
      },
    ],
  };
}

/** What somebody wrote, with who they are and a button to answer. */
function messageView({ person }: Turn, language: Language, title: string, text: string, talk: string): View {
  const t = contactTexts[language];
  const who = person.partner?.confirmed ? `${person.name}, ${person.partner.name}` : person.name;
  return {
    kind: 'partners.talk',
    summary: cut(`${title}: ${who}`, 150),
    title,
    language,
    blocks: [
      { type: 'facts', facts: [{ label: t.from, value: who }] },
      { type: 'text', text },
      {
        type: 'actions',
        actions: [{ id: 'partners.answer', label: t.answer, payload: { talk }, opensForm: true, style: 'primary' }],
      },
    ],
  };
}

function said(turn: Turn, text: string): Reply {
  return { type: 'message', private: true, view: noticeView('partners.sent', text, turn.language) };
}
