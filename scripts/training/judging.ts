import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Understanding } from '../../src/features/agreement/understanding/understanding.js';

const AskedLine = z.object({
  id: z.string(),
  q: z.string(),
  answerable: z.boolean(),
  gold: z.array(z.string()).default([]),
});

/** A question of which it is known what answers it. */
export interface Asked {
  readonly id: string;
  readonly question: string;
  readonly answerable: boolean;
  /** Passages that answer it. */
  readonly gold: readonly string[];
}

export interface Result extends Asked {
  /** The first passage, or none for a refusal. */
  readonly passage: string | undefined;
  readonly right: boolean;
}

/** Questions from a file of JSON lines with id, q, answerable and gold. */
export async function readAsked(path: string): Promise<readonly Asked[]> {
  const rows = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return rows.map((row) => {
    const { q, ...rest } = AskedLine.parse(JSON.parse(row));
    return { ...rest, question: q };
  });
}

export function judged(understanding: Understanding, questions: readonly Asked[]): readonly Result[] {
  return questions.map((asked) => {
    const passage = understanding.understand(asked.question).intents[0]?.passage;
    const right = asked.answerable ? passage !== undefined && asked.gold.includes(passage) : passage === undefined;
    return { ...asked, passage, right };
  });
}

/** Shares of right answers and refusals, and their harmonic mean, in one line. */
export function summary(title: string, results: readonly Result[]): string {
  const correct = share(results.filter(({ answerable }) => answerable));
  const refused = share(results.filter(({ answerable }) => !answerable));
  const mean = correct + refused === 0 ? 0 : (2 * correct * refused) / (correct + refused);
  const [c, r, m] = [correct, refused, mean].map((value) => value.toFixed(3));
  return `${title}: ${results.length} questions, correct@1 ${c}, honest refusals ${r}, harmonic mean ${m}`;
}

/** What was mistaken for what, commonest first. */
export function confusions(results: readonly Result[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { id, passage, right } of results) {
    const pair = `${id} → ${passage ?? 'refusal'}`;
    if (!right) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const commonest = [...counts].sort(([, a], [, b]) => b - a).slice(0, most);
  return commonest.map(([pair, count]) => `  ${String(count).padStart(4)} ${pair}`);
}

export function failures(results: readonly Result[]): readonly string[] {
  return results
    .filter(({ right }) => !right)
    .map(
      ({ id, question, gold, passage }) =>
        `  ${id} | ${question} | wanted ${gold.join(', ') || 'refusal'} | got ${passage ?? 'refusal'}`,
    );
}

function share(results: readonly Result[]): number {
  return results.filter(({ right }) => right).length / Math.max(1, results.length);
}
