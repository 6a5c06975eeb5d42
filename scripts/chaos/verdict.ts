import type { State } from '../../src/delivery/entry.js';
import { accountOf } from './people.js';

/** What became of one platform's messages. */
export interface Account {
  readonly messages: number;
  /** Accepted by the platform, each counted once. */
  readonly arrived: number;
  readonly twice: readonly string[];
  /** Neither at the platform nor listed as unclear; in Slack, not at the platform. */
  readonly lost: readonly string[];
  /** In the books differently than at the platform. */
  readonly wrong: readonly string[];
  /** A correction before what it corrects. */
  readonly early: readonly string[];
  readonly unclear: number;
}

/** Compares the books with what the platforms got, in the order in which they got it. */
export function verdictOn(
  channel: 'slack' | 'teams',
  expected: readonly string[],
  booked: ReadonlyMap<string, State>,
  got: readonly string[],
): Account {
  const mine = expected.filter((key) => accountOf(personIn(key)).channel === channel);
  const first = new Map<string, number>();
  const twice = new Set<string>();
  got.forEach((key, index) => {
    if (first.has(key)) twice.add(key);
    else first.set(key, index);
  });
  const unclear = mine.filter((key) => booked.get(key) === 'unclear');
  const maybe = channel === 'teams' ? new Set(unclear) : new Set<string>();
  return {
    messages: mine.length,
    arrived: first.size,
    twice: [...twice],
    lost: mine.filter((key) => !first.has(key) && !maybe.has(key)),
    wrong: mine.filter((key) => booked.get(key) !== 'sent' && !maybe.has(key)),
    early: mine.filter((key) => isEarly(key, first)),
    unclear: unclear.length,
  };
}

export function holds({ twice, lost, wrong, early }: Account): boolean {
  return [twice, lost, wrong, early].every((keys) => keys.length === 0);
}

function isEarly(key: string, first: ReadonlyMap<string, number>): boolean {
  const [person, number] = key.split(':');
  if (number !== '2') return false;
  const [original, correction] = [first.get(`${person}:1`), first.get(key)];
  return original !== undefined && correction !== undefined && correction < original;
}

function personIn(key: string): string {
  return key.split(':')[0] ?? '';
}
