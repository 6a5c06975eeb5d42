import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxSpec } from '../../../../src/delivery/entry.js';
import { button, textOf, textOfView } from '../../identity/house.js';
import { anna, bernd, deniz, formOf } from '../house.js';
import { buttonOn, Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

async function draft(text = 'Ein Sommerfest für alle.', title = 'Sommerfest') {
  return room.says(anna, `ankündigung neu ${title}; ${text}`);
}

describe('a draft', () => {
  test('has its number, what it says, whom it reaches, and what can be done with it', async () => {
    const reply = await draft();
    expect(textOf(reply)).toContain('Entwurf Nr. 1: Sommerfest');
    expect(textOf(reply)).toContain('Alle im Netzwerk: 4 Personen (Slack 3, Teams 1)');
    for (const label of [
      'Senden',
      'Später',
      'Test an mich',
      'Bearbeiten',
      'Wer bekommt es?',
      'Vorschau',
      'Duplizieren',
    ]) {
      expect(button(reply, label), label).toBeDefined();
    }
  });

  test('is made once, however often the message is delivered', async () => {
    await room.says(anna, 'ankündigung neu A; B', { key: 'same' });
    await room.says(anna, 'ankündigung neu A; B', { key: 'same' });
    expect(textOf(await room.says(anna, 'ankündigungen'))).not.toContain('Nr. 2');
  });

  test('is refused without a title, and with 5,000 characters of text, with what to do', async () => {
    expect(textOf(await room.says(anna, 'ankündigung neu ; Text'))).toContain('Überschrift fehlt');
    const tooLong = await room.says(anna, `ankündigung neu Fest; ${'x'.repeat(5_000)}`);
    expect(textOf(tooLong)).toContain('5.000 Zeichen; höchstens 3.000');
  });

  test('names those who are reached only by letter before it is sent', async () => {
    await room.house.identity.search.withoutAccount('lisa', 'Lisa Brief');
    expect(textOf(await draft())).toContain('Nur per Brief zu erreichen (1): Lisa Brief');
  });

  test('goes to nobody but the coordinator as a test', async () => {
    const reply = await draft();
    await room.presses(anna, button(reply, 'Test an mich'));
    await room.drain();
    expect(room.slack.posts.map(({ user }) => user)).toEqual(['ANNA']);
    expect(room.teams.posts).toEqual([]);
    expect(room.slack.posts[0]?.view.title).toBe('Test: Sommerfest');
  });

  test('shows a second editor what changed, and lets them apply their version', async () => {
    const edit = button(await draft(), 'Bearbeiten');
    await room.fills(anna, edit, { title: 'Sommerfest', text: 'Neu von Anna' });
    const conflict = formOf(await room.fills(bernd, edit, { title: 'Herbstfest', text: 'Neu von Bernd' }));
    expect(String(conflict.intro)).toContain('Anna Amt');
    expect(String(conflict.intro)).toContain('Neu von Anna');
    expect((await room.announcement(1)).text).toBe('Neu von Anna');
    await room.house.submits(
      bernd,
      conflict.id,
      { title: 'Herbstfest', text: 'Neu von Bernd' },
      conflict.payload ?? {},
    );
    expect((await room.announcement(1)).text).toBe('Neu von Bernd');
  });

  test('shows how it reads in Slack and in Teams', async () => {
    const preview = textOf(await room.presses(anna, button(await draft(), 'Vorschau')));
    expect(preview).toContain('So liest es sich in Slack');
    expect(preview).toContain('So liest es sich in Teams');
    expect(preview).toContain('Knöpfe: Gelesen · Frage dazu');
  });

  test('can be narrowed down by typed words, and says which word nobody understands', async () => {
    await draft();
    expect(textOf(await room.says(anna, 'ankündigung empfänger 1 teams'))).toContain('Teams: 1 Person (Teams 1)');
    expect(textOf(await room.says(anna, 'ankündigung empfänger 1 Quatsch'))).toContain('„Quatsch“ kenne ich weder');
    expect(textOf(await room.says(anna, 'ankündigung empfänger 1 alle'))).toContain('Alle im Netzwerk: 4 Personen');
  });

  test('can go to the members of a committee, chosen by form or by name', async () => {
    await room.says(anna, 'gremium neu AK Übergänge');
    await room.says(anna, 'mitglied AK Übergänge dazu Bernd Büro');
    const reply = await draft();
    const { fields } = formOf(await room.presses(anna, button(reply, 'Wer bekommt es?')));
    const field = fields.find(({ id }) => id === 'committees');
    const [option] = field && 'options' in field ? field.options : [];
    expect(option?.label).toBe('AK Übergänge');
    await room.fills(anna, button(reply, 'Wer bekommt es?'), { committees: [option?.value ?? ''] });
    expect(textOf(await room.says(anna, 'ankündigung 1'))).toContain('Gremien: AK Übergänge: 1 Person (Slack 1)');
    expect(textOf(await room.says(anna, 'ankündigung empfänger 1 alle'))).toContain('Alle im Netzwerk');
    const typed = await room.says(anna, 'ankündigung empfänger 1 ak uebergänge');
    expect(textOf(typed)).toContain('Gremien: AK Übergänge: 1 Person (Slack 1)');
  });

  test('is not shown to others, and they are told whom to ask', async () => {
    await draft();
    expect(textOf(await room.says(deniz, 'senden 1'))).toContain('Anna Amt');
    expect(textOf(await room.says(deniz, 'ankündigung neu A; B'))).toContain('Das darf nur die Koordination');
  });
});

describe('sending', () => {
  test('reaches everybody once on the channel they use, and a double press sends once', async () => {
    const send = button(await draft(), 'Senden');
    await Promise.all([room.presses(anna, send), room.presses(anna, send), room.presses(bernd, send)]);
    await room.beat();
    await room.beat();
    const announced = [...room.slack.posts, ...room.teams.posts].filter(
      ({ view }) => view.kind === 'announcements.announcement',
    );
    expect(announced.map(({ user }) => user).sort()).toEqual(['ANNA', 'BERND', 'CARLA', 'DENIZ']);
  });

  test('goes first to those who can be written to, however many need a letter', async () => {
    for (let index = 0; index < 150; index += 1) {
      await room.house.identity.search.withoutAccount(`letter-${index}`, `Lisa Brief ${index}`);
    }
    await room.presses(anna, button(await draft(), 'Senden'));
    const { items } = await room.house.store.collection(outboxSpec).find({
      filter: { batch: `announcement:${(await room.announcement(1))._id}`, due: { $lt: room.clock.now() } },
    });
    expect(items).toHaveLength(4);
  });

  test('keeps the pressed card up to date until it is complete', async () => {
    const pressed = await room.presses(anna, button(await draft(), 'Senden'));
    expect(pressed.type).toBe('replace');
    expect(textOf(pressed)).toContain('0 von 4 zugestellt');
    await room.beat();
    const shown = room.slack.updates.at(-1);
    expect(shown && textOfView(shown.view)).toContain('4 von 4 zugestellt');
    expect(shown?.view.title).toBe('Nr. 1 ist vollständig verschickt: Sommerfest');
    expect((await room.announcement(1)).state).toBe('sent');
  });

  test('typed, it answers at once and sends the progress as a card of its own', async () => {
    await draft();
    expect(textOf(await room.says(anna, 'senden 1 jetzt'))).toContain('Nr. 1 wird verschickt');
    await room.beat();
    expect(room.cardsOf(anna, 'announcements.progress').map(({ title }) => title)).toEqual([
      'Nr. 1 ist vollständig verschickt: Sommerfest',
    ]);
  });

  test('without a number means the only draft, and asks where there are several', async () => {
    await draft();
    await room.says(anna, 'senden');
    expect((await room.announcement(1)).state).toBe('sending');
    await draft('B', 'Zwei');
    await draft('C', 'Drei');
    const choice = await room.says(anna, 'senden');
    expect(textOf(choice)).toContain('Welche Ankündigung meinen Sie?');
    expect(button(choice, 'Nr. 2 Zwei')?.payload).toEqual({ text: 'senden 2' });
  });

  test('outside working hours is offered for the next working time first', async () => {
    room.clock.set('2026-11-14T20:00:00+01:00');
    const offer = await room.presses(anna, button(await draft(), 'Senden'));
    expect(textOf(offer)).toContain('16.11.2026, 08:00');
    await room.presses(anna, button(offer, 'Zur nächsten Arbeitszeit'));
    await room.beat();
    expect(room.slack.posts).toEqual([]);
    room.clock.set('2026-11-16T08:00:30+01:00');
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.announcement')).toHaveLength(1);
  });

  test('goes out at once outside working hours if that is chosen', async () => {
    room.clock.set('2026-11-14T20:00:00+01:00');
    const offer = await room.presses(anna, button(await draft(), 'Senden'));
    await room.presses(anna, button(offer, 'Jetzt senden'));
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.announcement')).toHaveLength(1);
  });

  test('at a time in the past or on no day of the calendar is refused with what to write', async () => {
    await draft();
    expect(textOf(await room.says(anna, 'senden 1 am 9.11.2026 14:00'))).toContain('schon vorbei');
    expect(textOf(await room.says(anna, 'senden 1 am 31.02.2027 14:00'))).toContain('kein Tag im Kalender');
    expect(textOf(await room.says(anna, 'senden 1 am 12.11. 25:00'))).toContain('keine Uhrzeit');
    expect(textOf(await room.says(anna, 'senden 1 am 28.03.2027 02:30'))).toContain('gibt es am 28.03.2027 nicht');
    expect((await room.announcement(1)).state).toBe('draft');
  });

  test('at a chosen time starts then, once, also with several processes', async () => {
    await draft();
    expect(textOf(await room.says(anna, 'senden 1 am 12.11. 14 Uhr'))).toContain('12.11.2026, 14:00');
    await room.beat();
    expect(room.slack.posts).toEqual([]);
    room.clock.set('2026-11-12T14:00:10+01:00');
    await Promise.all([room.beat(), room.beat(), room.beat()]);
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.announcement')).toHaveLength(1);
    expect(room.cardsOf(anna, 'announcements.progress')).toHaveLength(1);
  });

  test('to nobody is refused, and the choice can be made anew', async () => {
    await draft();
    await room.says(anna, 'ankündigung empfänger 1 playground');
    const refused = await room.presses(
      anna,
      button(await room.says(anna, 'ankündigung empfänger 1 Spielwiese'), 'Senden'),
    );
    expect(textOf(refused)).toContain('trifft auf niemanden zu');
    expect(button(refused, 'Wer bekommt es?')).toBeDefined();
    expect((await room.announcement(1)).state).toBe('draft');
  });

  test('an older draft than the latest is shown first, not sent', async () => {
    const old = await draft();
    await room.fills(bernd, button(old, 'Bearbeiten'), { title: 'Herbstfest', text: 'Anders' });
    const reply = await room.presses(anna, button(old, 'Senden'));
    expect(textOf(reply)).toContain('Bernd Büro hat diesen Entwurf inzwischen geändert');
    expect((await room.announcement(1)).state).toBe('draft');
  });

  test('can be stopped while it runs: what waits is not sent, and the parts still add up', async () => {
    const progress = await room.presses(anna, button(await draft(), 'Senden'));
    const stopped = await room.presses(anna, button(progress, 'Anhalten'));
    await room.beat();
    expect(textOf(stopped)).toContain('Nicht mehr gesendet: 4');
    expect(room.cardsOf(deniz, 'announcements.announcement')).toEqual([]);
  });

  test('a scheduled one can be called off', async () => {
    await draft();
    const planned = await room.says(anna, 'senden 1 am 12.11. 14:00');
    expect(textOf(await room.presses(anna, button(planned, 'Nicht senden')))).toContain('Entwurf Nr. 1');
    room.clock.set('2026-11-12T15:00:00+01:00');
    await room.beat();
    expect(room.slack.posts).toEqual([]);
  });

  test('reaches rooms as well, with nothing personal on their copy', async () => {
    await room.house.deliver(
      deniz,
      { type: 'text', text: 'hallo', via: 'mention' },
      {
        place: 'channel',
        room: { conversation: 'C1', name: 'netzwerk' },
      },
    );
    await draft();
    const chosen = await room.says(anna, 'ankündigung empfänger 1 alle, #netzwerk');
    expect(textOf(chosen)).toContain('Kanäle: netzwerk');
    await room.presses(anna, button(chosen, 'Senden'));
    await room.beat();
    const inRoom = room.slack.posts.filter(({ user }) => user === 'C1');
    expect(inRoom).toHaveLength(1);
    expect(buttonOn(inRoom[0]?.view, 'Gelesen')).toBeUndefined();
    expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('5 von 5 zugestellt');
    expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('netzwerk');
  });

  test('reaches chosen rooms by themselves, once each, chosen in words or in the form', async () => {
    for (const name of ['netzwerk', 'leitungen']) {
      const mention = { type: 'text', text: 'hallo', via: 'mention' } as const;
      await room.house.deliver(deniz, mention, { place: 'channel', room: { conversation: `C-${name}`, name } });
    }
    await draft();
    const typed = await room.says(anna, 'ankündigung empfänger 1 #netzwerk, leitungen');
    expect(textOf(typed)).toContain('Kanäle: netzwerk, leitungen: keine Person einzeln');
    const form = formOf(await room.presses(anna, button(typed, 'Wer bekommt es?')));
    const rooms = form.fields.flatMap((field) => (field.id === 'rooms' && 'value' in field ? (field.value ?? []) : []));
    const both = { onlyRooms: ['only'], rooms, people: 'Deniz Schule' };
    const again = formOf(await room.house.submits(anna, form.id, both, form.payload));
    expect(again.errors?.onlyRooms).toContain('Nehmen Sie die Auswahl der Personen heraus');
    const chosen = await room.house.submits(anna, form.id, { onlyRooms: ['only'], rooms }, form.payload);
    const send = button(chosen, 'Senden');
    await Promise.all([room.presses(anna, send), room.presses(anna, send)]);
    await room.beat();
    expect(
      room.slack.posts
        .map(({ user }) => user)
        .filter((user) => user !== 'ANNA')
        .sort(),
    ).toEqual(['C-leitungen', 'C-netzwerk']);
    expect(room.cardsOf(deniz, 'announcements.announcement')).toEqual([]);
    expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('2 von 2 zugestellt');
  });

  test('mentions and links in the text stay the words they are', async () => {
    await room.presses(anna, button(await draft('<!channel> https://boese.example <@U1>'), 'Senden'));
    await room.beat();
    const [card] = room.cardsOf(deniz, 'announcements.announcement');
    expect(card?.blocks).toContainEqual({ type: 'text', text: '<!channel> https://boese.example <@U1>' });
  });
});

test('the story from draft to report runs on MongoDB as well', async () => {
  const there = await Newsroom.open({ on: 'mongodb' });
  try {
    const reply = await there.says(anna, 'ankündigung neu Sommerfest; Kommen Sie alle.');
    await Promise.all([there.presses(anna, button(reply, 'Senden')), there.presses(bernd, button(reply, 'Senden'))]);
    await Promise.all([there.beat(), there.newDispatcher('b').drain(there.clock.now())]);
    await there.beat();
    expect(textOf(await there.says(anna, 'zustellung 1'))).toContain('4 von 4 zugestellt');
    expect(there.slack.posts.filter(({ view }) => view.kind === 'announcements.announcement')).toHaveLength(3);
    expect(textOf(await there.says(bernd, 'ankündigungen'))).toContain('Nr. 1: Sommerfest');
  } finally {
    await there.close();
  }
});
