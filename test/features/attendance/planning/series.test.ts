import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dayOf,
  dueOccurrences,
  instantsOf,
  isSkipped,
  ruleFor,
} from '../../../../src/features/attendance/planning/occurrences.js';
import { seriesSpec } from '../../../../src/features/attendance/planning/series-model.js';
import { localInstant } from '../../../../src/kernel/calendar.js';
import { addDays, weekdayOf } from '../../../../src/kernel/dates.js';
import { stores, textOf } from '../../identity/house.js';
import { filledIn, formOf } from '../../partners/house.js';
import { carla, gabi, Town } from '../town.js';

const zone = 'Europe/Berlin';
const day = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2026-01-01', days));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

describe('the days of a series', () => {
  it('are so many weeks apart', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 8 }), fc.integer({ min: -20, max: 60 }), (first, every, index) => {
        const series = { rule: ruleFor(first, 'weeks', every), phase: { index: 0, day: first } };
        expect(dayOf(series, index)).toBe(addDays(first, 7 * every * index));
      }),
    );
  });

  it('fall on the same weekday, the same one of its month, every so many months', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 40 }), (first, every, index) => {
        const series = { rule: ruleFor(first, 'months', every), phase: { index: 0, day: first } };
        const found = dayOf(series, index);
        const nth = (iso: string) => Math.ceil(Number(iso.slice(8)) / 7);
        const months = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
        expect(weekdayOf(found)).toBe(weekdayOf(first));
        expect(months(found) - months(first)).toBe(every * index);
        if (nth(first) <= 4) expect(nth(found)).toBe(nth(first));
        else expect(addDays(found, 7).slice(0, 7)).not.toBe(found.slice(0, 7));
        expect(dayOf(series, 0)).toBe(first);
      }),
    );
  });

  it('stay at their local time across both changes of the clocks, leap days and year ends', () => {
    fc.assert(
      fc.property(
        day,
        time,
        fc.constantFrom('weeks', 'months'),
        fc.integer({ min: 0, max: 60 }),
        (first, at, kind, index) => {
          const series = { rule: ruleFor(first, kind, 1), phase: { index: 0, day: first } };
          const on = dayOf(series, index);
          const { start, end } = instantsOf({ time: at, minutes: 90 }, on, zone);
          const local = DateTime.fromJSDate(start, { zone });
          const exists = local.toFormat('HH:mm') === at;
          // Of the hour that is skipped in spring there is no such time: then it is an hour later.
          expect(exists || local.minus({ hours: 1 }).offset !== local.offset).toBe(true);
          expect(local.toISODate()).toBe(on);
          expect(end.getTime() - start.getTime()).toBe(90 * 60_000);
        },
      ),
    );
  });

  it.each([
    ['2026-10-22', '14:00', ['2026-10-22T12:00:00.000Z', '2026-10-29T13:00:00.000Z']],
    ['2027-03-25', '14:00', ['2027-03-25T13:00:00.000Z', '2027-04-01T12:00:00.000Z']],
    ['2027-12-30', '14:00', ['2027-12-30T13:00:00.000Z', '2028-01-06T13:00:00.000Z']],
    ['2028-02-24', '14:00', ['2028-02-24T13:00:00.000Z', '2028-03-02T13:00:00.000Z']],
  ])('from %s at %s are %s', (first, at, expected) => {
    const series = { rule: ruleFor(first, 'weeks', 1), phase: { index: 0, day: first } };
    const starts = [0, 1].map((index) => localInstant(dayOf(series, index), at, zone).toISOString());
    expect(starts).toEqual(expected);
  });

  it('are made each once, however the time in between is cut up', () => {
    fc.assert(
      fc.property(day, fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 }), (first, steps) => {
        const rule = ruleFor(first, 'weeks', 1);
        const phase = { index: 0, day: first };
        let next = { index: 0, day: first };
        let horizon = first;
        const made: number[] = [];
        for (const step of steps) {
          horizon = addDays(horizon, step);
          const due = dueOccurrences({ rule, phase, next, skip: 'public' }, horizon, 1_000);
          made.push(...due.made.map(({ index }) => index));
          next = due.next;
        }
        const atOnce = dueOccurrences({ rule, phase, next: { index: 0, day: first }, skip: 'public' }, horizon, 1_000);
        expect(made).toEqual(steps.length > 0 ? atOnce.made.map(({ index }) => index) : []);
        expect(atOnce.made.every((one) => !isSkipped(one.day, 'public'))).toBe(true);
      }),
    );
  });
});

