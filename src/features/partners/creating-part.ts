import { z } from 'zod';
import { action, eventMark, form, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView } from '../../bot/views.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Form, FormValues } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import { cardView } from './card.js';
import type { DirectoryContext } from './context.js';
import { creatingTexts } from './creating-texts.js';
import { type EntryErrors, type EntryValues, entryFields, entryValuesIn, type ReadEntry, readEntry } from './entry.js';
import { entryFormFields } from './entry-form.js';
import { entryTexts } from './entry-texts.js';
import { Inputs, partnerInputsSpec } from './inputs.js';
import { cardAction } from './list-view.js';
import type { PartnerDocument } from './model.js';
import { authorOf, insertPartner } from './register.js';
import { similarNames } from './similar.js';
import { newPartner } from './storing.js';

const formId = 'partners.new';
const mostSimilar = 3;
const typedFields = ['name', 'bereich', 'lebensphasen', 'stadtteil', 'e-mail', 'text'] as const;

/** `partner neu`: an entry, stored once however often it is sent, and the draft of its announcement. */
export function creatingPart(context: DirectoryContext): Part {
  const creating = new Creating(context);
  return {
    commands: [
      {
        id: 'partners.create',
        tellsOfWork: true,
        words: ['partner neu'],
        slots: [{ kind: 'fields', names: typedFields, rest: true, optional: true }],
        role: 'coordinator',
        changes: true,
        help: inAll(creatingTexts, (t) => t.command),
        run: (turn, { name, bereich, lebensphasen, stadtteil, 'e-mail': email, text }) =>
          creating.typed(turn, [name, bereich, lebensphasen, stadtteil, email, text]),
      },
      {
        id: 'partners.create-named',
        words: ['partner neu'],
        slots: [{ kind: 'name', name: 'name', most: 12 }],
        role: 'coordinator',
        changes: true,
        unlisted: true,
        help: inAll(creatingTexts, (t) => t.command),
        run: (turn, { name = '' }) => creating.opened(turn, { name }),
      },
    ],
    actions: [
      action({
        id: 'partners.create-anyway',
        role: 'coordinator',
        payload: z.object({ input: sentId }),
        changes: true,
        run: (turn, { input }) => creating.anyway(turn, input),
      }),
    ],
    forms: [
      form({
        id: formId,
        tellsOfWork: true,
        role: 'coordinator',
        payload: z.object({ input: sentId.optional() }),
        changes: true,
        show: (turn, { input }, values) => creating.form(turn, input, values),
        run: (turn, { input = eventMark(turn.inbound) }, values) => creating.submitted(turn, input, values),
      }),
    ],
    collections: [stored(partnerInputsSpec)],
    audits: { 'partners.created': inAll(creatingTexts, (t) => t.auditCreated) },
  };
}

class Creating {
  private readonly inputs: Inputs;

  constructor(private readonly context: DirectoryContext) {
    this.inputs = new Inputs(context.store);
  }

  async typed(turn: Turn, parts: readonly (string | undefined)[]): Promise<Reply> {
    const [name, sectors, lifeStages, districts, contactEmail, description] = parts;
    const all = { name, sectors, lifeStages, districts, contactEmail, description };
    const values = entryValuesIn(Object.fromEntries(Object.entries(all).filter(hasValue)));
    if (Object.keys(values).length === 0) return this.opened(turn, values);
    const input = eventMark(turn.inbound);
    await this.inputs.keep(turn, input, values);
    const read = readEntry(values, turn.language);
    if ('errors' in read) return { type: 'message', private: true, view: mistakesView(turn, input, read.errors) };
    return this.checked(turn, input, read.entry);
  }

  async submitted(turn: Turn, input: string, values: FormValues): Promise<Reply> {
    const entered = entryValuesIn(values);
    await this.inputs.keep(turn, input, entered);
    const read = readEntry(entered, turn.language);
    if ('errors' in read) throw new FormRefusal(read.errors as Record<string, string>, 'partners.entry-mistakes');
    return this.checked(turn, input, read.entry);
  }

