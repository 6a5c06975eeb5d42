import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mentionOf } from '../../../src/messages/mention.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { button, House, slack, stores, teams, textOf, vouched } from './house.js';

const anna = slack('ANNA');
const bernd = slack('BERND');
const carla = teams('CARLA');

describe.each(stores)('the coordination, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on, coordinators: ['ANNA@stadt.example'] });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(bernd, vouched('Bernd Büro', 'bernd@stadt.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
    await house.personOf(anna);
  }, mongoSetupMs);
  afterEach(() => house.close());

  const isCoordinator = async (account: typeof anna) => (await house.personOf(account)).coordinator;

  it('is whoever COORDINATORS names, in any spelling of the address', async () => {
    expect(await isCoordinator(anna)).toBe(true);
    expect(await isCoordinator(bernd)).toBe(false);
    expect((await house.people.coordinators()).map((person) => person.name)).toEqual(['Anna Amt']);
  });

  it.each([
    ['a guest', slack('X'), vouched('X', 'anna@stadt.example', true)],
    ['a foreign workspace', slack('X', 'T-foreign'), vouched('X', 'anna@stadt.example')],
    ['a foreign tenant', teams('X', 'tenant-foreign'), vouched('X', 'anna@stadt.example')],
    [
      'an unconfirmed address',
      slack('X'),
      { name: 'X', email: { address: 'anna@stadt.example', confirmed: false }, guest: false },
    ],
  ])('is not granted to %s by the setting', async (_, account, profile) => {
    house.knows(account, profile);
    expect(await isCoordinator(account)).toBe(false);
  });

  it('is said in the log, once and without the address, not to be given to an address that the platform does not confirm', async () => {
    const log: string[] = [];
    const logger = {
      ...silentLogger,
      warn: (fields: object, text: string) => log.push(JSON.stringify([fields, text])),
    };
    const other = await House.open({ coordinators: ['anna@stadt.example'], logger });
    const email = { address: 'Anna@stadt.example', confirmed: false };
    for (const user of ['X', 'Y']) {
      other.knows(slack(user), { name: user, email, guest: false });
      expect((await other.personOf(slack(user))).coordinator).toBe(false);
    }
    await other.close();
    expect(log).toEqual([
      '[{"channel":"slack","reason":"address-not-confirmed"},"an address in COORDINATORS gives no role"]',
    ]);
  });

  it('is given by name, told to the person, and noted', async () => {
    const person = await house.personOf(carla);
    expect(textOf(await house.says(anna, 'koordination dazu carla kita'))).toContain('Carla Kita gehört jetzt');
    expect(await isCoordinator(carla)).toBe(true);
    expect(await house.sentTo(person.id)).toHaveLength(1);
    expect(await house.audited()).toEqual(['identity.granted']);
  });

  it('is given to the very account that is mentioned, whatever it is called', async () => {
    house.knows(slack('C2'), vouched('Carla Kita', 'carla@andere-kita.example'));
    await house.personOf(carla);
    await house.personOf(slack('C2'));
    await house.says(anna, `koordination dazu ${mentionOf(slack('C2'), 'Carla Kita')}`);
    expect(await isCoordinator(slack('C2'))).toBe(true);
    expect(await isCoordinator(carla)).toBe(false);
  });

  it('is never given by the name of a mention: who has not been met is refused kindly', async () => {
    const [guest, unmet] = [slack('G1'), slack('G2')];
    for (const each of [guest, unmet]) house.knows(each, vouched('Xaver Gast', `${each.user}@anderswo.example`, true));
    await house.personOf(guest);
    const reply = await house.says(anna, `koordination dazu ${mentionOf(unmet, 'Xaver Gast')}`);
    expect(textOf(reply)).toContain('Xaver Gast hat mir noch nicht geschrieben');
    expect(await isCoordinator(guest)).toBe(false);
    expect(await isCoordinator(unmet)).toBe(false);
  });

  it('is kept for a mentioned colleague who has not written yet, by the address that our own platform confirms', async () => {
    const guest = slack('G1');
    house.knows(guest, vouched('Bernd Büro', 'bernd@stadt.example', true));
    await house.personOf(guest);
    const reply = await house.says(anna, `koordination dazu ${mentionOf(bernd, 'Bernd Büro')}`);
    expect(textOf(reply)).toContain('Sobald sich jemand mit dieser bestätigten Adresse meldet');
    expect(await isCoordinator(bernd)).toBe(true);
    expect(await isCoordinator(guest)).toBe(false);
  });

  it('is given to a mentioned colleague who has written from another of the network’s platforms only', async () => {
    const inTeams = teams('BERND');
    house.knows(inTeams, vouched('Bernd Büro', 'bernd@stadt.example'));
    await house.personOf(inTeams);
    await house.says(anna, `koordination dazu ${mentionOf(bernd, 'Bernd Büro')}`);
    expect(await isCoordinator(inTeams)).toBe(true);
  });

  it('is no command if a mention is one of several words: that names nobody for certain', async () => {
    await house.personOf(carla);
    await house.says(anna, `koordination dazu ${mentionOf(carla, 'Carla')} Kita`);
    expect(await isCoordinator(carla)).toBe(false);
  });

  describe.each([
    ['a guest', slack('X'), vouched('Xaver Gast', 'x@anderswo.example', true), 'Gast'],
    [
      'somebody of a foreign workspace',
      slack('X', 'T-foreign'),
      vouched('Xaver Gast', 'x@anderswo.example'),
      'fremder Arbeitsbereich',
    ],
    [
      'somebody whose address nobody confirms',
      slack('X'),
      { name: 'Xaver Gast', guest: false },
      'Adresse nicht bestätigt',
    ],
  ])('asked for %s', (_, account, profile, standing) => {
    beforeEach(async () => {
      house.knows(account, profile);
      await house.personOf(account);
    });

    it.each([
      ['the only one of that name', 'Xaver Gast'],
      ['typed with a sign in front', '@Xaver Gast'],
      ['mentioned', mentionOf(account, 'Xaver Gast')],
    ])('is not given before it is confirmed who that is: %s', async (_how, person) => {
      const question = await house.says(anna, `koordination dazu ${person}`);
      expect(textOf(question)).toContain(`Xaver Gast, ${standing}`);
      expect(await isCoordinator(account)).toBe(false);
      expect((await house.presses(anna, button(question, 'Ja, diese Person'))).type).toBe('replace');
      expect(await isCoordinator(account)).toBe(true);
    });

    it('is given when that is confirmed by typing', async () => {
      await house.says(anna, `koordination dazu ${mentionOf(account, 'Xaver Gast')} ja`);
      expect(await isCoordinator(account)).toBe(true);
    });
  });

  it('shows in a choice who is a guest, and which partner is confirmed', async () => {
    house.knows(slack('G1'), vouched('Carla Kita', 'carla@anderswo.example', true));
    await house.personOf(slack('G1'));
    await house.says(slack('G1'), 'einrichtung Kita Mond');
    await house.says(carla, 'einrichtung Kita Sonne');
    await house.says(anna, `bestätigen ${mentionOf(carla, 'Carla Kita')}`);
    const question = await house.says(anna, 'koordination dazu Carla Kita');
    expect(button(question, 'Carla Kita, Gast, Kita Mond (nicht bestätigt)')).toBeDefined();
    expect(button(question, 'Carla Kita, Kita Sonne (bestätigt)')).toBeDefined();
  });

  it.each([
    ['workspace', slack('ANNA', 't1')],
    ['tenant', teams('ANNA', 'TENANT-1')],
  ])('is given by the setting whatever the case of the letters in the %s', async (_, account) => {
    house.knows(account, vouched('Anna Amt', 'anna@stadt.example'));
    expect(await isCoordinator(account)).toBe(true);
  });

  it('does not come back by deleting one’s data once it was taken, though the setting still names the address', async () => {
    await house.personOf(bernd);
    await house.says(anna, 'koordination dazu Bernd Büro');
    await house.says(bernd, 'koordination weg Anna Amt');
    await house.says(anna, 'meine daten löschen');
    await house.says(anna, 'löschen');
    expect(await isCoordinator(anna)).toBe(false);
    await house.says(bernd, 'koordination dazu Anna Amt');
    expect(await isCoordinator(anna)).toBe(true);
  });

  it('comes back with the setting to one who deleted their data without its being taken', async () => {
    await house.personOf(bernd);
    await house.says(anna, 'koordination dazu Bernd Büro');
    await house.says(anna, 'meine daten löschen');
    await house.says(anna, 'löschen');
    expect(await isCoordinator(anna)).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'gone'])(
    'says that nobody is there for a button that names “%s”',
    async (person) => {
      for (const id of ['identity.grant', 'identity.withdraw', 'identity.confirm-person', 'identity.reject-person']) {
        const reply = await house.presses(anna, { id, label: 'alt', payload: { person } });
        expect(textOf(reply)).toMatch(/Diese Person gibt es hier nicht mehr|Diese Karte ist veraltet/);
      }
    },
  );

  it('is given to an address not met before, and taken over at first contact', async () => {
    const reply = await house.says(anna, 'koordination dazu Bernd@Stadt.example');
    expect(textOf(reply)).toContain('bernd@stadt.example kenne ich noch nicht');
    expect(await isCoordinator(bernd)).toBe(true);
    expect((await house.personOf(bernd)).name).toBe('Bernd Büro');
  });

  it('is not taken over by a guest with that address', async () => {
    await house.says(anna, 'koordination dazu bernd@stadt.example');
    house.knows(bernd, vouched('Bernd', 'bernd@stadt.example', true));
    expect(await isCoordinator(bernd)).toBe(false);
  });

  it('asks who is meant if several fit, and rewrites the question by what came of it', async () => {
    house.knows(slack('C2'), vouched('Carla Hort', 'carla@hort.example'));
    await house.personOf(carla);
    await house.personOf(slack('C2'));
    const question = await house.says(anna, 'koordination dazu Carla');
    expect(textOf(question)).toContain('Wer ist gemeint?');
    const reply = await house.presses(anna, button(question, 'Carla Hort'));
    expect(reply.type).toBe('replace');
    expect(await isCoordinator(slack('C2'))).toBe(true);
    expect(await isCoordinator(carla)).toBe(false);
  });

  it('asks before it takes a similar name for the one that was typed', async () => {
    await house.personOf(carla);
    const question = await house.says(anna, 'koordination dazu Carls Kita');
    expect(button(question, 'Carla Kita')).toBeDefined();
    expect(await isCoordinator(carla)).toBe(false);
  });

  it('refuses a name that it does not know, kindly', async () => {
    expect(textOf(await house.says(anna, 'koordination dazu Zacharias'))).toContain('kenne ich nicht');
  });

  it.each(['koordination dazu', 'koordination weg'])('asks for whom if "%s" names nobody', async (typed) => {
    expect(textOf(await house.says(anna, typed))).toContain(`Wen meinen Sie? Schreiben Sie zum Beispiel „${typed}`);
  });

  it('cannot be given by others, who learn whom to ask', async () => {
    await house.personOf(bernd);
    expect(textOf(await house.says(carla, 'koordination dazu Bernd Büro'))).toContain('Anna Amt');
    expect(await isCoordinator(bernd)).toBe(false);
  });

  it('is never taken from the last one', async () => {
    expect(textOf(await house.says(anna, 'koordination weg Anna Amt'))).toContain('einzige Person in der Koordination');
    await house.says(anna, 'koordination dazu bernd@stadt.example');
    expect(textOf(await house.says(anna, 'koordination weg Anna Amt'))).toContain('einzige Person in der Koordination');
    expect(await isCoordinator(anna)).toBe(true);
  });

  it('can be taken from one who has it by the setting, with word of where it still stands', async () => {
    await house.personOf(bernd);
    await house.says(anna, 'koordination dazu Bernd Büro');
    expect(textOf(await house.says(bernd, 'koordination weg Anna Amt'))).toContain('COORDINATORS');
    const [told] = await house.sentTo((await house.personOf(anna)).id);
    expect(told?.view.summary).toContain('Sie gehören nicht mehr zur Koordination');
    expect(await isCoordinator(anna)).toBe(false);
    await house.says(bernd, 'koordination dazu Anna Amt');
    expect(await isCoordinator(anna)).toBe(true);
  });

  it('is left with one of two who remove each other at the same time', async () => {
    await house.personOf(bernd);
    await house.says(anna, 'koordination dazu Bernd Büro');
    await Promise.all([
      house.says(anna, 'koordination weg Bernd Büro'),
      house.says(bernd, 'koordination weg Anna Amt'),
    ]);
    expect(await house.people.coordinators()).toHaveLength(1);
  });

  it('is gone with the setting, but stays where it was granted', async () => {
    await house.personOf(bernd);
    await house.says(anna, 'koordination dazu Bernd Büro');
    const without = await House.open({ store: house.store, clock: house.clock });
    without.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    expect((await without.personOf(anna)).coordinator).toBe(false);
    expect((await without.personOf(bernd)).coordinator).toBe(true);
    await without.close();
  });

  it('survives a join with an identity that does not hold it', async () => {
    house.knows(teams('ANNA2'), vouched('Anna Amt', 'anna.privat@mail.example'));
    await house.links(teams('ANNA2'), anna);
    expect(await isCoordinator(teams('ANNA2'))).toBe(true);
  });
});

it('the coordination is found by its address in the local mode of Teams as well, where every tenant is this machine', async () => {
  const house = await House.open({ on: 'embedded', coordinators: ['anna@stadt.example'], tenants: 'any' });
  house.knows(teams('ANNA', 'whatever'), vouched('Anna Amt', 'anna@stadt.example'));
  house.knows(teams('GAST', 'whatever'), vouched('Anna Amt', 'anna@stadt.example', true));
  expect((await house.personOf(teams('GAST', 'whatever'))).coordinator).toBe(false);
  expect((await house.personOf(teams('ANNA', 'whatever'))).coordinator).toBe(true);
  await house.close();
});
