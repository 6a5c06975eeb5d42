import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxSpec } from '../../../../src/delivery/entry.js';
import { catchUpsSpec, readsSpec } from '../../../../src/features/partners/announcements/model.js';
import { partnerChangesSpec, partnerFrom, partnersSpec } from '../../../../src/features/partners/model.js';
import { changeId } from '../../../../src/features/partners/register.js';
import type { Account } from '../../../../src/messages/inbound.js';
import { button, textOf, textOfView } from '../../identity/house.js';
import { anna, bernd, carla, deniz, kita, kitaId, viewOf } from '../house.js';
import { buttonOn, Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open({ publicUrl: 'https://bot.example' });
});
afterEach(() => room.close());

async function sent(text = 'Ein Sommerfest für alle.') {
  await room.presses(anna, button(await room.says(anna, `ankündigung neu Sommerfest; ${text}`), 'Senden'));
  await room.beat();
}

function cardFor(account: Account) {
  return room.cardsOf(account, 'announcements.announcement')[0];
}

async function speaksForKita(account: Account, name: string) {
  await room.says(account, `einrichtung ${kita}`);
  await room.says(anna, `bestätigen ${name}`);
}

describe('Gelesen', () => {
  test('is counted by partner for the coordinator, and taken back as easily', async () => {
    await speaksForKita(carla, 'Carla Kita');
    await sent();
    const read = await room.presses(carla, buttonOn(cardFor(carla), 'Gelesen'));
    expect(read.type).toBe('replace');
    expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('Gelesen: 1 von 1 Einrichtungen');
    await room.presses(carla, button(read, 'Doch nicht gelesen'));
    expect(textOf(await room.says(anna, 'zustellung 1'))).not.toContain('Gelesen:');
  });

  test('typed does the same, and pressing twice counts once', async () => {
    await sent();
    await room.says(deniz, 'gelesen 1');
    await room.says(deniz, 'gelesen 1');
    expect(await room.house.store.collection(readsSpec).count()).toBe(1);
    await room.says(deniz, 'ungelesen 1');
    expect(await room.house.store.collection(readsSpec).count()).toBe(0);
  });

  test('is refused for what was not sent, or not to this person', async () => {
    await room.says(anna, 'ankündigung neu Geheim; Nur Teams');
    expect(textOf(await room.says(deniz, 'gelesen 1'))).toContain('wurde nicht verschickt');
    await room.says(anna, 'ankündigung empfänger 1 teams');
    await room.says(anna, 'senden 1');
    await room.beat();
    expect(textOf(await room.says(deniz, 'gelesen 1'))).not.toContain('Nur Teams');
    expect(textOf(await room.says(carla, 'gelesen 1'))).toContain('Nur Teams');
  });

  test('is in what the person is shown of their data, and goes with it', async () => {
    await sent();
    await room.says(deniz, 'gelesen 1');
    expect(textOf(await room.says(deniz, 'meine daten'))).toContain('Von mir als gelesen markiert');
    await room.presses(deniz, button(await room.says(deniz, 'meine daten löschen'), 'Löschen'));
    expect(await room.house.store.collection(readsSpec).count()).toBe(0);
  });
});

