import { z } from 'zod';
import { action, eventMark, stored, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { noticeView, typedAction } from '../../../bot/views.js';
import { isWorkingTime, nextWorkingTime } from '../../../kernel/calendar.js';
import { dayAt, formatDay, formatInstant } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { shown } from '../shown.js';
import { readYear } from './impact-part.js';
import { finishThanks, sendThanks, thankedCount, thanksIn, thanksSpec, thanksView } from './thanks.js';
import { thanksTexts } from './thanks-texts.js';

const sendId = 'evaluation.thanks-send';

/** `jahresdank`: once a year to everybody who speaks for a partner; a preview first. */
export function thanksPart(context: Context): Part {
  const year = { kind: 'name', name: 'jahr', most: 1, optional: true } as const;
  const common = { role: 'coordinator', personal: true, slots: [year] } as const;
  return {
    collections: [stored(thanksSpec)],
    audits: { 'evaluation.thanks': inAll(thanksTexts, (t) => t.audit) },
    jobs: [{ name: 'evaluation-thanks', run: async () => ({ done: await finishThanks(context), failed: 0 }) }],
    commands: [
      {
        ...common,
        id: 'evaluation.thanks',
        words: ['jahresdank'],
        changes: false,
        help: inAll(thanksTexts, (t) => t.command),
        run: async (turn, { jahr }) => shown(turn, await preview(context, turn, readYear(turn, jahr))),
      },
      {
        ...common,
        id: 'evaluation.thanks-typed',
        words: ['jahresdank senden'],
        changes: true,
        unlisted: true,
        help: inAll(thanksTexts, (t) => t.commandSend),
        run: (turn, { jahr }) => send(context, turn, readYear(turn, jahr)),
      },
    ],
    actions: [
      action({
        id: sendId,
        role: 'coordinator',
        payload: z.object({ year: z.number().int() }),
        changes: true,
        run: (turn, payload) => send(context, turn, readYear(turn, String(payload.year))),
      }),
    ],
  };
}

function dueFrom({ zone }: Context, now: Date): Date {
  return isWorkingTime(now, zone) ? now : nextWorkingTime(now, zone);
}

async function preview(context: Context, turn: Turn, year: number): Promise<View> {
  const { language, now } = turn;
  const t = thanksTexts[language];
  const known = await thanksIn(context).get(String(year));
  if (known) return alreadySent(context, turn, year, known.sentAt);
  const card = await thanksView(context, year, language);
  const due = dueFrom(context, now);
  const title = t.previewTitle(String(year));
  return {
    kind: 'evaluation.thanks-preview',
    summary: title,
    title,
    language,
    blocks: [
      { type: 'text', text: t.previewIntro(String(await thankedCount(context))) },
      { type: 'divider' },
      ...card.blocks,
      { type: 'divider' },
      ...(due > now ? [{ type: 'note', text: t.at(formatInstant(due, context.zone, language)) } as const] : []),
      {
        type: 'actions',
        actions: [
          { id: sendId, label: t.send, payload: { year }, style: 'primary' },
          typedAction(`wirkungsbericht ${year}`, t.report),
        ],
      },
    ],
  };
}

function alreadySent({ zone }: Context, { language }: Turn, year: number, sentAt: Date): View {
  const t = thanksTexts[language];
  const day = formatDay(dayAt(sentAt, zone), language);
  return noticeView('evaluation.thanks-sent', t.already(String(year), day), language, [
    typedAction(`wirkungsbericht ${year}`, t.report),
  ]);
}

/** Once for a year: the decision is one insert, the rest may be done again. */
async function send(context: Context, turn: Turn, year: number): Promise<Reply> {
  const all = thanksIn(context);
  const event = eventMark(turn.inbound);
  const fresh = { _id: String(year), sentAt: turn.now, event, due: dueFrom(context, turn.now), unfinished: true };
  await all.insert(fresh);
  const thanks = (await all.get(fresh._id)) ?? fresh;
  if (thanks.event === event) turn.audit('evaluation.thanks', String(year));
  else if (!thanks.unfinished) return shown(turn, alreadySent(context, turn, year, thanks.sentAt));
  if (thanks.unfinished) await sendThanks(context, thanks);
  const t = thanksTexts[turn.language];
  const report = typedAction(`wirkungsbericht ${year}`, t.report);
  return shown(turn, noticeView('evaluation.thanks-sent', t.sent(String(year)), turn.language, [report]));
}
