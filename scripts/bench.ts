import { announcing } from './bench/announcing.js';
import { answering } from './bench/answering.js';
import { cancelling } from './bench/cancelling.js';
import { delivering } from './bench/delivering.js';
import { dispatching } from './bench/dispatching.js';
import { evaluating } from './bench/evaluating.js';
import { replying } from './bench/replying.js';
import type { Result } from './bench/result.js';
import { starting } from './bench/starting.js';
import { runCommand } from './environment.js';

const longestMs = 240_000;

/** Measures, and prints one JSON object a line; exit code 0 if every bar holds. */
await runCommand(async () => {
  const impatience = setTimeout(() => {
    console.error(`Nach ${longestMs / 1_000} Sekunden abgebrochen.`);
    process.exit(1);
  }, longestMs);
  try {
    const results: Result[] = [];
    for (const measure of [
      answering,
      dispatching,
      delivering,
      cancelling,
      announcing,
      replying,
      evaluating,
      starting,
    ]) {
      for (const measured of await measure()) {
        console.log(JSON.stringify(measured));
        results.push(measured);
      }
    }
    return results.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    clearTimeout(impatience);
  }
});
