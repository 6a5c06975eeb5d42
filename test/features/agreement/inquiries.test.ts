import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inquiriesSpec } from '../../../src/features/agreement/inquiries/model.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import { actionsIn, button, type House, textOf, textOfView } from '../identity/house.js';
import { anna, karin, openHouse, ute } from './room.js';

const refused = 'Wie hoch ist der Mitgliedsbeitrag?';
const askForm = 'agreement.ask-coordination';
let house: House;

beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
  await house.store.stop();
});

/** What waits in the outbox for somebody, as they would read it. */
async function sentTo(account: typeof anna): Promise<readonly View[]> {
  const { id } = await house.personOf(account);
  return (await house.sentTo(id)).map(({ view }) => view as View);
}

async function coordinatorsArrive(): Promise<void> {
  await house.personOf(karin);
  await house.personOf(ute);
}

const inquiries = () => house.store.collection(inquiriesSpec);
const messageOf = (reply: Reply): string => `${reply.type}: ${textOf(reply)}`;

describe('a refused question', () => {
  it('names the coordination office while nobody of it is known', async () => {
    const reply = await house.says(anna, refused);
    expect(textOf(reply)).toContain('Fragen Sie dazu die kommunale Koordination.');
    expect(button(reply, 'Frage an die Koordination')).toBeUndefined();
  });

  it('names the coordinators, and has a button whose form holds the question', async () => {
    await coordinatorsArrive();
    const reply = await house.says(anna, refused);
    expect(textOf(reply)).toContain('Fragen Sie dazu Karin Kluge, Ute Krause.');
    const pressed = await house.presses(anna, button(reply, 'Frage an die Koordination'));
    if (pressed.type !== 'form') throw new Error('no form opened');
    expect(pressed.form.fields[0]).toMatchObject({ id: 'text', value: refused });
    expect(pressed.form.intro).toContain('Karin Kluge, Ute Krause');
  });

  it('sends no coordinator to herself, and nobody with questions of another matter', async () => {
    await coordinatorsArrive();
    for (const [who, question] of [
      [karin, refused],
      [anna, 'Wie wird das Wetter morgen?'],
    ] as const) {
      const reply = await house.says(who, question);
      expect(textOf(reply)).not.toContain('Fragen Sie dazu');
      expect(button(reply, 'Frage an die Koordination')).toBeUndefined();
    }
  });

  it('offers a human being to whoever wants one', async () => {
    await coordinatorsArrive();
    const reply = await house.says(anna, 'Ich möchte mit einem Menschen sprechen');
    expect(textOf(reply)).toContain('Fragen Sie dazu Karin Kluge, Ute Krause.');
    expect(button(reply, 'Frage an die Koordination')?.payload).toEqual({});
  });

  it('has no more buttons than Teams shows', async () => {
    await coordinatorsArrive();
    for (const question of [
      refused,
      'Wann ist das nächste Treffen?',
      'Was kostet es und wie kommen wir wieder raus?',
    ]) {
      const reply = await house.says(anna, question);
      if (reply.type !== 'message') throw new Error('no message');
      const own = actionsIn(reply.view).filter(({ id }) => /^(?:agreement|bot)\./.test(id));
      expect(own.length, question).toBeLessThanOrEqual(6);
    }
  });
});

