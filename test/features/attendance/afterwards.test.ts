import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores, textOf } from '../identity/house.js';
import { anna, carla, deniz, emre, fatma, kita, MeetingHouse, school } from './meeting-house.js';

describe.each(stores)('check-in and minutes on %s', (on) => {
  let it_: MeetingHouse;
  beforeEach(async () => {
    it_ = await MeetingHouse.open({ on });
  });
  afterEach(() => it_.close());

  const says = (who: typeof anna, text: string) => it_.house.says(who, text);

  it('are kept whole while several write at once, and corrections say who and what stood there', async () => {
    const meeting = await it_.fullMeeting();
    await Promise.all([
      says(carla, 'anwesend 1 Carla'),
      says(anna, 'entschuldigt 1 Deniz'),
      says(carla, 'protokoll 1 TOP 1 Von Carla.'),
      says(anna, 'protokoll 1 TOP 2 Von Anna.'),
      says(carla, 'beschluss 1 Ziel 6: Erstens.'),
      says(anna, 'beschluss 1 Zweitens.'),
    ]);
    await says(anna, 'vertreten 1 Deniz');
    const stored = await it_.meetings.get(meeting._id);
    expect(stored?.agenda.map(({ notes }) => notes)).toEqual(['Von Carla.', 'Von Anna.']);
    const { items } = await it_.decisions.find({ filter: { meetingId: meeting._id } });
    expect(items.map(({ place }) => place).toSorted()).toEqual([1, 2]);
    expect((await it_.row(meeting, deniz)).presenceLog?.map(({ presence, by }) => [presence, by])).toEqual([
      ['excused', it_.id(anna)],
      ['deputy', it_.id(anna)],
    ]);
    expect(await it_.represented(meeting)).toEqual({ [kita]: 'yes', [school]: 'by-deputy' });
  });

  it('are signed off and sent once, found again, and told in short to who was not there', async () => {
    await it_.fullMeeting();
    await says(carla, 'anwesend 1 Carla, Fatma');
    await says(carla, 'fehlt 1 rest');
    await says(carla, 'beschluss 1 Die Sprachförderung beginnt.');
    await says(carla, 'aufgabe 1 Deniz bis 1.12.2026 Räume anfragen');
    await says(carla, 'protokoll freigeben 1');
    await Promise.all([says(carla, 'protokoll senden 1'), says(anna, 'protokoll senden 1')]);
    const sent = async (who: typeof anna) => (await it_.house.sentTo(it_.id(who))).map(({ view }) => view.kind);
    expect(await sent(fatma)).toEqual(['attendance.minutes-sent']);
    expect((await sent(deniz)).toSorted()).toEqual(['attendance.digest', 'attendance.minutes-sent']);
    expect((await sent(emre)).toSorted()).toEqual(['attendance.digest', 'attendance.minutes-sent']);
    expect(textOf(await says(fatma, 'beschlüsse Sprachförderung'))).toContain('Die Sprachförderung beginnt.');
    expect(textOf(await says(deniz, 'aufgaben'))).toContain('Räume anfragen');
    expect(textOf(await says(carla, 'bericht 1'))).toContain('Vertretene Einrichtungen: 1 von 2');
    expect(textOf(await says(anna, 'bericht AK Übergänge jahr'))).toContain('1 Treffen mit eingetragener Anwesenheit');
  });
});
