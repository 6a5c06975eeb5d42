import { z } from 'zod';
import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { formatDay } from '../../../kernel/dates.js';
import { Conflict, FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import { answered, commandOn, one, oneVersion, stateName, subjectOf } from './about-one.js';
import { everyone } from './audience.js';
import { cardOf } from './card.js';
import { commonTexts } from './common-texts.js';
import { type Content, checkedForm, checkedTyped, contentForm } from './content.js';
import { byId, type Context, change } from './context.js';
import { draftTexts } from './draft-texts.js';
import { draftActions, draftView, previewView } from './draft-view.js';
import { type Announcement, longestText, longestTitle } from './model.js';
import { statusView } from './status-view.js';

export const newFormId = 'announcements.new';
const shortestShown = 200;
const open = ['draft', 'scheduled', 'proposed'] as const;

/** Writing an announcement: making, showing, editing, testing and copying drafts. */
export function draftingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'announcements.new',
        tellsOfWork: true,
        words: ['ankündigung neu'],
        slots: [{ kind: 'fields', names: ['titel', 'text'], optional: true }],
        role: 'coordinator',
        changes: true,
        personal: true,
        help: inAll(draftTexts, (t) => t.newCommand),
        run: async (turn, { titel, text }) => {
          if (titel === undefined && text === undefined)
            return { type: 'form', form: contentForm(turn, newFormId, {}) };
          return newDraft(context, turn, { title: titel ?? '', text: text ?? '' });
        },
      },
      commandOn(
        context,
        open,
        {
          id: 'announcements.show',
          words: ['ankündigung'],
          changes: false,
          unlisted: true,
          help: inAll(draftTexts, (t) => t.showCommand),
        },
        async (turn, found) => answered(turn, await statusView(context, turn, found)),
      ),
      commandOn(
        context,
        open,
        {
          id: 'announcements.edit',
          tellsOfWork: true,
          words: ['ankündigung ändern'],
          slots: [{ kind: 'fields', names: ['titel', 'text'], optional: true }],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.editCommand),
        },
        async (turn, draft, { titel, text }) => {
          mustBeOpen(turn, draft);
          if (titel === undefined && text === undefined) {
            return { type: 'form', form: await editForm(context, turn, draft) };
          }
          return edit(
            context,
            turn,
            draft,
            checkedTyped(turn, { title: titel ?? draft.title, text: text ?? draft.text }),
          );
        },
      ),
      commandOn(
        context,
        open,
        {
          id: 'announcements.test',
          words: ['ankündigung testen'],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.testCommand),
        },
        (turn, draft) => test(context, turn, draft),
      ),
      commandOn(
        context,
        open,
        {
          id: 'announcements.preview',
          words: ['ankündigung vorschau'],
          changes: false,
          unlisted: true,
          help: inAll(draftTexts, (t) => t.previewCommand),
        },
        async (turn, draft) => answered(turn, await previewView(context, turn, draft)),
      ),
      commandOn(
        context,
        [...open, 'sent'],
        {
          id: 'announcements.copy',
          words: ['ankündigung kopieren', 'ankündigung duplizieren'],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.copyCommand),
        },
        (turn, found) => copy(context, turn, found),
      ),
      commandOn(
        context,
        ['draft'],
        {
          id: 'announcements.consent',
          words: ['ankündigung zustimmung'],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.consentCommand),
        },
        (turn, draft) => noteConsent(context, turn, draft),
      ),
    ],
    actions: [
      action({
        id: draftActions.show,
        role: 'coordinator',
        payload: one,
        changes: false,
        run: async (turn, { announcement }) =>
          answered(turn, await statusView(context, turn, await byId(context, turn, announcement))),
      }),
      action({
        id: draftActions.test,
        role: 'coordinator',
        payload: oneVersion,
        changes: true,
        run: async (turn, { announcement }) => test(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: draftActions.preview,
        role: 'coordinator',
        payload: one,
        changes: false,
        run: async (turn, { announcement }) =>
          answered(turn, await previewView(context, turn, await byId(context, turn, announcement))),
      }),
      action({
        id: draftActions.copy,
        role: 'coordinator',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => copy(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: draftActions.consent,
        role: 'coordinator',
        payload: oneVersion,
        changes: true,
        run: async (turn, { announcement }) => noteConsent(context, turn, await byId(context, turn, announcement)),
      }),
    ],
    forms: [
      form({
        id: newFormId,
        tellsOfWork: true,
        role: 'coordinator',
        payload: z.object({}),
        changes: true,
        show: async (turn, _, values) => contentForm(turn, newFormId, values ?? {}),
        run: (turn, _, values) => newDraft(context, turn, checkedForm(turn, values)),
      }),
      form({
        id: draftActions.edit,
        tellsOfWork: true,
        role: 'coordinator',
        payload: oneVersion,
        changes: true,
        show: async (turn, { announcement, version }, values) =>
          editForm(context, turn, await byId(context, turn, announcement), values, version),
        run: async (turn, { announcement, version }, values) => {
          const draft = await byId(context, turn, announcement);
          mustBeOpen(turn, draft);
          const content = checkedForm(turn, values);
          mustBeAsSeen(turn, draft, version, 'text');
          try {
            return await edit(context, turn, draft, content);
          } catch (error) {
            throw error instanceof Conflict ? conflict(turn, 'text') : error;
          }
        },
      }),
    ],
    audits: { 'announcements.consent': inAll(draftTexts, (t) => t.auditConsent) },
  };
}