describe('a question to an announcement', () => {
  test('reaches every coordinator, is answered once, and the answer reaches who asked', async () => {
    await sent();
    await room.fills(deniz, buttonOn(cardFor(deniz), 'Frage dazu'), { text: 'Wann beginnt es?' });
    await room.beat();
    const [toAnna] = room.cardsOf(anna, 'announcements.question');
    const [toBernd] = room.cardsOf(bernd, 'announcements.question');
    expect(toAnna && textOfView(toAnna)).toContain('Wann beginnt es?');
    await room.fills(anna, buttonOn(toAnna, 'Antworten'), { text: 'Um drei.' });
    const late = await room.fills(bernd, buttonOn(toBernd, 'Antworten'), { text: 'Um vier.' });
    expect(textOf(late)).toContain('Anna Amt schon beantwortet');
    await room.beat();
    const answers = room.cardsOf(deniz, 'announcements.answered');
    expect(answers.map(textOfView)).toEqual([expect.stringContaining('Um drei.')]);
    expect(room.cardsOf(bernd, 'announcements.question').map(textOfView)[0]).toContain('Beantwortet von Anna Amt');
  });

  test('is typed, listed while it is open, and answered by typing', async () => {
    await sent();
    await room.says(carla, 'frage 1 Ist Essen da?');
    expect(textOf(await room.says(bernd, 'offene fragen'))).toContain('Ist Essen da?');
    await room.says(bernd, 'antworten 1 Carla Kita; Ja, viel.');
    await room.beat();
    expect(room.cardsOf(carla, 'announcements.answered').map(textOfView)[0]).toContain('Ja, viel.');
    expect(textOf(await room.says(bernd, 'offene fragen'))).toContain('Alle Fragen sind beantwortet');
  });

  test('without words is refused with what to do', async () => {
    await sent();
    const again = await room.fills(deniz, buttonOn(cardFor(deniz), 'Frage dazu'), { text: ' ' });
    expect(again).toMatchObject({ type: 'form', form: { errors: { text: 'Schreiben Sie bitte Ihre Frage.' } } });
  });
});

describe('news and calls for help', () => {
  test('wait for the coordination, which releases them to everybody with one press', async () => {
    const reply = await room.says(deniz, 'neuigkeit Wir haben einen neuen Garten.');
    expect(textOf(reply)).toContain('liegt der Koordination vor');
    expect(textOf(reply)).toContain('keine Namen oder Fälle von Kindern');
    await room.beat();
    const [proposal] = room.cardsOf(anna, 'announcements.proposal');
    await room.presses(anna, buttonOn(proposal, 'Freigeben'));
    await room.presses(bernd, buttonOn(room.cardsOf(bernd, 'announcements.proposal')[0], 'Freigeben'));
    await room.beat();
    expect(cardFor(carla) && textOfView(cardFor(carla) ?? viewOf(reply))).toContain('neuen Garten');
    expect(room.cardsOf(carla, 'announcements.announcement')).toHaveLength(1);
    expect(room.cardsOf(deniz, 'announcements.decided').map(textOfView)[0]).toContain('geht jetzt an alle');
    expect(room.cardsOf(bernd, 'announcements.decided').map(textOfView)[0]).toContain('hat Anna Amt freigegeben');
  });

  test('are rejected with a reason that goes back to who wrote them', async () => {
    await room.says(deniz, 'neuigkeit Ein Witz.');
    await room.beat();
    const [proposal] = room.cardsOf(anna, 'announcements.proposal');
    await room.fills(anna, buttonOn(proposal, 'Ablehnen'), { reason: 'Passt hier nicht.' });
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.decided').map(textOfView)[0]).toContain('Passt hier nicht.');
    expect(room.cardsOf(carla, 'announcements.announcement')).toEqual([]);
    expect(textOf(await room.says(bernd, 'ankündigung ablehnen 1 Nochmal'))).toContain('schon entschieden');
  });

  test('are taken back by who wrote them, and by nobody else', async () => {
    const reply = await room.says(deniz, 'gesuch Wer hat einen Bus?');
    expect(textOf(await room.presses(carla, button(reply, 'Zurücknehmen')))).toContain(
      'nur zurücknehmen, wer es geschrieben hat',
    );
    expect(textOf(await room.presses(deniz, button(reply, 'Zurücknehmen')))).toContain('Zurückgenommen');
    await room.beat();
    expect(textOf(await room.says(anna, 'freigeben 1'))).toContain('verworfen');
  });

  test('of one person do not pile up without end', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) await room.says(deniz, `neuigkeit ${text}`);
    expect(textOf(await room.says(deniz, 'neuigkeit f'))).toContain('Es warten schon 5');
  });

  test('a call for help brings the author who helps, once, and that they do not after all', async () => {
    await room.says(deniz, 'gesuch Wer hat einen Bus?');
    await room.says(anna, 'freigeben 1');
    await room.beat();
    const help = buttonOn(cardFor(carla), 'Ich kann helfen');
    expect(help?.confirm).toContain('bekommt Ihren Namen');
    const noted = await room.presses(carla, help);
    await room.presses(carla, help);
    await room.beat();
    const offers = room.cardsOf(deniz, 'announcements.offer');
    expect(offers).toHaveLength(1);
    expect(textOfView(offers[0] ?? viewOf(noted))).toContain('Name: Carla Kita');
    await room.fills(deniz, buttonOn(offers[0], 'Antworten'), { text: 'Danke, ich melde mich.' });
    await room.presses(carla, button(noted, 'Doch nicht'));
    await room.beat();
    expect(room.cardsOf(carla, 'announcements.reply').map(textOfView)[0]).toContain('ich melde mich');
    expect(room.cardsOf(deniz, 'announcements.offer-undone')).toHaveLength(1);
  });

  test('typed, whoever helps is told first what is passed on', async () => {
    await room.says(deniz, 'gesuch Wer hat einen Bus?');
    await room.says(anna, 'freigeben 1');
    await room.beat();
    const first = await room.says(carla, 'helfen 1');
    expect(textOf(first)).toContain('bekommt dann Ihren Namen');
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.offer')).toEqual([]);
    await room.presses(carla, button(first, 'Ja, weitergeben'));
    await room.beat();
    expect(room.cardsOf(deniz, 'announcements.offer')).toHaveLength(1);
  });
});

