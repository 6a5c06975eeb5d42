/**
 * Trains the understanding of questions and the guard from src/content/questions, and writes what they learnt beside the
 * built content. The build runs it whenever the questions or the code that learns have changed.
 *
 *   node dist/scripts/train.js                      trains and writes
 *   node dist/scripts/train.js --cross-validate     leaves out a fifth of every file in turn and prints how well the rest answers it
 *   node dist/scripts/train.js --score FILE …       trains, then asks the questions of these files (JSON lines with q, answerable, gold)
 *   node dist/scripts/train.js --from FOLDER        takes the lines from another folder; --to FOLDER writes elsewhere
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { guardFile, understandingFile } from '../src/features/agreement/files.js';
import { learnProtection } from '../src/features/agreement/protection.js';
import { encodeModel } from '../src/features/agreement/understanding/model.js';
import { train } from '../src/features/agreement/understanding/training.js';
import { createUnderstanding } from '../src/features/agreement/understanding/understanding.js';
import { runCommand } from './environment.js';
import { crossValidated } from './training/cross-validation.js';
import { confusions, failures, judged, readAsked, summary } from './training/judging.js';
import { readLessons, readProtectionExamples } from './training/lessons.js';

const confusionsShown = 25;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'cross-validate': { type: 'boolean', default: false },
      score: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      from: { type: 'string', default: 'src/content/questions' },
      to: { type: 'string', default: 'dist/src/content/questions' },
    },
  });
  const say = (line: string) => {
    if (!values.quiet) console.log(line);
  };
  const lessons = await readLessons(values.from);
  if (values['cross-validate']) {
    const results = crossValidated(lessons);
    say(summary('cross-validation', results));
    for (const line of confusions(results, confusionsShown)) say(line);
  }
  const begun = performance.now();
  const model = train(lessons);
  const guard = learnProtection(await readProtectionExamples(values.from, 'src/content/agreement/alltag.txt'));
  const bytes = encodeModel(model);
  await mkdir(values.to, { recursive: true });
  await replaceFile(join(values.to, understandingFile), bytes);
  await replaceFile(join(values.to, guardFile), guard.encode());
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const counts = `${lessons.lines.length} lines, ${lessons.intents.length} intents, ${model.features.size} features`;
  say(`${counts}, ${seconds} s, ${(bytes.length / 1e6).toFixed(1)} MB`);
  if (!values.score) return 0;
  for (const path of positionals) {
    const results = judged(createUnderstanding(model), await readAsked(path));
    for (const line of [summary(path, results), ...failures(results)]) say(line);
  }
  return 0;
});

/** A running bot reads either what was there or all of what is new. */
async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, contents);
  await rename(fresh, path);
}
