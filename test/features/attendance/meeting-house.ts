import { NumberBook } from '../../../src/bot/numbers.js';
import { goalsOf } from '../../../src/features/agreement/document.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import { passageOn } from '../../../src/features/agreement/passage-on.js';
import { decisionsSpec } from '../../../src/features/attendance/meetings/decisions.js';
import {
  type Invitation,
  invitationId,
  invitationsSpec,
} from '../../../src/features/attendance/meetings/invitations.js';
import { type Meeting, meetingsSpec } from '../../../src/features/attendance/meetings/model.js';
import { representationsSpec } from '../../../src/features/attendance/meetings/representations.js';
import { tasksSpec } from '../../../src/features/attendance/meetings/tasks.js';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import type { Form } from '../../../src/messages/form.js';
import type { Account } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import { House, type HouseOptions, slack, teams, vouched } from '../identity/house.js';

/** Coordinates. */
export const anna = slack('ANNA');
/** Chairs the committee. */
export const carla = teams('CARLA');
/** Members; Emre speaks for the same partner as Carla. */
export const deniz = slack('DENIZ');
export const emre = slack('EMRE');
export const fatma = teams('FATMA');
/** Belongs to nothing. */
export const gerd = slack('GERD');

export const committeeId = 'committee-1';
export const kita = 'sample-partner-kita-blume';
export const school = 'sample-partner-grundschule-linde';

const names: readonly (readonly [Account, string])[] = [
  [anna, 'Anna Amt'],
  [carla, 'Carla Kita'],
  [deniz, 'Deniz Schule'],
  [emre, 'Emre Kita'],
  [fatma, 'Fatma Frei'],
  [gerd, 'Gerd Anders'],
];

/** The rooms with a committee, its people, and a meeting that they are invited to. */
export class MeetingHouse {
  private constructor(
    readonly house: House,
    readonly ids: ReadonlyMap<Account, string>,
    readonly numbers: NumberBook,
  ) {}

  static async open(options: HouseOptions = {}): Promise<MeetingHouse> {
    const documents = loadDocuments();
    const house = await House.open({
      coordinators: ['anna@stadt.example'],
      ...options,
      attendance: {
        goals: documents.flatMap((document) => goalsOf(document).map(({ text }) => text)),
        onTakingPart: (language) => passageOn(documents, 'freistellung', language),
        ...options.attendance,
      },
    });
    await house.withPartners();
    const ids = new Map<Account, string>();
    for (const [account, name] of names) {
      house.knows(account, vouched(name, `${name.split(' ')[0]?.toLowerCase()}@stadt.example`));
      ids.set(account, (await house.personOf(account)).id);
    }
    const it = new MeetingHouse(house, ids, new NumberBook(house.store, () => house.features));
    await house.store.collection(committeesSpec).insert(
      committeeFrom({
        _id: committeeId,
        name: 'AK Übergänge',
        kind: 'working-group',
        chairId: it.id(carla),
        memberIds: [carla, deniz, emre, fatma].map((account) => it.id(account)),
      }),
    );
    return it;
  }

  close(): Promise<void> {
    return this.house.close();
  }

  id(account: Account): string {
    return this.ids.get(account) ?? 'nobody';
  }

  get meetings() {
    return this.house.store.collection(meetingsSpec);
  }

  get invitations() {
    return this.house.store.collection(invitationsSpec);
  }

  get representations() {
    return this.house.store.collection(representationsSpec);
  }

  get decisions() {
    return this.house.store.collection(decisionsSpec);
  }

  get tasks() {
    return this.house.store.collection(tasksSpec);
  }

  /** A meeting as planning leaves it: on 12 November 2026 at 14:00, unless said otherwise. */
  async meeting(changes: Partial<Meeting> = {}): Promise<Meeting> {
    const _id = changes._id ?? 'meeting-1';
    const start = changes.start ?? new Date('2026-11-12T14:00:00+01:00');
    const meeting: Meeting = {
      _id,
      rev: 1,
      number: await this.numbers.give('meeting', _id),
      committeeId,
      committeeName: 'AK Übergänge',
      title: 'AK Übergänge',
      start,
      end: new Date(start.getTime() + 90 * 60_000),
      place: 'Rathaus',
      agenda: [
        { id: 'top-1', title: 'Rückblick' },
        { id: 'top-2', title: 'Sprachförderung' },
      ],
      replyBy: new Date(start.getTime() - 2 * 86_400_000),
      maybeAllowed: true,
      onePerPartner: true,
      state: 'invited',
      asked: 1,
      sequence: 0,
      by: this.id(anna),
      createdAt: this.house.clock.now(),
      unfinished: [],
      ...changes,
    };
    await this.meetings.insert(meeting);
    return meeting;
  }

  async invited(meeting: Meeting, account: Account, changes: Partial<Invitation> = {}): Promise<Invitation> {
    const personId = this.id(account);
    const row: Invitation = {
      _id: invitationId(meeting._id, personId),
      meetingId: meeting._id,
      personId,
      role: 'member',
      until: meeting.end,
      ...changes,
    };
    await this.invitations.insert(row);
    return row;
  }

  /** Carla and Emre of the Kita said yes and nothing, Deniz of the school said no, Fatma of nobody said yes. */
  async fullMeeting(changes: Partial<Meeting> = {}): Promise<Meeting> {
    const meeting = await this.meeting(changes);
    await this.invited(meeting, carla, { partnerId: kita, reply: 'yes', repliedTo: 1 });
    await this.invited(meeting, emre, { partnerId: kita });
    await this.invited(meeting, deniz, { partnerId: school, reply: 'no', repliedTo: 1 });
    await this.invited(meeting, fatma, { reply: 'yes', repliedTo: 1 });
    return meeting;
  }

  async row(meeting: Meeting, account: Account): Promise<Invitation> {
    const row = await this.invitations.get(invitationId(meeting._id, this.id(account)));
    if (!row) throw new Error('there is no such row');
    return row;
  }

  /** By partner, how it was represented. */
  async represented(meeting: Meeting): Promise<Readonly<Record<string, string>>> {
    const { items } = await this.representations.find({ filter: { meetingId: meeting._id } });
    return Object.fromEntries(items.map(({ partnerId, represented }) => [partnerId, represented]));
  }
}

export function formOf(reply: Reply): Form {
  if (reply.type !== 'form') throw new Error(`a form was expected, not ${reply.type}`);
  return reply.form;
}
