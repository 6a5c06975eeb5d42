import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { PeopleAudience } from '../../../src/features/identity/audience.js';
import { contextOf } from '../../../src/features/identity/context.js';
import { unmetPerson } from '../../../src/features/identity/find.js';
import { accountsSpec, type PersonDocument, peopleSpec } from '../../../src/features/identity/model.js';
import type { AudienceFilter } from '../../../src/ports/audience.js';
import type { PartnerDirectory } from '../../../src/ports/partners.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { House, slack, stores, teams } from './house.js';

/** Partner p1 educates, p2 heals, p3 has left. */
const partners: PartnerDirectory = {
  get: async () => undefined,
  search: async () => [],
  first: async () => [],
  byMailDomain: async () => undefined,
  matching: async ({ sectors }) =>
    sectors?.includes('bildung') ? ['p1', 'p3'] : sectors ? ['p2'] : ['p1', 'p2', 'p3'],
  departed: async () => ['p3'],
};

describe.each(stores)('an audience, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on });
  }, mongoSetupMs);
  afterEach(() => house.close());

  const audienceWith = (mailOn: boolean) =>
    new PeopleAudience(contextOf({ ...house.identityOptions, partners, mailOn }));
  const now = () => house.clock.now();

  async function add(id: string, more: Partial<PersonDocument> = {}): Promise<void> {
    await house.store.collection(peopleSpec).insert({ ...unmetPerson(id, id, now()), ...more });
  }

  async function addAt(account: ReturnType<typeof slack>, id: string, more: Partial<PersonDocument> = {}) {
    const key = `${account.channel}:${account.realm}:${account.user}`;
    await house.store.collection(accountsSpec).insert({
      _id: key,
      account,
      personId: id,
      name: id,
      guest: false,
      profileDue: now(),
      lastSeen: now(),
    });
    await add(id, { reachable: key, via: account.channel, ...more });
  }

  const speaksFor = (id: string) => ({ partner: { id, name: id } });

  async function network(): Promise<void> {
    await addAt(slack('A'), 'anna', speaksFor('p1'));
    await addAt(teams('B'), 'bernd', speaksFor('p2'));
    await addAt(slack('C'), 'carla');
    await addAt(slack('D'), 'doris', speaksFor('p3'));
    await add('emil', { address: 'emil@a.example', via: 'address', ...speaksFor('p1') });
    await add('fritz');
    await add('old', { mergedInto: 'anna' });
    await add('going', { unfinished: 'erasure' });
    await house.store.collection(peopleSpec).update('anna', { $set: { absorbed: ['old'] } });
    const memberIds = ['old', 'bernd', 'doris'];
    const committee = committeeFrom({ _id: 'k1', name: 'Kreis', kind: 'working-group', memberIds });
    await house.store.collection(committeesSpec).insert(committee);
  }

  async function idsIn(filter: AudienceFilter, mailOn = true): Promise<readonly string[]> {
    const audience = audienceWith(mailOn);
    const { items } = await audience.page(filter, now());
    const counts = await audience.count(filter, now());
    expect(counts.total).toBe(items.length);
    for (const [channel, count] of Object.entries(counts.byChannel)) {
      expect(items.filter(({ to }) => to?.channel === channel)).toHaveLength(count);
    }
    expect(items.filter(({ to }) => to === undefined)).toHaveLength(counts.byLetter);
    const byLetter = await audience.byLetter(filter, now(), 10);
    expect(byLetter.map(({ personId }) => personId)).toEqual(
      items.filter(({ to }) => to === undefined).map(({ personId }) => personId),
    );
    return items.map(({ personId }) => personId);
  }

  it('is everybody once, but nobody who is joined, being erased, or of a partner that has left', async () => {
    await network();
    expect(await idsIn({})).toEqual(['anna', 'bernd', 'carla', 'emil', 'fritz']);
    expect(await idsIn({}, false)).toEqual(['anna', 'bernd', 'carla', 'emil', 'fritz']);
  });

  it('knows where each is reached, and who only by letter', async () => {
    await network();
    expect(await audienceWith(true).count({}, now())).toEqual({
      total: 5,
      byChannel: { slack: 2, teams: 1, mail: 1 },
      byLetter: 1,
    });
    expect(await audienceWith(false).count({}, now())).toMatchObject({ total: 5, byLetter: 2 });
    const [anna] = (await audienceWith(true).page({}, now())).items;
    expect(anna).toEqual({
      personId: 'anna',
      name: 'anna',
      language: 'de',
      partner: { id: 'p1', name: 'p1', confirmed: true },
      to: slack('A'),
    });
  });

  it('is narrowed down by each list; what is given and empty is nobody', async () => {
    await network();
    expect(await idsIn({ channels: ['slack'] })).toEqual(['anna', 'carla']);
    expect(await idsIn({ channels: ['teams', 'mail'] })).toEqual(['bernd', 'emil']);
    expect(await idsIn({ sectors: ['bildung'] })).toEqual(['anna', 'emil']);
    expect(await idsIn({ partners: ['p2', 'p3'] })).toEqual(['bernd']);
    expect(await idsIn({ sectors: ['bildung'], partners: ['p2'] })).toEqual([]);
    expect(await idsIn({ sectors: ['bildung'], channels: ['slack'] })).toEqual(['anna']);
    expect(await idsIn({ committees: ['k1'] })).toEqual(['anna', 'bernd']);
    expect(await idsIn({ committees: ['k1'], channels: ['teams'] })).toEqual(['bernd']);
    expect(await idsIn({ committees: ['none'] })).toEqual([]);
    expect(await idsIn({ channels: [] })).toEqual([]);
    expect(await idsIn({ people: [] })).toEqual([]);
  });

  it('has those who are named, whatever the other lists say, under whichever of their ids', async () => {
    await network();
    expect(await idsIn({ people: ['doris', 'old', 'going', 'nobody'] })).toEqual(['anna', 'doris']);
    expect(await idsIn({ people: ['fritz'], sectors: ['bildung'] })).toEqual(['anna', 'emil', 'fritz']);
    expect(await idsIn({ people: ['fritz', 'anna'], channels: ['slack'] }, false)).toEqual(['anna', 'carla', 'fritz']);
  });

  it('takes who chose mail for one of mail, and where they wrote last while mail is off', async () => {
    await addAt(slack('M'), 'maria', { chosenChannel: 'mail', address: 'maria@a.example', via: 'mail' });
    await add('nora', { chosenChannel: 'mail', address: 'nora@a.example', via: 'mail' });
    expect(await idsIn({ channels: ['mail'] })).toEqual(['maria', 'nora']);
    expect(await idsIn({ channels: ['mail'] }, false)).toEqual([]);
    expect(await idsIn({ channels: ['slack'] }, false)).toEqual(['maria']);
    expect(await idsIn({ channels: ['slack', 'teams'] }, false)).toEqual(['maria']);
    expect((await audienceWith(false).count({}, now())).byLetter).toBe(1);
  });

  it('is frozen: who comes later is not in it', async () => {
    await add('early');
    const frozen = now();
    house.clock.advance({ minutes: 1 });
    await add('late');
    const audience = audienceWith(true);
    expect((await audience.page({}, frozen)).items.map(({ personId }) => personId)).toEqual(['early']);
    expect((await audience.count({}, frozen)).total).toBe(1);
  });

  it('comes by pages in a stable order, each once, while people come and go', async () => {
    const ids = Array.from({ length: 1_200 }, (_, at) => `p${String(at).padStart(4, '0')}`);
    const people = house.store.collection(peopleSpec);
    const at = now();
    await people.insertMany(ids.slice(0, 1_000).map((_id) => unmetPerson(_id, _id, at)));
    await people.insertMany(ids.slice(1_000).map((_id) => unmetPerson(_id, _id, at)));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await audienceWith(true).page({}, at, after);
      expect(page.items.length).toBeLessThanOrEqual(500);
      seen.push(...page.items.map(({ personId }) => personId));
      after = page.next;
      await people.insert(unmetPerson(`a${seen.length}`, 'x', at));
    } while (after !== undefined);
    expect(seen).toEqual(ids);
  });
});

