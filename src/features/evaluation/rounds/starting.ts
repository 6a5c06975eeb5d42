import { z } from 'zod';
import { eventMark, sentId, type Turn } from '../../../bot/feature.js';
import { isWorkingTime, nextWorkingTime } from '../../../kernel/calendar.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundActions } from './actions.js';
import { headingOf, roundView } from './card.js';
import { subjectOf } from './drafting.js';
import { roundById } from './finding.js';
import { open } from './opening.js';
import { promptAll } from './prompting.js';
import { peopleWords, reachOf } from './reach.js';
import { roundTexts } from './texts.js';

export const startPayload = z.object({
  round: sentId,
  rev: z.number().int(),
  when: z.enum(['now', 'next']).optional(),
});
export type When = z.infer<typeof startPayload>['when'];

/** Enough for a town; the rest is the job's. */
const pagesAtOnce = 4;

/** `starten`: now, at the next working time, or on the day that its draft names. */
export async function start(context: Context, turn: Turn, round: Round, when: When, rev = round.rev): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  if (round.state === 'open' && round.event === mark) return begun(context, turn, round);
  if (round.state === 'scheduled' && round.event === mark) return scheduled(context, turn, round);
  if (!isPending(round) || round.rev !== rev) return settled(context, turn, round);
  if ((await reachOf(context, round, turn.language)).total === 0) {
    return shown(turn, await roundView(context, turn, round, roundTexts[turn.language].nobody));
  }
  if (round.state === 'draft' && when === undefined && round.opensAt && round.opensAt > turn.now) {
    return schedule(context, turn, round, round.opensAt, 'clock');
  }
  if (when !== 'now' && !isWorkingTime(turn.now, context.zone)) {
    const next = nextWorkingTime(turn.now, context.zone);
    return when === 'next' ? schedule(context, turn, round, next, 'press') : offer(context, turn, round, next);
  }
  const opened = await open(context, round, { at: turn.now, by: 'press', mark });
  return opened ? begun(context, turn, opened) : settled(context, turn, await roundById(context, turn, round._id));
}

function isPending({ state }: Round): boolean {
  return state === 'draft' || state === 'scheduled';
}

/** Pressed on an older card, or a second time: shows what it is by now. */
async function settled(context: Context, turn: Turn, now: Round): Promise<Reply> {
  const t = roundTexts[turn.language];
  if (now.state === 'closed') throw new Refusal(t.alreadyClosed(String(now.number)), 'evaluation.closed');
  const note = isPending(now) ? t.changedMeanwhile : undefined;
  return shown(turn, await roundView(context, turn, now, note));
}

/** What follows from the decision; the job goes on with it wherever this is cut short. */
async function begun(context: Context, turn: Turn, opened: Round): Promise<Reply> {
  turn.audit('evaluation.started', subjectOf(opened));
  const round = (await promptAll(context, opened._id, pagesAtOnce)) ?? opened;
  const count = round.total ?? (await reachOf(context, round, turn.language)).total;
  const note = roundTexts[turn.language].begun(peopleWords(count, turn.language));
  return shown(turn, await roundView(context, turn, round, note));
}

async function schedule(
  context: Context,
  turn: Turn,
  round: Round,
  at: Date,
  by: NonNullable<Round['openedBy']>,
): Promise<Reply> {
  const planned = await context.rounds.update(
    round._id,
    { $set: { state: 'scheduled', opensAt: at, openedBy: by, event: eventMark(turn.inbound) }, $inc: { rev: 1 } },
    { state: round.state, rev: round.rev },
  );
  if (!planned) return settled(context, turn, await roundById(context, turn, round._id));
  return scheduled(context, turn, planned);
}

async function scheduled(context: Context, turn: Turn, planned: Round): Promise<Reply> {
  turn.audit('evaluation.scheduled', subjectOf(planned));
  const at = formatInstant(planned.opensAt ?? turn.now, context.zone, turn.language);
  return shown(turn, await roundView(context, turn, planned, roundTexts[turn.language].scheduled(at)));
}

function offer(context: Context, turn: Turn, round: Round, next: Date): Reply {
  const t = roundTexts[turn.language];
  const text = t.outside(formatInstant(next, context.zone, turn.language));
  const payload = { round: round._id, rev: round.rev };
  return shown(turn, {
    kind: 'evaluation.outside-hours',
    summary: text,
    title: headingOf(round, turn.language),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: roundActions.start, label: t.sendNow, payload: { ...payload, when: 'now' } },
          { id: roundActions.start, label: t.startNext, payload: { ...payload, when: 'next' }, style: 'primary' },
          { id: roundActions.show, label: t.back, payload: { round: round._id } },
        ],
      },
    ],
  });
}

/** Back to a draft; nobody has been asked. */
export async function unschedule(context: Context, turn: Turn, round: Round): Promise<Reply> {
  const draft = await context.rounds.update(
    round._id,
    { $set: { state: 'draft' }, $unset: { opensAt: true, openedBy: true }, $inc: { rev: 1 } },
    { state: 'scheduled' },
  );
  return shown(turn, await roundView(context, turn, draft ?? (await roundById(context, turn, round._id))));
}