describe('a partner’s announcement', () => {
  test('is drafted from the entry, once, and says when no signature is recorded', async () => {
    await room.house.says(
      anna,
      'partner neu Musikschule Muster; Bildung; Grundschule; Lohberg; info@musik.example; Wir machen Musik.',
    );
    const found = await room.announcement(1);
    expect(found).toMatchObject({ kind: 'partner', title: 'Neu im Netzwerk: Musikschule Muster' });
    const card = textOf(await room.says(anna, 'ankündigung 1'));
    expect(card).toContain('noch keine Unterschrift erfasst');
    expect(card).toContain('Stadtteil: Lohberg');
  });

  test('says what fits the recipient’s own partner', async () => {
    await speaksForKita(carla, 'Carla Kita');
    await room.house.says(
      anna,
      'partner neu Musikschule Muster; Bildung; Grundschule; Lohberg; info@musik.example; Wir machen Musik.',
    );
    await room.says(anna, 'senden 1 jetzt');
    await room.beat();
    expect(textOfView(cardFor(carla) ?? { kind: '', summary: '', blocks: [] })).toContain(
      'Passt zu Ihnen: auch in Lohberg',
    );
    expect(textOfView(cardFor(deniz) ?? { kind: '', summary: '', blocks: [] })).not.toContain('Passt zu Ihnen');
    expect(buttonOn(cardFor(carla), 'Kontakt aufnehmen')).toBeDefined();
  });

  test('that it leaves is sent only with its consent', async () => {
    await room.says(anna, `austritt ${kita} 10.11.2026`);
    const drafted = await room.presses(anna, { id: 'partners.announce', label: '', payload: { partner: kitaId } });
    expect(textOf(drafted)).toContain('nur mit Zustimmung');
    expect(button(drafted, 'Senden')).toBeUndefined();
    expect(textOf(await room.says(anna, 'senden 1 jetzt'))).toContain('nur mit Zustimmung');
    const agreed = await room.presses(anna, button(drafted, 'Zustimmung liegt vor'));
    expect(button(agreed, 'Senden')).toBeDefined();
  });
});

