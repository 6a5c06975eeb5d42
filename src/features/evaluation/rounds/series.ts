import type { Context } from '../context.js';
import type { Round } from '../model.js';

/** Earlier ones have closed, and repeat no more by themselves. */
const latestOfSeries = 20;

/** The last round first: one that is about to open finds that it does not repeat, or is gone. May be done again. */
export async function endSeries({ rounds }: Context, { _id, first = _id }: Round): Promise<void> {
  const { items } = await rounds.find({ filter: { first }, sort: [['occurrence', -1]], limit: latestOfSeries });
  const began = await rounds.get(first);
  for (const each of [...items, ...(began ? [began] : [])]) {
    const isPlanned = each.state === 'scheduled' && each._id !== _id && each._id !== first;
    if (isPlanned && (await rounds.delete({ _id: each._id, state: 'scheduled' })) > 0) continue;
    if (each.repeats) await rounds.update(each._id, { $unset: { repeats: true }, $inc: { rev: 1 } });
  }
}
