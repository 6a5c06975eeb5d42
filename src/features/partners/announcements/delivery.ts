import { z } from 'zod';
import { action, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { withPerson } from '../../../bot/persons.js';
import { noticeView } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { type Delivery, type DeliveryState, deliveryStates } from '../../../ports/outbox.js';
import { answered, commandOn, one, subjectOf } from './about-one.js';
import { batchOf, byId, type Context } from './context.js';
import { csv, csvWork, options, type Place, place, rowsOf } from './delivery-table.js';
import { deliveryTexts } from './delivery-texts.js';
import { draftTexts } from './draft-texts.js';
import { draftActions } from './draft-view.js';
import { figuresOf } from './figures.js';
import type { Announcement } from './model.js';
import { deliveryActions, figureBlock, roomName } from './progress.js';
import { readFigures } from './reading.js';
import { statusView } from './status-view.js';

const pageSize = 10;
const sentStates = ['sending', 'sent', 'cancelled', 'withdrawn'] as const;

const oneMessage = one.extend({ key: z.string().min(1).max(600) });

/** `zustellung`: whom it has reached, and what to do about the others. */
export function deliveryPart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        sentStates,
        {
          id: 'announcements.delivery',
          words: ['zustellung'],
          changes: false,
          help: inAll(deliveryTexts, (t) => t.command),
        },
        async (turn, found) => answered(turn, await deliveryView(context, turn, found)),
      ),
      commandOn(
        context,
        ['sent', 'sending'],
        {
          id: 'announcements.retry',
          words: ['zustellung wiederholen'],
          unlisted: true,
          help: inAll(deliveryTexts, (t) => t.retryCommand),
        },
        (turn, found) => retry(context, turn, found),
      ),
      commandOn(
        context,
        ['sent', 'sending'],
        {
          id: 'announcements.resend',
          words: ['zustellung trotzdem'],
          slots: [{ kind: 'person', name: 'person' }],
          unlisted: true,
          help: inAll(deliveryTexts, (t) => t.resendCommand),
        },
        (turn, found, { person = '' }) =>
          withPerson(context.search, turn, person, {
            action: 'announcements.resend-to',
            payload: { announcement: found._id },
            act: ({ id }) => resend(context, turn, found, `${batchOf(found)}:${id}`),
          }),
      ),
      commandOn(
        context,
        sentStates,
        {
          id: 'announcements.delivery-csv',
          words: ['zustellung csv'],
          changes: false,
          unlisted: true,
          help: inAll(deliveryTexts, (t) => t.csv),
        },
        (turn, found) => csv(context, turn, found, { announcement: found._id }),
      ),
    ],
    actions: [
      action({
        id: deliveryActions.report,
        role: 'coordinator',
        payload: place,
        changes: false,
        run: async (turn, at) =>
          answered(turn, await deliveryView(context, turn, await byId(context, turn, at.announcement), at)),
      }),
      action({
        id: deliveryActions.csv,
        role: 'coordinator',
        payload: place,
        changes: false,
        run: async (turn, at) => csv(context, turn, await byId(context, turn, at.announcement), at),
      }),
      action({
        id: deliveryActions.retry,
        role: 'coordinator',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => retry(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: deliveryActions.resend,
        role: 'coordinator',
        payload: oneMessage,
        changes: true,
        run: async (turn, { announcement, key }) => resend(context, turn, await byId(context, turn, announcement), key),
      }),
      action({
        id: 'announcements.resend-to',
        role: 'coordinator',
        payload: one.extend({ person: one.shape.announcement }),
        changes: true,
        run: async (turn, { announcement, person }) => {
          const found = await byId(context, turn, announcement);
          return resend(context, turn, found, `${batchOf(found)}:${person}`);
        },
      }),
    ],
    works: { [deliveryActions.csv]: csvWork(context) },
    audits: {
      'announcements.retried': inAll(deliveryTexts, (t) => t.retryCommand),
      'announcements.resent': inAll(deliveryTexts, (t) => t.resendCommand),
    },
  };
}

/** Figures first, then the recipients, ten at a time. */
export async function deliveryView(
  context: Context,
  turn: Turn,
  found: Announcement,
  at: Omit<Place, 'announcement'> = {},
): Promise<View> {
  const t = deliveryTexts[turn.language];
  if (!found.decidedAt) throw new Refusal(t.notYet(String(found.number)), 'announcements.not-sent');
  const figures = await figuresOf(context, found);
  const title = t.reportTitle(String(found.number));
  const page = await context.outbox.deliveries(batchOf(found), { ...options(at), limit: pageSize });
  const delivered = t.delivered(String(figures.delivered), String(figures.total));
  return {
    kind: 'announcements.delivery',
    summary: cut(`${delivered}. ${title} ${found.title}`, 150),
    title: `${title} ${found.title}`,
    language: turn.language,
    blocks: [
      { type: 'text', text: [{ kind: 'strong', text: delivered }] },
      figureBlock(figures, turn.language),
      ...(await readFigures(context, found, turn.language)),
      { type: 'actions', actions: await filters(context, turn, found, at.state) },
      ...(await recipientBlocks(context, turn, found, page.items, at)),
      { type: 'actions', actions: await nextSteps(turn, found, figures.failed > 0, at, page.next) },
    ],
  };
}

