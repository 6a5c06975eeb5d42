import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { meetingsSpec } from '../../../../src/features/attendance/meetings/model.js';
import { textOf } from '../../identity/house.js';
import { viewOf } from '../../partners/house.js';
import { anna, button, buttonOn, carla, deniz, emil, gabi, labelsOf, Square } from './square.js';

describe('replies to an invitation', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.invited();
  });
  afterEach(() => square.close());

  it('come on a card that says what, when and where first, where everybody is', async () => {
    const card = await square.cardOf(carla);
    expect(card.summary).toBe('Einladung: AK Übergänge, Do. 3.12., 14 Uhr, Rathaus');
    expect(labelsOf(card)).toEqual([
      'Zusagen',
      'Vielleicht',
      'Absagen',
      'Anmerkung',
      'Vertretung schicken',
      'Kalender',
      'Für meine Leitung',
    ]);
    expect(await square.cardText(deniz)).toContain('0 Zusagen, 0 Absagen, 3 offen');
  });

  it('rewrite the pressed card at once, and every other copy on both platforms soon', async () => {
    const reply = await square.pressesOnCard(carla, 'Zusagen');
    expect(reply.type).toBe('replace');
    expect(textOf(reply)).toContain('Ihre Rückmeldung: Sie kommen.');
    expect(textOf(reply)).toContain('1 Zusage, 0 Absagen, 2 offen');
    await square.beat();
    for (const account of [carla, deniz, gabi]) {
      expect(await square.cardText(account)).toContain('1 Zusage, 0 Absagen, 2 offen');
    }
    expect(await square.cardText(carla)).toContain('Sie kommen.');
    expect(await square.cardText(deniz)).toContain('Ihre Rückmeldung: noch offen');
  });

  it('are changed as often as one likes until the deadline; the last counts', async () => {
    await square.pressesOnCard(carla, 'Zusagen');
    square.clock.advance({ minutes: 1 });
    await square.pressesOnCard(carla, 'Vielleicht');
    square.clock.advance({ minutes: 1 });
    expect(textOf(await square.pressesOnCard(carla, 'Absagen'))).toContain('0 Zusagen, 1 Absage, 2 offen');
    expect((await square.row(carla)).reply).toBe('no');
  });

  it('are the same however often a press is delivered', async () => {
    await square.pressesOnCard(carla, 'Zusagen', 'press-1');
    const again = await square.pressesOnCard(carla, 'Zusagen', 'press-1');
    expect(again.type).toBe('nothing');
    expect((await square.row(carla)).reply).toBe('yes');
  });

  it('are typed as well, with a remark, with or without the number', async () => {
    expect(textOf(await square.says(deniz, 'zusage'))).toContain('Sie kommen.');
    square.clock.advance({ minutes: 1 });
    const reply = await square.says(deniz, 'absage 1 bin im Urlaub');
    expect(textOf(reply)).toContain('Sie kommen nicht.');
    expect(textOf(reply)).toContain('Ihre Anmerkung: bin im Urlaub');
    square.clock.advance({ minutes: 1 });
    const back = await square.says(deniz, 'Zusage Nr. 1');
    expect(textOf(back)).toContain('Sie kommen.');
    expect(textOf(back)).not.toContain('Urlaub');
  });

  it('take a question for a question', async () => {
    const reply = await square.says(deniz, 'zusage 1 geht das noch?');
    expect(textOf(reply)).toContain('liest sich wie eine Frage');
    expect((await square.row(deniz)).reply).toBeUndefined();
  });

  it('ask those who could mean both what they mean', async () => {
    const reply = await square.says(gabi, 'absage 1');
    expect(labelsOf(viewOf(reply))).toEqual(['Ich komme nicht', 'Treffen fällt aus']);
    expect((await square.row(gabi)).reply).toBeUndefined();
    await square.presses(gabi, button(reply, 'Ich komme nicht'));
    expect((await square.row(gabi)).reply).toBe('no');
    expect((await square.town.meeting()).state).toBe('invited');
  });

  it('carry a remark by form, with the hint that reasons are not needed', async () => {
    const action = buttonOn(await square.cardOf(carla), 'Anmerkung');
    const opened = await square.presses(carla, action);
    if (opened.type !== 'form') throw new Error('no form opened');
    expect(JSON.stringify(opened.form.intro)).toContain('Gründe sind nicht nötig. Bitte keine Angaben zur Gesundheit.');
    const reply = await square.town.house.submits(
      carla,
      opened.form.id,
      { text: 'Ich komme später.' },
      opened.form.payload ?? {},
    );
    expect(textOf(reply)).toContain('Ihre Anmerkung: Ich komme später.');
    const tooLong = await square.town.house.submits(
      carla,
      opened.form.id,
      { text: 'x'.repeat(301) },
      opened.form.payload ?? {},
    );
    expect(tooLong.type === 'form' && tooLong.form.errors?.text).toContain('300');
  });

  it('are recorded on behalf by the chair, who is named', async () => {
    const reply = await square.says(gabi, 'zusage 1 für Carla Kita');
    expect(textOf(reply)).toContain('Für Carla Kita eingetragen: 1 Zusage');
    await square.beat();
    expect(await square.cardText(carla)).toContain('Sie kommen. Eingetragen von Gabi Schule.');
    expect(await square.town.house.audited()).toContain('attendance.reply-for');
    await square.says(anna, 'absage 1 krank gemeldet für Deniz Lehrer');
    expect(await square.row(deniz)).toMatchObject({ reply: 'no', remark: 'krank gemeldet' });
    square.clock.advance({ minutes: 1 });
    await square.pressesOnCard(deniz, 'Zusagen');
    expect((await square.row(deniz)).repliedBy).toBeUndefined();
  });

  it('are not recorded on behalf by others, nor for those who are not invited', async () => {
    expect(textOf(await square.says(deniz, 'zusage 1 für Carla Kita'))).toContain('Vorsitz und die Koordination');
    expect((await square.row(carla)).reply).toBeUndefined();
    expect(textOf(await square.says(gabi, 'zusage 1 für Emil Extra'))).toContain('nicht eingeladen');
    expect(textOf(await square.says(emil, 'zusage 1'))).toContain('nicht auf der Einladungsliste');
    const toAnna = textOf(await square.says(anna, 'zusage 1'));
    expect(toAnna).toContain('Sie stehen selbst nicht auf der Einladungsliste');
    expect(toAnna).not.toContain('Fragen Sie');
  });

  it('take „für“ in a remark for what it is', async () => {
    await square.says(deniz, 'absage 1 für zwei Wochen verreist');
    expect(await square.row(deniz)).toMatchObject({ reply: 'no', remark: 'für zwei Wochen verreist' });
  });

  it('are refused after the deadline, except by those who lead', async () => {
    square.clock.set('2026-12-02T10:00:00+01:00');
    const reply = await square.pressesOnCard(carla, 'Zusagen');
    expect(textOf(reply)).toContain('Die Frist für Rückmeldungen ist am');
    expect((await square.row(carla)).reply).toBeUndefined();
    await square.says(gabi, 'zusage 1 für Carla Kita');
    expect((await square.row(carla)).reply).toBe('yes');
  });

  it('know no „Vielleicht“ where it is not allowed', async () => {
    const { house } = square.town;
    const meeting = await square.town.meeting();
    await house.store.collection(meetingsSpec).update(meeting._id, { $set: { maybeAllowed: false } });
    expect(textOf(await square.says(carla, 'vielleicht 1'))).toContain('gibt es kein „Vielleicht“');
    expect((await square.row(carla)).reply).toBeUndefined();
  });

  it('say what the number is instead, and what there is where none is open', async () => {
    expect(textOf(await square.says(carla, 'zusage 99'))).toContain('99');
    expect(textOf(await square.says(emil, 'zusage'))).toContain('Es ist keine Einladung offen');
  });
});

describe('one reply per partner', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.open();
    await square.speakFor('Grundschule', gabi, deniz);
    await square.invite();
  });
  afterEach(() => square.close());

  it('suffices: colleagues read who comes, and are counted once', async () => {
    await square.pressesOnCard(deniz, 'Zusagen');
    await square.beat();
    const card = await square.cardText(gabi);
    expect(card).toContain('Deniz Lehrer kommt für Ihre Einrichtung.');
    expect(card).toContain('1 Zusage, 0 Absagen, 1 offen');
    await square.pressesOnCard(gabi, 'Zusagen');
    await square.beat();
    expect(await square.cardText(carla)).toContain('1 Zusage (2 Personen), 0 Absagen, 1 offen');
  });

  it('is the best of theirs', async () => {
    await square.pressesOnCard(deniz, 'Absagen');
    await square.beat();
    expect(await square.cardText(gabi)).toContain('Deniz Lehrer hat für Ihre Einrichtung abgesagt.');
    expect(textOf(await square.pressesOnCard(gabi, 'Zusagen'))).toContain('1 Zusage, 0 Absagen, 1 offen');
  });
});
