import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { aggregated } from './aggregate.js';
import { type Result, resultsSpec } from './model.js';

/** What a closed round came to; undefined while answers that were submitted before it closed may still come in. */
export async function resultOf(context: Context, round: Round): Promise<Result | undefined> {
  const results = context.store.collection(resultsSpec);
  const known = await results.get(round._id);
  if (known) return known;
  if (!isSettled(round) || (await context.prompts.count({ roundId: round._id, state: 'submitting' })) > 0) {
    return undefined;
  }
  // Of two who count at the same time the first one's stays.
  await results.insert(await aggregated(context, round));
  return results.get(round._id);
}

function isSettled({ state, unfinished }: Round): boolean {
  return state === 'closed' && !unfinished.includes('closing');
}