/** Makes a draft, once for each event however often it is delivered. */
export async function draftFrom(
  context: Context,
  turn: Turn,
  content: Content,
  more: Partial<Announcement> & { readonly _id?: string } = {},
): Promise<Announcement> {
  const _id = more._id ?? eventMark(turn.inbound);
  const known = await context.announcements.get(_id);
  if (known) return known;
  const now = turn.now;
  const fresh: Announcement = {
    kind: 'general',
    state: 'draft',
    audience: everyone,
    version: 1,
    author: turn.person.id,
    createdAt: now,
    changedAt: now,
    reached: [],
    ...more,
    title: content.title,
    text: content.text,
    _id,
    number: await context.numbers.give('announcement', _id),
  };
  await context.announcements.insert(fresh);
  return (await context.announcements.get(_id)) ?? fresh;
}

async function newDraft(context: Context, turn: Turn, content: Content): Promise<Reply> {
  const draft = await draftFrom(context, turn, checkedTyped(turn, content));
  return answered(turn, await draftView(context, turn, draft));
}

/** The draft of a partner's announcement, or of its departure once notice is recorded; made once for each. */
export async function partnerDraft(context: Context, turn: Turn, partnerId: string): Promise<Reply> {
  const partner = await context.partners.get(partnerId);
  if (!partner) throw new Refusal(commonTexts[turn.language].gone, 'announcements.partner-gone');
  const { ends } = partner;
  const title =
    ends === undefined
      ? draftTexts.de.partnerTitle(partner.name)
      : draftTexts.de.departureTitle(partner.name, formatDay(ends, 'de'));
  const draft = await draftFrom(
    context,
    turn,
    { title: cut(title, longestTitle), text: ends === undefined ? cut(partner.description ?? '', longestText) : '' },
    {
      _id: ends === undefined ? `partner-${partnerId}` : `departure-${partnerId}`,
      kind: ends === undefined ? 'partner' : 'general',
      partnerId,
      ...(ends !== undefined && { departure: true }),
    },
  );
  return answered(turn, await statusView(context, turn, draft));
}