describe.each(stores)('a series on %s', (on) => {
  let town: Town;
  beforeEach(async () => {
    town = await Town.open({ on });
  });
  afterEach(() => town.close());

  const begin = async (values: Record<string, string>) => {
    const form = formOf(await town.says(gabi, 'treffen neu'));
    return town.house.submits(gabi, form.id, { ...filledIn(form), start: '14:00', place: 'Rathaus', ...values });
  };
  const starts = async () => (await town.meetings()).map(({ start }) => start.toISOString());
  const edit = async (number: number, values: Record<string, string>) =>
    town.fills(gabi, await town.says(gabi, `planung ${number}`), values, 'Bearbeiten');

  it('is made six months ahead, and goes on as time goes on, each occurrence once', async () => {
    const draft = await begin({ day: '2026-12-10', repeat: 'months:3' });
    expect(textOf(draft)).toContain('Jedes Vierteljahr am 2. Donnerstag, 14:00 Uhr');
    expect(await starts()).toEqual(['2026-12-10T13:00:00.000Z', '2027-03-11T13:00:00.000Z']);
    await town.beat();
    expect(await town.meetings()).toHaveLength(2);
    town.house.clock.set('2027-01-05T09:00:00+01:00');
    await town.beat();
    await town.beat();
    expect((await starts()).at(-1)).toBe('2027-06-10T12:00:00.000Z');
    expect(await town.meetings()).toHaveLength(3);
  });

  it('leaves out holidays, and ends when it is to', async () => {
    await begin({ day: '2026-12-11', repeat: 'weeks:1', until: '2027-01-08', skip: 'public' });
    expect((await starts()).map((at) => at.slice(0, 10))).toEqual(['2026-12-11', '2026-12-18', '2027-01-08']);
    const [series] = (await town.house.store.collection(seriesSpec).find()).items;
    expect(series).toMatchObject({ state: 'ended' });
    expect(textOf(await town.says(gabi, 'planung 1'))).toContain('Reihe: Jede Woche, 14:00 Uhr, bis 08.01.2027\n');
  });

  it('invites to the others by itself four weeks ahead, once somebody has invited to one', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:4', skip: 'none' });
    town.house.clock.set('2026-12-08T09:00:00+01:00');
    await town.beat();
    expect((await town.meetings()).every(({ state }) => state === 'draft')).toBe(true);
    await town.says(gabi, 'einladen 1');
    await town.beat();
    const invited = (await town.meetings()).filter(({ state }) => state === 'invited');
    expect(invited.map(({ start }) => start.toISOString().slice(0, 10))).toEqual(['2026-12-10']);
    town.house.clock.set('2026-12-15T09:00:00+01:00');
    await town.beat();
    expect((await town.meetings()).filter(({ state }) => state === 'invited')).toHaveLength(2);
  });

  it('changes this one only, this and the following, or all to come', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:2', skip: 'none', until: '2027-01-31' });
    await town.says(gabi, 'einladen 2');
    await edit(2, { place: 'Kita', scope: 'this' });
    expect((await town.meetings()).map(({ place }) => place)).toEqual(['Rathaus', 'Kita', 'Rathaus', 'Rathaus']);
    await edit(3, { start: '16:00', end: '17:00', scope: 'following' });
    expect(await starts()).toEqual([
      '2026-12-10T13:00:00.000Z',
      '2026-12-24T13:00:00.000Z',
      '2027-01-07T15:00:00.000Z',
      '2027-01-21T15:00:00.000Z',
    ]);
    const reply = await edit(1, { place: 'Stadthalle', scope: 'all' });
    expect(textOf(reply)).toContain('Für 3 Treffen der Reihe übernommen');
    expect((await town.meetings()).map(({ place }) => place)).toEqual([
      'Stadthalle',
      'Kita',
      'Stadthalle',
      'Stadthalle',
    ]);
    expect((await town.meetings()).map(({ agenda }) => agenda)).toEqual([[], [], [], []]);
  });

  it('leaves what was changed of one alone, says so, and makes it like the others on a press', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:2', skip: 'none', until: '2027-01-31' });
    await town.says(gabi, 'verschieben 3 08.01.2027 10:00');
    const reply = await edit(2, { start: '16:00', end: '17:00', place: 'Kita', scope: 'following' });
    expect(textOf(reply)).toContain('Ein Treffen ist so geblieben, wie es einzeln geändert wurde:');
    expect(textOf(reply)).toContain('Nr. 3 · AK Übergänge · Fr. 8.1.2027, 10 Uhr, Kita');
    expect(await town.meeting(3)).toMatchObject({ start: new Date('2027-01-08T10:00:00+01:00'), place: 'Kita' });
    expect(textOf(await town.presses(gabi, reply, 'Auch diese anpassen'))).toContain('Wieder wie die Reihe: 1 Treffen');
    expect(await town.meeting(3)).toMatchObject({ start: new Date('2027-01-07T16:00:00+01:00'), place: 'Kita' });
    expect((await town.meeting(3)).series).not.toHaveProperty('own');
    expect(textOf(await town.says(gabi, 'reihe angleichen 3'))).toContain(
      'ist kein Treffen der Reihe einzeln geändert',
    );
    expect(textOf(await town.says(carla, 'reihe angleichen 3'))).toContain('Das dürfen nur Vorsitzende');
  });

  it('lets the edited one itself change, and keeps it on its own day while only the time changes', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:2', skip: 'none', until: '2027-01-31' });
    await town.says(gabi, 'verschieben 2 22.12.2026 14:00');
    await edit(2, { start: '16:00', end: '17:00', scope: 'following' });
    expect((await starts()).slice(1, 3)).toEqual(['2026-12-22T15:00:00.000Z', '2027-01-07T15:00:00.000Z']);
    await edit(1, { start: '09:00', end: '10:00', scope: 'all' });
    expect((await starts()).slice(1, 3)).toEqual(['2026-12-22T15:00:00.000Z', '2027-01-07T08:00:00.000Z']);
  });

  it('moves to another weekday with all that follow, also those yet to be made', async () => {
    await begin({ day: '2026-12-10', repeat: 'months:1', skip: 'none' });
    await edit(2, { day: '2027-01-15', scope: 'following' });
    town.house.clock.set('2026-12-20T09:00:00+01:00');
    await town.beat();
    expect((await starts()).map((at) => at.slice(0, 10))).toEqual(
      ['2026-12-10', '2027-01-15', '2027-02-19', '2027-03-19', '2027-04-16', '2027-05-21', '2027-06-18'].slice(
        0,
        (await town.meetings()).length,
      ),
    );
  });

  it('ends from a meeting on: those after it are off, nothing more is made', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:2', skip: 'none' });
    await town.says(gabi, 'einladen 2');
    await town.says(gabi, 'reihe beenden 2');
    expect(await town.meeting(1)).toMatchObject({ state: 'draft' });
    expect(await town.meeting(2)).toMatchObject({ state: 'cancelled', unfinished: [] });
    expect(textOf(await town.says(gabi, 'planung 1'))).toContain('Alle 2 Wochen, 14:00 Uhr (beendet)');
    const count = (await town.meetings()).length;
    town.house.clock.set('2027-06-01T09:00:00+02:00');
    await town.beat();
    expect(await town.meetings()).toHaveLength(count);
  });

  it('is taken further by the clock where a change was cut short', async () => {
    await begin({ day: '2026-12-10', repeat: 'weeks:2', skip: 'none', until: '2027-01-31' });
    const all = town.house.store.collection(seriesSpec);
    const [series] = (await all.find()).items;
    const pending = {
      event: 'cut-short',
      kind: 'edit' as const,
      from: 1,
      by: 'somebody',
      at: town.house.clock.now(),
      fields: ['place'],
    };
    await all.update(series?._id ?? '', { $set: { place: 'Kita', pending, event: 'cut-short' } });
    await town.beat();
    expect((await town.meetings()).map(({ place }) => place)).toEqual(['Rathaus', 'Kita', 'Kita', 'Kita']);
    expect((await all.get(series?._id ?? ''))?.pending).toBeUndefined();
  });
});
