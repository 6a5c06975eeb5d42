import { eventMark, type Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import { cut } from '../../messages/text.js';
import type { Action, View } from '../../messages/view.js';
import type { Collection } from '../../ports/document-store.js';
import { changeTo, shownValue } from './changing.js';
import type { DirectoryContext } from './context.js';
import { editingTexts } from './editing-texts.js';
import { type EntryField, type EntryValues, entryFields, valuesOf } from './entry.js';
import { entryTexts } from './entry-texts.js';
import { type Marks, merge } from './merging.js';
import type { PartnerDocument } from './model.js';
import { type Proposal, proposalsSpec, proposedValues } from './proposals.js';
import { contactAddresses } from './proposed-contacts.js';
import { changePartner } from './register.js';

const pageSize = 10;

/** Proposed changes, from the partner's own people to the coordination's press. */
export class ProposalBook {
  private readonly proposals: Collection<Proposal>;

  constructor(private readonly context: DirectoryContext) {
    this.proposals = context.store.collection(proposalsSpec);
  }

  async propose(turn: Turn, partner: PartnerDocument, base: Marks, submitted: EntryValues): Promise<Reply> {
    const t = editingTexts[turn.language];
    const { mine } = merge(base, valuesOf(partner), submitted);
    if (mine.length === 0) return said(turn, t.unchanged);
    const fields = mine.map((field) => [field, submitted[field]] as const);
    const values = fields.flatMap(([field, value]) =>
      value === undefined ? [] : [[field, typeof value === 'string' ? value : [...value]] as const],
    );
    const proposal: Proposal = {
      _id: eventMark(turn.inbound),
      partner: partner._id,
      by: turn.person.id,
      at: turn.now,
      base: { ...base },
      values: Object.fromEntries(values),
      fields: [...mine],
      addresses: contactAddresses([Object.fromEntries(values)]),
      state: 'open',
    };
    await this.proposals.insert(proposal);
    return said(turn, (await this.ask(turn, proposal)) ? t.proposed : t.proposedNobody);
  }

  async get(turn: Turn, id: string): Promise<Proposal> {
    const proposal = await this.proposals.get(id);
    if (proposal) return proposal;
    throw new Refusal(editingTexts[turn.language].proposalGone, 'partners.proposal-gone');
  }

  /** One press decides. Whoever comes later, or again, learns that it is decided; what was accepted is then surely done. */
  async decide(turn: Turn, id: string, accepts: boolean): Promise<Reply> {
    const t = editingTexts[turn.language];
    const read = await this.get(turn, id);
    const mark = eventMark(turn.inbound);
    const state = accepts ? 'accepted' : 'declined';
    const decided = await this.proposals.update(id, { $set: { state, decidedBy: mark } }, { state: 'open' });
    const proposal = decided ?? (await this.proposals.get(id)) ?? read;
    const isMine = proposal.decidedBy === mark;
    const skipped = proposal.state === 'accepted' ? await this.apply(turn, proposal) : [];
    const name = (await this.context.partners.get(proposal.partner))?.name ?? '';
    if (isMine) turn.audit(`partners.${state}`, proposal.partner, { person: proposal.by });
    await this.tell(turn, proposal, name);
    if (!isMine) return replaced(turn, t.decidedBefore);
    if (!accepts) return replaced(turn, t.declined(name));
    const fields = skipped.map((field) => entryTexts[turn.language][labelOf(field)]).join(', ');
    return replaced(turn, skipped.length > 0 ? t.acceptedPartly(name, fields) : t.accepted(name));
  }

  async view(turn: Pick<Turn, 'language'>, proposal: Proposal): Promise<View> {
    const t = editingTexts[turn.language];
    const partner = await this.context.partners.get(proposal.partner);
    const name = partner?.name ?? '';
    const current = partner ? valuesOf(partner) : {};
    const proposed = proposedValues(proposal);
    const who = (await this.context.people().names([proposal.by])).get(proposal.by) ?? '';
    const fields = entryFields.filter((field) => proposal.fields.includes(field));
    const shown = (field: EntryField, values: EntryValues) =>
      shownValue(field, values[field], turn.language) || t.empty;
    const payload = { proposal: proposal._id };
    return {
      kind: 'partners.proposal',
      summary: cut(t.proposal(name), 150),
      title: t.proposal(name),
      language: turn.language,
      blocks: [
        { type: 'text', text: t.proposalFrom(who) },
        {
          type: 'table',
          caption: t.proposal(name),
          columns: [t.field, t.before, t.after],
          rows: fields.map((field) => [
            entryTexts[turn.language][labelOf(field)],
            shown(field, current),
            shown(field, proposed),
          ]),
        },
        {
          type: 'actions',
          actions: [
            { id: 'partners.accept', label: t.accept, payload, style: 'primary' },
            { id: 'partners.decline', label: t.decline, payload },
          ],
        },
      ],
    };
  }

  async listView(turn: Turn, after?: string): Promise<View> {
    const t = editingTexts[turn.language];
    const page = await this.proposals.find({
      filter: { state: 'open' },
      sort: [['at', 1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    if (page.items.length === 0) return noticeView('partners.proposals', t.noProposals, turn.language);
    const actions = await Promise.all(
      page.items.map(async ({ _id, partner }): Promise<Action> => {
        const name = (await this.context.partners.get(partner))?.name ?? partner;
        return { id: 'partners.proposal', label: cut(name, 60), payload: { proposal: _id } };
      }),
    );
    const more: Action[] =
      page.next === undefined ? [] : [{ id: 'partners.proposals', label: t.more, payload: { after: page.next } }];
    return noticeView('partners.proposals', t.proposals, turn.language, [...actions, ...more]);
  }

  /** Resolves with the fields that were changed otherwise since it was made, and so stay. */
  private async apply(turn: Turn, proposal: Proposal): Promise<readonly EntryField[]> {
    let skipped: readonly EntryField[] = [];
    const author = { by: turn.person.id, mark: `proposal:${proposal._id}` };
    await changePartner(this.context, proposal.partner, author, (partner) => {
      const current = valuesOf(partner);
      const wanted = { ...current, ...emptied(proposal), ...proposedValues(proposal) };
      const { conflicts, values } = merge(proposal.base, current, wanted);
      skipped = conflicts;
      const kept = Object.fromEntries(conflicts.map((field) => [field, current[field]]));
      return changeTo(this.context, partner, { ...values, ...kept }, turn.language);
    });
    return skipped;
  }

  private async ask(turn: Turn, proposal: Proposal): Promise<boolean> {
    const coordinators = await this.context.people().coordinators();
    const about = [proposal.by, ...(await this.contactsIn(proposal))];
    const entries = await Promise.all(
      coordinators.map(async ({ id, language }) => ({
        key: `partners.proposal:${proposal._id}:${id}`,
        personId: id,
        about,
        view: await this.view({ language }, proposal),
        due: turn.now,
      })),
    );
    await this.context.outbox.enqueue(entries);
    return entries.length > 0;
  }

  /** Those among the proposed contacts whom the bot knows. */
  private async contactsIn({ addresses }: Proposal): Promise<readonly string[]> {
    const search = this.context.peopleSearch?.();
    if (!search) return [];
    const found = await Promise.all(addresses.map((address) => search.find(address)));
    return found.flatMap(({ certain }) => certain.map(({ id }) => id));
  }

  private async tell(turn: Turn, proposal: Proposal, name: string): Promise<void> {
    const person = proposal.state === 'open' ? undefined : await this.context.people().get(proposal.by);
    if (!person) return;
    const t = editingTexts[person.language];
    const text = proposal.state === 'accepted' ? t.tellAccepted(name) : t.tellDeclined(name);
    const view = noticeView('partners.proposal-decided', text, person.language);
    const key = `partners.proposal:${proposal._id}:decided`;
    await this.context.outbox.enqueue([{ key, personId: person.id, view, due: turn.now, occasion: 'change' }]);
  }
}

/** Fields that the proposal changes, without anything in them. */
function emptied({ fields }: Proposal): EntryValues {
  return Object.fromEntries(fields.map((field) => [field, undefined]));
}

function labelOf(field: EntryField): keyof (typeof entryTexts)[Language] & EntryField {
  return field;
}

function said(turn: Turn, text: string): Reply {
  return { type: 'message', private: true, view: noticeView('partners.proposed', text, turn.language) };
}

function replaced(turn: Turn, text: string): Reply {
  return { type: 'replace', view: noticeView('partners.proposal', text, turn.language) };
}
