import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createResponder } from '../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';

interface DateEntry {
  readonly id: string;
  readonly q: string;
  readonly gold: readonly string[];
  readonly must_quote: readonly string[];
  /** ISO day, or --MM-DD where the question names no year. */
  readonly expect_date: string;
}

/** A Monday: the day that "heute" and days without a year are counted from. */
const today = '2026-11-23';
const respond = createResponder({
  documents: loadDocuments(),
  childProtectionContact: 'Fachstelle Kinderschutz, 02064 000',
});
const entries = readFileSync(new URL('../../qa/dates.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): DateEntry => JSON.parse(line));

describe('questions about a day of notice, end or signing', () => {
  it.each(entries)('$id $q → $expect_date', ({ q, gold, must_quote, expect_date }) => {
    const answer = respond(q, { today, language: 'de' });
    expect(answer).toMatchObject({ kind: 'calculation', answered: true });
    expect(answer.date?.slice(-expect_date.replace('--', '').length)).toBe(expect_date.replace('--', ''));
    expect(gold).toContain(answer.citations[0]?.passage.id);
    expect(must_quote.some((words) => answer.citations[0]?.quote.includes(words))).toBe(true);
    const shown = answer.sentences.join(' ').match(/\d{2}\.\d{2}\.\d{4}/g);
    expect(new Set(shown).size).toBeLessThanOrEqual(4);
    expect(shown).toContain(answer.date?.split('-').reverse().join('.'));
  });
});
