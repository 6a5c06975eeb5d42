import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dispatcher } from '../../../src/delivery/dispatcher.js';
import { linkCodesSpec, linkTriesSpec, peopleSpec } from '../../../src/features/identity/model.js';
import type { Recipient } from '../../../src/messages/inbound.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { Messenger } from '../../../src/ports/messenger.js';
import { countedIds } from '../../support/ids.js';
import { button, House, slack, teams, textOf, textOfView, vouched } from './house.js';

/** A guest in Slack and somebody in Teams whose addresses vouch for nothing. */
const guest = slack('G1', 'T-foreign');
const inTeams = teams('V1', 'tenant-foreign');

describe('linking by a one-time code', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open();
  });
  afterEach(() => house.close());

  const codeFor = (account: typeof guest) => house.codeFor(account);

  async function areOne(): Promise<boolean> {
    return (await house.personOf(guest)).id === (await house.personOf(inTeams)).id;
  }

  it('asks first, naming whose account it is, and joins nothing until that is confirmed', async () => {
    const question = await house.says(inTeams, `verbinden ${await codeFor(guest)}`);
    expect(question).toMatchObject({ type: 'message', private: true });
    expect(textOf(question)).toContain('gehört zum Zugang von „Name von G1“ in Slack');
    expect(await areOne()).toBe(false);
    const reply = await house.presses(inTeams, button(question, 'Ja, das bin ich'));
    expect(reply.type).toBe('replace');
    expect(textOf(reply)).toContain('dieselbe Person');
    expect(await areOne()).toBe(true);
  });

  it('can be confirmed and declined by typing as well', async () => {
    await house.says(inTeams, `verbinden ${await codeFor(guest)}`);
    expect(textOf(await house.says(inTeams, 'verbinden nein'))).toContain('bleibt getrennt');
    expect(textOf(await house.says(inTeams, 'verbinden ja'))).toContain('nichts zu verbinden');
    expect(await areOne()).toBe(false);
    await house.says(inTeams, `verbinden ${await codeFor(guest)}`);
    await house.says(inTeams, 'verbinden ja');
    expect(await areOne()).toBe(true);
  });

  it('is worth nothing any more once declined', async () => {
    const code = await codeFor(guest);
    const question = await house.says(inTeams, `verbinden ${code}`);
    await house.presses(inTeams, button(question, 'Nein, nicht verbinden'));
    await house.presses(inTeams, button(question, 'Ja, das bin ich'));
    await house.says(inTeams, `verbinden ${code}`);
    await house.says(inTeams, 'verbinden ja');
    expect(await areOne()).toBe(false);
  });

  it('is confirmed by nobody but the one who typed the code', async () => {
    const question = await house.says(inTeams, `verbinden ${await codeFor(guest)}`);
    const third = slack('G3', 'T-foreign');
    expect(textOf(await house.presses(third, button(question, 'Ja, das bin ich')))).toContain('nichts zu verbinden');
    expect((await house.personOf(third)).accounts).toEqual([third]);
  });

  it('is told to the account that the code was shown to, with whom to turn to, and is noted', async () => {
    const withOffice = await House.open({ coordinators: ['anna@stadt.example'] });
    withOffice.knows(slack('ANNA'), vouched('Anna Amt', 'anna@stadt.example'));
    await withOffice.personOf(slack('ANNA'));
    await withOffice.links(guest, inTeams);
    const sent = await withOffice.sentTo((await withOffice.personOf(guest)).id);
    expect(sent).toMatchObject([{ to: guest }]);
    const text = sent.map(({ view }) => textOfView(view)).join();
    expect(text).toContain('Ihr Zugang in Slack ist jetzt mit dem von „Name von V1“ in Microsoft Teams verbunden');
    expect(text).toContain('Waren Sie das nicht? Dann sagen Sie es gleich weiter: Anna Amt');
    expect(await withOffice.audited()).toEqual(['identity.linked']);
    await withOffice.close();
  });

  it('is told on the platform where the code was shown, though the person wrote last on the other', async () => {
    await house.links(guest, inTeams);
    await house.says(inTeams, 'hilfe');
    expect((await house.personOf(inTeams)).reachable).toEqual(inTeams);
    const told: Recipient[] = [];
    const messenger: Messenger = {
      send: async (to) => {
        told.push(to);
        return { channel: to.channel, realm: to.realm, parts: { id: 'm1' } };
      },
      update: async () => {},
      find: async () => 'unknown',
    };
    const { store, people, clock } = house;
    const tools = { clock, ids: countedIds('d'), logger: silentLogger };
    await new Dispatcher({ store, people, messenger: () => messenger, ...tools }).drain(clock.now());
    expect(told).toEqual([guest]);
  });

  it('is done, told and noted once, however often and at once it is pressed', async () => {
    const yes = button(await house.says(inTeams, `verbinden ${await codeFor(guest)}`), 'Ja, das bin ich');
    await Promise.all([house.presses(inTeams, yes), house.presses(inTeams, yes), house.presses(inTeams, yes)]);
    await house.presses(inTeams, yes);
    expect(await areOne()).toBe(true);
    expect(await house.audited()).toEqual(['identity.linked']);
    expect(await house.sentTo((await house.personOf(guest)).id)).toHaveLength(1);
  });

  it('shows the code privately, and not in the line that a locked screen shows', async () => {
    const reply = await house.says(guest, 'verbinden', { place: 'channel' });
    if (reply.type !== 'message') throw new Error('a message was expected');
    expect(reply.private).toBe(true);
    expect(reply.view.summary).not.toMatch(/\d{6}/);
  });

  it('stores no code as it was shown', async () => {
    const code = await codeFor(guest);
    const [stored] = (await house.store.collection(linkCodesSpec).find()).items;
    expect(JSON.stringify(stored)).not.toContain(code);
  });

  it('takes a code for ten minutes', async () => {
    const code = await codeFor(guest);
    house.clock.advance({ minutes: 10 });
    expect(textOf(await house.says(inTeams, `verbinden ${code}`))).toContain('stimmt nicht oder gilt nicht mehr');
    expect(await areOne()).toBe(false);
  });

  it('takes a code once, even if two type it at the same time', async () => {
    const third = slack('G3', 'T-foreign');
    const code = await codeFor(guest);
    await Promise.all([house.personOf(inTeams), house.personOf(third)]);
    await Promise.all(
      [inTeams, third].map(async (who) =>
        house.says(who, `verbinden ${code}`).then(() => house.says(who, 'verbinden ja')),
      ),
    );
    const owner = (await house.personOf(guest)).id;
    const joined = [await house.personOf(inTeams), await house.personOf(third)].filter(({ id }) => id === owner);
    expect(joined).toHaveLength(1);
  });

  it('replaces an earlier code by a later one', async () => {
    const first = await codeFor(guest);
    await codeFor(guest);
    expect(textOf(await house.says(inTeams, `verbinden ${first}`))).toContain('stimmt nicht');
    await house.says(inTeams, 'verbinden ja');
    expect(await areOne()).toBe(false);
  });

  it('locks after five wrong codes, for right ones too, and opens after an hour', async () => {
    const code = await codeFor(guest);
    const replies = await Promise.all(Array.from({ length: 30 }, () => house.says(inTeams, 'verbinden 999999')));
    expect(replies.filter((reply) => textOf(reply).includes('stimmt nicht'))).toHaveLength(5);
    expect(textOf(await house.says(inTeams, `verbinden ${code}`))).toContain('zu viele falsche Codes');
    house.clock.advance({ minutes: 61 });
    expect(textOf(await house.links(guest, inTeams))).toContain('dieselbe Person');
  });

  it('stays locked for an account whose person deletes their data in between', async () => {
    for (let tried = 0; tried < 5; tried += 1) await house.says(inTeams, 'verbinden 999999');
    await house.says(inTeams, 'meine daten löschen');
    expect(textOf(await house.says(inTeams, 'löschen'))).toContain('Alles über Sie ist gelöscht');
    expect(textOf(await house.says(inTeams, 'verbinden 999999'))).toContain('zu viele falsche Codes');
    expect(JSON.stringify((await house.store.collection(linkTriesSpec).find()).items)).not.toContain('V1');
  });

  it('gives no further tries for typing one’s own code in between', async () => {
    const own = await codeFor(inTeams);
    for (let tried = 0; tried < 3; tried += 1) {
      await house.says(inTeams, 'verbinden 999999');
      await house.says(inTeams, `verbinden ${own}`);
    }
    expect(textOf(await house.says(inTeams, 'verbinden 999999'))).toContain('zu viele falsche Codes');
  });

  it('says where to type a code of one’s own, and what a code looks like', async () => {
    const own = await codeFor(guest);
    expect(textOf(await house.says(guest, `verbinden ${own}`))).toContain('in dem anderen Programm');
    expect(textOf(await house.says(guest, 'verbinden 12'))).toContain('sechs Ziffern');
  });

  it('refuses to join two who are confirmed for different partners, and says what to do', async () => {
    const people = house.store.collection(peopleSpec);
    const [one, other] = [await house.personOf(guest), await house.personOf(inTeams)];
    await people.update(one.id, { $set: { partner: { name: 'Kita A' } } });
    await people.update(other.id, { $set: { partner: { name: 'Kita B' } } });
    expect(textOf(await house.says(inTeams, `verbinden ${await codeFor(guest)}`))).toContain(
      'verschiedene Einrichtungen',
    );
    expect(await areOne()).toBe(false);
  });

  it('does nothing twice if the same message is delivered again', async () => {
    const yes = button(await house.says(inTeams, `verbinden ${await codeFor(guest)}`), 'Ja, das bin ich');
    await house.presses(inTeams, yes, { key: 'same' });
    expect((await house.presses(inTeams, yes, { key: 'same' })).type).toBe('nothing');
    expect(await areOne()).toBe(true);
  });
});
