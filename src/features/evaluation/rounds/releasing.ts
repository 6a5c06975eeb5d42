import { eventMark, type Turn } from '../../../bot/feature.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { audienceTexts } from './audience-texts.js';
import { isHeld, roundView } from './card.js';
import { mustBePending, subjectOf } from './drafting.js';
import { roundById } from './finding.js';
import type { Showing } from './showing.js';

/** `umfrage freigeben`: those who may see the results are told; once, however often it is pressed. */
export async function release(context: Context, turn: Turn, round: Round): Promise<Reply> {
  const t = audienceTexts[turn.language];
  if (round.state !== 'closed' || round.unfinished.includes('closing')) {
    throw new Refusal(t.releaseEarly(String(round.number)), 'evaluation.release-early');
  }
  const event = eventMark(turn.inbound);
  const released = isHeld(round)
    ? await context.rounds.update(
        round._id,
        { $set: { releasedAt: turn.now, event }, $addToSet: { unfinished: 'reporting' }, $inc: { rev: 1 } },
        { state: 'closed', releasedAt: null },
      )
    : undefined;
  const now = released ?? (await roundById(context, turn, round._id));
  if (now.releasedAt && now.event === event) turn.audit('evaluation.released', subjectOf(round));
  return shown(turn, await roundView(context, turn, now, t.released));
}

/** Changes whom a draft asks, how, or who sees what comes of it. */
export async function changeDraft(
  context: Context,
  turn: Turn,
  round: Round,
  change: Showing & Partial<Pick<Round, 'audience'>>,
): Promise<Reply> {
  mustBePending(turn, round);
  const changed = await context.rounds.update(
    round._id,
    { $set: change, $inc: { rev: 1 } },
    { state: round.state, rev: round.rev },
  );
  if (!changed) throw new Conflict('round');
  return shown(turn, await roundView(context, turn, changed));
}
