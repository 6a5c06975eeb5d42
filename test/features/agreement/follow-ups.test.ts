import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Answering } from '../../../src/features/agreement/answering.js';
import { loadDocuments, loadUnderstanding } from '../../../src/features/agreement/files.js';
import { createFinder } from '../../../src/features/agreement/question-finder.js';

interface FollowUp {
  /** Id of the matter that was spoken of before. */
  readonly about: string;
  readonly q: string;
  /** Passages that answer it. */
  readonly gold: readonly string[];
  readonly mayRefuse: boolean;
}

/** What learning anew may cost; fewer right ones are a fault. */
const mostWrong = 8;
const documents = loadDocuments();
const answering = new Answering(documents, createFinder(documents, loadUnderstanding()));
const followUps = readFileSync(new URL('../../qa/follow-ups.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): FollowUp => JSON.parse(line));

function isRight({ about, q, gold, mayRefuse }: FollowUp): boolean {
  const { answered, citations } = answering.question(q, { today: '2026-11-23', language: 'de', about });
  return answered ? gold.includes(citations[0]?.passage.id ?? '') : mayRefuse;
}

describe('follow-ups of many kinds', () => {
  it('are nearly all understood after what was spoken of before', () => {
    const wrong = followUps.filter((followUp) => !isRight(followUp)).map(({ about, q }) => `${about}: ${q}`);
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(mostWrong);
  });
});