  async anyway(turn: Turn, input: string): Promise<Reply> {
    const values = await this.inputs.get(turn, input);
    const read = values && readEntry(values, turn.language);
    if (!read) throw new Refusal(creatingTexts[turn.language].gone, 'partners.input-gone');
    if ('errors' in read) return { type: 'replace', view: mistakesView(turn, input, read.errors) };
    return inPlace(await this.create(turn, input, read.entry));
  }

  /** With what was kept under the input, its mistakes at their fields. */
  async form(turn: Turn, input: string = this.context.ids.next(), values?: FormValues): Promise<Form> {
    const kept = values ? entryValuesIn(values) : ((await this.inputs.get(turn, input)) ?? {});
    const read = Object.keys(kept).length > 0 && !values ? readEntry(kept, turn.language) : undefined;
    const form = formWith(turn, input, kept);
    return read && 'errors' in read ? { ...form, errors: read.errors as Record<string, string> } : form;
  }

  async opened(turn: Turn, values: EntryValues): Promise<Reply> {
    const input = eventMark(turn.inbound);
    if (Object.keys(values).length > 0) await this.inputs.keep(turn, input, values);
    return { type: 'form', form: formWith(turn, input, values) };
  }

  private async checked(turn: Turn, input: string, entry: ReadEntry): Promise<Reply> {
    const id = idOf(input);
    const others = (await this.context.finder.all(turn.today)).filter((other) => other.id !== id);
    const similar = similarNames(entry.facts.name, others).slice(0, mostSimilar);
    const isThere = (await this.context.partners.get(id)) !== undefined;
    if (similar.length > 0 && !isThere) return similarReply(turn, input, similar);
    return this.create(turn, input, entry);
  }

  private async create(turn: Turn, input: string, entry: ReadEntry): Promise<Reply> {
    const author = authorOf(turn);
    const fresh = await newPartner(this.context, idOf(input), entry, author);
    const partner = await insertPartner(this.context, fresh, author);
    if (partner.events[0]?.mark === author.mark) turn.audit('partners.created', partner._id);
    return this.answer(turn, partner);
  }

  private async answer(turn: Turn, partner: PartnerDocument): Promise<Reply> {
    const drafts = this.context.drafts?.();
    if (drafts) return drafts.forPartner(turn, partner._id);
    const card = await cardView(this.context, turn, partner);
    const text = creatingTexts[turn.language].created(partner.name);
    return { type: 'message', view: { ...card, blocks: [{ type: 'text', text }, ...card.blocks] } };
  }
}

/** The same for the same input, so that it is stored once. */
function idOf(input: string): string {
  return `partner-${input}`;
}

function hasValue(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined && entry[1] !== '';
}

function formWith(turn: Turn, input: string, values: EntryValues): Form {
  const t = creatingTexts[turn.language];
  return {
    id: formId,
    title: t.form,
    submit: t.submit,
    intro: t.intro,
    opener: t.opener,
    language: turn.language,
    payload: { input },
    fields: entryFormFields(values, turn.language),
  };
}

function mistakesView(turn: Turn, input: string, errors: EntryErrors): View {
  const t = creatingTexts[turn.language];
  return {
    kind: 'partners.mistakes',
    summary: t.incomplete,
    language: turn.language,
    blocks: [
      { type: 'text', text: t.incomplete },
      { type: 'list', items: mistakeLines(turn, errors) },
      { type: 'note', text: t.kept },
      {
        type: 'actions',
        actions: [{ id: formId, label: t.goOn, payload: { input }, opensForm: true, style: 'primary' }],
      },
    ],
  };
}

function mistakeLines(turn: Turn, errors: EntryErrors): readonly string[] {
  const labels = entryTexts[turn.language];
  return entryFields.flatMap((field) => (errors[field] === undefined ? [] : [`${labels[field]}: ${errors[field]}`]));
}

function similarReply(
  turn: Turn,
  input: string,
  similar: readonly { readonly id: string; readonly name: string }[],
): Reply {
  const t = creatingTexts[turn.language];
  const [only, ...others] = similar;
  const text = only && others.length === 0 ? t.similar(only.name) : t.similarSeveral;
  const view = noticeView('partners.similar', text, turn.language, [
    { id: 'partners.create-anyway', label: t.anyway, payload: { input } },
    { id: formId, label: t.change, payload: { input }, opensForm: true },
    ...similar.map(cardAction),
  ]);
  return { type: 'message', private: true, view };
}
