import { z } from 'zod';
import { action, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { answered } from './about-one.js';
import { commonTexts } from './common-texts.js';
import type { Context } from './context.js';
import { deliveryView } from './delivery.js';
import { draftTexts } from './draft-texts.js';
import { draftActions } from './draft-view.js';
import { newFormId } from './drafting.js';
import type { Announcement } from './model.js';

const listId = 'announcements.list';
const pageSize = 10;
const longestLabel = 70;

/** `ankündigungen`: all of them, those that changed last first. */
export function listPart(context: Context): Part {
  return {
    commands: [
      {
        id: listId,
        words: ['ankündigungen'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(commonTexts, (t) => t.allCommand),
        run: async (turn) => answered(turn, await listView(context, turn)),
      },
    ],
    actions: [
      action({
        id: listId,
        role: 'coordinator',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => answered(turn, await listView(context, turn, after)),
      }),
    ],
  };
}

async function listView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = commonTexts[turn.language];
  const page = await context.announcements.find({
    sort: [['changedAt', -1]],
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  const fresh: Action = { id: newFormId, label: draftTexts[turn.language].formOpener, opensForm: true };
  const more: Action = { id: listId, label: t.more, payload: { after: page.next } };
  return {
    kind: 'announcements.list',
    summary: t.listTitle,
    title: t.listTitle,
    language: turn.language,
    blocks: [
      ...(page.items.length === 0
        ? [{ type: 'text', text: t.listEmpty } as const]
        : page.items.flatMap((each) => lineOf(context, turn, each))),
      { type: 'actions', actions: page.next === undefined ? [fresh] : [more, fresh] },
    ],
  };
}

function lineOf(context: Context, turn: Turn, each: Announcement): readonly Block[] {
  const t = commonTexts[turn.language];
  const when = formatInstant(each.sendAt ?? each.decidedAt ?? each.changedAt, context.zone, turn.language);
  const label = cut(`${t.show}: ${t.number(String(each.number))}`, longestLabel);
  return [
    {
      type: 'text',
      text: [
        { kind: 'strong', text: `${t.number(String(each.number))}: ${each.title}` },
        ` · ${t[`kind-${each.kind}`]} · ${t[`state-${each.state}`]} · ${when}`,
      ],
    },
    { type: 'actions', actions: [{ id: draftActions.show, label, payload: { announcement: each._id } }] },
  ];
}

const asksForDelivery =
  /^(?:und )?(?:wen|wie viele|wieviele) (?:hat|haben) (?:es|das|sie|die (?:letzte )?ank(?:ü|ue)ndigung|die nachricht|nr\.? ?(\d{1,9})) (?:alles )?(?:erreicht|bekommen)\s*\??$/i;

/** "Wen hat es erreicht?": the latest that went out, or the one that is named. Left to others for everybody else. */
export async function answerDelivery(context: Context, turn: Turn, question: string): Promise<Reply | undefined> {
  const found = asksForDelivery.exec(question.trim());
  if (!found || !turn.person.coordinator) return undefined;
  const { items } = await context.announcements.find({
    filter: { state: { $in: ['sending', 'sent', 'cancelled', 'withdrawn'] }, decidedAt: { $gt: new Date(0) } },
    sort: [['decidedAt', -1]],
    limit: 1,
  });
  const named = found[1];
  const meant = named === undefined ? items[0] : await numbered(context, turn, named);
  if (meant) return { type: 'message', private: true, view: await deliveryView(context, turn, meant) };
  const t = commonTexts[turn.language];
  const list = typedAction('ankündigungen', t.all);
  const view: View = {
    kind: 'announcements.none-sent',
    summary: t.noneSent,
    language: turn.language,
    blocks: [
      { type: 'text', text: t.noneSent },
      { type: 'actions', actions: [list] },
    ],
  };
  return { type: 'message', private: true, view };
}

async function numbered(context: Context, turn: Turn, typed: string): Promise<Announcement | undefined> {
  return context.announcements.get(await context.numbers.subject('announcement', typed, turn.language));
}
