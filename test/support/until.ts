import { setTimeout as wait } from 'node:timers/promises';

/** Polls until the condition holds; rejects after the time is up. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = 'the condition',
  milliseconds = 10_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not in ${milliseconds} ms: ${what}`);
    await wait(10);
  }
}