describe('letters', () => {
  test('come as a text and a table with personal links, and being told by post is a state of its own', async () => {
    await room.house.identity.search.withoutAccount('lisa', 'Lisa Brief');
    await sent();
    const letters = await room.says(anna, 'briefe 1');
    const files = viewOf(letters).blocks.flatMap((block) => (block.type === 'file' ? [block] : []));
    const table = new TextDecoder().decode(files[1]?.bytes);
    expect(files.map(({ name }) => name)).toEqual(['brief-1.txt', 'serienbrief-1.csv']);
    expect(table).toMatch(/Lisa Brief;.*https:\/\/bot\.example\/ich\//);
    expect(textOf(await room.says(anna, 'zustellung 1'))).toMatch(/Wartet: 1 \(davon auf einen Brief: 1\)/);
    await room.presses(anna, button(letters, 'Per Post informiert: Lisa Brief'));
    const report = textOf(await room.says(anna, 'zustellung 1'));
    expect(report).toContain('5 von 5 zugestellt');
    expect(report).toContain('davon per Post informiert: 1');
  });
});

describe('who comes later', () => {
  test('is welcomed once, with the agreement cited, how to ask, and what they missed', async () => {
    await sent();
    await speaksForKita(carla, 'Carla Kita');
    await room.says(carla, 'hilfe');
    await room.says(carla, 'hilfe');
    const { items } = await room.house.store.collection(outboxSpec).find({ limit: 1_000 });
    const welcomes = items.filter(({ _id }) => _id.startsWith('announcement-welcome:'));
    expect(welcomes).toHaveLength(1);
    const quotes = welcomes[0]?.view?.blocks.filter(({ type }) => type === 'quote');
    expect(quotes).toHaveLength(4);
  });

  test('is welcomed by the clock, once, if they are of a new partner and cannot write', async () => {
    await sent();
    const { store, identity } = room.house;
    const names = new Map<string, string>();
    for (const [id, entered] of [
      ['new', room.clock.now()],
      ['old', new Date('2025-01-10T09:00:00+01:00')],
    ] as const) {
      const facts = { name: `Haus ${id}`, sectors: [], lifeStages: [], districts: [], mailDomains: [] };
      await store.collection(partnersSpec).insert(partnerFrom(id, facts, room.clock.now()));
      await store
        .collection(partnerChangesSpec)
        .insert({ _id: changeId(id, 0), partner: id, by: 'anna', at: entered, fields: ['created'] });
      const person = await identity.search.withAddress(`${id}@haus.example`, `Lisa ${id}`, { id, name: facts.name });
      names.set(person.id, id);
    }
    const schedule = room.feature.schedules?.find(({ name }) => name === 'announcements.welcome');
    const due = room.clock.now();
    await schedule?.run(due, due);
    const outbox = store.collection(outboxSpec);
    expect((await outbox.find({ filter: { occasion: 'clock' } })).items.map(({ view }) => view?.kind)).toEqual([
      'announcements.welcome',
    ]);
    await outbox.delete({ occasion: 'clock' });
    await schedule?.run(due, due);
    expect(await outbox.count({ occasion: 'clock' })).toBe(0);
    const { items } = await store.collection(catchUpsSpec).find();
    expect(items.map(({ personId, welcomed }) => [names.get(personId), welcomed])).toEqual([['new', true]]);
    expect(items[0]?.told).toHaveLength(1);
  });

  test('gets in the monthly digest only what they have not had', async () => {
    await sent();
    await room.house.personOf({ channel: 'slack', realm: 'T1', user: 'NEU' });
    const [schedule] = room.feature.schedules ?? [];
    room.clock.set('2026-12-07T09:00:00+01:00');
    const due = room.clock.now();
    await schedule?.run(due, due);
    await schedule?.run(due, due);
    const { items } = await room.house.store.collection(outboxSpec).find({ limit: 1_000 });
    const digests = items.filter(({ _id }) => _id.startsWith('announcement-digest:'));
    expect(digests).toHaveLength(1);
    expect(digests[0]?.view && textOfView(digests[0].view)).toContain('Sommerfest');
  });

  test('finds the news by typing', async () => {
    expect(textOf(await room.says(deniz, 'neues'))).toContain('nichts Neues');
    await sent();
    const news = await room.says(deniz, 'neues');
    expect(textOf(news)).toContain('Sommerfest');
    expect(textOf(await room.presses(deniz, button(news, 'Nr. 1 ansehen')))).toContain('Ein Sommerfest für alle.');
  });
});
