import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importsSpec } from '../../../src/features/partners/imports.js';
import { partnersSpec } from '../../../src/features/partners/model.js';
import { proposalsSpec } from '../../../src/features/partners/proposals.js';
import type { Reply } from '../../../src/messages/reply.js';
import { button, type House, textOf } from '../identity/house.js';
import { anna, carla, deniz, filledIn, formOf, kita, kitaId, openHouse, viewOf } from './house.js';

describe('Kontakt aufnehmen', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.close());

  const lastTo = async (account: typeof anna): Promise<Reply & { readonly type: 'message' }> => {
    const view = (await house.sentTo((await house.personOf(account)).id)).map((entry) => entry.view).at(-1);
    if (!view) throw new Error('nothing was sent');
    return { type: 'message', view };
  };
  const write = async (text: string) => {
    const card = await house.presses(deniz, button(await house.says(deniz, `partner ${kita}`), 'Kontakt aufnehmen'));
    const form = formOf(await house.presses(deniz, button(card, 'Nachricht schreiben')));
    return { form, reply: await house.submits(deniz, form.id, { text }, form.payload) };
  };

  it('shows what is published, pressed or typed', async () => {
    const pressed = await house.presses(deniz, button(await house.says(deniz, `partner ${kita}`), 'Kontakt aufnehmen'));
    expect(textOf(pressed)).toContain('Telefon: 02064 0000-21');
    expect(textOf(pressed)).not.toContain('@');
    expect(textOf(await house.says(deniz, 'kontakt beispielblume'))).toContain('02064 0000-21');
  });

  it('opens a form at once where nothing is published', async () => {
    const card = await house.says(deniz, 'partner Sportverein');
    expect(button(card, 'Kontakt aufnehmen')).toMatchObject({ opensForm: true });
    expect(formOf(await house.presses(deniz, button(card, 'Kontakt aufnehmen'))).title).toBe('Nachricht');
  });

  it('takes a message to those who speak for the partner, once, and answers go back and forth', async () => {
    await house.says(carla, `einrichtung ${kita}`);
    await house.says(anna, 'bestätigen Carla Kita');
    const before = (await house.sentTo((await house.personOf(carla)).id)).length;
    const { form, reply } = await write('Haben Sie noch Plätze im Elterncafé?');
    expect(textOf(reply)).toContain(`Ihre Nachricht an „${kita}“ ist unterwegs`);
    await house.submits(deniz, form.id, { text: 'Haben Sie noch Plätze im Elterncafé?' }, form.payload);
    expect(await house.sentTo((await house.personOf(carla)).id)).toHaveLength(before + 1);
    const message = await lastTo(carla);
    expect(textOf(message)).toMatch(/Von: Deniz Schule[\s\S]*Plätze im Elterncafé/);
    const answer = formOf(await house.presses(carla, button(message, 'Antworten')));
    await house.submits(carla, answer.id, { text: 'Ja, donnerstags.' }, answer.payload);
    const answered = await lastTo(deniz);
    expect(textOf(answered)).toContain(`Von: Carla Kita, ${kita}`);
    const back = formOf(await house.presses(deniz, button(answered, 'Antworten')));
    await house.submits(deniz, back.id, { text: 'Danke!' }, back.payload);
    expect(textOf(await lastTo(carla))).toContain('Danke!');
  });

  it('takes it to the coordination where nobody of the partner is here', async () => {
    await house.store.collection(partnersSpec).update(kitaId, { $unset: { contact: true } });
    const form = formOf(
      await house.presses(deniz, button(await house.says(deniz, `partner ${kita}`), 'Kontakt aufnehmen')),
    );
    const reply = await house.submits(deniz, form.id, { text: 'Hallo' }, form.payload);
    expect(textOf(reply)).toContain('unterwegs zur Koordination');
    expect(textOf(await lastTo(anna))).toContain(`Nachricht an ${kita}`);
  });

  it('lets nobody answer what was not written to them', async () => {
    const { form } = await write('Hallo');
    const talk = String(form.payload?.talk);
    const forged = await house.submits(carla, 'partners.answer', { text: 'x' }, { talk });
    expect(textOf(forged)).toContain('nicht an Sie gerichtet');
    const reused = await house.submits(carla, 'partners.write', { text: 'x' }, { partner: kitaId, talk });
    expect(textOf(reused)).toContain('nicht an Sie gerichtet');
  });

  it('shows at the field that there is no text, or too much of it', async () => {
    const { form } = await write('Hallo');
    expect(formOf(await house.submits(deniz, form.id, {}, form.payload)).errors?.text).toContain(
      'schreiben Sie Ihre Nachricht',
    );
    const long = formOf(await house.submits(deniz, form.id, { text: 'x'.repeat(1_001) }, form.payload));
    expect(long.errors?.text).toContain('1.001 Zeichen');
  });

  it('shows and erases what is kept of a contact person', async () => {
    const typed = 'partner neu Kita Sonnenblume; Bildung; Kita; Lohberg; carla@kita-beispielblume.example';
    await house.says(anna, typed);
    expect(textOf(await house.says(carla, 'meine daten'))).toContain('Ansprechperson im Partnerverzeichnis');
    expect(textOf(await house.says(carla, 'meine daten'))).toContain('carla@kita-beispielblume.example');
    await house.says(carla, 'meine daten löschen');
    await house.says(carla, 'löschen');
    const { items } = await house.store.collection(partnersSpec).find({ filter: { foldedName: 'kita sonnenblume' } });
    expect(items[0]?.contact).toBeUndefined();
    expect(viewOf(await house.says(anna, 'partner Sonnenblume')).title).toBe('Kita Sonnenblume');
  });

  it('shows and erases what waits to be entered of a contact person, and leaves the rest as it is', async () => {
    await house.says(carla, `einrichtung ${kita}`);
    await house.says(anna, 'bestätigen Carla Kita');
    const card = await house.says(carla, `partner ${kita}`);
    const form = formOf(await house.presses(carla, button(card, 'Änderung vorschlagen')));
    const contact = { contactName: 'Deniz Schule', contactEmail: 'Deniz@schule.example', offers: 'Waldtage' };
    await house.submits(carla, form.id, { ...filledIn(form), ...contact }, form.payload);
    const csv =
      'Name;Bereiche;Ansprechperson;E-Mail\nKita Eins;Bildung;Deniz Schule;deniz@schule.example\nKita Zwei;Bildung;;';
    const bytes = new TextEncoder().encode(csv);
    await house.deliver(anna, { type: 'file', name: 'partner.csv', bytes });
    expect(textOf(await house.says(deniz, 'meine daten'))).toMatch(
      /Vorgeschlagene Änderung[\s\S]*Geladene Partnerliste/,
    );
    await house.says(deniz, 'meine daten löschen');
    await house.says(deniz, 'löschen');
    const proposals = (await house.store.collection(proposalsSpec).find()).items;
    const imports = (await house.store.collection(importsSpec).find()).items;
    expect(JSON.stringify([proposals, imports])).not.toMatch(/deniz/i);
    expect(proposals[0]).toMatchObject({ fields: ['offers'], values: { offers: 'Waldtage' }, state: 'open' });
    expect(imports[0]?.rows.map(({ name }) => name)).toEqual(['Kita Eins', 'Kita Zwei']);
    expect(JSON.stringify(await house.sentTo((await house.personOf(anna)).id))).not.toMatch(/deniz/i);
  });
});
