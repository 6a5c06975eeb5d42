/**
 * Trains the understanding of questions from src/content/questions and writes dist/understanding.model.
 *
 *   node dist/scripts/train.js                      trains and writes the model
 *   node dist/scripts/train.js --cross-validate     leaves out a fifth of every file in turn and prints how well the rest answers it
 *   node dist/scripts/train.js --score FILE …       trains, then asks the questions of these files (JSON lines with q, answerable, gold)
 *   node dist/scripts/train.js --from FOLDER        takes the lines from another folder; --to FILE writes elsewhere
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeModel, type Intent, type IntentKind } from '../src/features/agreement/understanding/model.js';
import { type Lessons, type Line, train } from '../src/features/agreement/understanding/training.js';
import { createUnderstanding, type Understanding } from '../src/features/agreement/understanding/understanding.js';

const kinds: readonly IntentKind[] = ['answered', 'silent', 'smalltalk'];
const FOLDS = 5;
const CONFUSIONS_SHOWN = 25;

interface Asked {
  readonly id: string;
  readonly question: string;
  readonly answerable: boolean;
  /** Passages that answer it. */
  readonly gold: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'cross-validate': { type: 'boolean', default: false },
    score: { type: 'boolean', default: false },
    from: { type: 'string', default: 'src/content/questions' },
    to: { type: 'string', default: 'dist/understanding.model' },
  },
});

const lessons = await readLessons(values.from);
if (values['cross-validate']) crossValidate(lessons);
const started = performance.now();
const model = train(lessons);
const file = encodeModel(model);
await mkdir(dirname(values.to), { recursive: true });
await writeFile(values.to, file);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${lessons.lines.length} lines, ${lessons.intents.length} intents, ${model.features.length} features, ${seconds} s, ${(file.length / 1e6).toFixed(1)} MB`,
);
if (values.score)
  for (const path of positionals) report(path, answersTo(createUnderstanding(model), await readAsked(path)), true);

async function readLessons(folder: string): Promise<Lessons> {
  const files = (await Promise.all(kinds.map((kind) => readKind(folder, kind)))).flat();
  const danger = join(folder, 'protection');
  return {
    intents: files.map(({ intent }) => intent),
    lines: files.flatMap(({ intent, texts }) => texts.map((text) => ({ text, intent: intent.id }))),
    danger: {
      alarms: await readTexts(join(danger, 'gefahr.txt')),
      others: await readTexts(join(danger, 'keine-gefahr.txt')),
    },
    lexicon: await readFile(join(folder, 'concepts.txt'), 'utf8'),
  };
}

async function readKind(
  folder: string,
  kind: IntentKind,
): Promise<readonly { intent: Intent; texts: readonly string[] }[]> {
  const names = (await readdir(join(folder, kind))).filter((name) => name.endsWith('.txt')).sort();
  return Promise.all(
    names.map(async (name) => {
      const id = name.slice(0, -'.txt'.length);
      const path = join(folder, kind, name);
      const passage = kind === 'answered' ? id.split('.')[0] : await nearestIn(path);
      return { intent: { id, kind, ...(passage !== undefined && { passage }) }, texts: await readTexts(path) };
    }),
  );
}

async function readTexts(path: string): Promise<readonly string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))];
}

async function nearestIn(path: string): Promise<string | undefined> {
  const nearest = /^# nearest: (\S+)$/m.exec(await readFile(path, 'utf8'))?.[1];
  return nearest === 'none' ? undefined : nearest;
}

async function readAsked(path: string): Promise<readonly Asked[]> {
  const rows = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return rows.map((row) => {
    const { id, q, answerable, gold } = JSON.parse(row) as {
      id: string;
      q: string;
      answerable: boolean;
      gold?: string[];
    };
    return { id, question: q, answerable, gold: gold ?? [] };
  });
}

/** Neighbouring lines of a file are often by one author: whole stretches are left out, so that a voice is judged unheard. */
function crossValidate({ lines, ...rest }: Lessons): void {
  const placed = placeInFolds(lines);
  const results = Array.from({ length: FOLDS }, (_, fold) => {
    const model = train({ ...rest, lines: placed.filter((line) => line.fold !== fold) });
    return answersTo(
      createUnderstanding(model),
      placed.filter((line) => line.fold === fold).map((line) => asAsked(line, rest.intents)),
    );
  }).flat();
  report('cross-validation', results, false);
  printConfusions(results);
}

function placeInFolds(lines: readonly Line[]): readonly (Line & { readonly fold: number })[] {
  const sizes = new Map<string, number>();
  for (const { intent } of lines) sizes.set(intent, (sizes.get(intent) ?? 0) + 1);
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const at = seen.get(line.intent) ?? 0;
    seen.set(line.intent, at + 1);
    return { ...line, fold: Math.floor((at * FOLDS) / (sizes.get(line.intent) ?? 1)) };
  });
}

function asAsked({ text, intent }: Line, intents: readonly Intent[]): Asked {
  const { kind, passage } = intents.find(({ id }) => id === intent) ?? {};
  const answerable = kind === 'answered';
  return { id: intent, question: text, answerable, gold: answerable && passage ? [passage] : [] };
}

interface Result extends Asked {
  /** The first passage, or none for a refusal. */
  readonly passage: string | undefined;
  readonly right: boolean;
}

function answersTo(understanding: Understanding, questions: readonly Asked[]): readonly Result[] {
  return questions.map((asked) => {
    const passage = understanding.understand(asked.question).intents[0]?.passage;
    const right = asked.answerable ? passage !== undefined && asked.gold.includes(passage) : passage === undefined;
    return { ...asked, passage, right };
  });
}

function report(title: string, results: readonly Result[], failures: boolean): void {
  const correct = share(results.filter(({ answerable }) => answerable));
  const refused = share(results.filter(({ answerable }) => !answerable));
  const score = correct + refused === 0 ? 0 : (2 * correct * refused) / (correct + refused);
  const [c, r, s] = [correct, refused, score].map((value) => value.toFixed(3));
  console.log(`${title}: ${results.length} questions, correct@1 ${c}, honest refusals ${r}, harmonic mean ${s}`);
  if (!failures) return;
  for (const { id, question, gold, passage, right } of results) {
    if (!right)
      console.log(`  ${id} | ${question} | wanted ${gold.join(', ') || 'refusal'} | got ${passage ?? 'refusal'}`);
  }
}

function share(results: readonly Result[]): number {
  return results.filter(({ right }) => right).length / Math.max(1, results.length);
}

function printConfusions(results: readonly Result[]): void {
  const counts = new Map<string, number>();
  for (const { id, passage, right } of results) {
    const pair = `${id} → ${passage ?? 'refusal'}`;
    if (!right) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const commonest = [...counts].sort(([, a], [, b]) => b - a).slice(0, CONFUSIONS_SHOWN);
  for (const [pair, count] of commonest) console.log(`  ${String(count).padStart(4)} ${pair}`);
}
