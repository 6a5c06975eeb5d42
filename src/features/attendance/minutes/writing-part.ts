import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { privately } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { View } from '../../../messages/view.js';
import { onMeeting } from '../checkin/which.js';
import type { Context } from '../context.js';
import { meetingById, meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { rowIn } from '../replies/coming.js';
import { mustWrite, writable } from './changing.js';
import { addNote, notesForm, saveNotes } from './notes.js';
import { minutesTexts } from './texts.js';
import { minutesIds, minutesView } from './view.js';

const one = z.object({ meeting: sentId });
const written = one.extend({ base: z.record(z.string().max(100), z.string().max(20)).optional() });

/** `protokoll NR [TEXT]`: reading and writing the notes of a meeting. */
export function writingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.minutes-note',
        words: ['protokoll'],
        slots: [
          { kind: 'number', name: 'number' },
          { kind: 'text', name: 'text' },
        ],
        role: 'chair',
        changes: true,
        personal: true,
        help: inAll(minutesTexts, (t) => t.writeCommand),
        run: async (turn, { number = '', text = '' }) => {
          const meeting = await meetingByNumber(context, turn, number);
          await mustWrite(context, turn, meeting);
          const added = await addNote(context, turn, meeting, text);
          const said = minutesTexts[turn.language].noted(added.under);
          return privately(await minutesView(context, turn, added.meeting, said));
        },
      },
      {
        id: minutesIds.show,
        words: ['protokoll', 'protokoll lesen'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(minutesTexts, (t) => t.readCommand),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'protokoll', async (meeting) =>
            privately(await readView(context, turn, meeting)),
          ),
      },
      {
        id: minutesIds.write,
        words: ['protokoll schreiben', 'protokoll ändern'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'chair',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(minutesTexts, (t) => t.editCommand),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'protokoll schreiben', async (meeting) => {
            await mustWrite(context, turn, meeting);
            return { type: 'form', form: await notesForm(turn, minutesIds.write, meeting, undefined, undefined) };
          }),
      },
    ],
    actions: [
      action({
        id: minutesIds.show,
        role: 'all',
        payload: one,
        changes: false,
        run: async (turn, { meeting }) => ({
          type: 'replace',
          view: await readView(context, turn, await meetingById(context, turn, meeting)),
        }),
      }),
    ],
    forms: [
      form({
        id: minutesIds.write,
        role: 'chair',
        payload: written,
        changes: true,
        show: async (turn, { meeting: id, base }, values) => {
          const meeting = await writable(context, turn, id);
          return notesForm(turn, minutesIds.write, meeting, base, values);
        },
        run: async (turn, { meeting: id, base = {} }, values) => {
          const meeting = await saveNotes(context, turn, await writable(context, turn, id), base, values);
          const said = minutesTexts[turn.language].saved;
          return { type: 'replace', view: await minutesView(context, turn, meeting, said) };
        },
      }),
    ],
    audits: { 'attendance.minutes-written': inAll(minutesTexts, (t) => t.auditWritten) },
  };
}

/** Who leads it reads them at any time; who was invited or came once they are sent. */
async function readView(context: Context, turn: Turn, meeting: Meeting): Promise<View> {
  const t = minutesTexts[turn.language];
  const number = String(meeting.number);
  if (!leads(turn.person, meeting.committeeId)) {
    if (!(await rowIn(context, meeting._id, turn.person))) {
      throw new Refusal(t.onlyInvited(number), 'attendance.minutes-not-invited');
    }
    const isOut = meeting.minutesSent !== undefined && meeting.minutesSent.due <= turn.now;
    if (!isOut) throw new Refusal(t.notYet(number), 'attendance.minutes-not-sent');
  } else if (meeting.state !== 'invited') {
    await mustWrite(context, turn, meeting);
  }
  return minutesView(context, turn, meeting);
}
