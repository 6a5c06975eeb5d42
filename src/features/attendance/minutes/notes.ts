import type { Turn } from '../../../bot/feature.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import type { AgendaItem, Meeting } from '../meetings/model.js';
import { type Entered, marksOf, merge } from '../merging.js';
import { readItem } from './agenda.js';
import { changeMinutes } from './changing.js';
import { minutesTexts } from './texts.js';

export const longestNotes = 3_000;
/** As many fields as a form bears; longer agendas are written by typing. */
const mostItems = 20;
const longestLabel = 150;
const longestShown = 300;
const general = 'general';

/** Adds a line to the notes of an agenda item, or to those that belong to none. */
export async function addNote(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  typed: string,
): Promise<{ readonly meeting: Meeting; readonly under: string }> {
  const t = minutesTexts[turn.language];
  const { text, item } = readItem(turn, meeting, typed.trim());
  const changed = await changeMinutes(context, turn, meeting._id, (now) => {
    const field = item?.id ?? general;
    const notes = [notesIn(now)[field] ?? '', text].filter((part) => part !== '').join('\n');
    if (notes.length > longestNotes) {
      throw new Refusal(t.tooLong(longestNotes.toLocaleString('de-DE')), 'attendance.notes-too-long');
    }
    return { $set: changeOf(now, { [field]: notes }) };
  });
  return { meeting: changed, under: item?.title ?? t.noItem };
}

/** The form with a field for every agenda item. After a conflict it holds what was typed, to be saved again. */
export async function notesForm(
  turn: Turn,
  id: string,
  meeting: Meeting,
  base: Entered | undefined,
  values: FormValues | undefined,
): Promise<Form> {
  const t = minutesTexts[turn.language];
  mustFit(turn, meeting);
  const current = notesIn(meeting);
  const now = marksOf(current);
  const typed = values && entered(meeting, values);
  const conflicts = typed && base ? merge(base, current, typed).conflicts : [];
  const marks = Object.fromEntries(
    Object.keys(current).map((field) => [
      field,
      conflicts.includes(field) ? now[field] : (base?.[field] ?? now[field]),
    ]),
  );
  const field = (key: string, title: string) => ({
    id: key,
    type: 'long-text' as const,
    label: cut(t.notesLabel(title), longestLabel),
    maxLength: longestNotes,
    ...((typed ?? current)[key] && { value: (typed ?? current)[key] ?? '' }),
  });
  return {
    id,
    title: t.write,
    submit: t.save,
    opener: t.write,
    intro: t.noCases,
    language: turn.language,
    payload: { meeting: meeting._id, base: marks as Record<string, string> },
    fields: [
      ...meeting.agenda.map((item, index) => field(item.id, `${index + 1}. ${item.title}`)),
      field(general, t.noItem),
    ],
  };
}

/**
 * Saves what the editor changed; what somebody else changed meanwhile elsewhere stays. Where both changed the same notes
 * nothing is saved, and the field says what stands there now.
 */
export async function saveNotes(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  base: Entered,
  values: FormValues,
): Promise<Meeting> {
  const t = minutesTexts[turn.language];
  const editor = await editorOf(context, turn, meeting);
  return changeMinutes(context, turn, meeting._id, (now) => {
    const current = notesIn(now);
    const { values: wanted, mine, conflicts } = merge(base, current, entered(now, values));
    const tooLong = mine.filter((field) => (wanted[field] ?? '').length > longestNotes);
    const problems = [
      ...conflicts.map(
        (field) => [field, t.conflict(editor, cut(current[field] || t.nowEmpty, longestShown))] as const,
      ),
      ...tooLong.map((field) => [field, t.tooLong(longestNotes.toLocaleString('de-DE'))] as const),
    ];
    if (problems.length > 0) throw new FormRefusal(Object.fromEntries(problems), 'attendance.notes-conflict');
    const changes = Object.fromEntries(mine.map((field) => [field, wanted[field] ?? '']));
    return mine.length > 0 ? { $set: changeOf(now, changes) } : undefined;
  });
}

/** Notes by field: agenda items by their ids, and those that belong to none. */
function notesIn({ agenda, notes = '' }: Pick<Meeting, 'agenda' | 'notes'>): Entered {
  return { ...Object.fromEntries(agenda.map((item) => [item.id, item.notes ?? ''])), [general]: notes };
}

function entered(meeting: Meeting, values: FormValues): Entered {
  return Object.fromEntries(
    Object.keys(notesIn(meeting)).map((field) => [
      field,
      String(values[field] ?? '')
        .replace(/\r\n?/g, '\n')
        .trim(),
    ]),
  );
}

function changeOf({ agenda }: Pick<Meeting, 'agenda'>, notes: Entered): Readonly<Record<string, unknown>> {
  const item = (one: AgendaItem): AgendaItem => {
    const now = notes[one.id];
    return now === undefined ? one : { ...one, notes: now };
  };
  const own = notes[general];
  return { agenda: agenda.map(item), ...(own !== undefined && { notes: own }) };
}

function mustFit(turn: Turn, { agenda }: Pick<Meeting, 'agenda'>): void {
  if (agenda.length <= mostItems) return;
  throw new Refusal(minutesTexts[turn.language].tooMany(String(mostItems)), 'attendance.agenda-too-long');
}

/** Who changed the minutes last, by name. */
export async function editorOf(context: Context, turn: Turn, { minutesBy = '' }: Meeting): Promise<string> {
  const name = (await context.people().names([minutesBy])).get(minutesBy);
  return name ?? minutesTexts[turn.language].somebody;
}
