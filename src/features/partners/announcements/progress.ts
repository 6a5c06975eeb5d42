import { createHash } from 'node:crypto';
import { typedAction } from '../../../bot/views.js';
import type { Language } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Delivery } from '../../../ports/outbox.js';
import { batchOf, type Context, change } from './context.js';
import { deliveryTexts } from './delivery-texts.js';
import { draftActions } from './draft-view.js';
import { countsOf, type Figures, figuresFrom, figuresOf } from './figures.js';
import type { Announcement } from './model.js';
import { readFigures } from './reading.js';
import { reasonText } from './reasons.js';

/** What is pressed on the progress; each is an action or a form of this room. */
export const deliveryActions = {
  stop: 'announcements.stop',
  report: 'announcements.delivery',
  retry: 'announcements.retry',
  resend: 'announcements.resend',
  csv: 'announcements.delivery-csv',
  correct: 'announcements.correct',
} as const;

const longestSummary = 150;
const mostReasons = 10;

/** The key of the coordinator's live card in the outbox. */
export function progressKey({ _id }: Pick<Announcement, '_id'>): string {
  return `announcement-progress:${_id}`;
}

/** How far it has got, and what can be done about it. */
export async function progressView(
  context: Context,
  announcement: Announcement,
  language: Language,
  note?: string,
): Promise<View> {
  const t = deliveryTexts[language];
  const figures = await figuresOf(context, announcement);
  const title = titleOf(announcement, figures, language);
  const delivered = t.delivered(String(figures.delivered), String(figures.total));
  return {
    kind: 'announcements.progress',
    summary: cut(`${delivered}. ${title}`, longestSummary),
    title,
    language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      { type: 'text', text: [{ kind: 'strong', text: delivered }] },
      figureBlock(figures, language),
      ...(await pausedNote(context, announcement, figures, language)),
      ...(await failures(context, announcement, figures, language)),
      ...(await readFigures(context, announcement, language)),
      { type: 'actions', actions: actionsFor(announcement, figures, language) },
    ],
  };
}

function titleOf(announcement: Announcement, { complete }: Figures, language: Language): string {
  const t = deliveryTexts[language];
  const said = [String(announcement.number), announcement.title] as const;
  if (announcement.state === 'cancelled') return t.titleCancelled(...said);
  if (announcement.state === 'withdrawn') return t.titleWithdrawn(...said);
  return complete ? t.titleComplete(...said) : t.titleSending(...said);
}

/** The figures, which add up to the total; what is nought beside the first three is left out. */
export function figureBlock(figures: Figures, language: Language): Block {
  const t = deliveryTexts[language];
  const beside = (count: number, text: string) => (count > 0 ? ` (${text})` : '');
  const rows: readonly (readonly [string, number, string?])[] = [
    [t.total, figures.total],
    [t.sent, figures.delivered, beside(figures.informed, t.informed(String(figures.informed)))],
    [t.waiting, figures.waiting, beside(figures.letter, t.letter(String(figures.letter)))],
    [t.failed, figures.failed],
    [t.unclear, figures.unclear],
    ...(figures.cancelled > 0 ? [[t.cancelled, figures.cancelled] as const] : []),
    ...(figures.gone > 0 ? [[t.gone, figures.gone] as const] : []),
  ];
  return { type: 'facts', facts: rows.map(([label, count, more = '']) => ({ label, value: `${count}${more}` })) };
}

/** Those who have paused messages get it later: nothing else is under way. */
async function pausedNote(
  context: Context,
  announcement: Announcement,
  figures: Figures,
  language: Language,
): Promise<readonly Block[]> {
  const left = figures.waiting - figures.letter;
  if (left === 0 || left > mostReasons || announcement.expansion?.done !== true) return [];
  const page = await context.outbox.deliveries(batchOf(announcement), { state: 'waiting', limit: mostReasons });
  if (page.items.length === 0 || page.items.some(({ reason }) => reason !== 'paused')) return [];
  return [{ type: 'note', text: deliveryTexts[language].pausedOnly(String(left)) }];
}

