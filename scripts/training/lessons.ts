import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf } from '../../src/features/agreement/files.js';
import type { ProtectionExamples } from '../../src/features/agreement/protection.js';
import type { Intent, IntentKind } from '../../src/features/agreement/understanding/model.js';
import type { Lessons } from '../../src/features/agreement/understanding/training.js';

const kinds: readonly IntentKind[] = ['answered', 'silent', 'smalltalk'];
/** Of the everyday questions one in so many is enough to learn what is no alarm. */
const everydayShare = 10;

interface IntentFile {
  readonly intent: Intent;
  readonly texts: readonly string[];
}

/** The ways of asking under `content/questions`: one file for each intent, in the folder of its kind. */
export async function readLessons(questions: string): Promise<Lessons> {
  const files = (await Promise.all(kinds.map((kind) => readKind(questions, kind)))).flat();
  return {
    intents: files.map(({ intent }) => intent),
    lines: files.flatMap(({ intent, texts }) => texts.map((text) => ({ text, intent: intent.id }))),
    lexicon: await readFile(join(questions, 'concepts.txt'), 'utf8'),
  };
}

async function readKind(questions: string, kind: IntentKind): Promise<readonly IntentFile[]> {
  const names = (await readdir(join(questions, kind))).filter((name) => name.endsWith('.txt')).sort();
  return Promise.all(
    names.map(async (name) => {
      const id = name.slice(0, -'.txt'.length);
      const path = join(questions, kind, name);
      const nearTo = kind === 'answered' ? undefined : await nearestIn(path);
      const passage = (nearTo ?? (kind === 'answered' ? id : undefined))?.split('.')[0];
      const near = nearTo === undefined ? {} : { nearTo };
      return { intent: { id, kind, ...(passage !== undefined && { passage }), ...near }, texts: textsOf(path) };
    }),
  );
}

/** `# nearest: laufzeit-2.kuendigung` in the head of a file of what is not answered. */
async function nearestIn(path: string): Promise<string | undefined> {
  const nearest = /^# nearest: (\S+)$/m.exec(await readFile(path, 'utf8'))?.[1];
  return nearest === 'none' ? undefined : nearest;
}

function textsOf(path: string): readonly string[] {
  return [...new Set(linesOf(path).map((line) => line.trim()))];
}

/** What the guard learns from: alarms, what only shares their words, and a part of the everyday questions. */
export async function readProtectionExamples(questions: string, otherJobs: string): Promise<ProtectionExamples> {
  const everyday = (await Promise.all(kinds.map((kind) => everydayIn(join(questions, kind))))).flat();
  return {
    danger: linesOf(join(questions, 'protection', 'gefahr.txt')),
    noDanger: [...linesOf(join(questions, 'protection', 'keine-gefahr.txt')), ...linesOf(otherJobs)],
    everyday: everyday.filter((_, index) => index % everydayShare === 0),
  };
}

async function everydayIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort().flatMap((file) => linesOf(join(folder, file)));
}
