import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invitation } from '../../../../src/features/attendance/meetings/invitations.js';
import type { Meeting } from '../../../../src/features/attendance/meetings/model.js';
import { countsOf, partiesOf, silentIn } from '../../../../src/features/attendance/replies/parties.js';
import { reminderDue, remindersAt } from '../../../../src/features/attendance/replies/reminders.js';

const zone = 'Europe/Berlin';
const meeting: Meeting = {
  _id: 'm',
  rev: 1,
  number: 1,
  title: 'AK',
  start: new Date('2027-04-01T14:00:00+02:00'),
  end: new Date('2027-04-01T15:30:00+02:00'),
  agenda: [],
  replyBy: new Date('2027-03-30T17:00:00+02:00'),
  maybeAllowed: true,
  onePerPartner: true,
  state: 'invited',
  asked: 1,
  sequence: 0,
  by: 'office',
  createdAt: new Date('2027-03-01T09:00:00+01:00'),
  invitedAt: new Date('2027-03-01T09:00:00+01:00'),
  unfinished: [],
};

function row(personId: string, changes: Partial<Invitation> = {}): Invitation {
  return { _id: `m:${personId}`, meetingId: 'm', personId, role: 'member', until: meeting.end, ...changes };
}

describe('reminders', () => {
  it('come by working days and local clocks, also across Easter and the change to summer time', () => {
    // Good Friday is the 26th of March 2027, Easter Monday the 29th, and clocks go forward on the 28th.
    expect(reminderDue(meeting, 'remind', new Date('2027-03-25T09:01:00+01:00'), zone)).toEqual({
      days: 1,
      at: new Date('2027-03-25T09:00:00+01:00'),
    });
    expect(reminderDue(meeting, 'remind', new Date('2027-03-20T12:00:00+01:00'), zone)?.days).toBe(5);
    expect(reminderDue(meeting, 'undecided', new Date('2027-03-30T08:59:00+02:00'), zone)).toBeUndefined();
    expect(reminderDue(meeting, 'undecided', new Date('2027-03-30T09:00:00+02:00'), zone)?.at).toEqual(
      new Date('2027-03-30T09:00:00+02:00'),
    );
  });

  it('ask only for what can still be answered, and not for what was asked only afterwards', () => {
    const at = new Date('2027-03-30T17:00:00+02:00');
    expect(reminderDue(meeting, 'remind', at, zone)).toBeUndefined();
    const late = { ...meeting, invitedAt: new Date('2027-03-26T10:00:00+01:00') };
    expect(reminderDue(late, 'remind', new Date('2027-03-27T10:00:00+01:00'), zone)).toBeUndefined();
    const cancelled = { ...meeting, state: 'cancelled' as const };
    expect(reminderDue(cancelled, 'undecided', new Date('2027-03-31T10:00:00+02:00'), zone)).toBeUndefined();
  });

  it('keep to the lead times of the meeting', () => {
    const own = { ...meeting, reminders: { silent: [3], undecided: [] } };
    const now = new Date('2027-03-24T09:00:00+01:00');
    expect(reminderDue(own, 'remind', now, zone)?.days).toBe(3);
    expect(reminderDue(own, 'undecided', new Date('2027-03-31T10:00:00+02:00'), zone)).toBeUndefined();
  });

  it('go once to each of the silent, whatever the instants at which it is looked', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 31 * 24 * 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(instants, (minutes) => {
        let rows: readonly Invitation[] = [
          row('a'),
          row('b', { reply: 'maybe', repliedTo: 1 }),
          row('c', { reply: 'yes', repliedTo: 1 }),
        ];
        const sent: string[] = [];
        for (const minute of minutes.toSorted((one, other) => one - other)) {
          const now = new Date(meeting.createdAt.getTime() + minute * 60_000);
          for (const { key, row: reminded } of remindersAt(meeting, rows, now, zone)) {
            sent.push(key);
            rows = rows.map((each) =>
              each._id === reminded._id ? { ...each, cards: [...(each.cards ?? []), key] } : each,
            );
          }
        }
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent.length).toBeLessThanOrEqual(3);
        expect(sent.some((key) => key.endsWith(':c'))).toBe(false);
      }),
    );
  });
});

describe('parties', () => {
  it('count each once, however many of a partner answer, and come to all who were asked', () => {
    const reply = fc.constantFrom('yes' as const, 'maybe' as const, 'no' as const, undefined);
    const person = fc.record({ partnerId: fc.constantFrom('p', 'q', undefined), reply, asked: fc.constantFrom(1, 2) });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), fc.boolean(), (people, onePerPartner) => {
        const asked = { ...meeting, asked: 2, onePerPartner };
        const rows = people.map(({ partnerId, reply: said, asked: repliedTo }, index) =>
          row(`${index}`, {
            ...(partnerId !== undefined && { partnerId }),
            ...(said !== undefined && { reply: said, repliedTo }),
          }),
        );
        const parties = partiesOf(asked, rows);
        const { yes, maybe, no, open } = countsOf(asked, parties);
        expect(yes + maybe + no + open).toBe(parties.length);
        expect(parties.flatMap((party) => party.rows)).toHaveLength(rows.length);
        if (!onePerPartner) expect(parties).toHaveLength(rows.length);
        for (const silent of silentIn(asked, parties)) {
          expect(parties.find((party) => party.rows.includes(silent))?.reply).toBeUndefined();
        }
      }),
    );
  });

  it('wait for the deputy whom somebody sends, even one who comes for others as well', () => {
    const sending = row('a', { partnerId: 'p', reply: 'no', repliedTo: 1, sends: 'd' });
    const deputy = row('d', { role: 'deputy', partnerId: 'p', standsInFor: 'a' });
    const open = partiesOf(meeting, [sending, deputy]);
    expect(countsOf(meeting, open)).toMatchObject({ yes: 0, no: 0, open: 1 });
    expect(silentIn(meeting, open).map(({ personId }) => personId)).toEqual(['d']);
    const member = row('d', { partnerId: 'q', reply: 'yes', repliedTo: 1 });
    expect(countsOf(meeting, partiesOf(meeting, [sending, member]))).toMatchObject({ yes: 2, open: 0 });
  });
});
