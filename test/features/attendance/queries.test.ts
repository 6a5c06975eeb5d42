import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decisionsSpec } from '../../../src/features/attendance/meetings/decisions.js';
import { invitationsSpec } from '../../../src/features/attendance/meetings/invitations.js';
import { meetingsSpec } from '../../../src/features/attendance/meetings/model.js';
import { representationsSpec } from '../../../src/features/attendance/meetings/representations.js';
import { tasksSpec } from '../../../src/features/attendance/meetings/tasks.js';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { staleCardsSpec } from '../../../src/features/attendance/replies/live.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { collectionsIn, profiled, withoutIndex } from '../../support/profiler.js';
import { anna, button, carla, deniz, emil, gabi, planned, Square } from './replies/square.js';

/** So many meetings, with all that belongs to them, have nothing to do with what is asked. */
const others = 400;
/** What is stored of meetings. */
const rooms = [
  'committees',
  'meetings',
  'invitations',
  'meeting-cards',
  'representations',
  'decisions',
  'tasks',
] as const;
const halfDayMs = 43_200_000;

let square: Square;
let client: MongoClient;
beforeEach(async () => {
  square = await Square.open({ on: 'mongodb', publicUrl: 'https://bot.example' });
  client = await MongoClient.connect(square.town.house.uri ?? '');
}, mongoSetupMs);
afterEach(async () => {
  await client.close();
  await square.close();
});

it('every query of meetings, replies, check-ins, minutes and reports is served by an index, and nothing is sorted', async () => {
  await fill();
  const seen = await profiled(client.db(), liveThroughAMeeting);
  const ours = seen.filter((each) => rooms.some((room) => collectionsIn([each]).includes(room)));
  expect(collectionsIn(ours)).toEqual(expect.arrayContaining([...rooms]));
  expect(withoutIndex(ours)).toEqual([]);
}, 60_000);

async function liveThroughAMeeting(): Promise<void> {
  await square.says(gabi, planned);
  await square.says(gabi, 'einladen 1');
  await square.beat();
  await square.pressesOnCard(carla, 'Zusagen');
  await square.says(deniz, 'vielleicht 1 Später');
  await square.says(gabi, 'absage 1 für Deniz Lehrer');
  await square.says(deniz, 'vertretung 1 Emil Extra');
  await square.beat();
  for (const who of [anna, gabi, carla, emil]) {
    await square.says(who, 'treffen');
    await square.town.house.opensHome(who);
    await square.says(who, 'kalender');
  }
  await square.says(gabi, 'offen 1');
  await square.says(gabi, 'erinnern 1');
  await square.says(gabi, 'verschieben 1 04.12.2026 15:00');
  await square.beat();
  await square.says(carla, 'Wann ist das nächste Treffen?');
  const list = await square.says(gabi, 'anwesenheit 1');
  await square.presses(gabi, button(list, 'Alle Zusagen: dabei'));
  await square.says(gabi, 'gast 1 Vera Vogel');
  await square.says(gabi, 'fehlt 1 rest');
  await square.says(gabi, 'protokoll 1 Beginn war pünktlich.');
  await square.says(gabi, 'beschluss 1 Ziel 6: Die Sprachförderung beginnt.');
  await square.says(gabi, 'aufgabe 1 Carla Kita bis 20.12.2026 Räume anfragen');
  await square.says(gabi, 'protokoll freigeben 1');
  await square.says(gabi, 'protokoll senden 1 jetzt');
  await square.beat();
  await square.says(carla, 'protokoll lesen 1');
  for (const search of [' Sprachförderung', ' Ziel 6', ' AK Übergänge'])
    await square.says(carla, `beschlüsse${search}`);
  await square.says(carla, 'aufgaben');
  await square.says(carla, 'meine teilnahme');
  await square.says(gabi, 'bericht 1');
  for (const period of ['AK Übergänge quartal 4.12.2026', 'AK Übergänge jahr', 'alle jahr']) {
    await square.says(anna, `bericht ${period}`);
  }
  const { features } = square.town.house;
  for (const { name } of features.flatMap((feature) => feature.jobs)) await square.town.house.runs(name);
  for (const schedule of features.flatMap(({ schedules }) => schedules ?? []))
    await schedule.run(square.clock.now(), square.clock.now());
}

async function fill(): Promise<void> {
  const now = square.clock.now();
  const { store } = square.town.house;
  const each = <T>(make: (index: number) => T): T[] => Array.from({ length: others }, (_, index) => make(index));
  const startOf = (index: number) => new Date(now.getTime() - (index + 2) * halfDayMs);
  const dayOf = (index: number) => startOf(index).toISOString().slice(0, 10);
  await store
    .collection(committeesSpec)
    .insertMany(
      each((i) => committeeFrom({ _id: `k-${i}`, name: `Kreis ${i}`, kind: 'working-group', memberIds: [] })),
    );
  await store.collection(meetingsSpec).insertMany(
    each((i) => ({
      _id: `m-${i}`,
      rev: 1,
      number: 1_000 + i,
      committeeId: `k-${i}`,
      title: `Kreis ${i}`,
      start: startOf(i),
      end: new Date(startOf(i).getTime() + halfDayMs / 6),
      agenda: [],
      replyBy: startOf(i),
      maybeAllowed: true,
      onePerPartner: true,
      state: 'invited' as const,
      asked: 1,
      sequence: 0,
      by: 'other',
      createdAt: startOf(i),
      unfinished: [],
    })),
  );
  await store.collection(invitationsSpec).insertMany(
    each((i) => ({
      _id: `m-${i}:other-${i}`,
      meetingId: `m-${i}`,
      personId: `other-${i}`,
      role: 'member' as const,
      until: startOf(i),
    })),
  );
  await store.collection(representationsSpec).insertMany(
    each((i) => ({
      _id: `m-${i}:p-${i}`,
      meetingId: `m-${i}`,
      committeeId: `k-${i}`,
      partnerId: `p-${i}`,
      day: dayOf(i),
      represented: 'yes' as const,
    })),
  );
  await store.collection(decisionsSpec).insertMany(
    each((i) => ({
      _id: `d-${i}`,
      meetingId: `m-${i}`,
      committeeId: `k-${i}`,
      place: 1,
      meetingNumber: 1_000 + i,
      text: 'Anderes.',
      words: ['ander'],
      day: dayOf(i),
      createdAt: now,
      by: 'other',
    })),
  );
  await store.collection(tasksSpec).insertMany(
    each((i) => ({
      _id: `t-${i}`,
      number: 2_000 + i,
      meetingId: `m-${i}`,
      committeeId: `k-${i}`,
      ownerId: `other-${i}`,
      text: 'Anderes',
      due: '2027-06-01',
      createdAt: now,
      by: 'other',
    })),
  );
  await store.collection(staleCardsSpec).insertMany(each((i) => ({ _id: `m-${i}`, changes: 1, changedAt: now })));
}
