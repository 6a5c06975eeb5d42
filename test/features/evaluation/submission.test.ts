import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { Account } from '../../../src/messages/inbound.js';
import { testNow } from '../../support/clock.js';
import { watched } from '../../support/faulty-store.js';
import { SurveyHouse } from './house.js';

const writes = new Set(['insert', 'insertMany', 'update', 'upsert', 'claim', 'delete']);

/** What happens to one person's part in a round: presses, events delivered once more, and a process that dies in between. */
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), question: fc.nat(1), step: fc.nat(4) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('submit' as const), at: fc.option(fc.nat(9)) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('beat' as const), at: fc.option(fc.nat(5)) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('both' as const) }) },
  ),
  { minLength: 4, maxLength: 14 },
);
type Step = typeof steps extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

/** One person, what they should have in their draft, and what they submitted with it. */
class Story {
  private draft: Record<string, number> = {};
  private submitted: Readonly<Record<string, number>> | undefined;
  private sent: (() => Promise<unknown>)[] = [];
  /** So many writes get through; then the process is dead until it starts again. */
  private left = Number.POSITIVE_INFINITY;
  private keys = 0;

  constructor(
    private readonly house: SurveyHouse,
    private readonly person: Account,
    private readonly roundId: string,
    private readonly questions: readonly string[],
  ) {}

  static before(story: { it?: Story }, call: string): void {
    const { it } = story;
    if (!it || !writes.has(call)) return;
    it.left -= 1;
    if (it.left < 0) throw new Unavailable('killed');
  }

  async plays(step: Step): Promise<void> {
    switch (step.do) {
      case 'answer':
        return this.answers(this.questions[step.question] ?? '', step.step + 1);
      case 'submit':
        return this.submits(step.at);
      case 'again': {
        const event = this.sent[step.which % Math.max(1, this.sent.length)];
        if (event) await event();
        return this.noteSubmitted();
      }
      case 'beat':
        return this.dying(step.at, () => this.house.house.runs('evaluation-submissions'));
      case 'both': {
        await Promise.all([this.press('evaluation.submit', {}), this.press('evaluation.submit', {})]);
        return this.noteSubmitted();
      }
    }
  }

  private async answers(question: string, value: number): Promise<void> {
    await this.press('evaluation.answer', { question, value });
    if (!this.submitted) this.draft[question] = value;
  }

  private async submits(at: number | null): Promise<void> {
    await this.dying(at, () => this.press('evaluation.submit', {}));
    await this.noteSubmitted();
  }

  /** It is decided once the draft is gone; what is answered after that counts no more. */
  private async noteSubmitted(): Promise<void> {
    const prompt = await this.house.prompt(this.roundId, this.person);
    if (!this.submitted && prompt?.state !== 'open') this.submitted = { ...this.draft };
  }

  private press(id: string, more: Readonly<Record<string, string | number>>): Promise<unknown> {
    this.keys += 1;
    const key = `${this.roundId}-${this.person.user}-${this.keys}`;
    const event = { type: 'action', id, payload: { round: this.roundId, ...more } } as const;
    const deliver = () => this.house.house.deliver(this.person, event, { key });
    // An answer that was dealt with and comes again does nothing; one of a press that is the last may.
    if (id === 'evaluation.submit') this.sent.push(deliver);
    return deliver();
  }

  private async dying(at: number | null, act: () => Promise<unknown>): Promise<void> {
    this.left = at ?? Number.POSITIVE_INFINITY;
    await act().catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
    });
    this.left = Number.POSITIVE_INFINITY;
    // The lease of a dead process runs out before the platform delivers again.
    this.house.clock.advance({ minutes: 1 });
  }

  /** What a redelivery decided counts as well. */
  async ends(): Promise<Readonly<Record<string, number>> | undefined> {
    await this.noteSubmitted();
    return this.submitted;
  }
}

test('whatever is pressed, delivered again or cut short between two steps, the last draft is submitted exactly once', async () => {
  const story: { it?: Story } = {};
  const house = await SurveyHouse.open({
    between: (store) => watched(store, (_collection, call) => Story.before(story, call)),
    survey: { smallestGroup: 3 },
  });
  const people = [await house.meets('ERDEM'), await house.meets('GRETA'), await house.meets('HANNO')];
  try {
    await fc.assert(
      fc.asyncProperty(fc.tuple(steps, steps, steps), async (plays) => {
        delete story.it;
        house.clock.set(testNow);
        const round = await house.started();
        const questions = round.questions.filter(({ kind }) => kind.type === 'scale').map(({ id }) => id);
        const expected: string[] = [];
        let submissions = 0;
        for (const [index, person] of people.entries()) {
          const it = new Story(house, person, round._id, questions);
          story.it = it;
          for (const step of plays[index] ?? []) await it.plays(step);
          const submitted = await it.ends();
          if (submitted) submissions += 1;
          expected.push(...Object.entries(submitted ?? {}).map(([id, value]) => `${id} ${value}`));
        }
        delete story.it;
        await house.house.runs('evaluation-submissions');
        house.clock.set('2026-12-02T09:00:00+01:00');
        await house.runs();
        await house.runs();
        const rows = (await house.context.answers.find({ filter: { roundId: round._id }, limit: 1_000 })).items;
        const stored = rows.map(({ questionId, value }) => `${questionId} ${value}`);
        expect(stored.toSorted()).toEqual(submissions < 3 ? [] : expected.toSorted());
        expect(await house.context.ballots.count()).toBe(0);
      }),
      { numRuns: 25, seed: 8, endOnFailure: true },
    );
  } finally {
    await house.close();
  }
}, 120_000);
