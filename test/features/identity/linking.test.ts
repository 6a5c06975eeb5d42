import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkCodesSpec, peopleSpec } from '../../../src/features/identity/model.js';
import { House, slack, teams, textOf } from './house.js';

/** A guest in Slack and somebody in Teams whose addresses vouch for nothing. */
const guest = slack('G1', 'T-foreign');
const inTeams = teams('V1', 'tenant-foreign');

describe('linking by a one-time code', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open();
  });
  afterEach(() => house.close());

  async function codeFor(account: typeof guest): Promise<string> {
    return /verbinden (\d{6})/.exec(textOf(await house.says(account, 'verbinden')))?.[1] ?? 'none';
  }

  async function areOne(): Promise<boolean> {
    return (await house.personOf(guest)).id === (await house.personOf(inTeams)).id;
  }

  it('joins the two identities that the code was shown to and typed by', async () => {
    const code = await codeFor(guest);
    expect(textOf(await house.says(inTeams, `verbinden ${code}`))).toContain('dieselbe Person');
    expect(await areOne()).toBe(true);
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
    await Promise.all([house.says(inTeams, `verbinden ${code}`), house.says(third, `verbinden ${code}`)]);
    const owner = (await house.personOf(guest)).id;
    const joined = [await house.personOf(inTeams), await house.personOf(third)].filter(({ id }) => id === owner);
    expect(joined).toHaveLength(1);
  });

  it('replaces an earlier code by a later one', async () => {
    const first = await codeFor(guest);
    await codeFor(guest);
    await house.says(inTeams, `verbinden ${first}`);
    expect(await areOne()).toBe(false);
  });

  it('locks after five wrong codes, for right ones too, and opens after an hour', async () => {
    const code = await codeFor(guest);
    const replies = await Promise.all(Array.from({ length: 30 }, () => house.says(inTeams, 'verbinden 999999')));
    expect(replies.filter((reply) => textOf(reply).includes('stimmt nicht'))).toHaveLength(5);
    expect(textOf(await house.says(inTeams, `verbinden ${code}`))).toContain('zu viele falsche Codes');
    house.clock.advance({ minutes: 61 });
    expect(textOf(await house.says(inTeams, `verbinden ${await codeFor(guest)}`))).toContain('dieselbe Person');
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
    const code = await codeFor(guest);
    await house.says(inTeams, `verbinden ${code}`, { key: 'same' });
    expect((await house.says(inTeams, `verbinden ${code}`, { key: 'same' })).type).toBe('nothing');
    expect(await areOne()).toBe(true);
  });
});
