import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/bot/feature.js';
import { loadUnderstanding } from '../../../src/features/agreement/files.js';
import { createQuestionTopics } from '../../../src/features/agreement/network-topics.js';
import { House, slack, textOf } from '../identity/house.js';

const topics = createQuestionTopics(loadUnderstanding());
const carla = slack('CARLA');
let house: House;

beforeEach(async () => {
  house = await House.open({ attendance: { topics: () => topics } });
});
afterEach(() => house.close());

async function answerTo(question: string): Promise<string | undefined> {
  const person = await house.personOf(carla);
  const feature = house.features.find(({ name }) => name === 'attendance');
  const turn: Turn = {
    inbound: {
      key: 'k',
      at: house.clock.now(),
      from: carla,
      place: { kind: 'direct', conversation: 'c' },
      event: { type: 'text', text: question, via: 'chat' },
    },
    person,
    language: 'de',
    now: house.clock.now(),
    today: '2026-11-10',
    audit: () => undefined,
  };
  const reply = await feature?.answer?.(turn, question);
  return reply && textOf(reply);
}

describe('a question about the committees', () => {
  it.each([
    'Welche Gremien gibt es?',
    'Welche Arbeitskreise gibt es eigentlich?',
    'Wer sitzt in der Steuerungsgruppe?',
  ])('gets their card: %s', async (question) => expect(await answerTo(question)).toMatch(/^Gremien\n/));

  it.each([
    'Müssen wir in den Gremien mitarbeiten?',
    'Was steht in der Vereinbarung zu Gremien?',
    'Welche Mehrheit braucht ein Beschluss in den Gremien?',
    'Wie können wir kündigen?',
  ])('is left to the agreement where that, or nobody, answers it: %s', async (question) =>
    expect(await answerTo(question)).toBeUndefined(),
  );
});