/** One button for every state that somebody is in. */
async function filters(
  context: Context,
  turn: Turn,
  { _id }: Announcement,
  chosen: DeliveryState | undefined,
): Promise<readonly Action[]> {
  const t = deliveryTexts[turn.language];
  const counts = await context.outbox.counts(`announcement:${_id}`);
  const button = (label: string, state?: DeliveryState): Action => ({
    id: deliveryActions.report,
    label,
    payload: { announcement: _id, ...(state !== undefined && { state }) },
    ...(state === chosen && { style: 'primary' as const }),
  });
  const states = deliveryStates.filter((state) => counts[state] > 0);
  const labels = states.map((state) => button(`${capitalised(t[`state-${state}`])} (${counts[state]})`, state));
  return [button(t.all), ...labels];
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

async function nextSteps(
  turn: Turn,
  found: Announcement,
  hasFailed: boolean,
  { state }: Omit<Place, 'announcement'>,
  next: string | undefined,
): Promise<readonly Action[]> {
  const t = deliveryTexts[turn.language];
  const payload = { announcement: found._id };
  const more = { ...payload, ...(state !== undefined && { state }), after: next };
  return [
    ...(next === undefined ? [] : [{ id: deliveryActions.report, label: t.more, payload: more }]),
    ...(hasFailed && found.state !== 'withdrawn' ? [{ id: deliveryActions.retry, label: t.retry, payload }] : []),
    { id: deliveryActions.csv, label: t.csv, payload: { ...payload, ...(state !== undefined && { state }) } },
    { id: draftActions.show, label: t.back, payload },
  ];
}

async function recipientBlocks(
  context: Context,
  turn: Turn,
  found: Announcement,
  items: readonly Delivery[],
  { state }: Omit<Place, 'announcement'>,
): Promise<readonly Block[]> {
  const t = deliveryTexts[turn.language];
  if (items.length === 0) {
    const isForgotten = state === undefined && found.outcome !== undefined;
    return [{ type: 'text', text: isForgotten ? t.forgotten : t.noneInState }];
  }
  const rows = await rowsOf(context, turn.language, items);
  const table: Block = {
    type: 'table',
    caption: t.recipients,
    columns: [t.columnWho, t.columnPartner, t.columnState, t.columnReason],
    rows: rows.map(({ who, partner, stateText, reason }) => [who, partner, stateText, reason]),
  };
  const unclear = found.state === 'withdrawn' ? [] : rows.filter((row) => row.state === 'unclear');
  if (unclear.length === 0) return [table];
  const buttons = unclear.flatMap(({ who, key }): readonly Block[] => [
    { type: 'text', text: `${who}: ${t['state-unclear']}` },
    {
      type: 'actions',
      actions: [
        {
          id: deliveryActions.resend,
          label: t.resend,
          payload: { announcement: found._id, key },
          confirm: t.resendSure,
        },
      ],
    },
  ]);
  return [table, { type: 'note', text: t.unclearRisk }, ...buttons];
}

async function retry(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  const t = deliveryTexts[turn.language];
  mustNotBeWithdrawn(turn, found);
  const count = await context.outbox.retry(batchOf(found));
  if (count > 0) turn.audit('announcements.retried', subjectOf(found));
  const note = count > 0 ? t.retried(String(count)) : t.retriedNone;
  return answered(turn, await statusView(context, turn, found, note));
}

async function resend(context: Context, turn: Turn, found: Announcement, key: string): Promise<Reply> {
  const t = deliveryTexts[turn.language];
  mustNotBeWithdrawn(turn, found);
  const isOfIt = key.startsWith(`${batchOf(found)}:`);
  if (!isOfIt || !(await context.outbox.resend(key))) {
    return answered(turn, noticeView('announcements.resent', t.resendGone, turn.language, [reportButton(turn, found)]));
  }
  const person = key.slice(batchOf(found).length + 1);
  turn.audit('announcements.resent', subjectOf(found), { person });
  const name = (await context.people.names([person])).get(person) ?? (await roomName(context, key));
  return answered(turn, noticeView('announcements.resent', t.resent(name), turn.language, [reportButton(turn, found)]));
}

/** Whoever has not got it need not hear that it is withdrawn. */
function mustNotBeWithdrawn(turn: Turn, { state, number }: Announcement): void {
  if (state !== 'withdrawn') return;
  throw new Refusal(draftTexts[turn.language].alreadyWithdrawn(String(number)), 'announcements.withdrawn');
}

function reportButton(turn: Turn, { _id }: Announcement): Action {
  return { id: deliveryActions.report, label: deliveryTexts[turn.language].who, payload: { announcement: _id } };
}
