import { createHash } from 'node:crypto';
import { Conflict } from '../../kernel/errors.js';
import { type Account, accountKey } from '../../messages/inbound.js';
import type { Context } from './context.js';

const minute = 60_000;
export const mostTries = 5;
/** Who made too many tries has to wait this long. */
export const lockedMinutes = 60;
const mostAttempts = 40;

/**
 * Counts a try to type a code, under a hash of the account that outlives the person's data. Resolves with how many tries
 * this one makes; undefined if there were too many already.
 */
export async function countTry(context: Context, account: Account): Promise<number | undefined> {
  const id = createHash('sha256')
    .update(`link-tries:${accountKey(account)}`)
    .digest('base64url');
  const now = context.clock.now();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    if ((await context.linkTries.insert({ _id: id, count: 1, since: now })) === 'inserted') return 1;
    const before = await context.linkTries.get(id);
    if (!before) continue;
    const { count, since } = before;
    const counts = now.getTime() - since.getTime() < lockedMinutes * minute;
    if (counts && count >= mostTries) return undefined;
    const tries = counts ? count + 1 : 1;
    const change = { $set: { count: tries, since: counts ? since : now } };
    if (await context.linkTries.update(id, change, { count, since })) return tries;
  }
  throw new Conflict('link tries keep changing');
}
