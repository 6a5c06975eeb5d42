import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Context, contextOf } from '../../../src/features/identity/context.js';
import { finishJoin, joinPersons, resolvePerson } from '../../../src/features/identity/joining.js';
import { accountsSpec, type PersonDocument, peopleSpec } from '../../../src/features/identity/model.js';
import { countedIds } from '../../support/ids.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { House, slack, stores } from './house.js';

describe.each(stores)('joining persons, on the store %s,', (on) => {
  let house: House;
  let context: Context;
  beforeEach(async () => {
    house = await House.open({ on });
    context = contextOf({ ...house.identityOptions, ids: countedIds('other') });
  }, mongoSetupMs);
  afterEach(() => house.close());

  async function met(count: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let each = 0; each < count; each += 1) {
      ids.push((await house.personOf(slack(`U${each}`))).id);
      house.clock.advance({ minutes: 1 });
    }
    return ids;
  }

  const stored = (id: string) => house.store.collection(peopleSpec).get(id);

  it('ends with one person whichever way round and however often two joins meet', async () => {
    const [a = '', b = ''] = await met(2);
    await Promise.all([
      joinPersons(context, a, b),
      joinPersons(context, b, a),
      joinPersons(context, a, b),
      joinPersons(context, b, a),
    ]);
    expect((await resolvePerson(context, a))?._id).toBe(a);
    expect((await resolvePerson(context, b))?._id).toBe(a);
    expect((await house.people.get(b))?.accounts).toHaveLength(2);
  });

  it('makes one person of any joins at the same time that connect them all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 12 }), async (pairs) => {
        await house.store.clear();
        const ids = await met(6);
        await Promise.all(pairs.map(([one, other]) => joinPersons(context, ids[one] ?? '', ids[other] ?? '')));
        const groups = groupsOf(pairs, 6);
        for (const group of groups) {
          const ends = await Promise.all(group.map(async (at) => (await resolvePerson(context, ids[at] ?? ''))?._id));
          expect(new Set(ends)).toEqual(new Set([ids[Math.min(...group)]]));
          const eldest = await house.people.get(ids[Math.min(...group)] ?? '');
          expect(eldest?.accounts).toHaveLength(group.length);
        }
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it('is finished by whoever comes across it after a crash at any step, and brings everything along once', async () => {
    const [a = '', b = ''] = await met(2);
    const people = house.store.collection(peopleSpec);
    await people.update(b, { $set: { partner: { name: 'Kita A' }, language: 'en' } });
    await people.update(b, { $set: { mergedInto: a, unfinished: 'merge' } });
    const joined = await house.personOf(slack('U1'));
    expect(joined).toMatchObject({ id: a, language: 'en', partner: { name: 'Kita A', confirmed: true } });

    // As if it had died before the last step, and the person had changed since.
    await people.update(b, { $set: { unfinished: 'merge', language: 'einfach', partner: { name: 'Kita Alt' } } });
    await people.update(a, { $set: { language: 'de', partner: { name: 'Kita Neu' } } });
    await finishJoin(context, b);
    expect(await stored(a)).toMatchObject({ language: 'de', partner: { name: 'Kita Neu' } });
    expect((await stored(b))?.unfinished).toBeUndefined();
  });

  it('does not leave somebody speaking for nobody whom the join brings a partner', async () => {
    const [a = '', b = ''] = await met(2);
    const people = house.store.collection(peopleSpec);
    await people.update(a, { $set: { noPartner: true, askAgain: house.clock.now() } });
    await people.update(b, { $set: { partner: { name: 'Kita A' } } });
    await joinPersons(context, a, b);
    expect(await stored(a)).toMatchObject({ partner: { name: 'Kita A' } });
    expect((await stored(a))?.noPartner).toBeUndefined();
    expect((await stored(a))?.askAgain).toBeUndefined();
  });

  it('leaves of the absorbed person nothing but the id and where it leads', async () => {
    const [a = '', b = ''] = await met(2);
    await joinPersons(context, a, b);
    const left = (await stored(b)) as PersonDocument;
    expect(left).toMatchObject({ name: '', nameWords: [], mergedInto: a });
    expect(left.reachable).toBeUndefined();
    expect(await house.store.collection(accountsSpec).count({ personId: b })).toBe(0);
  });

  it('is called off if the other person was deleted meanwhile', async () => {
    const [a = '', b = ''] = await met(2);
    const people = house.store.collection(peopleSpec);
    await people.update(b, { $set: { mergedInto: a, unfinished: 'merge' } });
    await people.delete({ _id: a });
    await house.store.collection(accountsSpec).delete({ personId: a });
    expect(await house.personOf(slack('U1'))).toMatchObject({ id: b, name: 'Name von U1' });
  });
});

/** Which of the persons belong together. */
function groupsOf(pairs: readonly (readonly [number, number])[], count: number): readonly (readonly number[])[] {
  const group = Array.from({ length: count }, (_, at) => at);
  for (const [one, other] of pairs) {
    const [kept, left] = [group[one], group[other]];
    for (let at = 0; at < count; at += 1) if (group[at] === left) group[at] = kept ?? at;
  }
  return [...new Set(group)].map((name) => [...group.keys()].filter((at) => group[at] === name));
}
