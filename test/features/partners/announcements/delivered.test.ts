import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryFailure } from '../../../../src/ports/messenger.js';
import { putTogether } from '../../../support/works.js';
import { button, textOf, textOfView } from '../../identity/house.js';
import { anna, bernd, carla, deniz, viewOf } from '../house.js';
import { buttonOn, cardRef, Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

describe('what has gone out', () => {
  async function sent() {
    const draft = await room.says(anna, 'ankündigung neu Sommerfest; Ein Sommerfest für alle.');
    await room.presses(anna, button(draft, 'Senden'));
    await room.beat();
  }

  test('is told by „Wen hat es erreicht?“ with figures that add up, and reasons in plain words', async () => {
    room.slack.always.set('DENIZ', { refused: new DeliveryFailure('permanent', 'account-inactive') });
    room.teams.always.set('CARLA', { lost: new DeliveryFailure('unclear', 'timed-out') });
    await sent();
    expect(textOf(await room.says(anna, 'Wen hat es erreicht?'))).toMatch(
      /wird geprüft.*nicht rechtzeitig geantwortet/,
    );
    room.clock.advance({ minutes: 5 });
    await room.beat();
    const report = textOf(await room.says(anna, 'Wen hat es erreicht?'));
    expect(report).toContain('2 von 4 zugestellt');
    expect(report).toMatch(/Insgesamt: 4\n?.*Zugestellt: 2\n?.*Wartet: 0\n?.*Fehlgeschlagen: 1\n?.*Unklar: 1/s);
    expect(report).toContain('das Konto ist abgeschaltet oder gelöscht');
    expect(report).toContain('Unklar heißt');
    expect(textOf(await room.says(anna, 'zustellung 1'))).toBe(report);
  });

  test('is filtered by state, and what failed is tried again, and only that', async () => {
    room.slack.always.set('DENIZ', { refused: new DeliveryFailure('permanent', 'account-inactive') });
    await sent();
    const report = await room.says(anna, 'zustellung');
    const failed = await room.presses(anna, button(report, 'Fehlgeschlagen (1)'));
    expect(textOf(failed)).toContain('Deniz Schule');
    expect(textOf(failed)).not.toContain('Bernd Büro |');
    room.slack.always.clear();
    const before = room.slack.posts.length;
    await room.presses(anna, button(report, 'Nochmal versuchen'));
    await room.beat();
    const again = room.slack.posts.slice(before).filter(({ view }) => view.kind === 'announcements.announcement');
    expect(again.map(({ user }) => user)).toEqual(['DENIZ']);
  });

  test('sends what is unclear again only when pressed, with the risk said', async () => {
    room.teams.fates.push({ lost: new DeliveryFailure('unclear', 'timed-out') });
    await sent();
    room.clock.advance({ minutes: 5 });
    await room.beat();
    expect(room.teams.posts).toHaveLength(1);
    const resend = button(await room.says(anna, 'zustellung 1'), 'Trotzdem noch einmal senden');
    expect(resend?.confirm).toContain('zweimal');
    await room.presses(anna, resend);
    await room.beat();
    expect(room.teams.posts).toHaveLength(2);
  });

  test('is a table for spreadsheets with every recipient', async () => {
    await sent();
    const reply = await room.says(anna, 'zustellung csv 1');
    const file = viewOf(reply).blocks.find((block) => block.type === 'file');
    const text = file?.type === 'file' ? new TextDecoder().decode(file.bytes) : '';
    expect(text.trim().split('\r\n')).toHaveLength(5);
    expect(text).toContain('Deniz Schule');
  });

  test('is put together while the chat goes on, where there are many', async () => {
    await sent();
    const { _id } = await room.announcement(1);
    await room.options.outbox.enqueue(
      Array.from({ length: 600 }, (_, index) => ({
        key: `announcement:${_id}:erased-${index}`,
        personId: `erased-${index}`,
        batch: `announcement:${_id}`,
        view: { kind: 'announcements.announcement', summary: 'Sommerfest', blocks: [] },
        due: room.clock.now(),
      })),
    );
    expect(textOf(await room.says(anna, 'zustellung csv 1'))).toContain('wird zusammengestellt');
    const { card, files } = await putTogether(room.house.store);
    expect(textOfView(card)).toContain('Die Dateien stehen in der nächsten Nachricht');
    expect(files.map(({ text }) => text.trim().split('\r\n').length)).toEqual([605]);
  });

  test('is corrected on every copy, with the date', async () => {
    await sent();
    const status = await room.says(anna, 'ankündigung 1');
    await room.fills(anna, button(status, 'Berichtigen'), { title: 'Sommerfest', text: 'Es ist am Sonntag.' });
    await room.beat();
    for (const person of [deniz, carla, bernd]) {
      const [card] = room.cardsOf(person, 'announcements.announcement');
      expect(card && textOfView(card)).toContain('Es ist am Sonntag.');
      expect(card && textOfView(card)).toContain('Berichtigt am 10.11.2026');
    }
    expect(room.cardsOf(deniz, 'announcements.announcement')).toHaveLength(1);
  });

  test('is withdrawn on every copy, and what waited is never sent', async () => {
    room.slack.always.set('DENIZ', { refused: new DeliveryFailure('retry', 'rate-limited', 600) });
    await sent();
    await room.says(anna, 'zurückziehen 1');
    room.slack.always.clear();
    room.clock.advance({ minutes: 30 });
    await room.beat();
    const [card] = room.cardsOf(carla, 'announcements.announcement');
    expect(card && textOfView(card)).toContain('Zurückgezogen am');
    expect(room.cardsOf(deniz, 'announcements.announcement')).toEqual([]);
    expect(textOf(await room.says(anna, 'senden 1'))).toContain('zurückgezogen und wird nicht mehr gesendet');
  });

  test('is duplicated as a draft of its own', async () => {
    await sent();
    const copy = await room.presses(anna, button(await room.says(anna, 'ankündigung 1'), 'Duplizieren'));
    expect(textOf(copy)).toContain('Entwurf Nr. 2: Sommerfest (Kopie)');
  });

  test('is noted in the log of acts', async () => {
    await sent();
    await room.says(anna, 'zurückziehen 1');
    expect(await room.house.audited()).toEqual(['announcements.sent', 'announcements.withdrawn']);
  });

  test('reaches the pressed card of the coordinator and no other', async () => {
    await sent();
    expect(room.cardsOf(anna, 'announcements.progress')).toEqual([]);
    expect(cardRef.parts.ts).toBe('pressed');
    expect(buttonOn(room.slack.updates.at(-1)?.view, 'Wen hat es erreicht?')).toBeDefined();
  });
});
