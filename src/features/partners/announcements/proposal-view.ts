import type { Language } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { Action, View } from '../../../messages/view.js';
import { reachOf } from './audience.js';
import { contentBlocks, kindName } from './card.js';
import { commonTexts } from './common-texts.js';
import type { Context } from './context.js';
import { draftTexts } from './draft-texts.js';
import { draftActions } from './draft-view.js';
import type { Announcement } from './model.js';
import { newsTexts } from './news-texts.js';

const longestSummary = 150;

export const proposalActions = { reject: 'announcements.reject', takeBack: 'announcements.take-back' } as const;

/** The key of a coordinator's card about a proposal. */
function proposalKey({ _id }: Pick<Announcement, '_id'>, personId: string): string {
  return `announcement-proposal:${_id}:${personId}`;
}

export async function nameOf(context: Context, id: string | undefined, language: Language): Promise<string> {
  const t = commonTexts[language];
  return id === undefined ? t.someone : ((await context.people.names([id])).get(id) ?? t.someone);
}

/** A Neuigkeit or a Gesuch that waits for its release, as the coordination sees it. */
export async function proposalView(
  context: Context,
  proposal: Announcement,
  language: Language,
  note?: string,
): Promise<View> {
  const t = newsTexts[language];
  const d = draftTexts[language];
  const partner = proposal.partnerId === undefined ? undefined : await context.partners.get(proposal.partnerId);
  const author = await nameOf(context, proposal.author, language);
  const title = t.proposalTitle(kindName(proposal, language), String(proposal.number), author);
  const reach = await reachOf(context, proposal.audience, language);
  const payload = { announcement: proposal._id, version: proposal.version };
  const actions: readonly Action[] = [
    { id: draftActions.send, label: t.release, payload, style: 'primary' },
    { id: draftActions.edit, label: t.change, payload, opensForm: true },
    { id: proposalActions.reject, label: t.reject, payload: { announcement: proposal._id }, opensForm: true },
    { id: draftActions.audience, label: d.whoGets, payload, opensForm: true },
    { id: draftActions.preview, label: d.preview, payload: { announcement: proposal._id } },
  ];
  return {
    kind: 'announcements.proposal',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      { type: 'text', text: [{ kind: 'strong', text: proposal.title }] },
      ...contentBlocks(proposal, partner, language),
      { type: 'facts', facts: [{ label: d.audience, value: reach.words }] },
      { type: 'actions', actions },
    ],
  };
}

/** Shows every coordinator a proposal, once each. */
export async function showProposal(context: Context, proposal: Announcement): Promise<void> {
  const coordinators = await context.people.coordinators();
  const entries = await Promise.all(
    coordinators.map(async ({ id, language }) => ({
      key: proposalKey(proposal, id),
      personId: id,
      view: await proposalView(context, proposal, language),
      due: proposal.createdAt,
      occasion: 'press' as const,
      batch: `announcement-proposal:${proposal._id}`,
      ...(proposal.author !== undefined && { about: [proposal.author] }),
    })),
  );
  await context.outbox.enqueue(entries);
}

/** Says on the other coordinators' cards who has decided, and tells the author. Does nothing for what was no proposal. */
export async function closeProposal(context: Context, decided: Announcement, by: string): Promise<void> {
  const isNews = decided.kind === 'neuigkeit' || decided.kind === 'gesuch';
  if (!isNews || decided.author === undefined) return;
  const coordinators = await context.people.coordinators();
  const others = coordinators.filter(({ id }) => id !== by);
  const revisions = await Promise.all(
    others.map(async ({ id, language }) => ({
      key: proposalKey(decided, id),
      view: decidedView(decided, language, await nameOf(context, by, language)),
    })),
  );
  await context.outbox.revise(revisions);
  await tellAuthor(context, decided, by);
}

function decidedView(decided: Announcement, language: Language, name: string): View {
  const t = newsTexts[language];
  const said =
    decided.state === 'rejected' ? t.rejectedBy : decided.state === 'withdrawn' ? t.takenBackBy : t.releasedBy;
  const text = said(String(decided.number), name);
  return {
    kind: 'announcements.decided',
    summary: text,
    title: decided.title,
    language,
    blocks: [{ type: 'text', text }],
  };
}

/** Once for each decision; whoever decided on their own proposal knows. */
async function tellAuthor(context: Context, decided: Announcement, by: string): Promise<void> {
  const author = decided.author === undefined ? undefined : await context.people.get(decided.author);
  if (!author || author.id === by) return;
  const t = newsTexts[author.language];
  const reason = decided.reason ?? '';
  const texts: Partial<Record<Announcement['state'], string>> = {
    sending: t.yoursReleased(decided.title),
    scheduled: t.yoursReleased(decided.title),
    rejected: t.yoursRejected(decided.title, reason),
    withdrawn: t.yoursWithdrawn(decided.title),
  };
  const text = texts[decided.state];
  if (text === undefined) return;
  const outcome = decided.state === 'rejected' || decided.state === 'withdrawn' ? decided.state : 'released';
  const view: View = {
    kind: 'announcements.decided',
    summary: cut(text, longestSummary),
    language: author.language,
    blocks: [{ type: 'text', text }],
  };
  const key = `announcement-${outcome}:${decided._id}`;
  const due = context.clock.now();
  await context.outbox.enqueue([{ key, personId: author.id, view, due, occasion: 'change' }]);
}
