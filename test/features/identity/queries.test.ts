import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditSpec } from '../../../src/bot/audit.js';
import { leaseSpec } from '../../../src/bot/leases.js';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { accountsSpec, linkCodesSpec, peopleSpec, searchable } from '../../../src/features/identity/model.js';
import { partnerFrom, partnersSpec } from '../../../src/features/partners/model.js';
import { mentionOf } from '../../../src/messages/mention.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { collectionsIn, profiled, withoutIndex } from '../../support/profiler.js';
import { button, House, slack, teams, vouched } from './house.js';

const anna = slack('ANNA');
const carla = teams('CARLA');
const maria = slack('MARIA');
/** So many documents stand in every collection that have nothing to do with what is asked. */
const others = 400;

let house: House;
let client: MongoClient;
beforeEach(async () => {
  house = await (await House.open({ on: 'mongodb', coordinators: ['anna@stadt.example'] })).withPartners();
  house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  house.knows(carla, vouched('Carla Kita', 'carla@kita-beispielblume.example'));
  house.knows(maria, vouched('Maria Wunderlich', 'maria@kita.example'));
  client = await MongoClient.connect(house.uri ?? '');
}, mongoSetupMs);
afterEach(async () => {
  await client.close();
  await house.close();
});

it('every query of what people do here, and of the clock, is served by an index, and nothing is sorted', async () => {
  await fill();
  const seen = await profiled(client.db(), liveThroughEverything);
  expect(collectionsIn(seen)).toEqual(
    expect.arrayContaining(['people', 'accounts', 'coordination', 'link-codes', 'audit', 'committees', 'partners']),
  );
  expect(withoutIndex(seen)).toEqual([]);
}, 60_000);

async function fill(): Promise<void> {
  const at = house.clock.now();
  const each = <T>(make: (index: number) => T): T[] => Array.from({ length: others }, (_, index) => make(index));
  const seen = { firstSeen: at, lastSeen: at };
  const { store } = house;
  await store.collection(peopleSpec).insertMany(
    each((i) => ({
      _id: `other-${i}`,
      rev: 0,
      createdAt: at,
      ...searchable(`Zoe Zufall ${i}`),
      language: 'de',
      absorbed: [],
      ...seen,
    })),
  );
  await store.collection(accountsSpec).insertMany(
    each((i) => ({
      _id: `slack:T1:OTHER${i}`,
      account: slack(`OTHER${i}`),
      personId: `other-${i}`,
      name: `Zoe Zufall ${i}`,
      email: `zoe${i}@andere.example`,
      guest: false,
      profileDue: at,
      lastSeen: at,
    })),
  );
  await store
    .collection(auditSpec)
    .insertMany(
      each((i) => ({ _id: `a-${i}`, at, actor: `other-${i}`, kind: 'identity.granted', subject: 'other-0' })),
    );
  await store
    .collection(leaseSpec)
    .insertMany(each((i) => ({ _id: `l-${i}`, state: 'done', holder: 'other', until: at })));
  await store
    .collection(linkCodesSpec)
    .insertMany(each((i) => ({ _id: `c-${i}`, personId: `other-${i}`, shownTo: 'slack:T1:OTHER', expires: at })));
  const kind = 'working-group' as const;
  const committee = { kind, memberIds: ['other-1', 'other-2'], chairId: 'other-1' };
  await store
    .collection(committeesSpec)
    .insertMany(each((i) => committeeFrom({ ...committee, _id: `k-${i}`, name: `Kreis ${i}` })));
  const facts = { sectors: [], lifeStages: [], districts: [], mailDomains: ['andere.example'] };
  await store
    .collection(partnersSpec)
    .insertMany(each((i) => partnerFrom(`p-${i}`, { ...facts, name: `Zirkel ${i}` })));
}

async function liveThroughEverything(): Promise<void> {
  for (const who of [anna, carla, maria]) await house.says(who, 'hilfe');
  await house.says(carla, 'einrichtung Kita Beispielblume');
  await house.says(carla, 'einrichtung Grundschule');
  await house.says(maria, 'einrichtung');
  await house.presses(anna, button(await house.opensHome(anna), 'Bestätigen'));
  await house.says(anna, 'bestätigungen');
  await house.says(anna, 'bestätigen Carla Kita');
  await house.says(anna, 'koordination dazu Carlo');
  await house.says(anna, `koordination dazu ${mentionOf(carla, 'Carla')}`);
  await house.says(anna, 'koordination dazu maria@kita.example');
  await house.says(anna, 'koordination weg Carla Kita');
  await house.links(slack('GUEST', 'T-foreign'), maria);
  await house.says(slack('GUEST', 'T-foreign'), 'verbinden');
  await house.says(carla, 'verbinden ja');
  await house.says(carla, 'verbinden nein');
  await house.deliver(slack('NEW'), { type: 'installed' });
  for (let reply = await house.says(anna, 'gremien'); ; ) {
    const more = button(reply, 'Weitere');
    if (!more) break;
    reply = await house.presses(anna, more);
  }
  const log = await house.says(anna, 'änderungen');
  await house.presses(anna, button(log, 'Weitere'));
  const data = await house.says(maria, 'meine daten');
  if (button(data, 'Weitere')) await house.presses(maria, button(data, 'Weitere'));
  await house.says(anna, 'nachfolge Carla Kita durch neu@kita.example');
  const table =
    'Name;E-Mail;Einrichtung\nNeu;neu@kita.example;Grundschule\nMaria;maria@kita.example;Kita Beispielblume';
  const bytes = new TextEncoder().encode(table);
  const preview = await house.deliver(anna, { type: 'file', name: 'personen.csv', bytes });
  await house.presses(anna, button(preview, 'Übernehmen'));
  await house.says(anna, 'personen verwerfen');
  await house.says(carla, 'kanal teams');
  const room = { conversation: 'C1', name: 'netzwerk' };
  await house.deliver(slack('NEW'), { type: 'installed' }, { place: 'channel', room });
  await house.identity.rooms.list();
  await house.deliver(slack('NEW'), { type: 'removed' }, { place: 'channel', room });
  await house.identity.search.ofPartner('sample-partner-kita-beispielblume');
  await house.says(maria, 'meine daten löschen');
  await house.says(maria, 'löschen');
  await house.people.coordinators();
  for (const { name } of house.features.flatMap((feature) => feature.jobs)) await house.runs(name);
}
