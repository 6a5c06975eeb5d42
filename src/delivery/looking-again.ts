import type { Collection } from '../ports/document-store.js';
import type { Entry } from './entry.js';

/** What a person has been sent in the time that it is kept; what is beyond has its time anyway. */
const mostEntries = 1_000;
const states: readonly string[] = ['letter', 'waiting', 'held'];
/** What ends when somebody comes, or ends their pause. */
const reasons: readonly string[] = ['no-account', 'unknown-person', 'paused'];

/**
 * Makes due what waits until these people are reached or may be disturbed again. Resolves with how many messages that
 * were. Rejects with `Unavailable`.
 */
export async function lookAgain(entries: Collection<Entry>, personIds: readonly string[], now: Date): Promise<number> {
  let sum = 0;
  for (const personId of personIds) {
    // By the person alone, so that their index serves it, whatever the states are.
    const { items } = await entries.find({ filter: { personId }, limit: mostEntries });
    for (const entry of items.filter((each) => waitsForThem(each, now))) {
      const change = { $set: { due: now }, $unset: { holder: true } } as const;
      if (await entries.update(entry._id, change, { state: entry.state, due: entry.due })) sum += 1;
    }
  }
  return sum;
}

function waitsForThem({ state, reason, due }: Entry, now: Date): boolean {
  return states.includes(state) && reason !== undefined && reasons.includes(reason) && due > now;
}
