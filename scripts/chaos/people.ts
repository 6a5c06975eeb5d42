import type { Account } from '../../src/messages/inbound.js';
import type { OutboxEntry } from '../../src/ports/outbox.js';
import type { Person } from '../../src/ports/people.js';

export const tenant = '7f3a1c52-1111-4222-8333-444455556666';
export const workspace = 'T0DINGG01';
export const batch = 'chaos';
export const contents = 'chaos:contents';
/** Every so many-th recipient gets a correction behind the first message. */
const correctedEvery = 10;

/** Half of them are in Slack, half in Teams. */
export function accountOf(personId: string): Account {
  const inTeams = Number(personId.slice(1)) % 2 === 1;
  return inTeams
    ? { channel: 'teams', realm: tenant, user: personId }
    : { channel: 'slack', realm: workspace, user: personId };
}

export function personOf(id: string): Person {
  const account = accountOf(id);
  return { id, name: id, language: 'de', accounts: [account], coordinator: false, chairs: [], reachable: account };
}

export function peopleIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `U${String(index).padStart(6, '0')}`);
}

/** What one person is to get; a correction comes behind what it corrects. */
export function entriesFor(personId: string, due: Date): readonly OutboxEntry[] {
  const keys = [`${personId}:1`, ...(Number(personId.slice(1)) % correctedEvery < 2 ? [`${personId}:2`] : [])];
  return keys.map((key) => ({
    key,
    personId,
    view: { shared: contents, below: [{ type: 'text', text: marked(key) }] },
    due,
    batch,
  }));
}

/** How a message's key stands in its text, so that it is found in what Teams got. */
export function marked(key: string): string {
  return `Kennung ${key} Ende`;
}

export function keyIn(text: string): string | undefined {
  return /Kennung (U\d{6}:\d) Ende/.exec(text)?.[1];
}
