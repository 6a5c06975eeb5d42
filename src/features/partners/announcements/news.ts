import { z } from 'zod';
import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { noticeView, typedAction } from '../../../bot/views.js';
import { Conflict, FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import { answered, commandOn, one, stateName, subjectOf } from './about-one.js';
import { contentBlocks, kindName } from './card.js';
import { commonTexts } from './common-texts.js';
import { checkedTyped, lengthProblem } from './content.js';
import { byId, type Context, change } from './context.js';
import { draftView } from './draft-view.js';
import { draftFrom } from './drafting.js';
import { type Announcement, longestText, longestTitle } from './model.js';
import { newsTexts } from './news-texts.js';
import { closeProposal, proposalActions, showProposal } from './proposal-view.js';
import { send } from './sending.js';
import { statusView } from './status-view.js';

/** A person can have so many waiting for release. */
const mostProposals = 5;
const newsKinds = ['neuigkeit', 'gesuch'] as const;
type NewsKind = (typeof newsKinds)[number];

const formOf = (kind: NewsKind) => `announcements.propose-${kind}`;

/** `neuigkeit` and `gesuch`: proposed by anybody, released or rejected by the coordination. */
export function newsPart(context: Context): Part {
  return {
    commands: [
      ...newsKinds.map((kind) => ({
        id: `announcements.${kind}`,
        words: [kind] as const,
        slots: [{ kind: 'text', name: 'text', optional: true }] as const,
        role: 'all' as const,
        changes: true,
        personal: true,
        tellsOfWork: true,
        proposesWork: true,
        help: inAll(newsTexts, (t) => (kind === 'gesuch' ? t.gesuchCommand : t.neuigkeitCommand)),
        run: async (turn: Turn, { text }: { readonly text?: string | undefined }): Promise<Reply> =>
          text === undefined ? { type: 'form', form: proposalForm(turn, kind) } : propose(context, turn, kind, text),
      })),
      commandOn(
        context,
        ['proposed'],
        {
          id: 'announcements.release',
          words: ['freigeben'],
          unlisted: true,
          help: inAll(newsTexts, (t) => t.releaseCommand),
        },
        async (turn, found) => {
          if (found.state !== 'proposed') return answered(turn, await statusView(context, turn, found));
          return send(context, turn, found, undefined);
        },
      ),
      commandOn(
        context,
        ['proposed'],
        {
          id: 'announcements.reject',
          words: ['ankündigung ablehnen'],
          slots: [{ kind: 'text', name: 'grund', optional: true }],
          unlisted: true,
          help: inAll(newsTexts, (t) => t.rejectCommand),
        },
        async (turn, found, { grund }) =>
          grund === undefined ? { type: 'form', form: rejectForm(turn, found) } : reject(context, turn, found, grund),
      ),
    ],
    actions: [
      action({
        id: proposalActions.takeBack,
        role: 'all',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => takeBack(context, turn, await byId(context, turn, announcement)),
      }),
    ],
    forms: [
      ...newsKinds.map((kind) =>
        form({
          id: formOf(kind),
          tellsOfWork: true,
          proposesWork: true,
          role: 'all',
          payload: z.object({}),
          changes: true,
          show: async (turn, _, values) => proposalForm(turn, kind, values),
          run: async (turn, _, { text = '' }) => {
            const problem = problemIn(turn, String(text));
            if (problem !== undefined) throw new FormRefusal({ text: problem }, 'announcements.bad-content');
            return propose(context, turn, kind, String(text));
          },
        }),
      ),
      form({
        id: proposalActions.reject,
        role: 'coordinator',
        payload: one,
        changes: true,
        show: async (turn, { announcement }, values) =>
          rejectForm(turn, await byId(context, turn, announcement), values),
        run: async (turn, { announcement }, { reason = '' }) => {
          if (String(reason).trim() === '') {
            throw new FormRefusal({ reason: newsTexts[turn.language].reasonMissing }, 'announcements.no-reason');
          }
          return reject(context, turn, await byId(context, turn, announcement), String(reason));
        },
      }),
    ],
    audits: { 'announcements.rejected': inAll(newsTexts, (t) => t.auditRejected) },
  };
}

async function propose(context: Context, turn: Turn, kind: NewsKind, typed: string): Promise<Reply> {
  const { partner } = turn.person;
  const from = partner?.name ?? turn.person.name;
  const title = cut(`${kindName({ kind }, 'de')}: ${from}`, longestTitle);
  const content = checkedTyped(turn, { title, text: typed });
  const id = eventMark(turn.inbound);
  const isNew = (await context.announcements.get(id)) === undefined;
  if (isNew && !turn.person.coordinator) await mustHaveRoom(context, turn);
  const proposal = await draftFrom(context, turn, content, {
    _id: id,
    kind,
    state: turn.person.coordinator ? 'draft' : 'proposed',
    ...(partner?.id !== undefined && partner.confirmed && { partnerId: partner.id }),
  });
  if (turn.person.coordinator) return answered(turn, await draftView(context, turn, proposal));
  await showProposal(context, proposal);
  return answered(turn, await waitingView(context, turn, proposal));
}

async function mustHaveRoom(context: Context, turn: Turn): Promise<void> {
  const waiting = await context.announcements.count({ author: turn.person.id, state: 'proposed' });
  if (waiting < mostProposals) return;
  const text = newsTexts[turn.language].tooManyProposals(String(mostProposals));
  throw new Refusal(text, 'announcements.too-many-proposals');
}

/** What the author sees while it waits. */
async function waitingView(context: Context, turn: Turn, proposal: Announcement): Promise<View> {
  const t = newsTexts[turn.language];
  const partner = proposal.partnerId === undefined ? undefined : await context.partners.get(proposal.partnerId);
  const anybody = (await context.people.coordinators()).length > 0;
  const text = anybody ? t.proposed(String(proposal.number)) : t.proposedToNobody(String(proposal.number));
  return {
    kind: 'announcements.proposed',
    summary: text,
    title: proposal.title,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'divider' },
      ...contentBlocks(proposal, partner, turn.language),
      { type: 'note', text: commonTexts[turn.language].noCases },
      {
        type: 'actions',
        actions: [{ id: proposalActions.takeBack, label: t.takeBack, payload: { announcement: proposal._id } }],
      },
    ],
  };
}

