import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditSpec } from '../../../src/bot/audit.js';
import { leaseSpec } from '../../../src/bot/leases.js';
import { Conflict, Unavailable } from '../../../src/kernel/errors.js';
import type { Reply } from '../../../src/messages/reply.js';
import { watched } from '../../support/faulty-store.js';
import { button, House, slack, teams, textOf, vouched } from './house.js';

const anna = slack('ANNA');
const carla = teams('CARLA');

/** Does one administrative act, as an event of this key. */
type Act = (house: House, key: string) => Promise<Reply>;

const acts: readonly (readonly [kind: string, prepare: (house: House) => Promise<Act>])[] = [
  ['identity.granted', async () => (house, key) => house.says(anna, 'koordination dazu Carla Kita', { key })],
  [
    'identity.withdrawn',
    async (house) => {
      await house.says(anna, 'koordination dazu Carla Kita', { key: 'before' });
      return (_, key) => house.says(anna, 'koordination weg Carla Kita', { key });
    },
  ],
  ['identity.partner-set', async () => (house, key) => house.says(anna, 'einrichtung Kita Mond', { key })],
  [
    'identity.partner-confirmed',
    async (house) => {
      await house.says(carla, 'einrichtung Kita Mond');
      return (_, key) => house.says(anna, 'bestätigen Carla Kita', { key });
    },
  ],
  [
    'identity.partner-rejected',
    async (house) => {
      await house.says(carla, 'einrichtung Kita Mond');
      return (_, key) => house.says(anna, 'ablehnen Carla Kita', { key });
    },
  ],
  [
    'identity.linked',
    async (house) => {
      const typing = slack('OTHER', 'T-foreign');
      const yes = button(await house.says(typing, `verbinden ${await house.codeFor(carla)}`), 'Ja, das bin ich');
      return (_, key) => house.presses(typing, yes, { key });
    },
  ],
];

describe('an administrative act', () => {
  let house: House;
  let fault: Error | undefined;
  beforeEach(async () => {
    fault = undefined;
    house = await House.open({
      coordinators: ['anna@stadt.example'],
      between: (store) =>
        watched(store, (collection, call) => {
          if (fault && collection === 'audit' && call === 'insert') throw fault;
        }),
    });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
    await house.personOf(anna);
    await house.personOf(carla);
  });
  afterEach(() => house.close());

  const noted = async (kind: string) => (await house.audited()).filter((each) => each === kind);

  it.each(acts)('that could not be noted is noted when its event comes again: %s', async (kind, prepare) => {
    const act = await prepare(house);
    const before = await house.store.collection(auditSpec).count();
    fault = new Unavailable('store');
    await expect(act(house, 'the-act')).rejects.toThrow(Unavailable);
    expect(await house.store.collection(auditSpec).count()).toBe(before);
    fault = undefined;
    expect((await act(house, 'the-act')).type).not.toBe('nothing');
    expect(await noted(kind)).toHaveLength(1);
  });

  it.each(acts)('is noted once though its process died before it could say so: %s', async (kind, prepare) => {
    const act = await prepare(house);
    await act(house, 'the-act');
    const [entry] = (await house.store.collection(auditSpec).find({ filter: { kind } })).items;
    const leases = house.store.collection(leaseSpec);
    await leases.update(String(entry?._id.replace(/-\d+$/, '')), {
      $set: { state: 'leased', until: house.clock.now() },
    });
    house.clock.advance({ minutes: 1 });
    expect((await act(house, 'the-act')).type).not.toBe('nothing');
    expect(await noted(kind)).toHaveLength(1);
  });

  it.each(acts.slice(0, 2))(
    'of giving or taking the role is noted by the clock if its event never comes again: %s',
    async (kind, prepare) => {
      const act = await prepare(house);
      fault = new Unavailable('store');
      await expect(act(house, 'the-act')).rejects.toThrow(Unavailable);
      fault = undefined;
      await house.runs('identity.acts');
      expect(await noted(kind)).toHaveLength(1);
      expect(await house.runs('identity.acts')).toEqual({ done: 0, failed: 0 });
      await act(house, 'the-act');
      expect(await noted(kind)).toHaveLength(1);
    },
  );

  it('leaves no trace of one who deletes their data before it was noted', async () => {
    const { id } = await house.personOf(carla);
    await house.says(anna, 'koordination dazu Carla Kita');
    await house.says(carla, 'meine daten löschen');
    await house.says(carla, 'löschen');
    await house.runs('identity.acts');
    for (const spec of house.features.flatMap((feature) => feature.collections)) {
      expect(JSON.stringify((await house.store.collection(spec).find({ limit: 1_000 })).items)).not.toContain(`${id}"`);
    }
  });

  it('goes back to the platform, too, if noting it fails in an unforeseen way', async () => {
    fault = new TypeError('impossible entry');
    await expect(house.says(anna, 'koordination dazu Carla Kita', { key: 'the-act' })).rejects.toThrow(Unavailable);
    fault = undefined;
    await house.says(anna, 'koordination dazu Carla Kita', { key: 'the-act' });
    expect(await noted('identity.granted')).toHaveLength(1);
  });
});

describe('a person who cannot be told apart for the moment', () => {
  it('is asked to try again, instead of an error without words', async () => {
    const house = await House.open({
      between: (store) =>
        watched(store, (collection, call) => {
          if (collection === 'accounts' && call === 'get') throw new Conflict('accounts');
        }),
    });
    const reply = await house.says(anna, 'hilfe');
    expect(reply).toMatchObject({ type: 'message', private: true });
    expect(textOf(reply)).toContain('Das hat sich gerade geändert');
    await house.close();
  });
});
