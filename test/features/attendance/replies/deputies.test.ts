import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../identity/house.js';
import { viewOf } from '../../partners/house.js';
import { button, buttonOn, carla, deniz, emil, gabi, labelsOf, Square } from './square.js';

describe('deputies', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.open();
  });
  afterEach(() => square.close());

  it('are sent by typing: they are asked, and answer for whoever sent them', async () => {
    await square.invite();
    const reply = await square.says(carla, 'vertretung 1 Emil Extra');
    expect(textOf(reply)).toContain('Emil Extra ist gefragt.');
    await square.beat();
    expect(await square.cardText(carla)).toContain('Sie kommen nicht und schicken Emil Extra.');
    const card = await square.cardOf(emil);
    expect(card.summary).toBe('Vertretung: AK Übergänge, Do. 3.12., 14 Uhr, Rathaus');
    expect(await square.cardText(emil)).toContain('Carla Kita kann nicht und bittet Sie um Vertretung.');
    expect(await square.cardText(gabi)).toContain('0 Zusagen, 0 Absagen, 3 offen');
    await square.pressesOnCard(emil, 'Zusagen');
    await square.beat();
    expect(await square.cardText(gabi)).toContain('1 Zusage, 0 Absagen, 2 offen');
    expect(await square.cardText(carla)).toContain('Sie kommen nicht, Emil Extra kommt für Sie.');
    await square.pressesOnCard(emil, 'Absagen');
    await square.beat();
    expect(await square.cardText(carla)).toContain('Sie kommen nicht, und Emil Extra kann auch nicht.');
  });

  it('may be invited themselves: they are told who asks, and chased while they have not answered', async () => {
    await square.invite();
    await square.speakFor('sample-partner-x', carla, gabi);
    await square.says(gabi, 'absage 1 für Gabi Schule');
    await square.says(deniz, 'vertretung 1 Carla Kita');
    await square.beat();
    expect(square.textsTo(carla).at(-1)).toContain('Deniz Lehrer kann nicht und bittet Sie um Vertretung.');
    const open = textOf(await square.says(gabi, 'offen 1'));
    expect(open).toContain('Carla Kita');
    expect(open).not.toContain('Alle haben geantwortet');
  });

  it('are a press away where there is a standing one, or colleagues', async () => {
    await square.says(gabi, 'stellvertretung AK Übergänge Emil Extra für Gabi Schule');
    await square.speakFor('sample-partner-x', gabi, deniz);
    await square.invite();
    const offer = await square.pressesOnCard(gabi, 'Vertretung schicken');
    expect(offer.type).toBe('replace');
    expect(labelsOf(viewOf(offer))).toEqual([
      'Emil Extra (ständige Vertretung)',
      'Deniz Lehrer',
      'Andere Person',
      'Zurück',
    ]);
    expect(textOf(await square.presses(gabi, button(offer, 'Zurück')))).toContain('Ihre Rückmeldung: noch offen');
    await square.presses(gabi, button(offer, 'Emil Extra (ständige Vertretung)'));
    await square.beat();
    expect(square.textsTo(emil).join('\n')).toContain('Gabi Schule kann nicht und bittet Sie um Vertretung.');
  });

  it('that stand by are invited as such, and not asked for an answer', async () => {
    await square.says(gabi, 'stellvertretung AK Übergänge Emil Extra für Gabi Schule');
    await square.invite();
    expect(await square.cardText(emil)).toContain('Als Vertretung für Gabi Schule.');
    expect(textOf(await square.says(gabi, 'offen 1'))).not.toContain('Emil Extra');
  });

  it('are named in a form, which asks again where nobody is named', async () => {
    await square.invite();
    const offer = await square.pressesOnCard(carla, 'Vertretung schicken');
    const opened = await square.presses(carla, button(offer, 'Andere Person'));
    if (opened.type !== 'form') throw new Error('no form opened');
    const { id, payload = {} } = opened.form;
    const empty = await square.town.house.submits(carla, id, {}, payload);
    expect(empty.type === 'form' && empty.form.errors?.person).toBeTruthy();
    const reply = await square.town.house.submits(carla, id, { person: 'Emil Extra' }, payload);
    expect(textOf(reply)).toContain('Sie kommen nicht und schicken Emil Extra.');
  });

  it('who are invited themselves stay so when whoever sent them comes after all', async () => {
    await square.invite();
    await square.says(carla, 'vertretung 1 Gabi Schule');
    await square.beat();
    await square.pressesOnCard(carla, 'Zusagen');
    await square.beat();
    expect(square.textsTo(gabi).join()).toContain('Sie müssen niemanden mehr vertreten. Ihre eigene Einladung');
  });

  it('are let go when whoever sent them comes after all', async () => {
    await square.invite();
    await square.says(carla, 'vertretung 1 Emil Extra');
    await square.beat();
    await square.pressesOnCard(carla, 'Zusagen');
    await square.beat();
    expect(square.textsTo(emil).at(-1)).toContain('Sie müssen Carla Kita nicht mehr vertreten.');
    expect(await square.row(emil).catch(() => 'gone')).toBe('gone');
    const old = square.shownTo(emil)[0];
    expect(buttonOn(old, 'Zusagen')).toBeUndefined();
    square.clock.advance({ minutes: 1 });
    await square.says(carla, 'vertretung 1 Emil Extra');
    await square.beat();
    expect(square.textsTo(emil).at(-1)).toContain('bittet Sie um Vertretung');
  });

  it('that cannot come either are told to whoever sent them', async () => {
    await square.invite();
    await square.says(carla, 'vertretung 1 Emil Extra');
    await square.beat();
    await square.pressesOnCard(emil, 'Absagen');
    await square.beat();
    const told = square.shownTo(carla).at(-1);
    expect(square.textsTo(carla).at(-1)).toContain('Emil Extra kann Sie leider nicht vertreten.');
    await square.presses(carla, buttonOn(told, 'Ich komme doch'));
    expect((await square.row(carla)).reply).toBe('yes');
  });

  it('are neither oneself nor somebody who sends somebody', async () => {
    await square.invite();
    expect(textOf(await square.says(carla, 'vertretung 1 Carla Kita'))).toContain('Sich selbst');
    await square.says(deniz, 'vertretung 1 Emil Extra');
    expect(textOf(await square.says(carla, 'vertretung 1 Deniz Lehrer'))).toContain('lässt sich selbst vertreten');
  });
});
