import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventMark } from '../../../src/bot/feature.js';
import { reminderOf } from '../../../src/features/attendance/minutes/task-list-part.js';
import { actionsIn, button, textOf, textOfView } from '../identity/house.js';
import { anna, carla, deniz, emre, formOf, gerd, MeetingHouse } from './meeting-house.js';

let it_: MeetingHouse;
beforeEach(async () => {
  it_ = await MeetingHouse.open();
});
afterEach(() => it_.close());

const says = (who: typeof anna, text: string) => it_.house.says(who, text);
const presses = (who: typeof anna, ...of: Parameters<typeof button>) => it_.house.presses(who, button(...of));

describe('giving a task', () => {
  it('gives it a number, an owner and a day', async () => {
    await it_.fullMeeting();
    const text = textOf(await says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen'));
    expect(text).toContain('Aufgabe Nr. 2 ist vergeben: Deniz Schule, bis 01.12.2026.');
    expect(text).toContain('Aufgabe Nr. 2: Deniz Schule, bis 01.12.2026: Räume anfragen');
    expect((await it_.tasks.find()).items[0]).toMatchObject({ number: 2, ownerId: it_.id(deniz), due: '2026-12-01' });
    expect(textOf(await says(carla, 'anwesenheit 2'))).toContain(
      'Nr. 2 ist etwas anderes: die Aufgabe „Räume anfragen“',
    );
  });

  it('needs no number while one meeting is open', async () => {
    await it_.fullMeeting();
    expect(textOf(await says(carla, 'aufgabe Deniz Schule bis morgen TOP 2 Einladen'))).toContain('bis 11.11.2026');
    expect((await it_.tasks.find()).items[0]).toMatchObject({ agendaItem: 'top-2', text: 'Einladen' });
  });

  it('asks who is meant where several are, and keeps the rest', async () => {
    await it_.fullMeeting();
    const choice = await says(carla, 'aufgabe 1 Kita bis 1.12. TOP 1 Plakate kleben');
    const buttons = choice.type === 'message' ? actionsIn(choice.view) : [];
    const labels = buttons.filter(({ id }) => id === 'attendance.task-for');
    expect(labels).toHaveLength(2);
    const given = await it_.house.presses(
      carla,
      labels.find(({ label }) => label.includes('Emre')),
    );
    expect(textOf(given)).toContain('Emre Kita, bis 01.12.2026: Plakate kleben');
    expect((await it_.tasks.find()).items[0]).toMatchObject({ ownerId: it_.id(emre), agendaItem: 'top-1' });
  });

  it('takes the chair’s word back, however far it had come before a crash', async () => {
    const meeting = await it_.fullMeeting();
    await it_.meetings.update(meeting._id, { $set: { signedOff: { at: meeting.start, by: it_.id(carla) } } });
    const stored = { _id: eventMark({ key: 'cut-short' }), meetingId: meeting._id, ownerId: it_.id(deniz), number: 2 };
    const at = { due: '2026-12-01', createdAt: meeting.start, by: it_.id(carla) };
    await it_.tasks.insert({ ...stored, ...at, text: 'Räume anfragen' });
    await it_.house.says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen', { key: 'cut-short' });
    expect(await it_.tasks.count()).toBe(1);
    expect((await it_.meetings.get(meeting._id))?.signedOff).toBeUndefined();
  });

  it('is given to nobody by a button that names nobody', async () => {
    const meeting = await it_.fullMeeting();
    const payload = { meeting: meeting._id, person: 'nobody', due: '2026-12-01', text: 'Räume anfragen' };
    await it_.house.presses(carla, { id: 'attendance.task-for', label: '', payload });
    expect(await it_.tasks.count()).toBe(0);
  });

  it.each([
    ['aufgabe 1 Deniz bis 31.02. Räume anfragen', 'Den Tag „31.02.“ gibt es nicht.'],
    ['aufgabe 1 Deniz bis 1.11.2026 Räume anfragen', 'Der 01.11.2026 ist schon vorbei.'],
    ['aufgabe 1 Deniz bis 1.11.2036 Räume anfragen', 'mehr als drei Jahre'],
    ['aufgabe 1 Zacharias bis 1.12. Räume anfragen', 'Zacharias'],
    [`aufgabe 1 Deniz bis 1.12. ${'a'.repeat(501)}`, 'höchstens 500 Zeichen'],
  ])('refuses what cannot be: %s', async (typed, refusal) => {
    await it_.fullMeeting();
    expect(textOf(await says(carla, typed))).toContain(refusal);
    expect(await it_.tasks.count()).toBe(0);
  });

  it('works by a form, with every mistake at its field', async () => {
    await it_.fullMeeting();
    const form = formOf(await presses(carla, await says(carla, 'protokoll 1'), 'Aufgabe'));
    const wrong = formOf(
      await it_.house.submits(carla, form.id, { who: 'Kita', due: '2026-02-31', text: '' }, form.payload),
    );
    expect(Object.keys(wrong.errors ?? {}).sort()).toEqual(['due', 'text', 'who']);
    expect(wrong.errors?.who).toContain('Carla Kita');
    const values = { who: 'Emre', due: '2026-12-01', text: 'Plakate', item: 'top-2' };
    expect(textOf(await it_.house.submits(carla, form.id, values, form.payload))).toContain(
      'Emre Kita, bis 01.12.2026: Plakate',
    );
  });

  it('is changed and struck out; the second editor sees that it changed', async () => {
    await it_.fullMeeting();
    const given = await says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen');
    const list = await presses(carla, given, 'Beschlüsse, Aufgaben ändern');
    const form = formOf(await presses(carla, list, 'Aufgabe Nr. 2 ändern'));
    expect(textOf(await says(anna, 'aufgabe ändern 2 bis 8.12.'))).toContain('Aufgabe Nr. 2 ist geändert.');
    const values = { who: 'Deniz Schule', due: '2026-12-02', text: 'Räume buchen' };
    const conflict = formOf(await it_.house.submits(carla, form.id, values, form.payload));
    expect(conflict.errors?.text).toContain('inzwischen geändert');
    await it_.house.submits(carla, form.id, values, conflict.payload);
    expect((await it_.tasks.find()).items[0]).toMatchObject({ text: 'Räume buchen', due: '2026-12-02' });
    expect(textOf(await says(carla, 'aufgabe streichen 2'))).toContain('Aufgabe Nr. 2 ist gestrichen.');
    expect(textOf(await says(carla, 'erledigt 2'))).not.toContain('ist erledigt.');
  });
});

describe('aufgaben', () => {
  async function given() {
    const meeting = await it_.fullMeeting();
    await says(carla, 'aufgabe 1 Deniz bis 8.12. Später');
    await says(carla, 'aufgabe 1 Deniz bis 1.12. Früher');
    await says(carla, 'aufgabe 1 Emre bis 1.12. Nicht seine');
    return meeting;
  }

  it('shows mine, the next first, and says so where there are none', async () => {
    await given();
    const text = textOf(await says(deniz, 'aufgaben'));
    expect(text).toContain('2 offen, 0 erledigt');
    expect(text.indexOf('Früher')).toBeLessThan(text.indexOf('Später'));
    expect(text).not.toContain('Nicht seine');
    expect(textOf(await says(gerd, 'aufgaben'))).toContain('Sie haben gerade keine Aufgaben.');
    expect(textOf(await it_.house.opensHome(deniz))).toContain('2 offene Aufgaben, die nächste bis 01.12.2026');
  });

  it('are done and open again, by press and by typing', async () => {
    await given();
    expect(textOf(await says(deniz, 'erledigt 2'))).toContain('Nr. 2 ist erledigt. Danke.');
    const list = await says(deniz, 'aufgaben');
    const pressed = await presses(deniz, list, 'Nr. 3 erledigt');
    expect(pressed.type).toBe('replace');
    expect(textOf(pressed)).toContain('0 offen, 2 erledigt');
    await presses(deniz, list, 'Nr. 3 erledigt');
    const done = await presses(deniz, pressed, 'Erledigte');
    expect(textOf(done)).toContain('erledigt am 10.11.2026');
    expect(textOf(await presses(deniz, done, 'Nr. 3 doch nicht'))).toContain('1 offen, 1 erledigt');
    expect(textOf(await says(deniz, 'nicht erledigt 2'))).toContain('Nr. 2 ist wieder offen.');
  });

  it('are their owner’s and the chair’s to report done', async () => {
    await given();
    expect(textOf(await says(emre, 'erledigt 2'))).toContain('Erledigt melden können Deniz Schule und der Vorsitz.');
    expect(textOf(await says(carla, 'erledigt 2'))).toContain('Nr. 2 ist erledigt.');
    expect(textOf(await says(deniz, 'erledigt 1'))).toContain('Nr. 1 ist etwas anderes');
  });

  it('come ten at a time', async () => {
    await it_.fullMeeting();
    for (let at = 10; at < 22; at += 1) await says(carla, `aufgabe 1 Deniz bis ${at}.12. Sache ${at}`);
    const first = await says(deniz, 'aufgaben');
    expect(textOf(first)).not.toContain('Sache 20');
    const second = await presses(deniz, first, 'Weitere');
    expect(textOf(second)).toContain('Sache 21');
    expect(button(second, 'Weitere')).toBeUndefined();
  });

  it('come back in the committee’s next meeting until they are done', async () => {
    await given();
    const next = await it_.meeting({ _id: 'next', start: new Date('2026-12-10T14:00:00+01:00') });
    const text = textOf(await says(carla, `protokoll ${next.number}`));
    expect(text).toContain('Offene Aufgaben aus früheren Treffen');
    expect(text).toContain('Früher');
    await says(deniz, 'erledigt 2');
    await says(deniz, 'erledigt 3');
    await says(emre, 'erledigt 4');
    expect(textOf(await says(carla, `protokoll ${next.number}`))).not.toContain('Offene Aufgaben');
  });

  it('go to who comes after', async () => {
    await given();
    await says(deniz, 'erledigt 3');
    const asked = await says(anna, 'nachfolge Deniz Schule durch Gerd Anders');
    expect(textOf(asked)).toContain('1 offene Aufgabe');
    expect(textOf(await says(gerd, 'aufgaben'))).toContain('Später');
    expect(textOf(await says(deniz, 'aufgaben'))).toContain('0 offen, 1 erledigt');
  });
});

describe('reminders of tasks', () => {
  const run = async (instant: string) => {
    const schedules = it_.house.features.flatMap((feature) => feature.schedules ?? []);
    const schedule = schedules.find(({ name }) => name === 'attendance.task-reminders');
    await schedule?.run(new Date(instant), new Date(instant));
  };
  const sent = async (who: typeof anna) =>
    (await it_.house.sentTo(it_.id(who))).filter(({ _id }) => _id.startsWith('task:'));

  it.each([
    ['2026-11-26', undefined],
    ['2026-11-27', 'soon'],
    ['2026-12-01', 'soon'],
    ['2026-12-02', 'late'],
    ['2026-12-15', 'late'],
    ['2026-12-16', undefined],
  ])('for one due on Tuesday, 1 December are, on %s: %s', (today, which) => {
    expect(reminderOf({ due: '2026-12-01' }, today)).toBe(which);
    expect(reminderOf({ due: '2026-12-01', doneAt: new Date() }, today)).toBeUndefined();
  });

  it('go to the owner once before and once after, and not once it is done', async () => {
    await it_.fullMeeting();
    await says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen');
    await run('2026-11-26T07:30:00+01:00');
    expect(await sent(deniz)).toEqual([]);
    await run('2026-11-27T07:30:00+01:00');
    await run('2026-11-30T07:30:00+01:00');
    const [soon, ...more] = await sent(deniz);
    expect(more).toEqual([]);
    expect(soon).toMatchObject({ occasion: 'clock' });
    expect(soon?.view.summary).toBe('Aufgabe bis 01.12.2026: Räume anfragen');
    await run('2026-12-02T07:30:00+01:00');
    await run('2026-12-03T07:30:00+01:00');
    expect(await sent(deniz)).toHaveLength(2);
    const late = (await sent(deniz)).find(({ _id }) => _id.endsWith('late'));
    expect(textOfView(late?.view ?? never())).toContain('Noch offen, war bis 01.12.2026: Räume anfragen');
    const done = await it_.house.presses(deniz, actionsIn(late?.view ?? never())[0]);
    expect(textOf(done)).toContain('Nr. 2 ist erledigt.');
    expect((await sent(deniz)).find(({ _id }) => _id.endsWith('late'))?.state).toBe('cancelled');
  });

  it('are for working days', async () => {
    await it_.fullMeeting();
    await says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen');
    await run('2026-11-28T07:30:00+01:00');
    expect(await sent(deniz)).toEqual([]);
  });
});

function never(): never {
  throw new Error('a message was expected');
}
