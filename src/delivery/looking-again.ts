import type { Change, Collection } from '../ports/document-store.js';
import type { Entry } from './entry.js';

/** As many at once as the store takes. */
const most = 500;
/** Nobody has more waiting for them; what is beyond has its time anyway. */
const mostRounds = 20;
/** What ends when somebody comes, or ends their pause. */
const reasons = ['no-account', 'unknown-person', 'paused'] as const;

/**
 * Makes due what waits until these people are reached or may be disturbed again. Resolves with how many messages that
 * were. Rejects with `Unavailable`.
 */
export async function lookAgain(entries: Collection<Entry>, personIds: readonly string[], now: Date): Promise<number> {
  const filter = {
    personId: { $in: personIds },
    state: { $in: ['letter', 'waiting', 'held'] },
    reason: { $in: reasons },
    due: { $gt: now },
  };
  const change: Change = { $set: { due: now }, $unset: { holder: true } };
  let sum = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await entries.claim(filter, change, { limit: most });
    sum += found.length;
    if (found.length < most) break;
  }
  return sum;
}
