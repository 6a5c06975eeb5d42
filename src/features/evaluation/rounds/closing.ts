import { eventMark, type Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import { languages } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { closedView } from '../answers/card.js';
import { writeRows } from '../answers/named.js';
import { finishAllSubmissions } from '../answers/submission.js';
import { empty } from '../answers/urn.js';
import { batchOf, type Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundActions } from './actions.js';
import { headingOf, notAnsweredIn, roundView } from './card.js';
import { subjectOf } from './drafting.js';
import { roundById } from './finding.js';
import { sharedId } from './prompting.js';
import { planNext } from './repeating.js';
import { roundTexts } from './texts.js';

const promptsAtOnce = 500;
/** Enough for every person of a region; what is left goes on at the next beat. */
const mostSteps = 200;

/** The decision to close: one conditional write; nothing is accepted after it. Undefined if it is not open any more. */
export function close(context: Context, round: Round, at: Date, mark: string): Promise<Round | undefined> {
  return context.rounds.update(
    round._id,
    {
      $set: { state: 'closed', closedAt: at, unfinished: ['closing', 'reporting'], event: mark },
      $unset: { cursor: true },
      $inc: { rev: 1 },
    },
    { state: 'open' },
  );
}

/**
 * What follows from it, resumable at every step: nobody is asked any more, drafts that were not submitted are deleted, what
 * was being submitted is finished, and all cards say that it is over.
 */
export async function finishClosing(context: Context, round: Round): Promise<Round | undefined> {
  await context.outbox.cancel(batchOf(round));
  if (!(await endPrompts(context, round)) || !(await endSubmissions(context, round))) return undefined;
  if (!(await empty(context, round))) return undefined;
  await writeRows(context, round);
  for (const language of languages) {
    await context.outbox.share(sharedId(round, language), closedView(round, language));
  }
  if (round.total === undefined) await planNext(context, round);
  const total = await context.prompts.count({ roundId: round._id });
  await context.store.compact();
  return context.rounds.update(
    round._id,
    { $set: { total }, $pull: { unfinished: 'closing' } },
    { state: 'closed', unfinished: 'closing' },
  );
}

/** Whether none is left. */
async function endPrompts(context: Context, { _id }: Round): Promise<boolean> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const ended = await context.prompts.claim(
      { roundId: _id, state: { $in: ['open', 'declined'] }, over: null },
      { $set: { over: true }, $unset: { draft: true, remindAt: true, snoozedUntil: true }, $inc: { rev: 1 } },
      { limit: promptsAtOnce },
    );
    if (ended.length === 0) return true;
  }
  return false;
}

async function endSubmissions(context: Context, { _id }: Round): Promise<boolean> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if ((await finishAllSubmissions(context, _id)) === 0) return true;
  }
  return false;
}

/** `beenden`: asks first, naming how many have not answered yet. */
export async function closeByPress(context: Context, turn: Turn, round: Round, sure: boolean): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const t = roundTexts[turn.language];
  if (round.state !== 'open' && round.event !== mark) throw notOpen(turn, round);
  if (round.state === 'open' && !sure) return question(context, turn, round);
  const closed = round.state === 'closed' ? round : await close(context, round, turn.now, mark);
  if (!closed) throw new Refusal(t.alreadyClosed(String(round.number)), 'evaluation.closed');
  turn.audit('evaluation.closed', subjectOf(closed));
  const done = await finishClosing(context, closed);
  return shown(turn, await roundView(context, turn, done ?? (await roundById(context, turn, closed._id))));
}

export function notOpen(turn: Turn, { number, state }: Round): Refusal {
  const t = roundTexts[turn.language];
  if (state === 'closed') return new Refusal(t.alreadyClosed(String(number)), 'evaluation.closed');
  return new Refusal(t.notOpen(String(number), t[`state-${state}`]), 'evaluation.not-open');
}

async function question(context: Context, turn: Turn, round: Round): Promise<Reply> {
  const t = roundTexts[turn.language];
  const open = await notAnsweredIn(context, round);
  const text = t.closeQuestion(String(round.number), String(open));
  const payload = { round: round._id };
  return shown(turn, {
    kind: 'evaluation.close-question',
    summary: text,
    title: headingOf(round, turn.language),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: roundActions.close, label: t.close, payload: { ...payload, sure: true }, style: 'danger' },
          { id: roundActions.show, label: t.keepOpen, payload },
        ],
      },
    ],
  });
}
