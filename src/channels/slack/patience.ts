import { pause } from '../../kernel/timeout.js';
import { DeliveryFailure } from '../../ports/messenger.js';

/** Attempts to deliver an answer, and the longest pause between them in seconds. */
const attempts = 3;
const longestPause = 15;

/** Whether what may have been done already is to be done again: because twice does no harm, or as Slack says when asked. */
export type IfUnclear = 'again' | (() => Promise<'again' | 'done'>);

/** Tries again what Slack did not take, and what it may have taken as `ifUnclear` says. Rejects with the last failure. */
export async function patiently(ifUnclear: IfUnclear, work: () => Promise<unknown>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || error.kind === 'permanent' || tried === attempts) throw error;
      if (error.kind === 'retry') {
        await pause(Math.min(error.retryAfterSeconds ?? tried, longestPause) * 1_000);
        continue;
      }
      if (ifUnclear === 'again') await pause(tried * 1_000);
      else if ((await ifUnclear()) === 'done') return;
    }
  }
}