async function takeBack(context: Context, turn: Turn, proposal: Announcement): Promise<Reply> {
  const t = newsTexts[turn.language];
  if (proposal.author !== turn.person.id) throw new Refusal(t.notYours, 'announcements.not-yours');
  const taken =
    proposal.state === 'withdrawn' && proposal.decidedAt === undefined
      ? proposal
      : await change(context, proposal, { $set: { state: 'withdrawn', withdrawnAt: turn.now } }, { state: 'proposed' });
  if (!taken) {
    const text = t.alreadyDecided(String(proposal.number), stateName(await byId(context, turn, proposal._id), turn));
    throw new Refusal(text, 'announcements.already-decided');
  }
  await context.outbox.cancel(`announcement-proposal:${taken._id}`);
  await closeProposal(context, taken, turn.person.id);
  const again = typedAction(taken.kind, kindName(taken, turn.language));
  return answered(turn, noticeView('announcements.taken-back', t.takenBack, turn.language, [again]));
}

async function reject(context: Context, turn: Turn, proposal: Announcement, typed: string): Promise<Reply> {
  const t = newsTexts[turn.language];
  const mark = eventMark(turn.inbound);
  const reason = typed.trim();
  const problem = lengthProblem(turn, reason);
  if (problem !== undefined) throw new Refusal(problem, 'announcements.bad-content');
  const isMine = proposal.state === 'rejected' && proposal.event === mark;
  if (proposal.state !== 'proposed' && !isMine) {
    const text = t.alreadyDecided(String(proposal.number), stateName(proposal, turn));
    throw new Refusal(text, 'announcements.already-decided');
  }
  const rejected = isMine
    ? proposal
    : await change(context, proposal, { $set: { state: 'rejected', reason, event: mark } }, { state: 'proposed' });
  if (!rejected) throw new Conflict('announcement');
  turn.audit('announcements.rejected', subjectOf(rejected));
  await closeProposal(context, rejected, turn.person.id);
  return answered(turn, noticeView('announcements.rejected', t.rejected(String(rejected.number)), turn.language));
}

function problemIn(turn: Turn, text: string): string | undefined {
  return text.trim() === '' ? newsTexts[turn.language].textMissing : lengthProblem(turn, text);
}

function proposalForm(turn: Turn, kind: NewsKind, values: FormValues = {}): Form {
  const t = newsTexts[turn.language];
  return {
    id: formOf(kind),
    title: kindName({ kind }, turn.language),
    submit: t.submit,
    opener: kind === 'gesuch' ? t.gesuchOpener : t.neuigkeitOpener,
    intro: `${t.intro} ${commonTexts[turn.language].noCases}`,
    language: turn.language,
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: kind === 'gesuch' ? t.gesuchLabel : t.neuigkeitLabel,
        hint: commonTexts[turn.language].noCases,
        required: true,
        maxLength: longestText,
        ...(typeof values.text === 'string' && { value: values.text }),
      },
    ],
  };
}

function rejectForm(turn: Turn, { _id }: Announcement, { reason }: FormValues = {}): Form {
  const t = newsTexts[turn.language];
  return {
    id: proposalActions.reject,
    title: t.rejectForm,
    submit: t.rejectSubmit,
    opener: t.rejectOpener,
    intro: t.rejectIntro,
    language: turn.language,
    payload: { announcement: _id },
    fields: [
      {
        id: 'reason',
        type: 'long-text',
        label: t.reason,
        required: true,
        maxLength: longestText,
        ...(typeof reason === 'string' && { value: reason }),
      },
    ],
  };
}
