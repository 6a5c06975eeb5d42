import { type Composition, compose } from '../../src/composition.js';
import { readConfig } from '../../src/config/config.js';
import { Dispatcher } from '../../src/delivery/dispatcher.js';
import { invitationsSpec } from '../../src/features/attendance/meetings/invitations.js';
import { type Meeting, meetingsSpec } from '../../src/features/attendance/meetings/model.js';
import { committeeFrom, committeesSpec } from '../../src/features/attendance/model.js';
import type { Account, InboundEvent } from '../../src/messages/inbound.js';
import type { View } from '../../src/messages/view.js';
import { systemClock } from '../../src/ports/clock.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Messenger } from '../../src/ports/messenger.js';
import { type Result, result } from './result.js';
import { storeKinds } from './stores.js';

const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
const copies = 60;
const presses = 200;
const withinMs = 1_000;
/** Of a call at the platform. */
const platformMs = 50;
const settleMs = 60_000;
const lookMs = 100;
const dayMs = 86_400_000;
const meetingId = 'bench-meeting';
const replies = ['yes', 'maybe', 'no'] as const;

/** 200 presses within a second on one meeting with 60 copies of its card, half of them on each platform. */
export async function replying(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { kind, open } of storeKinds()) {
    const store = await open();
    try {
      results.push(...(await measured(kind, store.settings)));
    } finally {
      await store.remove();
    }
  }
  return results;
}

async function measured(kind: string, settings: Readonly<Record<string, string>>): Promise<readonly Result[]> {
  const bot = await compose(readConfig(settings), tools, { serving: false });
  const platform = new CountingPlatform();
  const post = new Dispatcher({
    ...tools,
    store: bot.storage.store,
    people: bot.features.people,
    messenger: () => platform,
  });
  try {
    const accounts = await invited(bot);
    post.start();
    await until('all have their card', () => platform.shown.size === copies);
    await until('the cards have come to rest', () => platform.isQuiet());
    platform.updates = 0;
    const { slowest, wanted } = await pressAll(bot, accounts);
    const line = countsLine(wanted);
    await until('all copies show the counts', () => platform.allShow(line));
    await until('the cards have come to rest', () => platform.isQuiet());
    const lost = (await lostOf(bot, wanted)) + (platform.allShow(line) ? 0 : 1);
    return [
      result(
        `replies-acknowledged-${kind}`,
        'ms',
        { value: slowest, baseline: withinMs },
        { of: 'value', is: '<=', than: 3_000 },
      ),
      result(`replies-lost-${kind}`, 'presses', { value: lost, baseline: presses }, { of: 'value', is: '<=', than: 0 }),
      result(
        `replies-updates-${kind}`,
        'updates',
        { value: platform.updates, baseline: presses * copies },
        { of: 'ratio', is: '<=', than: 0.05 },
      ),
    ];
  } finally {
    await post.stop();
    await bot.close();
  }
}

/** So many people who have written once, and a meeting that they are all invited to. */
async function invited(bot: Composition): Promise<readonly Account[]> {
  const { store } = bot.storage;
  const accounts = Array.from({ length: copies }, (_, index): Account => {
    const channel = index % 2 === 0 ? 'slack' : 'teams';
    return { channel, realm: 'bench', user: `bench-${index}` };
  });
  for (const from of accounts) await send(bot, from, new Date(), { type: 'text', text: 'hallo', via: 'chat' });
  const people = await Promise.all(accounts.map((account) => bot.features.people.peek(account)));
  const memberIds = people.flatMap((person) => person?.id ?? []);
  const committee = { _id: 'bench-committee', name: 'AK Bench', kind: 'working-group', memberIds } as const;
  await store.collection(committeesSpec).insert(committeeFrom({ ...committee, memberIds: [...memberIds] }));
  await store.collection(meetingsSpec).insert(meetingOf(committee._id, memberIds[0] ?? ''));
  // Inviting was cut short, so to say: the next beat does it.
  await bot.heartbeat.beat(new Date());
  return accounts;
}

