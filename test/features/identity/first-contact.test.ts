import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountsSpec, peopleSpec } from '../../../src/features/identity/model.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { House, slack, stores, teams, textOf, vouched } from './house.js';

describe.each(stores)('first contact, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on, coordinators: ['Anna@Stadt.example'] });
  }, mongoSetupMs);
  afterEach(() => house.close());

  it('makes a person from what the platform says', async () => {
    house.knows(slack('U1'), vouched('Maria Muster', 'Maria@Kita.example'));
    const person = await house.personOf(slack('U1'));
    expect(person).toMatchObject({ name: 'Maria Muster', language: 'de', coordinator: false, accounts: [slack('U1')] });
    expect(person.reachable).toEqual(slack('U1'));
    expect((await house.store.collection(accountsSpec).get('slack:T1:U1'))?.email).toBe('maria@kita.example');
  });

  it('takes the name of the event if the platform does not answer, and asks it again later', async () => {
    expect((await house.personOf(slack('U1'))).name).toBe('Name von U1');
    house.knows(slack('U1'), vouched('Maria Muster', 'maria@kita.example'));
    expect((await house.personOf(slack('U1'))).name).toBe('Name von U1');
    house.clock.advance({ minutes: 11 });
    await house.personOf(slack('U1'));
    expect((await house.personOf(slack('U1'))).name).toBe('Maria Muster');
  });

  it('looks the profile up once a day', async () => {
    house.knows(slack('U1'), vouched('Maria Muster', 'maria@kita.example'));
    for (let message = 0; message < 5; message += 1) await house.personOf(slack('U1'));
    expect(house.lookups).toHaveLength(1);
    house.clock.advance({ days: 1 });
    house.knows(slack('U1'), vouched('Maria Neu', 'maria@kita.example'));
    await house.personOf(slack('U1'));
    expect((await house.personOf(slack('U1'))).name).toBe('Maria Neu');
    expect(house.lookups).toHaveLength(2);
  });

  it('does not keep an address that the platform does not vouch for', async () => {
    house.knows(slack('U1'), { name: 'Maria', email: { address: 'm@kita.example', confirmed: false }, guest: false });
    await house.personOf(slack('U1'));
    expect((await house.store.collection(accountsSpec).get('slack:T1:U1'))?.email).toBeUndefined();
  });

  it('makes one person of fifty first contacts at the same time', async () => {
    house.knows(slack('U1'), vouched('Maria', 'maria@kita.example'));
    const met = await Promise.all(Array.from({ length: 50 }, () => house.personOf(slack('U1'))));
    expect(new Set(met.map((person) => person.id)).size).toBe(1);
    expect(await house.store.collection(peopleSpec).count()).toBe(1);
  });

  it('makes one person each of fifty first contacts on both platforms at the same time', async () => {
    for (let each = 0; each < 5; each += 1) {
      house.knows(slack(`U${each}`), vouched(`Person ${each}`, `p${each}@kita.example`));
      house.knows(teams(`V${each}`), vouched(`Person ${each}`, `P${each}@kita.example`));
    }
    const contacts = Array.from({ length: 50 }, (_, at) => (at % 2 ? slack(`U${at % 5}`) : teams(`V${at % 5}`)));
    await Promise.all(contacts.map((account) => house.personOf(account)));
    for (let each = 0; each < 5; each += 1) {
      const one = await house.personOf(slack(`U${each}`));
      const other = await house.personOf(teams(`V${each}`));
      expect(other.id).toBe(one.id);
      expect(one.accounts).toHaveLength(2);
    }
    expect(await house.store.collection(peopleSpec).count({ mergedInto: { $exists: false } })).toBe(5);
  });

  it('is made by adding the bot to one’s own chat, so that whoever was invited by address is reached there', async () => {
    const kept = await house.identity.search.withAddress('maria@kita.example');
    house.knows(teams('V1'), vouched('Maria Muster', 'maria@kita.example'));
    await house.deliver(teams('V1'), { type: 'installed' });
    expect(await house.people.get(kept.id)).toMatchObject({ name: 'Maria Muster', reachable: teams('V1') });
  });

  it('is not made by adding the bot to a channel or removing it, whose welcome is neutral', async () => {
    house.knows(slack('U1'), vouched('Maria Muster', 'maria@kita.example'));
    const welcome = await house.deliver(slack('U1'), { type: 'installed' }, { place: 'channel' });
    expect(welcome).toMatchObject({ type: 'message', view: { kind: 'bot.welcome', language: 'de' } });
    expect(textOf(welcome)).not.toContain('Für die Koordination');
    expect(await house.deliver(slack('U1'), { type: 'removed' })).toEqual({ type: 'nothing' });
    expect(await house.store.collection(peopleSpec).count()).toBe(0);
    expect(await house.store.collection(accountsSpec).count()).toBe(0);
    expect(house.lookups).toEqual([]);
  });

  it('lets a known person be welcomed in their language, but says nothing of their role', async () => {
    house.knows(slack('ANNA'), vouched('Anna Amt', 'anna@stadt.example'));
    await house.says(slack('ANNA'), 'sprache englisch');
    const welcome = await house.deliver(slack('ANNA'), { type: 'installed' }, { place: 'channel' });
    expect(welcome).toMatchObject({ view: { language: 'en' } });
    expect(textOf(welcome)).not.toContain('For the coordination office');
  });

  it('writes where the person wrote last', async () => {
    house.knows(slack('U1'), vouched('Maria', 'maria@kita.example'));
    house.knows(teams('V1'), vouched('Maria', 'maria@kita.example'));
    await house.personOf(slack('U1'));
    await house.personOf(teams('V1'));
    expect((await house.personOf(teams('V1'))).reachable).toEqual(teams('V1'));
    await house.personOf(slack('U1'));
    expect((await house.personOf(slack('U1'))).reachable).toEqual(slack('U1'));
  });

  it('finishes a first contact that a crash cut off before the person was stored', async () => {
    house.knows(slack('U1'), vouched('Maria', 'maria@kita.example'));
    const person = await house.personOf(slack('U1'));
    await house.store.collection(peopleSpec).delete({ _id: person.id });
    expect((await house.personOf(slack('U1'))).id).toBe(person.id);
  });
});

