import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { reachOf } from './audience.js';
import { audienceTexts } from './audience-texts.js';
import { cardView, contentBlocks } from './card.js';
import { commonTexts } from './common-texts.js';
import type { Context } from './context.js';
import { draftTexts } from './draft-texts.js';
import type { Announcement } from './model.js';
import type { AnnouncedPartner } from './partner-source.js';

/** What is pressed on a draft; each is an action or a form of this room. */
export const draftActions = {
  send: 'announcements.send',
  later: 'announcements.later',
  test: 'announcements.test',
  edit: 'announcements.edit',
  audience: 'announcements.audience',
  preview: 'announcements.preview',
  copy: 'announcements.copy',
  withdraw: 'announcements.withdraw',
  consent: 'announcements.consent',
  show: 'announcements.show',
  unschedule: 'announcements.unschedule',
} as const;

const longestSummary = 150;
/** What Slack shows of a card's title and in one section of text. */
const slack = { title: 150, section: 1_900 } as const;
const teams = { title: Number.POSITIVE_INFINITY, section: 3_000 } as const;

/** A draft, or what is scheduled, as the coordination works on it. `note` says what has just come of it. */
export async function draftView(context: Context, turn: Turn, draft: Announcement, note?: string): Promise<View> {
  const t = draftTexts[turn.language];
  const partner = draft.partnerId === undefined ? undefined : await context.partners.get(draft.partnerId);
  const reach = await reachOf(context, draft.audience, turn.language);
  const scheduled = draft.state === 'scheduled' && draft.sendAt !== undefined;
  const heading = (scheduled ? t.plannedTitle : t.draftTitle)(String(draft.number), draft.title);
  const when = scheduled && draft.sendAt ? t.scheduled(formatInstant(draft.sendAt, context.zone, turn.language)) : '';
  return {
    kind: 'announcements.draft',
    summary: cut(heading, longestSummary),
    title: heading,
    language: turn.language,
    blocks: [
      ...said(note),
      ...said(when),
      ...contentBlocks(draft, partner, turn.language),
      { type: 'divider' },
      { type: 'facts', facts: [{ label: t.audience, value: reach.words }] },
      ...(reach.letters === undefined ? [] : [{ type: 'note', text: reach.letters } as const]),
      ...hints(draft, partner, turn),
      { type: 'actions', actions: scheduled ? scheduledActions(draft, turn) : actionsFor(draft, turn) },
    ],
  };
}

function said(text: string | undefined): readonly Block[] {
  return text ? [{ type: 'text', text }] : [];
}

function hints(draft: Announcement, partner: AnnouncedPartner | undefined, turn: Turn): readonly Block[] {
  const t = draftTexts[turn.language];
  if (draft.departure) return [{ type: 'note', text: draft.consent ? t.consented : t.needsConsent }];
  return draft.kind === 'partner' && partner && !partner.signed ? [{ type: 'note', text: t.unsigned }] : [];
}

function actionsFor(draft: Announcement, { language }: Turn): readonly Action[] {
  const t = draftTexts[language];
  const payload = { announcement: draft._id, version: draft.version };
  const blocked = draft.departure === true && draft.consent !== true;
  const first: readonly Action[] = blocked
    ? [{ id: draftActions.consent, label: t.consent, payload, confirm: t.consentSure }]
    : [
        { id: draftActions.send, label: t.send, payload, style: 'primary' },
        { id: draftActions.later, label: t.later, payload, opensForm: true },
      ];
  return [
    ...first,
    { id: draftActions.test, label: t.test, payload },
    { id: draftActions.edit, label: t.edit, payload, opensForm: true },
    { id: draftActions.audience, label: t.whoGets, payload, opensForm: true },
    { id: draftActions.preview, label: t.preview, payload: { announcement: draft._id } },
    { id: draftActions.copy, label: t.copy, payload: { announcement: draft._id } },
    { id: draftActions.withdraw, label: t.discard, payload: { announcement: draft._id }, confirm: t.discardSure },
  ];
}

function scheduledActions(draft: Announcement, { language }: Turn): readonly Action[] {
  const t = draftTexts[language];
  const payload = { announcement: draft._id, version: draft.version };
  return [
    { id: draftActions.send, label: t.sendNow, payload, style: 'primary' },
    { id: draftActions.later, label: t.later, payload, opensForm: true },
    { id: draftActions.unschedule, label: t.unschedule, payload },
    { id: draftActions.preview, label: t.preview, payload: { announcement: draft._id } },
  ];
}

/** How it reads on both platforms: notification, title and text as far as each shows them, and the buttons. */
export async function previewView(context: Context, turn: Turn, draft: Announcement): Promise<View> {
  const t = draftTexts[turn.language];
  const partner = draft.partnerId === undefined ? undefined : await context.partners.get(draft.partnerId);
  const card = cardView(context, draft, partner, { language: turn.language });
  const title = t.previewTitle(String(draft.number));
  const back: Action = { id: draftActions.show, label: t.back, payload: { announcement: draft._id } };
  return {
    kind: 'announcements.preview',
    summary: title,
    title,
    language: turn.language,
    blocks: [
      ...previewIn(turn, audienceTexts[turn.language].slack, card, slack),
      { type: 'divider' },
      ...previewIn(turn, audienceTexts[turn.language].teams, card, teams),
      { type: 'divider' },
      { type: 'actions', actions: [back] },
    ],
  };
}

function previewIn(
  turn: Turn,
  platform: string,
  card: View,
  limits: { readonly title: number; readonly section: number },
): readonly Block[] {
  const t = draftTexts[turn.language];
  const title = card.title ?? '';
  const shown = cut(title, limits.title);
  const length = card.blocks.reduce((sum, block) => (block.type === 'text' ? sum + String(block.text).length : sum), 0);
  const parts = Math.ceil(length / limits.section);
  const labels = card.blocks.flatMap((block) =>
    block.type === 'actions' ? block.actions.map(({ label }) => label) : [],
  );
  return [
    { type: 'text', text: [{ kind: 'strong', text: t.previewIn(platform) }] },
    { type: 'facts', facts: [{ label: t.previewNotice, value: cut(card.summary, longestSummary) }] },
    { type: 'text', text: [{ kind: 'strong', text: shown }] },
    ...(shown === title
      ? []
      : [{ type: 'note', text: t.previewCut(String(shown.length), String(title.length)) } as const]),
    ...card.blocks.filter(({ type }) => type !== 'actions'),
    ...(parts > 1 ? [{ type: 'note', text: t.previewParts(platform, String(parts)) } as const] : []),
    { type: 'note', text: t.previewButtons(labels.join(' · ')) },
  ];
}

/** What a discarded or withdrawn one answers, with the way on. */
export function closedView(turn: Turn, announcement: Announcement, text: string, more: string): View {
  const t = draftTexts[turn.language];
  return {
    kind: 'announcements.closed',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text: `${text} ${more}` },
      {
        type: 'actions',
        actions: [
          { id: draftActions.copy, label: t.copy, payload: { announcement: announcement._id } },
          typedAction('ankündigungen', commonTexts[turn.language].all),
        ],
      },
    ],
  };
}
