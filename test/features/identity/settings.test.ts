import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, House, slack, textOf } from './house.js';

const maria = slack('M');

describe('the settings of a person', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open();
  });
  afterEach(() => house.close());

  it.each([
    ['sprache englisch', 'en', 'I answer in English now'],
    ['english', 'en', 'I answer in English now'],
    ['sprache einfach', 'einfach', 'einfachem Deutsch'],
    ['Sprache Deutsch', 'de', 'auf Deutsch'],
    ['deutsch', 'de', 'auf Deutsch'],
    ['language german', 'de', 'auf Deutsch'],
    ['sprache english', 'en', 'I answer in English now'],
  ])('"%s" sets the language and answers in it', async (typed, language, said) => {
    expect(textOf(await house.says(maria, typed))).toContain(said);
    expect((await house.personOf(maria)).language).toBe(language);
  });

  it('says which languages there are if another is named, and leaves longer texts to be questions', async () => {
    const reply = await house.says(maria, 'sprache klingonisch');
    expect(textOf(reply)).toContain('„klingonisch“ kann ich nicht');
    expect(button(reply, 'Deutsch')).toBeDefined();
    expect(textOf(await house.says(maria, 'Sprache der Eltern fördern'))).toContain('Dazu kann ich nichts sagen');
  });

  it('offers the languages if none is named', async () => {
    const reply = await house.presses(maria, button(await house.says(maria, 'sprache'), 'English'));
    expect(reply).toMatchObject({ type: 'replace', view: { language: 'en' } });
  });

  it('pauses up to and including the day named', async () => {
    expect(textOf(await house.says(maria, 'pause 24.12.'))).toContain('Bis einschließlich 24.12.2026');
    expect((await house.personOf(maria)).pausedUntil).toEqual(new Date('2026-12-24T23:00:00Z'));
  });

  it('pauses across the change to summer time to the midnight of the place', async () => {
    await house.says(maria, 'pause 28.3.2027');
    expect((await house.personOf(maria)).pausedUntil).toEqual(new Date('2027-03-28T22:00:00Z'));
  });

  it.each([
    ['pause 31.02.', 'gibt es nicht'],
    ['pause 1.11.2026', 'schon vorbei'],
    ['pause 1.1.2029', 'höchstens ein Jahr'],
  ])('refuses "%s" kindly', async (typed, said) => {
    expect(textOf(await house.says(maria, typed))).toContain(said);
    expect((await house.personOf(maria)).pausedUntil).toBeUndefined();
  });

  it('asks for the day by a form, with mistakes at the field', async () => {
    expect(await house.says(maria, 'pause')).toMatchObject({ type: 'form', form: { id: 'identity.pause-form' } });
    const past = await house.submits(maria, 'identity.pause-form', { until: '2026-11-09' });
    expect(past).toMatchObject({ form: { errors: { until: expect.stringContaining('vorbei') } } });
    await house.submits(maria, 'identity.pause-form', { until: '2026-11-10' });
    expect((await house.personOf(maria)).pausedUntil).toEqual(new Date('2026-11-10T23:00:00Z'));
  });

  it('ends the pause, and says so if there is none', async () => {
    const paused = await house.says(maria, 'pause 24.12.');
    expect(textOf(await house.presses(maria, button(paused, 'Pause beenden')))).toContain('beendet');
    expect((await house.personOf(maria)).pausedUntil).toBeUndefined();
    expect(textOf(await house.says(maria, 'pause ende'))).toContain('keine Pause');
  });
});
