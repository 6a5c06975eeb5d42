import { z } from 'zod';
import { action, form, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Form, FormValues } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import { cardView, isOwn } from './card.js';
import { changeTo, shownValue } from './changing.js';
import type { DirectoryContext } from './context.js';
import { editingTexts } from './editing-texts.js';
import { type EntryErrors, type EntryField, type EntryValues, entryValuesIn, readEntry, valuesOf } from './entry.js';
import { entryFormFields } from './entry-form.js';
import { type Marks, marksOf, merge } from './merging.js';
import type { PartnerDocument } from './model.js';
import { partnerThere, withPartner } from './picking.js';
import { proposalsSpec } from './proposals.js';
import { ProposalBook } from './proposing.js';
import { authorOf, changePartner } from './register.js';
import { texts } from './texts.js';

const formId = 'partners.edit';
const payload = z.object({ partner: sentId, base: z.record(z.string().max(20), z.string().max(20)).optional() });

/** `Ändern`: the coordination changes an entry, its own people propose changes that take one press to accept. */
export function editingPart(context: DirectoryContext): Part {
  const editing = new Editing(context);
  const proposals = new ProposalBook(context);
  const decide = (id: string, accepts: boolean) =>
    action({
      id,
      role: 'coordinator',
      payload: z.object({ proposal: sentId }),
      changes: true,
      run: (turn, { proposal }) => proposals.decide(turn, proposal, accepts),
    });
  return {
    commands: [
      {
        id: 'partners.edit',
        words: ['partner ändern'],
        slots: [{ kind: 'name', name: 'partner' }],
        role: 'all',
        changes: true,
        unlisted: true,
        help: inAll(editingTexts, (t) => t.command),
        run: (turn, { partner = '' }) =>
          withPartner(context, turn, partner, {
            action: formId,
            opensForm: true,
            act: async ({ _id }) => ({ type: 'form', form: await editing.form(turn, _id) }),
          }),
      },
      {
        id: 'partners.proposals',
        words: ['vorschläge'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(editingTexts, (t) => t.proposalsCommand),
        run: async (turn) => ({ type: 'message', private: true, view: await proposals.listView(turn) }),
      },
    ],
    actions: [
      decide('partners.accept', true),
      decide('partners.decline', false),
      action({
        id: 'partners.proposal',
        role: 'coordinator',
        payload: z.object({ proposal: sentId }),
        changes: false,
        run: async (turn, { proposal }) => ({
          type: 'message',
          private: true,
          view: await proposals.view(turn, await proposals.get(turn, proposal)),
        }),
      }),
      action({
        id: 'partners.proposals',
        role: 'coordinator',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => ({ type: 'replace', view: await proposals.listView(turn, after) }),
      }),
    ],
    forms: [
      form({
        id: formId,
        tellsOfWork: true,
        role: 'all',
        payload,
        changes: true,
        show: (turn, { partner, base }, values) => editing.form(turn, partner, base, values),
        run: async (turn, { partner, base = {} }, values) => {
          const submitted = await editing.checked(turn, partner, base, values);
          if (turn.person.coordinator) return editing.save(turn, partner, base, submitted);
          return proposals.propose(turn, await partnerThere(context, turn, partner), base, submitted);
        },
      }),
    ],
    collections: [stored(proposalsSpec)],
    audits: {
      'partners.changed': inAll(editingTexts, (t) => t.auditChanged),
      'partners.accepted': inAll(editingTexts, (t) => t.auditAccepted),
      'partners.declined': inAll(editingTexts, (t) => t.auditDeclined),
    },
  };
}

class Editing {
  constructor(private readonly context: DirectoryContext) {}

  /** What somebody else has changed since is shown, except where this person has changed it as well. */
  async form(turn: Turn, id: string, base: Marks = {}, values?: FormValues): Promise<Form> {
    const t = editingTexts[turn.language];
    const partner = await this.editable(turn, id);
    const current = valuesOf(partner);
    const shown = values ? merge(base, current, entryValuesIn(values)).values : current;
    const proposes = !turn.person.coordinator;
    return {
      id: formId,
      title: proposes ? t.proposeForm : t.form,
      submit: proposes ? t.proposeSubmit : t.submit,
      ...(proposes && { intro: t.proposeIntro }),
      opener: t.opener,
      language: turn.language,
      payload: { partner: id, base: { ...marksOf(current) } },
      fields: entryFormFields(shown, turn.language),
    };
  }

  /** What was submitted, without mistakes and without a quarrel with what somebody else has changed meanwhile. */
  async checked(turn: Turn, id: string, base: Marks, values: FormValues): Promise<EntryValues> {
    const submitted = entryValuesIn(values);
    const current = valuesOf(await this.editable(turn, id));
    const { conflicts, values: merged } = merge(base, current, submitted);
    const read = readEntry(merged, turn.language);
    const mistakes: EntryErrors = 'errors' in read ? read.errors : {};
    const errors = { ...this.conflictErrors(turn, conflicts, current), ...mistakes };
    if (Object.keys(errors).length > 0)
      throw new FormRefusal(errors as Record<string, string>, 'partners.edit-mistakes');
    return submitted;
  }

  async save(turn: Turn, id: string, base: Marks, submitted: EntryValues): Promise<Reply> {
    const changed = await changePartner(this.context, id, authorOf(turn), (partner) => {
      const current = valuesOf(partner);
      const { values, conflicts } = merge(base, current, submitted);
      if (conflicts.length > 0) {
        throw new FormRefusal(this.conflictErrors(turn, conflicts, current), 'partners.edit-conflict');
      }
      return changeTo(this.context, partner, values, turn.language);
    });
    if (!changed) throw new Refusal(texts[turn.language].gone, 'partners.gone');
    if (changed.isMine) turn.audit('partners.changed', id);
    const t = editingTexts[turn.language];
    const card = await cardView(this.context, turn, changed.partner);
    const text = changed.isMine ? t.changed(changed.partner.name) : t.unchanged;
    return { type: 'replace', view: { ...card, blocks: [{ type: 'text', text }, ...card.blocks] } };
  }

  private conflictErrors(turn: Turn, conflicts: readonly EntryField[], current: EntryValues): Record<string, string> {
    const t = editingTexts[turn.language];
    return Object.fromEntries(
      conflicts.map((field) => [field, t.meanwhile(shownValue(field, current[field], turn.language) || t.empty)]),
    );
  }

  private async editable(turn: Turn, id: string): Promise<PartnerDocument> {
    const partner = await partnerThere(this.context, turn, id);
    if (turn.person.coordinator || isOwn(turn, id)) return partner;
    const t = editingTexts[turn.language];
    const names = (await this.context.people().coordinators()).slice(0, 3).map(({ name }) => name);
    throw new Refusal(t.notYours(names.join(', ') || t.office), 'partners.not-theirs');
  }
}
