import { addDays, dayAt, startOfDay } from '../../../kernel/dates.js';
import type { Context } from '../context.js';
import type { Answer, Prompt, Round } from '../model.js';
import { promptsSpec } from '../model.js';
import { ballotsSpec } from './model.js';
import { finishForPartner, isForPartner, submitForPartner } from './named.js';
import { destroy, putIn, sealedBallot } from './urn.js';

/** So many that were cut short are gone on with in one run. */
const atOnce = 50;

/**
 * Submits a legible draft, once however often it is called. Undefined: it changed meanwhile, or its round has closed; then
 * nothing was submitted. The draft is deleted with the decision. An anonymous round's goes sealed into the urn, and nothing
 * of it is readable in the store before the round closes; a named one's becomes rows at once.
 */
export async function submit(context: Context, round: Round, prompt: Prompt, by: string): Promise<Prompt | undefined> {
  if (isForPartner(round, prompt)) return submitForPartner(context, round, prompt, by);
  const begun = await context.prompts.update(
    prompt._id,
    round.named ? await withRows(context, round, prompt) : await withBallot(context, round, prompt),
    { state: 'open', rev: prompt.rev, over: null },
  );
  return begun && finishSubmission(context, round, begun);
}

const submitting = { state: 'submitting' } as const;
const asked = { remindAt: true, snoozedUntil: true } as const;

async function withBallot(context: Context, round: Round, prompt: Prompt) {
  const sealed = await sealedBallot(context, round, prompt);
  return { $set: { ...submitting, sealed }, $unset: { ...asked, draft: true as const }, $inc: { rev: 1 } };
}

async function withRows({ ids }: Context, round: Round, prompt: Prompt) {
  return {
    $set: { ...submitting, rows: answeredIn(round, prompt).map(() => ids.next()) },
    $unset: asked,
    $inc: { rev: 1 },
  };
}

/** What follows once it is decided; goes on where it was cut short. */
export async function finishSubmission(context: Context, round: Round, prompt: Prompt): Promise<Prompt | undefined> {
  if (isForPartner(round, prompt)) return finishForPartner(context, round, prompt);
  if (prompt.sealed !== undefined) await putIn(context, round, prompt.sealed);
  const rows = rowsOf(round, prompt);
  if (rows.length > 0) await context.answers.insertMany(rows);
  const gone = { draft: true, rows: true, sealed: true } as const;
  const done = await context.prompts.update(
    prompt._id,
    round.named
      ? { $set: { state: 'done' }, $unset: gone, $inc: { rev: 1 } }
      : // How often it was changed, and after how many reminders it was done, is nobody's business.
        { $set: { state: 'done', rev: 0, reminders: 0 }, $unset: gone },
    submitting,
  );
  if (!round.named) context.traces.left = true;
  return done ?? context.prompts.get(prompt._id);
}

/** Goes on with what a crash cut short. Resolves with how many that were. */
export async function finishAllSubmissions(context: Context, roundId?: string): Promise<number> {
  const { items } = await context.prompts.find(
    roundId === undefined
      ? { filter: submitting, sort: [['remindAt', 1]], limit: atOnce }
      : { filter: { roundId, ...submitting }, limit: atOnce },
  );
  for (const prompt of items) {
    const round = await context.rounds.get(prompt.roundId);
    if (round) await finishSubmission(context, round, prompt);
  }
  return items.length;
}

/** So far back rounds are looked through for what a process left that was slow or died while they closed. */
const lookedBackDays = 2;

/** Frees what superseded drafts and ballots still occupy in files, and what came too late to be counted (a copy). */
export async function wipeTraces(context: Context, now: Date): Promise<void> {
  const since = startOfDay(addDays(dayAt(now, context.zone), -lookedBackDays), context.zone);
  const { items } = await context.rounds.find({
    filter: { closedAt: { $gte: since } },
    sort: [['closedAt', 1]],
    limit: atOnce,
  });
  for (const round of items) if (!round.named && !round.unfinished.includes('closing')) await destroy(context, round);
  if (!context.traces.left) return;
  context.traces.left = false;
  await context.store.compact([promptsSpec.name, ballotsSpec.name]);
}

function answeredIn({ questions }: Round, { draft = {} }: Prompt) {
  return questions.filter(({ id }) => draft[id] !== undefined);
}

/** A named round's: one row for each answer. */
function rowsOf(round: Round, prompt: Prompt): readonly Answer[] {
  if (!round.named) return [];
  const { draft = {}, rows = [], partnerId } = prompt;
  return answeredIn(round, prompt).flatMap(({ id }, index): readonly Answer[] => {
    const value = draft[id];
    const _id = rows[index];
    if (value === undefined || _id === undefined) return [];
    return [{ _id, roundId: round._id, questionId: id, value, ...(partnerId !== undefined && { partnerId }) }];
  });
}
