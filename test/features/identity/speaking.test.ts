import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/messages/reply.js';
import { actionsIn, button, House, slack, teams, textOf, textOfView, vouched } from './house.js';

const anna = slack('ANNA');
const bernd = slack('BERND');
const carla = teams('CARLA');
const question = 'Für welche Einrichtung sprechen Sie?';
const kita = 'Kita Beispielblume (Beispiel)';

describe('which partner a person speaks for', () => {
  let house: House;
  beforeEach(async () => {
    house = await (await House.open({ coordinators: ['anna@stadt.example', 'bernd@stadt.example'] })).withPartners();
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(bernd, vouched('Bernd Büro', 'bernd@stadt.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita-beispielblume.example'));
    await house.personOf(anna);
    await house.personOf(bernd);
  });
  afterEach(() => house.close());

  const partnerOf = async (account: typeof anna) => (await house.personOf(account)).partner;

  async function requestTo(coordinator: typeof anna): Promise<Reply> {
    const messages = await house.sentTo((await house.personOf(coordinator)).id);
    const view = messages.at(-1)?.view;
    return view ? { type: 'message', view } : { type: 'nothing' };
  }

  describe('the question', () => {
    it('stands below the first answer, in the same message, with a suggestion by the mail domain', async () => {
      const reply = await house.says(carla, 'hilfe');
      expect(textOf(reply)).toMatch(/Das kann ich für Sie tun[\s\S]*Für welche Einrichtung sprechen Sie\?/);
      expect(button(reply, `Ja, ${kita}`)).toBeDefined();
      expect(button(reply, 'Andere Einrichtung')?.opensForm).toBe(true);
    });

    it('makes no suggestion without a partner at the mail domain', async () => {
      const reply = await house.says(slack('X'), 'hilfe');
      expect(button(reply, 'Einrichtung angeben')).toBeDefined();
      expect(textOf(reply)).not.toContain('Ja,');
    });

    it('is asked once a day at most, even by two answers at the same time', async () => {
      const replies = await Promise.all([house.says(carla, 'hilfe'), house.says(carla, 'hilfe')]);
      expect(replies.filter((reply) => textOf(reply).includes(question))).toHaveLength(1);
      expect(textOf(await house.says(carla, 'hilfe'))).not.toContain(question);
      house.clock.advance({ days: 1 });
      expect(textOf(await house.says(carla, 'hilfe'))).toContain(question);
    });

    it('waits a week after Später', async () => {
      await house.presses(carla, button(await house.says(carla, 'hilfe'), 'Später'));
      house.clock.advance({ days: 6 });
      expect(textOf(await house.says(carla, 'hilfe'))).not.toContain(question);
      house.clock.advance({ days: 1 });
      expect(textOf(await house.says(carla, 'hilfe'))).toContain(question);
    });

    it('stops after Keine Einrichtung, pressed or typed', async () => {
      await house.presses(carla, button(await house.says(carla, 'hilfe'), 'Keine Einrichtung'));
      await house.says(slack('X'), 'einrichtung keine');
      house.clock.advance({ days: 30 });
      expect(textOf(await house.says(carla, 'hilfe'))).not.toContain(question);
      expect(textOf(await house.says(slack('X'), 'hilfe'))).not.toContain(question);
    });

    it('is not asked in channels, and not of those who have answered', async () => {
      expect(textOf(await house.says(carla, 'hilfe', { place: 'channel' }))).not.toContain(question);
      expect(textOf(await house.says(carla, 'einrichtung Kita Sonnenschein'))).not.toContain(question);
      expect(textOf(await house.says(carla, 'hilfe'))).not.toContain(question);
    });

    it('is answered by a message of its own: the card that carried it is the answer to something else', async () => {
      const reply = await house.presses(carla, button(await house.says(carla, 'hilfe'), `Ja, ${kita}`));
      expect(reply).toMatchObject({ type: 'message', private: true });
      expect(await partnerOf(carla)).toEqual({ id: 'sample-partner-kita-blume', name: kita, confirmed: false });
    });
  });

  describe('naming it', () => {
    it.each(['kita beispielblume', 'KITA BEISPIELBLUME (BEISPIEL)', 'Beispielblume'])(
      'takes "%s" for the one meant',
      async (typed) => {
        await house.says(carla, `einrichtung ${typed}`);
        expect((await partnerOf(carla))?.id).toBe('sample-partner-kita-blume');
      },
    );

    it('asks if several are meant, or only a similar one', async () => {
      const several = await house.says(carla, 'einrichtung Grundschule');
      expect(button(several, 'Grundschule Beispiellinde (Beispiel)')).toBeDefined();
      const similar = await house.says(carla, 'einrichtung Kita Beispielblumme');
      expect(await partnerOf(carla)).toBeUndefined();
      await house.presses(carla, button(similar, kita));
      expect((await partnerOf(carla))?.name).toBe(kita);
    });

    it('takes a name that is not in the directory as it is written', async () => {
      await house.says(carla, 'einrichtung Zwergenvilla Süd');
      expect(await partnerOf(carla)).toEqual({ name: 'Zwergenvilla Süd', confirmed: false });
      expect(textOf(await requestTo(anna))).toContain('steht nicht im Verzeichnis');
    });

    it('opens a form without a name, with the one at the mail domain first', async () => {
      const reply = await house.says(carla, 'einrichtung');
      if (reply.type !== 'form') throw new Error('a form was expected');
      const choice = reply.form.fields.find((field) => field.type === 'choice');
      expect(choice?.options).toHaveLength(21);
      expect(choice?.options[0]?.label).toBe(kita);
    });

    it('shows mistakes in the form at their fields, and what was typed', async () => {
      const empty = await house.submits(carla, 'identity.partner-form', {});
      expect(empty).toMatchObject({ type: 'form', form: { errors: { name: expect.stringContaining('Bitte') } } });
      const similar = await house.submits(carla, 'identity.partner-form', { name: 'Kita Beispielblumme' });
      if (similar.type !== 'form') throw new Error('a form was expected');
      expect(similar.form.errors?.partner).toContain('Keine davon');
      expect(similar.form.fields.find((field) => field.id === 'name')).toMatchObject({ value: 'Kita Beispielblumme' });
      await house.submits(carla, 'identity.partner-form', { name: 'Kita Beispielblumme', partner: '-' });
      expect((await partnerOf(carla))?.name).toBe('Kita Beispielblumme');
    });

    it('asks for the name alone where there is no directory, and says what is known so far', async () => {
      const alone = await House.open();
      const empty = await alone.submits(carla, 'identity.partner-form', {});
      expect(empty).toMatchObject({
        form: {
          errors: { name: 'Bitte schreiben Sie den Namen Ihrer Einrichtung.' },
          fields: [{ label: 'Name der Einrichtung' }],
        },
      });
      await alone.says(carla, 'einrichtung Kita Mond');
      const again = await alone.says(carla, 'einrichtung');
      expect(again).toMatchObject({
        form: { intro: expect.stringContaining('Bisher: „Kita Mond“, noch nicht bestätigt.') },
      });
      await alone.close();
    });

    it('does not drop a typed name beside another choice without a word', async () => {
      const partner = 'sample-partner-kita-blume';
      const both = await house.submits(carla, 'identity.partner-form', { partner, name: 'Berufskolleg Mond' });
      expect(both).toMatchObject({ form: { errors: { name: expect.stringContaining('nur eines') } } });
      await house.submits(carla, 'identity.partner-form', { partner, name: 'Kita Beispielblumme' });
      expect((await partnerOf(carla))?.name).toBe(kita);
    });

    it.each(['__proto__', 'constructor', 'gone'])('refuses a chosen partner that is not there: %s', async (partner) => {
      const reply = await house.submits(carla, 'identity.partner-form', { partner });
      expect(reply).toMatchObject({ type: 'form', form: { errors: { partner: expect.any(String) } } });
    });

    it('refuses a chosen partner that is gone', async () => {
      const reply = await house.submits(carla, 'identity.partner-form', { partner: 'gone' });
      expect(reply).toMatchObject({ type: 'form', form: { errors: { partner: expect.any(String) } } });
    });

    it('needs nobody’s word for a coordinator', async () => {
      await house.says(anna, 'einrichtung Beispielblume');
      expect(await partnerOf(anna)).toMatchObject({ name: kita, confirmed: true });
      expect(await house.audited()).toEqual(['identity.partner-set']);
    });
  });

  describe('confirming it', () => {
    it('takes one press: the card is rewritten, the person told, the act noted', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      const reply = await house.presses(anna, button(await requestTo(anna), 'Bestätigen'));
      expect(reply.type).toBe('replace');
      expect(textOf(reply)).toContain(`Bestätigt: Carla Kita spricht für „${kita}“`);
      expect(await partnerOf(carla)).toMatchObject({ confirmed: true });
      const told = await house.sentTo((await house.personOf(carla)).id);
      expect(told.map((message) => textOfView(message.view)).join()).toContain('Sie sprechen im Netzwerk jetzt');
      expect(await house.audited()).toEqual(['identity.partner-confirmed']);
    });

    it('reaches every coordinator once, however often the person repeats it', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      await house.says(carla, 'einrichtung Kita Beispielblume');
      for (const coordinator of [anna, bernd]) {
        expect(await house.sentTo((await house.personOf(coordinator)).id)).toHaveLength(1);
      }
    });

    it('tells a second coordinator, and a second press, who was first', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      const [first, second] = [await requestTo(anna), await requestTo(bernd)];
      await house.presses(anna, button(first, 'Bestätigen'));
      expect(textOf(await house.presses(bernd, button(second, 'Ablehnen')))).toContain('Schon bestätigt von Anna Amt');
      expect(textOf(await house.presses(anna, button(first, 'Bestätigen')))).toContain('Schon bestätigt von Anna Amt');
      expect(await partnerOf(carla)).toMatchObject({ confirmed: true });
      expect(await house.audited()).toHaveLength(1);
      expect(await house.sentTo((await house.personOf(carla)).id)).toHaveLength(1);
    });

    it('is decided once if both press at the same time', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      const [first, second] = [await requestTo(anna), await requestTo(bernd)];
      const replies = await Promise.all([
        house.presses(anna, button(first, 'Bestätigen')),
        house.presses(bernd, button(second, 'Ablehnen')),
      ]);
      expect(replies.map(textOf).filter((text) => text.includes('Schon'))).toHaveLength(1);
      expect(await house.audited()).toHaveLength(1);
    });

    it('says which confirmed partner would be replaced', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      await house.says(anna, 'bestätigen Carla Kita');
      await house.says(carla, 'einrichtung Zwergenvilla Süd');
      expect(textOf(await requestTo(anna))).toContain(`Bisher bestätigt: „${kita}“`);
    });

    it('does nothing for a card that has been overtaken', async () => {
      await house.says(carla, 'einrichtung Zwergenvilla Süd');
      const old = await requestTo(anna);
      await house.says(carla, 'einrichtung Beispielblume');
      expect(textOf(await house.presses(anna, button(old, 'Bestätigen')))).toContain('überholt');
      expect(await partnerOf(carla)).toMatchObject({ name: kita, confirmed: false });
    });

    it('leaves a confirmed partner in force until the new one is confirmed', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      await house.says(anna, 'bestätigen Carla Kita');
      await house.says(carla, 'einrichtung Zwergenvilla Süd');
      expect(await partnerOf(carla)).toMatchObject({ name: kita, confirmed: true });
      await house.says(anna, 'ablehnen Carla Kita');
      expect(await partnerOf(carla)).toMatchObject({ name: kita, confirmed: true });
    });

    it('is decided anew when the person is named in so many words, and they are told', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      await house.says(anna, 'ablehnen Carla Kita');
      expect(textOf(await house.says(bernd, 'bestätigen Carla Kita'))).toContain('Bestätigt: Carla Kita');
      expect(await partnerOf(carla)).toMatchObject({ name: kita, confirmed: true });
      expect(textOf(await house.says(anna, 'bestätigen Carla Kita'))).toContain('Schon bestätigt von Bernd Büro');
      await house.says(anna, 'ablehnen Carla Kita');
      expect(await partnerOf(carla)).toBeUndefined();
      expect(await house.sentTo((await house.personOf(carla)).id)).toHaveLength(3);
      const noted = ['identity.partner-rejected', 'identity.partner-confirmed', 'identity.partner-rejected'];
      expect([...(await house.audited())].sort()).toEqual(noted.sort());
    });

    it('shows who waits if nobody is named, and asks a coordinator nothing below it', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      for (const typed of ['bestätigen', 'ablehnen', 'bestätigungen']) {
        const text = textOf(await house.says(slack('ANNA'), typed));
        expect(text).toContain('Carla Kita möchte für');
        expect(text).not.toContain(question);
      }
      expect(textOf(await house.says(anna, 'hilfe'))).not.toContain('Die Koordination bestätigt es');
    });

    it('is refused to others', async () => {
      await house.says(carla, 'einrichtung Beispielblume');
      const reply = await house.presses(carla, button(await requestTo(anna), 'Bestätigen'));
      expect(textOf(reply)).toContain('Das darf nur die Koordination');
      expect(await partnerOf(carla)).toMatchObject({ confirmed: false });
    });

    it('loses no request made while there was no coordinator', async () => {
      const alone = await House.open({ coordinators: ['anna@stadt.example'] });
      alone.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
      expect(textOf(await alone.says(carla, 'einrichtung Zwergenvilla Süd'))).toContain('ist vermerkt');
      const first = await alone.says(anna, 'hallo');
      expect(textOf(first)).toContain('Offene Bestätigungen: 1');
      expect(button(first, 'Bestätigen')).toBeDefined();
      expect(textOf(await alone.says(anna, 'hallo'))).not.toContain('Offene Bestätigungen');
      const home = await alone.opensHome(anna);
      expect(textOf(home)).toContain('Offene Bestätigungen: 1');
      const after = await alone.presses(anna, button(home, 'Bestätigen'));
      expect(textOf(after)).toContain('Es ist nichts zu bestätigen');
      expect((await alone.personOf(carla)).partner).toMatchObject({ confirmed: true });
      await alone.close();
    });

    it('lists ten at a time, the longest waiting first', async () => {
      for (let each = 0; each < 12; each += 1) {
        await house.says(slack(`W${each}`), `einrichtung Zwergenvilla ${each}`);
        house.clock.advance({ minutes: 1 });
      }
      const first = await house.says(anna, 'bestätigungen');
      expect(textOf(first)).toContain('Zwergenvilla 9');
      expect(textOf(first)).not.toContain('Zwergenvilla 10');
      const second = await house.presses(anna, button(first, 'Weitere'));
      expect(textOf(second)).toContain('Zwergenvilla 11');
      expect(button(second, 'Weitere')).toBeUndefined();
      if (second.type !== 'replace') throw new Error('the list was to be rewritten');
      expect(actionsIn(second.view)).toHaveLength(4);
    });
  });
});