describe('a question to the coordination office', () => {
  beforeEach(coordinatorsArrive);

  it('goes to every coordinator once, and the answer back to whoever asked, once', async () => {
    const sent = await house.submits(anna, askForm, { text: refused });
    expect(messageOf(sent)).toMatch(/^message: .*unterwegs an Karin Kluge, Ute Krause/s);
    for (const coordinator of [karin, ute]) {
      expect((await sentTo(coordinator)).map(textOfView)).toEqual([expect.stringContaining(refused)]);
    }
    const [card] = await sentTo(karin);
    const [press] = card ? actionsIn(card) : [];
    const form = await house.presses(karin, press);
    expect(form).toMatchObject({ type: 'form', form: { title: 'Antworten' } });
    const answered = await house.submits(karin, 'agreement.answer-inquiry', { answer: 'Nichts.' }, press?.payload);
    expect(messageOf(answered)).toMatch(/^replace: .*Ihre Antwort geht an Anna Adler/s);
    const answers = await sentTo(anna);
    expect(answers.map(({ title }) => title)).toEqual(['Antwort von Karin Kluge']);
    expect(answers.map(textOfView).join()).toContain('Nichts.');
    expect(answers.map(textOfView).join()).toContain(refused);
  });

  it('is answered by one of them: the other learns by whom, on her card and when she tries', async () => {
    await house.says(anna, `frage koordination ${refused}`);
    const [press] = (await sentTo(ute)).flatMap(actionsIn);
    await house.submits(karin, 'agreement.answer-inquiry', { answer: 'Nichts.' }, press?.payload);
    const late = await house.submits(ute, 'agreement.answer-inquiry', { answer: 'Viel.' }, press?.payload);
    expect(textOf(late)).toContain('schon beantwortet, von Karin Kluge');
    expect((await sentTo(ute)).map(textOfView).join()).toContain('schon beantwortet, von Karin Kluge');
    expect(await sentTo(anna)).toHaveLength(1);
  });

  it('is one question however often its event is delivered', async () => {
    const event = { type: 'form', id: askForm, payload: {}, values: { text: refused } } as const;
    await house.deliver(anna, event, { key: 'same' });
    await house.deliver(anna, event, { key: 'same' });
    expect((await inquiries().find()).items).toHaveLength(1);
    expect(await sentTo(karin)).toHaveLength(1);
  });

  it('may be typed, and typed back', async () => {
    const sent = await house.says(anna, 'Frage an die Koordination: Gibt es einen Parkplatz?');
    expect(textOf(sent)).toContain('unterwegs an Karin Kluge');
    const list = await house.says(karin, 'anfragen');
    expect(textOf(list)).toMatch(/Anna Adler: Gibt es einen Parkplatz\?/);
    expect(textOf(await house.says(karin, 'antwort anna; Ja, hinter dem Haus.'))).toContain('geht an Anna Adler');
    expect((await sentTo(anna)).map(textOfView).join()).toContain('hinter dem Haus');
    expect(textOf(await house.says(karin, 'anfragen'))).toContain('Keine Frage wartet auf Antwort');
    expect(textOf(await house.says(karin, 'antwort Xaver; Ja.'))).toContain('Von „Xaver“ wartet keine Frage');
  });

  it('asks for the text in a form where none was typed, and at its field where none was written', async () => {
    expect(await house.says(anna, 'frage koordination')).toMatchObject({ type: 'form', form: { id: askForm } });
    const again = await house.submits(anna, askForm, {});
    expect(again).toMatchObject({ type: 'form', form: { errors: { text: 'Bitte schreiben Sie Ihre Frage.' } } });
    expect((await inquiries().find()).items).toEqual([]);
  });

  it('waits on the coordinators’ first page, the longest waiting first, ten at a time', async () => {
    for (let index = 1; index <= 12; index += 1) {
      house.clock.advance({ minutes: 1 });
      await house.says(anna, `frage koordination Frage Nummer ${index}`);
    }
    expect(textOf(await house.opensHome(karin))).toContain('12 Fragen warten auf Antwort');
    expect(textOf(await house.opensHome(anna))).not.toContain('warten auf Antwort');
    const list = await house.says(karin, 'anfragen');
    expect(textOf(list)).toContain('Frage Nummer 10');
    expect(textOf(list)).not.toContain('Frage Nummer 11');
    const more = await house.presses(karin, button(list, 'Weitere'));
    expect(textOf(more)).toContain('Frage Nummer 12');
    expect(textOf(await house.says(karin, 'antwort Anna; Ja.'))).toContain('warten mehrere Fragen');
  });

  it('is nobody else’s to read or answer', async () => {
    await house.says(anna, `frage koordination ${refused}`);
    for (const typed of ['anfragen', 'antwort Anna; Ja.']) {
      expect(textOf(await house.says(anna, typed)), typed).not.toContain(refused);
    }
    expect((await inquiries().find()).items[0]).toMatchObject({ open: true });
  });

  it('a child in danger is told at once whom to call, and nothing is sent or stored', async () => {
    const reply = await house.submits(anna, askForm, { text: 'Ein Kind bei uns wird zu Hause geschlagen' });
    expect(textOf(reply)).toContain('110');
    expect((await inquiries().find()).items).toEqual([]);
    expect(await sentTo(karin)).toEqual([]);
  });

  it('goes with the person who asked', async () => {
    await house.says(anna, `frage koordination ${refused}`);
    const { id } = await house.personOf(anna);
    const [inquiry] = (await inquiries().find()).items;
    const { personal } = inquiriesSpec;
    if (!inquiry || personal === 'none' || personal.erase === 'delete') throw new Error('cannot be erased');
    expect(
      await personal.show(inquiry, 'de', { zone: 'Europe/Berlin', act: String, nameOf: async (one) => one }),
    ).toMatchObject({
      Frage: refused,
    });
    await inquiries().update(inquiry._id, personal.erase(inquiry, id));
    expect(JSON.stringify((await inquiries().find()).items)).not.toMatch(/Anna|Mitgliedsbeitrag/);
    const [press] = (await sentTo(karin)).flatMap(actionsIn);
    expect(textOf(await house.presses(karin, press))).toContain('Diese Frage gibt es nicht mehr');
  });
});
