import { questions } from '../questions.js';
import { timed } from '../result.js';

/**
 * A process of its own that loads one way of answering, answers the questions once, and prints what that cost it:
 * `answerer` is the bot's, `search` a full-text search over the same passages. Wants `--expose-gc`.
 */
const asked = await questions();
const before = megabytes();
const way = process.argv[2] === 'search' ? loadSearch : loadAnswerer;
let answer: (question: string) => unknown = () => undefined;
const loadMs = await timed(async () => {
  answer = await way();
});
for (const question of asked) answer(question);
const after = megabytes();
console.log(
  JSON.stringify({
    loadMs,
    liveMegabytes: after.live - before.live,
    residentMegabytes: after.resident - before.resident,
  }),
);

async function loadAnswerer(): Promise<(question: string) => unknown> {
  const { createResponder } = await import('../../../src/features/agreement/feature.js');
  const { loadDocuments } = await import('../../../src/features/agreement/files.js');
  const respond = createResponder({ documents: loadDocuments() });
  return (question) => respond(question, { today: '2026-11-10', language: 'de' });
}

async function loadSearch(): Promise<(question: string) => unknown> {
  const { passageSearch } = await import('../search.js');
  const search = passageSearch();
  return (question) => search.search(question);
}

/** `live`: what is still in use; `resident`: what the system gave the process, code and garbage included. */
function megabytes(): { readonly live: number; readonly resident: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { live: (heapUsed + external) / 1e6, resident: rss / 1e6 };
}