describe('an audience of many thousands on MongoDB', () => {
  it(
    'is counted and paged by indexes alone',
    async () => {
      const house = await House.open({ on: 'mongodb' });
      const people = house.store.collection(peopleSpec);
      const at = house.clock.now();
      const via = (index: number) => ({ via: (['slack', 'teams', 'address'] as const)[index % 3] ?? 'slack' });
      for (let batch = 0; batch < 5; batch += 1) {
        const some = Array.from({ length: 1_000 }, (_, index) => `p${batch}-${index}`);
        await people.insertMany(
          some.map((_id, index) => ({
            ...unmetPerson(_id, _id, at),
            ...(index % 10 > 0 && via(index)),
            partner: { id: `partner-${index % 100}`, name: 'x' },
          })),
        );
      }
      const client = await MongoClient.connect(house.uri ?? '');
      await client.db().createCollection('system.profile', { capped: true, size: 16 * 1024 * 1024 });
      await client.db().command({ profile: 2 });
      const audience = new PeopleAudience(contextOf({ ...house.identityOptions, partners, mailOn: true }));
      for (const filter of [{}, { channels: ['teams'] }, { partners: ['partner-1', 'partner-2'] }] as const) {
        await audience.count(filter, at);
        await audience.page(filter, at);
      }
      await audience.byLetter({}, at, 10);
      await house.identity.search.ofPartner('partner-3');
      await client.db().command({ profile: 0 });
      const plans = await client
        .db()
        .collection('system.profile')
        .find({ ns: /\.people$/ })
        .toArray();
      const text = plans.map((plan) => JSON.stringify([plan.planSummary, plan.hasSortStage ?? false, plan.command]));
      expect(text.length).toBeGreaterThan(12);
      expect(text.filter((plan) => /COLLSCAN|",true,/.test(plan))).toEqual([]);
      await client.close();
      await house.close();
    },
    mongoSetupMs,
  );
});
