import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const QuestionLine = z.object({
  id: z.string(),
  q: z.string(),
  kind: z.string(),
  answerable: z.boolean(),
  must_quote: z.array(z.string()).default([]),
  groups: z.array(z.array(z.string())).optional(),
  expect_date: z.string().optional(),
});

/** A question with what a right answer to it must hold. */
export interface Question {
  readonly id: string;
  readonly question: string;
  /** `near-miss`, `typo`, `multi` … */
  readonly kind: string;
  readonly answerable: boolean;
  /** One of these words the first quote must hold. */
  readonly mustQuote: readonly string[];
  /** Of a question of several parts: what the quotes must hold together, one of each group. */
  readonly groups?: readonly (readonly string[])[];
  /** ISO date, or `--03-31` for any year. */
  readonly expectDate?: string;
}

/** Reads a file of questions, a JSON object a line. Throws for a line that is none. */
export async function readQuestions(file: string): Promise<readonly Question[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const { q, must_quote, groups, expect_date, ...rest } = QuestionLine.parse(JSON.parse(line));
    return {
      ...rest,
      question: q,
      mustQuote: must_quote,
      ...(groups && { groups }),
      ...(expect_date !== undefined && { expectDate: expect_date }),
    };
  });
}
