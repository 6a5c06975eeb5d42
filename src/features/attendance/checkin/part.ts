import { z } from 'zod';
import { action, type Command, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { type Named, pickedPayload, withPeople, withPicked } from '../../../bot/persons.js';
import { inPlace, privately } from '../../../bot/views.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { inAll, type Translated } from '../../../kernel/texts.js';
import type { FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingById, meetingByNumber } from '../meetings/finding.js';
import { type Invitation, invitationId, type Presence, presences } from '../meetings/invitations.js';
import { type Meeting, personDataDays } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { noteGuests } from './guests.js';
import { checkedIn, correct, note, noteMany } from './recording.js';
import { named, rowFor, rowsOf } from './rows.js';
import { checkinTexts } from './texts.js';
import { changeView, checkinIds, checkinView } from './view.js';
import { walkInForm } from './walk-in.js';
import { onMeeting } from './which.js';

const place = z.number().int().min(0).max(10_000);
const onePerson = z.object({ nr: z.number().int(), who: sentId, from: place.optional() });
const noted = onePerson.extend({ is: z.enum(presences), was: z.enum(presences).optional() });
const everybody = new Set(['alle', 'alle zusagen', 'all', 'everybody']);
const theRest = new Set(['rest', 'uebrige', 'alle uebrigen', 'die uebrigen', 'others']);

/** Check-in: `anwesenheit`, and by typing `anwesend`, `entschuldigt`, `fehlt`, `vertreten`, `gast`. */
export function checkinPart(context: Context): Part {
  const words = (
    id: string,
    [first, ...more]: readonly [string, ...string[]],
    presence: Presence,
    help: Translated,
    unlisted = true,
  ): Command => ({
    id,
    words: [first, ...more],
    slots: [
      { kind: 'number', name: 'number' },
      { kind: 'people', name: 'person' },
    ],
    role: 'chair',
    changes: true,
    personal: true,
    unlisted,
    help,
    run: (turn, { number, person = '' }) =>
      onMeeting(context, turn, { number, person }, first, (meeting) =>
        noteTyped(context, turn, meeting, person, presence),
      ),
  });
  return {
    commands: [
      {
        id: checkinIds.list,
        words: ['anwesenheit'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'chair',
        changes: false,
        personal: true,
        help: inAll(checkinTexts, (t) => t.command),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'anwesenheit', async (meeting) => {
            await mustBeOpen(context, turn, meeting);
            return { type: 'message', private: true, view: await checkinView(context, turn, meeting) };
          }),
      },
      words(
        'attendance.present',
        ['anwesend', 'dabei'],
        'present',
        inAll(checkinTexts, (t) => t.presentCommand),
        false,
      ),
      words(
        'attendance.excused',
        ['entschuldigt', 'abgesagt'],
        'excused',
        inAll(checkinTexts, (t) => t.excusedCommand),
        false,
      ),
      words(
        'attendance.absent',
        ['fehlt', 'nicht dabei'],
        'absent',
        inAll(checkinTexts, (t) => t.absentCommand),
        false,
      ),
      words(
        'attendance.deputised',
        ['vertreten'],
        'deputy',
        inAll(checkinTexts, (t) => t.deputyCommand),
      ),
      {
        id: 'attendance.guest',
        words: ['gast'],
        slots: [
          { kind: 'number', name: 'number' },
          { kind: 'name', name: 'name', most: 30 },
        ],
        role: 'chair',
        changes: true,
        personal: true,
        help: inAll(checkinTexts, (t) => t.guestCommand),
        run: (turn, { number, name = '' }) =>
          onMeeting(context, turn, { number, name }, 'gast', async (meeting) => {
            await mustBeOpen(context, turn, meeting);
            const names = await noteGuests(context, turn, meeting, name);
            return { type: 'message', private: true, view: await afterwards(context, turn, meeting, names, 'guest') };
          }),
      },
    ],
    actions: [
      action({
        id: checkinIds.list,
        role: 'chair',
        payload: z.object({ meeting: sentId, from: place.optional() }),
        changes: false,
        run: async (turn, { meeting: id, from }) => {
          const meeting = await openMeeting(context, turn, id);
          return {
            type: 'replace',
            view: await checkinView(context, turn, meeting, { ...(from !== undefined && { from }) }),
          };
        },
      }),
      action({
        id: checkinIds.note,
        role: 'chair',
        payload: noted,
        changes: true,
        run: (turn, payload) => press(context, turn, payload),
      }),
      action({
        id: checkinIds.change,
        role: 'chair',
        payload: onePerson,
        changes: false,
        run: async (turn, { nr, who, from = 0 }) => {
          const { meeting, row } = await rowThere(context, turn, nr, who);
          return { type: 'replace', view: await changeView(context, turn, meeting, row, from) };
        },
      }),
      action({
        id: checkinIds.many,
        role: 'chair',
        payload: z.object({ meeting: sentId, which: z.enum(['yes', 'rest']) }),
        changes: true,
        run: async (turn, { meeting, which }) => ({
          type: 'replace',
          view: await many(context, turn, await openMeeting(context, turn, meeting), which),
        }),
      }),
      action({
        id: checkinIds.person,
        role: 'chair',
        payload: pickedPayload.extend({ meeting: sentId, presence: z.enum(presences) }),
        changes: true,
        run: async (turn, picked) => {
          const meeting = await openMeeting(context, turn, picked.meeting);
          return withPicked(context.search(), turn, picked, actOn(context, turn, meeting, picked.presence));
        },
      }),
    ],
    forms: [
      form({
        id: checkinIds.walkIn,
        role: 'chair',
        payload: z.object({ meeting: sentId }),
        changes: true,
        show: async (turn, payload, values) => walkInForm(turn, payload.meeting, values),
        run: (turn, { meeting }, values) => addSomebody(context, turn, meeting, values),
      }),
    ],
    audits: { 'attendance.checked-in': inAll(checkinTexts, (t) => t.auditChecked) },
  };
}

/** Only who leads it, and only once people are invited; what is a year old knows nobody any more. */
async function mustBeOpen(context: Context, turn: Turn, meeting: Meeting): Promise<void> {
  await mustLead(context, turn, meeting);
  const t = checkinTexts[turn.language];
  const number = String(meeting.number);
  if (meeting.state === 'draft') throw new Refusal(t.onlyInvited(number), 'attendance.not-invited');
  if (meeting.state === 'cancelled') throw new Refusal(t.isCancelled(number), 'attendance.cancelled');
  if (meeting.closedAt ?? isYearOld(turn, meeting)) throw new Refusal(t.isClosed(number), 'attendance.closed');
}

/** What persons did is deleted then, whether the meeting is marked as closed or not yet. */
function isYearOld({ now }: Turn, { end }: Meeting): boolean {
  return end.getTime() + personDataDays * 86_400_000 <= now.getTime();
}

async function openMeeting(context: Context, turn: Turn, id: string): Promise<Meeting> {
  const meeting = await meetingById(context, turn, id);
  await mustBeOpen(context, turn, meeting);
  return meeting;
}

async function rowThere(
  context: Context,
  turn: Turn,
  number: number,
  personId: string,
): Promise<{ readonly meeting: Meeting; readonly row: Invitation }> {
  const meeting = await meetingByNumber(context, turn, String(number));
  await mustBeOpen(context, turn, meeting);
  const row = await context.invitations.get(invitationId(meeting._id, personId));
  if (!row) throw new Refusal(meetingTexts[turn.language].gone, 'attendance.row-gone');
  return { meeting, row };
}

/** A press on a list that somebody else has changed meanwhile changes nothing: it shows what stands there now. */
async function press(
  context: Context,
  turn: Turn,
  { nr, who, is, was, from = 0 }: z.infer<typeof noted>,
): Promise<Reply> {
  const t = checkinTexts[turn.language];
  const { meeting, row } = await rowThere(context, turn, nr, who);
  const other = await note(context, turn, row, is, was);
  const now = await checkedIn(context, turn, meeting);
  if (!other && (was !== undefined || (await isFirst(context, now, row)))) {
    turn.audit('attendance.checked-in', subjectOf(meeting));
  }
  const [one] = other ? await named(context, [other], turn.language) : [];
  const said = one?.row.presence === undefined ? undefined : t.otherWas(one.name, t[one.row.presence]);
  return {
    type: 'replace',
    view: await checkinView(context, turn, now, { from, ...(said !== undefined && { said }) }),
  };
}

/**
 * The first press begins the check-in and is noted as an act, as corrections are; each row keeps its own log of the rest. It
 * is the first however often it is delivered.
 */
async function isFirst(context: Context, { checkedInAt }: Meeting, { _id }: Invitation): Promise<boolean> {
  const [entry] = (await context.invitations.get(_id))?.presenceLog ?? [];
  return entry !== undefined && entry.at.getTime() === checkedInAt?.getTime();
}

async function many(context: Context, turn: Turn, meeting: Meeting, which: 'yes' | 'rest'): Promise<View> {
  const t = checkinTexts[turn.language];
  const count = await noteMany(context, turn, meeting, which);
  const said = count > 0 ? t.notedMany(count) : which === 'yes' ? t.noneYes : t.noneLeft;
  // A meeting counts as checked in once something is noted of it, not before; a crash may have come between the two.
  if (count === 0 && (meeting.checkedInAt || !(await isAnyNoted(context, meeting)))) {
    return checkinView(context, turn, meeting, { said });
  }
  turn.audit('attendance.checked-in', subjectOf(meeting));
  return checkinView(context, turn, await checkedIn(context, turn, meeting), { said });
}

async function isAnyNoted(context: Context, meeting: Meeting): Promise<boolean> {
  return (await rowsOf(context, meeting)).some(({ presence }) => presence !== undefined);
}

async function noteTyped(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  typed: string,
  presence: Presence,
): Promise<Reply> {
  await mustBeOpen(context, turn, meeting);
  const word = fold(typed).trim();
  if (presence === 'present' && everybody.has(word)) return privately(await many(context, turn, meeting, 'yes'));
  if (presence === 'absent' && theRest.has(word)) return privately(await many(context, turn, meeting, 'rest'));
  return withPeople(context.search(), turn, typed, actOn(context, turn, meeting, presence));
}

/** What is done with those who are clear; whoever was not invited came along. */
function actOn(context: Context, turn: Turn, meeting: Meeting, presence: Presence) {
  return {
    action: checkinIds.person,
    payload: { meeting: meeting._id, presence },
    addIfNew: true,
    act: async (people: readonly Named[]) => {
      for (const { id } of people) {
        await correct(context, turn, await rowFor(context, meeting, id, 'walk-in'), presence);
      }
      return afterwards(
        context,
        turn,
        meeting,
        people.map(({ name }) => name),
        presence,
      );
    },
  };
}

async function afterwards(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  names: readonly string[],
  presence: Presence,
): Promise<View> {
  const t = checkinTexts[turn.language];
  turn.audit('attendance.checked-in', subjectOf(meeting));
  const now = await checkedIn(context, turn, meeting);
  return checkinView(context, turn, now, { said: t.done(names.join(', '), t[presence]) });
}

async function addSomebody(context: Context, turn: Turn, id: string, values: FormValues): Promise<Reply> {
  const t = checkinTexts[turn.language];
  const meeting = await openMeeting(context, turn, id);
  const who = String(values.who ?? '').trim();
  if (who === '') throw new FormRefusal({ who: t.missing }, 'attendance.nobody-named');
  try {
    if (values.as === 'guest') {
      const names = await noteGuests(context, turn, meeting, who);
      return { type: 'replace', view: await afterwards(context, turn, meeting, names, 'guest') };
    }
    const reply = await withPeople(context.search(), turn, who, actOn(context, turn, meeting, 'present'));
    return inPlace(reply);
  } catch (error) {
    if (error instanceof Refusal) throw new FormRefusal({ who: error.forPerson }, error.forLog);
    throw error;
  }
}

export function subjectOf({ number }: Pick<Meeting, 'number'>): string {
  return `Nr. ${number}`;
}