/** Why messages failed, the first of them by name. */
async function failures(
  context: Context,
  announcement: Announcement,
  { failed, complete }: Figures,
  language: Language,
): Promise<readonly Block[]> {
  if (failed === 0 || !complete) return [];
  const page = await context.outbox.deliveries(batchOf(announcement), { state: 'failed', limit: mostReasons });
  const names = await recipientNames(context, page.items, language);
  const items = page.items.map(({ reason = '' }, index) => {
    const name = names[index] ?? '';
    return reason === '' ? name : `${name}: ${reasonText(reason, language)}`;
  });
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

/** Persons and rooms by name, in the order of their messages. */
export async function recipientNames(
  context: Context,
  items: readonly Delivery[],
  language: Language,
): Promise<readonly string[]> {
  const people = await context.people.names([...new Set(items.flatMap(({ personId }) => personId ?? []))]);
  return Promise.all(
    items.map(async ({ key, personId }) =>
      personId === undefined ? roomName(context, key) : (people.get(personId) ?? deliveryTexts[language].erased),
    ),
  );
}

/** The room that a message's key names. */
export async function roomName(context: Context, key: string): Promise<string> {
  const id = /^announcement:[^:]+:room:(.+)$/s.exec(key)?.[1] ?? '';
  return (await context.rooms.get(id))?.name ?? id;
}

function actionsFor(announcement: Announcement, figures: Figures, language: Language): readonly Action[] {
  const t = deliveryTexts[language];
  const payload = { announcement: announcement._id };
  const running = announcement.state === 'sending';
  const out = announcement.state === 'sending' || announcement.state === 'sent' || announcement.state === 'cancelled';
  return [
    ...(running ? [{ id: deliveryActions.stop, label: t.stop, payload, confirm: t.stopSure }] : []),
    { id: deliveryActions.report, label: t.who, payload },
    ...(figures.failed > 0 && out ? [{ id: deliveryActions.retry, label: t.retry, payload }] : []),
    ...(figures.letter > 0 ? [typedAction(`briefe ${announcement.number}`, t.letters)] : []),
    ...(out
      ? [
          { id: deliveryActions.correct, label: t.correct, payload, opensForm: true },
          { id: draftActions.withdraw, label: t.withdraw, payload, confirm: t.withdrawSure, style: 'danger' } as const,
        ]
      : []),
    { id: draftActions.copy, label: t.copy, payload },
  ];
}

/** Notes that it is complete once it is, and rewrites the coordinator's card. */
export async function refresh(context: Context, id: string): Promise<void> {
  const announcement = await context.announcements.get(id);
  if (!announcement?.decidedAt) return;
  const latest = await completed(context, announcement);
  const sender = latest.sender === undefined ? undefined : await context.people.get(latest.sender);
  if (!sender) return;
  const view = await progressView(context, latest, sender.language);
  const shown = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
  if (latest.shown === shown) return;
  await context.outbox.revise([{ key: progressKey(latest), view }]);
  await context.announcements.update(id, { $set: { shown } });
}

async function completed(context: Context, announcement: Announcement): Promise<Announcement> {
  const counts = await countsOf(context, announcement);
  const { complete } = figuresFrom(announcement, counts);
  if (!complete || sameCounts(announcement.outcome, counts)) return announcement;
  const { state } = announcement;
  const $set = {
    outcome: counts,
    completedAt: announcement.completedAt ?? context.clock.now(),
    changedAt: announcement.changedAt,
    ...(state === 'sending' && { state: 'sent' }),
  };
  return (await change(context, announcement, { $set }, { state })) ?? announcement;
}

function sameCounts(known: Announcement['outcome'], counts: Readonly<Record<string, number>>): boolean {
  return known !== undefined && Object.entries(counts).every(([state, count]) => known[state] === count);
}