function meetingOf(committeeId: string, by: string): Meeting {
  const now = Date.now();
  return {
    _id: meetingId,
    rev: 1,
    number: 1,
    committeeId,
    committeeName: 'AK Bench',
    title: 'AK Bench',
    start: new Date(now + 20 * dayMs),
    end: new Date(now + 20 * dayMs + 5_400_000),
    place: 'Rathaus',
    agenda: [],
    replyBy: new Date(now + 18 * dayMs),
    maybeAllowed: true,
    onePerPartner: true,
    state: 'invited',
    asked: 1,
    sequence: 0,
    by,
    createdAt: new Date(now),
    invitedAt: new Date(now),
    unfinished: ['inviting'],
  };
}

type Wanted = ReadonlyMap<string, (typeof replies)[number]>;

/** One press every few milliseconds, each of somebody else; the last of each person counts. */
async function pressAll(bot: Composition, accounts: readonly Account[]) {
  const wanted = new Map<string, (typeof replies)[number]>();
  const begun = Date.now();
  const took = await Promise.all(
    Array.from({ length: presses }, async (_, index) => {
      const from = accounts[(index * 7) % accounts.length] as Account;
      const reply = replies[(index * 5) % replies.length] ?? 'yes';
      wanted.set(from.user, reply);
      const at = new Date(begun + (index * withinMs) / presses);
      await new Promise((resolve) => setTimeout(resolve, Math.max(at.getTime() - Date.now(), 0)));
      const pressed = performance.now();
      const payload = { meeting: meetingId, asked: 1, reply };
      await send(bot, from, at, { type: 'action', id: 'attendance.reply', payload });
      return performance.now() - pressed;
    }),
  );
  return { slowest: Math.max(...took), wanted };
}

async function send(bot: Composition, from: Account, at: Date, event: InboundEvent): Promise<void> {
  const place = { kind: 'direct', conversation: from.user } as const;
  await bot.dispatch({ key: randomIds.next(), at, from, name: from.user, place, event });
}

/** „20 Zusagen, 20 vielleicht, 20 Absagen, 0 offen“, as the cards write it. */
function countsLine(wanted: Wanted): string {
  const count = (reply: string) => [...wanted.values()].filter((each) => each === reply).length;
  return `${count('yes')} Zusagen, ${count('maybe')} vielleicht, ${count('no')} Absagen, ${copies - wanted.size} offen`;
}

/** Of how many people something else is stored than they pressed last. */
async function lostOf(bot: Composition, wanted: Wanted): Promise<number> {
  const rows = await bot.storage.store.collection(invitationsSpec).find({ filter: { meetingId }, limit: copies });
  const names = await bot.features.people.names(rows.items.map(({ personId }) => personId));
  return rows.items.filter(({ personId, reply }) => wanted.get(names.get(personId) ?? '') !== reply).length;
}

/** Shows what it was told last, and counts how often it was told. */
class CountingPlatform implements Messenger {
  readonly shown = new Map<string, View>();
  updates = 0;
  private changedAt = performance.now();

  async send({ channel, realm }: Account, view: View, key: string) {
    await this.show(key, view);
    return { channel, realm, parts: { key } };
  }

  async update({ parts }: { readonly parts: Readonly<Record<string, string>> }, view: View): Promise<void> {
    this.updates += 1;
    await this.show(parts.key ?? '', view);
  }

  async find(): Promise<'unknown'> {
    return 'unknown';
  }

  allShow(text: string): boolean {
    return [...this.shown.values()].every((view) => JSON.stringify(view).includes(text));
  }

  /** Nothing has come for a while. */
  isQuiet(): boolean {
    return performance.now() - this.changedAt > 4_000;
  }

  private async show(key: string, view: View): Promise<void> {
    this.changedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, platformMs));
    this.shown.set(key, view);
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + settleMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
