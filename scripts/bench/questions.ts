import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const Line = z.object({ q: z.string() });

/** The questions to measure with, as people ask them. */
export async function questions(): Promise<readonly string[]> {
  const lines = (await readFile('test/qa/tuning.jsonl', 'utf8')).trim().split('\n');
  return lines.map((line) => Line.parse(JSON.parse(line)).q);
}
