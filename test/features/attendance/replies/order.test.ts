import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../../../../src/features/attendance/context.js';
import {
  invitationId,
  invitationsSpec,
  type ReplyKind,
} from '../../../../src/features/attendance/meetings/invitations.js';
import { remarkOf, writeReply } from '../../../../src/features/attendance/replies/register.js';
import { type House, stores } from '../../identity/house.js';
import { Town } from '../town.js';

interface Press {
  readonly reply: ReplyKind;
  readonly at: Date;
  readonly mark: string;
  readonly asked: number;
  readonly remark?: string;
  readonly sends?: string;
  readonly by?: string;
}

const first = new Date('2026-11-10T09:00:00Z').getTime();
const press: fc.Arbitrary<Press> = fc
  .record(
    {
      reply: fc.constantFrom<ReplyKind>('yes', 'maybe', 'no'),
      // Few instants, so that presses meet.
      at: fc.integer({ min: 0, max: 4 }).map((second) => new Date(first + second * 1_000)),
      mark: fc.string({ minLength: 8, maxLength: 8 }),
      asked: fc.constantFrom(1, 2),
      remark: fc.constantFrom('a', 'b', ''),
      sends: fc.constantFrom('x', 'y'),
      by: fc.constantFrom('chair', 'office'),
    },
    { requiredKeys: ['reply', 'at', 'mark', 'asked'] },
  )
  .map((each) => each as Press);

/** Presses, and the order in which they and their retries arrive. */
const arrivals = fc.uniqueArray(press, { minLength: 1, maxLength: 6, selector: ({ mark }) => mark }).chain((presses) =>
  fc.record({
    presses: fc.constant(presses),
    order: fc
      .array(fc.integer({ min: 0, max: presses.length - 1 }), { maxLength: 8 })
      .map((retries) => [...presses.keys(), ...retries])
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
  }),
);

function last(presses: readonly Press[]): Press | undefined {
  return [...presses]
    .sort((one, other) => one.at.getTime() - other.at.getTime() || (one.mark < other.mark ? -1 : 1))
    .at(-1);
}

describe.each(stores)('any order of presses and retries, on %s', (on) => {
  let house: House;
  let runs = 0;
  beforeAll(async () => {
    house = (await Town.open({ on })).house;
  });
  afterAll(() => house.close());

  it('ends in what the last press said', async () => {
    const rows = house.store.collection(invitationsSpec);
    const context = contextOf({ store: house.store } as Parameters<typeof contextOf>[0]);
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ presses, order }) => {
        runs += 1;
        const _id = invitationId(`meeting-${runs}`, 'person');
        await rows.insert({ _id, meetingId: `meeting-${runs}`, personId: 'person', role: 'member', until: new Date() });
        for (const index of order) {
          const one = presses[index];
          if (one) await writeReply(context, _id, one);
        }
        const row = await rows.get(_id);
        const decisive = last(presses);
        const remarked = last(presses.filter(({ remark }) => remark !== undefined));
        expect(row).toMatchObject({ reply: decisive?.reply, repliedAt: decisive?.at, repliedTo: decisive?.asked });
        expect(row?.sends).toBe(decisive?.sends);
        expect(row?.repliedBy).toBe(decisive?.by);
        const fits = remarked !== undefined && remarked.reply === decisive?.reply && remarked.remark !== '';
        expect(row && remarkOf(row)).toBe(fits ? remarked.remark : undefined);
      }),
      { numRuns: on === 'mongodb' ? 60 : 150 },
    );
  });
});
