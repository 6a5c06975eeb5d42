import type { Context } from '../context.js';
import type { Answer, Prompt, Round } from '../model.js';

/** So many that were cut short are gone on with in one run. */
const atOnce = 50;

/**
 * Submits a draft, once however often it is called. Undefined: it changed meanwhile, or its round has closed; then nothing
 * was submitted. The draft is deleted once its rows are stored; they share nothing with it or with each other.
 */
export async function submit(context: Context, round: Round, prompt: Prompt): Promise<Prompt | undefined> {
  const rows = answeredIn(round, prompt).map(() => context.ids.next());
  const begun = await context.prompts.update(
    prompt._id,
    { $set: { state: 'submitting', rows }, $unset: { remindAt: true, snoozedUntil: true }, $inc: { rev: 1 } },
    { state: 'open', rev: prompt.rev, over: null },
  );
  return begun && finishSubmission(context, round, begun);
}

/** What follows once it is decided; goes on where it was cut short. */
export async function finishSubmission(context: Context, round: Round, prompt: Prompt): Promise<Prompt | undefined> {
  const rows = rowsOf(round, prompt);
  if (rows.length > 0) await context.answers.insertMany(rows);
  const done = await context.prompts.update(
    prompt._id,
    { $set: { state: 'done' }, $unset: { draft: true, rows: true }, $inc: { rev: 1 } },
    { state: 'submitting' },
  );
  return done ?? context.prompts.get(prompt._id);
}

/** Goes on with what a crash cut short. Resolves with how many that were. */
export async function finishAllSubmissions(context: Context, roundId?: string): Promise<number> {
  const { items } = await context.prompts.find(
    roundId === undefined
      ? { filter: { state: 'submitting' }, sort: [['remindAt', 1]], limit: atOnce }
      : { filter: { roundId, state: 'submitting' }, limit: atOnce },
  );
  for (const prompt of items) {
    const round = await context.rounds.get(prompt.roundId);
    if (round) await finishSubmission(context, round, prompt);
  }
  return items.length;
}

function answeredIn({ questions }: Round, { draft = {} }: Prompt) {
  return questions.filter(({ id }) => draft[id] !== undefined);
}

/** One row for each answer, in the order of their random ids: that of the questions is not kept. */
function rowsOf(round: Round, prompt: Prompt): readonly Answer[] {
  const { draft = {}, rows = [], sectors, partnerId } = prompt;
  const answers = answeredIn(round, prompt).flatMap(({ id }, index): readonly Answer[] => {
    const value = draft[id];
    const _id = rows[index];
    if (value === undefined || _id === undefined) return [];
    const [sector] = sectors;
    return [
      {
        _id,
        roundId: round._id,
        questionId: id,
        value,
        ...(!round.named && sector !== undefined && { sector }),
        ...(round.named && partnerId !== undefined && { partnerId }),
      },
    ];
  });
  return answers.toSorted((a, b) => (a._id < b._id ? -1 : 1));
}