describe.each(stores)('the same person on Slack and Teams, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on });
  }, mongoSetupMs);
  afterEach(() => house.close());

  async function areOne(one: ReturnType<typeof slack>, other: ReturnType<typeof slack>): Promise<boolean> {
    const first = await house.personOf(one);
    return (await house.personOf(other)).id === first.id;
  }

  it('is joined by an address that both of the network’s own platforms vouch for', async () => {
    house.knows(slack('U1'), vouched('Maria', 'MARIA@kita.example '));
    house.knows(teams('V1'), vouched('Maria', 'maria@kita.example'));
    expect(await areOne(slack('U1'), teams('V1'))).toBe(true);
  });

  it.each([
    ['the workspace is a foreign one', slack('U1', 'T-foreign'), vouched('M', 'maria@kita.example')],
    ['it is a guest', slack('U1'), vouched('M', 'maria@kita.example', true)],
    [
      'the address is not confirmed',
      slack('U1'),
      { name: 'M', email: { address: 'maria@kita.example', confirmed: false }, guest: false },
    ],
  ])('is not joined if %s', async (_, account, profile) => {
    house.knows(account, profile);
    house.knows(teams('V1'), vouched('Maria', 'maria@kita.example'));
    expect(await areOne(account, teams('V1'))).toBe(false);
    expect(await areOne(teams('V1'), account)).toBe(false);
  });

  it('keeps both ids valid, the language and the pause', async () => {
    const [a, b] = [slack('U1'), teams('V1')];
    const [one, other] = [await house.personOf(a), await house.personOf(b)];
    await house.says(b, 'sprache einfach');
    await house.says(b, 'pause 24.12.');
    house.knows(a, vouched('Maria', 'maria@kita.example'));
    house.knows(b, vouched('Maria', 'maria@kita.example'));
    house.clock.advance({ days: 1 });
    await house.personOf(a);
    const joined = await house.personOf(b);
    expect(joined.accounts).toHaveLength(2);
    expect(joined.language).toBe('einfach');
    expect(joined.pausedUntil).toEqual(new Date('2026-12-24T23:00:00Z'));
    expect((await house.people.get(one.id))?.id).toBe(joined.id);
    expect((await house.people.get(other.id))?.id).toBe(joined.id);
  });
});
