import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createResponder } from '../../src/features/agreement/feature.js';
import { loadDocuments } from '../../src/features/agreement/files.js';
import { questions } from './questions.js';
import { median, percentile, type Result, result, timed } from './result.js';
import { passageSearch } from './search.js';

const rounds = 5;

/** Answering in process, against the search library as it comes. */
export async function answering(): Promise<readonly Result[]> {
  const asked = await questions();
  const respond = createResponder({ documents: loadDocuments() });
  const search = passageSearch();
  const answers = await times(asked, (question) => respond(question, { today: '2026-11-10', language: 'de' }));
  const searches = await times(asked, (question) => search.search(question));
  const own = await cost('answerer');
  const other = await cost('search');
  return [
    result(
      'answer-median',
      'ms',
      { value: median(answers), baseline: median(searches) },
      { of: 'value', is: '<=', than: 3 },
    ),
    result(
      'answer-p99',
      'ms',
      { value: percentile(answers, 99), baseline: percentile(searches, 99) },
      { of: 'value', is: '<=', than: 10 },
    ),
    result('answerer-load', 'ms', { value: own.loadMs, baseline: other.loadMs }, { of: 'value', is: '<=', than: 300 }),
    result(
      'answerer-memory-live',
      'MB',
      { value: own.liveMegabytes, baseline: other.liveMegabytes },
      { of: 'value', is: '<=', than: 50 },
    ),
    result(
      'answerer-memory-resident',
      'MB',
      { value: own.residentMegabytes, baseline: other.residentMegabytes },
      { of: 'value', is: '<=', than: 50 },
    ),
  ];
}

/**
 * Milliseconds for each question: after a round to warm up, the median of several, so that what else the machine does
 * meanwhile is not taken for a hard question.
 */
async function times(asked: readonly string[], answer: (question: string) => unknown): Promise<readonly number[]> {
  for (const question of asked) answer(question);
  const taken = asked.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, question] of asked.entries()) taken[index]?.push(await timed(() => answer(question)));
  }
  return taken.map(median);
}

const Cost = z.object({ loadMs: z.number(), liveMegabytes: z.number(), residentMegabytes: z.number() });

/** The median of three fresh processes. */
async function cost(way: 'answerer' | 'search'): Promise<z.infer<typeof Cost>> {
  const child = fileURLToPath(new URL('children/answerer.js', import.meta.url));
  const costs: z.infer<typeof Cost>[] = [];
  for (let run = 0; run < 3; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, way], { timeout: 10_000 });
    costs.push(Cost.parse(JSON.parse(stdout)));
  }
  return {
    loadMs: median(costs.map(({ loadMs }) => loadMs)),
    liveMegabytes: median(costs.map(({ liveMegabytes }) => liveMegabytes)),
    residentMegabytes: median(costs.map(({ residentMegabytes }) => residentMegabytes)),
  };
}