async function copy(context: Context, turn: Turn, from: Announcement): Promise<Reply> {
  const t = draftTexts[turn.language];
  const { kind, text, audience, partnerId, departure } = from;
  const title = cut(t.copyTitle(from.title), longestTitle);
  const draft = await draftFrom(
    context,
    turn,
    { title, text },
    {
      kind,
      audience,
      ...(partnerId !== undefined && { partnerId }),
      ...(departure && { departure }),
      ...(kind === 'gesuch' && from.author !== undefined && { author: from.author }),
    },
  );
  const view = await draftView(context, turn, draft, t.copied(String(from.number)));
  return { type: 'message', private: true, view };
}

/** The recipients' card to the coordinator alone, as often as they like. */
async function test(context: Context, turn: Turn, draft: Announcement): Promise<Reply> {
  const t = draftTexts[turn.language];
  const card = await cardOf(context, draft, { language: turn.language });
  const view = {
    ...card,
    title: t.testTitle(draft.title),
    blocks: card.blocks.filter(({ type }) => type !== 'actions'),
  };
  const key = `announcement-test:${draft._id}:${eventMark(turn.inbound)}`;
  await context.outbox.enqueue([{ key, personId: turn.person.id, view, due: turn.now, occasion: 'change' }]);
  return answered(turn, await statusView(context, turn, draft, t.testSent));
}

async function noteConsent(context: Context, turn: Turn, draft: Announcement): Promise<Reply> {
  mustBeOpen(turn, draft);
  const changed = await change(context, draft, { $set: { consent: true } }, { state: 'draft', departure: true });
  if (changed) turn.audit('announcements.consent', subjectOf(draft));
  return answered(turn, await draftView(context, turn, changed ?? draft));
}

export function mustBeOpen(turn: Turn, draft: Announcement): void {
  if (open.some((state) => state === draft.state)) return;
  const t = draftTexts[turn.language];
  throw new Refusal(t.notDraft(String(draft.number), stateName(draft, turn)), 'announcements.not-a-draft');
}

/** Compare-and-set on the version that was read; whoever comes second is shown what changed. */
async function edit(context: Context, turn: Turn, draft: Announcement, content: Content): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const changed =
    draft.event === mark
      ? draft
      : await change(
          context,
          draft,
          { $set: { ...content, editor: turn.person.id, event: mark }, $inc: { version: 1 } },
          { version: draft.version, state: draft.state },
        );
  if (!changed) throw new Conflict('announcement');
  return answered(turn, await statusView(context, turn, changed));
}

/** Whoever comes second is told so at a field of their form; a submission that is delivered again goes on. */
export function mustBeAsSeen(turn: Turn, found: Announcement, version: number | undefined, field: string): void {
  if (version === undefined || version === found.version || found.event === eventMark(turn.inbound)) return;
  throw conflict(turn, field);
}

function conflict(turn: Turn, field: string): FormRefusal {
  return new FormRefusal({ [field]: draftTexts[turn.language].conflictField }, 'announcements.edit-conflict');
}

/** Who has changed it meanwhile, and what it says now. */
export async function conflictText(context: Context, turn: Turn, found: Announcement): Promise<string> {
  const editor = await editorName(context, turn, found);
  return draftTexts[turn.language].conflict(editor, found.title, cut(found.text, shortestShown));
}

/** Opened anew it holds the latest; after a conflict what was typed, and says what changed: it may be applied again. */
async function editForm(
  context: Context,
  turn: Turn,
  draft: Announcement,
  values?: FormValues,
  version = draft.version,
): Promise<Form> {
  const payload = { announcement: draft._id, version: draft.version };
  if (!values || draft.version === version) {
    return contentForm(turn, draftActions.edit, values ?? { title: draft.title, text: draft.text }, { payload });
  }
  const intro = await conflictText(context, turn, draft);
  return contentForm(turn, draftActions.edit, values, { payload, intro });
}

export async function editorName(context: Context, turn: Turn, { editor = '' }: Announcement): Promise<string> {
  return (await context.people.names([editor])).get(editor) ?? commonTexts[turn.language].someone;
}
