import { z } from 'zod';
import type { Turn, WorkSpec, WorkTask } from '../../../bot/feature.js';
import { writeTable } from '../../../kernel/csv.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Language } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import { type Delivery, type DeliveryState, deliveryStates } from '../../../ports/outbox.js';
import { one } from './about-one.js';
import { commonTexts } from './common-texts.js';
import { batchOf, type Context } from './context.js';
import { deliveryTexts } from './delivery-texts.js';
import { countsOf } from './figures.js';
import type { Announcement } from './model.js';
import { deliveryActions, recipientNames } from './progress.js';
import { reasonText } from './reasons.js';

/** Rows of one CSV file: it stays well below what a message may carry. */
const rowsPerFile = 4_000;
const rowsAtOnce = 500;
/** Of more messages than these the table takes longer than an answer may. */
const mostAtOnce = 300;

export const place = z.object({
  announcement: one.shape.announcement,
  state: z.enum(deliveryStates).optional(),
  after: z.string().max(1_000).optional(),
});
export type Place = z.infer<typeof place>;

export function options({ state, after }: Omit<Place, 'announcement'>) {
  return { ...(state !== undefined && { state }), ...(after !== undefined && { after }) };
}

export interface Row {
  readonly key: string;
  readonly who: string;
  readonly partner: string;
  readonly state: DeliveryState;
  readonly stateText: string;
  readonly reason: string;
  readonly when: Date;
}

/** What a table of recipients says of each message. */
export async function rowsOf(
  context: Context,
  language: Language,
  items: readonly Delivery[],
): Promise<readonly Row[]> {
  const t = deliveryTexts[language];
  const names = await recipientNames(context, items, language);
  const groups = [...new Set(items.flatMap(({ group }) => group ?? []))];
  const partners = new Map(
    await Promise.all(groups.map(async (id) => [id, (await context.directory.get(id))?.name ?? ''] as const)),
  );
  return Promise.all(
    items.map(async ({ key, group = '', state, checking, reason, changedAt }, index) => ({
      key,
      who: names[index] ?? '',
      partner: partners.get(group) ?? '',
      state,
      stateText: checking ? t.stateChecking : t[`state-${state}`],
      reason: reason === undefined ? '' : reasonText(reason, language),
      when: changedAt,
    })),
  );
}

/** The recipients as a file; what does not fit into one comes with the next press. */
export async function csv(context: Context, turn: Turn, found: Announcement, at: Place): Promise<Reply> {
  const t = deliveryTexts[turn.language];
  const number = String(found.number);
  if (!found.decidedAt) throw new Refusal(t.notYet(number), 'announcements.not-sent');
  const total = await messagesOf(context, found, at);
  if (context.longWork && total > mostAtOnce) {
    return context.longWork.begin(turn, {
      kind: deliveryActions.csv,
      subject: JSON.stringify(at),
      title: t.csvLabel(number),
      again: `zustellung csv ${number}`,
    });
  }
  const asked = { language: turn.language, tell: async () => {} };
  return { type: 'message', private: true, view: await csvView(context, asked, found, at) };
}

/** The same for so many that it takes longer. */
export function csvWork(context: Context): WorkSpec {
  return {
    role: 'coordinator',
    run: async (subject, task) => {
      const at = place.parse(JSON.parse(subject));
      const found = await context.announcements.get(at.announcement);
      if (!found) throw new Refusal(commonTexts[task.language].gone, 'announcements.gone');
      return csvView(context, task, found, at);
    },
  };
}

async function messagesOf(context: Context, found: Announcement, { state }: Place): Promise<number> {
  const counts = await countsOf(context, found);
  return state === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[state];
}

async function csvView(
  context: Context,
  { language, tell }: Pick<WorkTask, 'language' | 'tell'>,
  found: Announcement,
  at: Place,
): Promise<View> {
  const t = deliveryTexts[language];
  const parts = Math.max(Math.ceil(Math.min(await messagesOf(context, found, at), rowsPerFile) / rowsAtOnce), 1);
  const rows: Row[] = [];
  let after = at.after;
  for (let part = 0; part < rowsPerFile / rowsAtOnce; part += 1) {
    await tell(Math.min(part, parts), parts);
    const page = await context.outbox.deliveries(batchOf(found), { ...options({ ...at, after }), limit: rowsAtOnce });
    rows.push(...(await rowsOf(context, language, page.items)));
    after = page.next;
    if (after === undefined) break;
  }
  const columns = [t.columnWho, t.columnPartner, t.columnState, t.columnReason, t.columnWhen];
  const table = rows.map(({ who, partner, stateText, reason, when }) => [
    who,
    partner,
    stateText,
    reason,
    formatInstant(when, context.zone, language),
  ]);
  const label = t.csvLabel(String(found.number));
  const more = { announcement: found._id, ...options({ ...at, after }) };
  const view: View = {
    kind: 'announcements.delivery-csv',
    summary: label,
    title: label,
    language: language,
    blocks: [
      {
        type: 'file',
        name: `zustellung-${found.number}.csv`,
        mediaType: 'text/csv; charset=utf-8',
        bytes: writeTable([columns, ...table]),
        label,
      },
      ...(after === undefined
        ? []
        : [{ type: 'actions', actions: [{ id: deliveryActions.csv, label: t.more, payload: more }] } as const]),
    ],
  };
  return view;
}
