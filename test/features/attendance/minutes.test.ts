import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseSpec } from '../../../src/bot/leases.js';
import { button, textOf, textOfView } from '../identity/house.js';
import { anna, carla, deniz, emre, fatma, formOf, gerd, MeetingHouse } from './meeting-house.js';

let it_: MeetingHouse;
beforeEach(async () => {
  it_ = await MeetingHouse.open();
});
afterEach(() => it_.close());

const says = (who: typeof anna, text: string) => it_.house.says(who, text);
const presses = (who: typeof anna, ...of: Parameters<typeof button>) => it_.house.presses(who, button(...of));

describe('minutes', () => {
  it('are written by typing, under an agenda item or under none', async () => {
    const meeting = await it_.fullMeeting();
    await says(carla, 'protokoll 1 TOP 2 Die Gruppe stellt ihr Konzept vor.');
    await says(anna, 'protokoll 1 2: Es gibt Fragen zu den Räumen.');
    const reply = await says(carla, 'protokoll 1 Beginn war 14:05 Uhr.');
    const text = textOf(reply);
    expect(text).toContain('Notiert unter „Allgemein“.');
    expect(text).toContain('2. Sprachförderung\nDie Gruppe stellt ihr Konzept vor.\nEs gibt Fragen zu den Räumen.');
    expect(text).toContain('Allgemein\nBeginn war 14:05 Uhr.');
    expect(text).toContain('Bitte keine Namen oder Fälle von Kindern und Familien.');
    expect((await it_.meetings.get(meeting._id))?.agenda[1]?.notes).toContain('Räumen');
    expect(textOf(await says(carla, 'protokoll 1 TOP 7 Nichts'))).toContain('Es gibt 2 Punkte.');
  });

  it('note a typed line once, however often it is delivered', async () => {
    const meeting = await it_.fullMeeting();
    await it_.house.says(carla, 'protokoll 1 Einmal.', { key: 'same' });
    const leases = it_.house.store.collection(leaseSpec);
    const { items } = await leases.find({ limit: 1_000 });
    for (const { _id } of items) await leases.delete({ _id });
    await it_.house.says(carla, 'protokoll 1 Einmal.', { key: 'same' });
    expect((await it_.meetings.get(meeting._id))?.notes).toBe('Einmal.');
  });

  it('are written in a form with a field for every item', async () => {
    await it_.fullMeeting();
    const card = await says(carla, 'protokoll 1');
    const form = formOf(await presses(carla, card, 'Protokoll schreiben'));
    expect(form.fields.map(({ label }) => label)).toEqual([
      'Notizen: 1. Rückblick',
      'Notizen: 2. Sprachförderung',
      'Notizen: Allgemein',
    ]);
    expect(form.intro).toContain('Bitte keine Namen');
    const saved = await it_.house.submits(carla, form.id, { 'top-1': 'Gut gelaufen.' }, form.payload);
    expect(textOf(saved)).toContain('Gespeichert.');
    expect(textOf(saved)).toContain('1. Rückblick\nGut gelaufen.');
  });

  it('keep what two editors write at once, and show the second what changed where both wrote', async () => {
    const meeting = await it_.fullMeeting();
    const [mine, theirs] = await Promise.all(
      [carla, anna].map(async (who) => formOf(await says(who, 'protokoll schreiben 1'))),
    );
    if (!mine || !theirs) throw new Error('no forms');
    await it_.house.submits(carla, mine.id, { 'top-1': 'Von Carla.' }, mine.payload);
    await it_.house.submits(anna, theirs.id, { 'top-2': 'Von Anna.' }, theirs.payload);
    const stored = await it_.meetings.get(meeting._id);
    expect(stored?.agenda.map(({ notes }) => notes)).toEqual(['Von Carla.', 'Von Anna.']);
    const again = formOf(await it_.house.submits(anna, theirs.id, { 'top-1': 'Auch von Anna.' }, theirs.payload));
    expect(again.errors?.['top-1']).toContain('Dort steht jetzt: „Von Carla.“');
    expect(again.fields[0]).toMatchObject({ value: 'Auch von Anna.' });
    const applied = await it_.house.submits(
      anna,
      again.id,
      { 'top-1': 'Beides.', 'top-2': 'Von Anna.' },
      again.payload,
    );
    expect(textOf(applied)).toContain('Beides.');
  });

  it('belong to whoever leads the meeting, and to all invited once they are sent', async () => {
    await it_.fullMeeting();
    expect(textOf(await says(deniz, 'protokoll 1 Etwas'))).toContain('Anna Amt');
    expect(textOf(await says(deniz, 'protokoll 1'))).toContain('noch nicht gesendet');
    await says(carla, 'protokoll 1 Fertig.');
    await says(carla, 'protokoll freigeben 1');
    await says(carla, 'protokoll senden 1');
    expect(textOf(await says(deniz, 'protokoll lesen 1'))).toContain('Fertig.');
    expect(button(await says(deniz, 'protokoll 1'), 'Protokoll schreiben')).toBeUndefined();
    expect(textOf(await says(gerd, 'protokoll 1'))).toContain('lesen die Eingeladenen. „beschlüsse“');
  });

  it('are not there for drafts, cancelled meetings and what is closed', async () => {
    const meeting = await it_.fullMeeting({ state: 'cancelled' });
    expect(textOf(await says(carla, 'beschluss 1 Etwas'))).toContain('fällt aus');
    await it_.meetings.update(meeting._id, { $set: { state: 'draft' } });
    expect(textOf(await says(carla, 'protokoll 1 Etwas'))).toContain('noch nicht eingeladen');
    await it_.meetings.update(meeting._id, { $set: { state: 'invited', closedAt: new Date() } });
    expect(textOf(await says(carla, 'protokoll 1 Etwas'))).toContain('abgeschlossen');
    expect(textOf(await says(carla, 'beschluss 99 Etwas'))).toContain('Eine Nr. 99 gibt es nicht');
  });
});

describe('a decision', () => {
  it('is noted with its agenda item and its goal', async () => {
    await it_.fullMeeting();
    const text = textOf(await says(carla, 'beschluss 1 TOP 2 Wir gründen eine Arbeitsgruppe. (Ziel 6)'));
    expect(text).toContain('Beschluss 1 ist festgehalten.');
    expect(text).toContain('Beschluss 1: Wir gründen eine Arbeitsgruppe. · Ziel 6 (unsere Zählung)');
    const { items } = await it_.decisions.find();
    expect(items[0]).toMatchObject({ agendaItem: 'top-2', goal: 6, place: 1, day: '2026-11-12', meetingNumber: 1 });
  });

  it('is noted in a form that offers the eight goals', async () => {
    await it_.fullMeeting();
    const form = formOf(await presses(carla, await says(carla, 'protokoll 1'), 'Beschluss'));
    const goal = form.fields.find(({ id }) => id === 'goal');
    expect(goal?.type === 'choice' && goal.options.map(({ value }) => value)).toEqual('012345678'.split(''));
    const wrong = formOf(await it_.house.submits(carla, form.id, { goal: '2' }, form.payload));
    expect(wrong.errors).toEqual({ text: 'Bitte geben Sie den Wortlaut an.' });
    const values = { text: 'Es gibt ein Frühstück.', goal: '2', item: 'top-1' };
    expect(textOf(await it_.house.submits(carla, form.id, values, form.payload))).toContain('Es gibt ein Frühstück.');
  });

  it('is changed and struck out, by press and by typing, never over somebody else’s words', async () => {
    await it_.fullMeeting();
    await says(carla, 'beschluss 1 Erstens');
    const minutes = await says(carla, 'beschluss 1 Zweitens');
    const list = await presses(carla, minutes, 'Beschlüsse, Aufgaben ändern');
    const form = formOf(await presses(carla, list, 'Beschluss 1 ändern'));
    expect(textOf(await says(anna, 'beschluss ändern 1 1 Erstens und mehr'))).toContain('Beschluss 1 ist geändert.');
    const conflict = formOf(await it_.house.submits(carla, form.id, { text: 'Anders', goal: '0' }, form.payload));
    expect(conflict.errors?.text).toContain('Inzwischen steht dort: „Erstens und mehr“');
    const applied = await it_.house.submits(carla, form.id, { text: 'Anders', goal: '1' }, conflict.payload);
    expect(textOf(applied)).toContain('Beschluss 1: Anders · Ziel 1 (unsere Zählung)');
    expect(textOf(await says(carla, 'beschluss streichen 1 2'))).toContain('Beschluss 2 ist gestrichen.');
    await presses(carla, list, 'Beschluss 1 streichen');
    expect(await it_.decisions.count()).toBe(0);
    expect(textOf(await says(carla, 'beschluss 1 Neu'))).toContain('Beschluss 3: Neu');
    expect(textOf(await says(carla, 'beschluss streichen 1 1'))).toContain(
      'Einen Beschluss 1 gibt es bei Nr. 1 nicht.',
    );
  });

  it('stays a question where it is one', async () => {
    await it_.fullMeeting();
    expect(textOf(await says(carla, 'Beschluss ohne Mehrheit möglich?'))).not.toContain('festgehalten');
    expect(await it_.decisions.count()).toBe(0);
  });
});

describe('signing off and sending', () => {
  async function written(changes = {}) {
    const meeting = await it_.fullMeeting(changes);
    await says(carla, 'beschluss 1 Wir gründen eine Gruppe.');
    await says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen');
    return meeting;
  }

  it('is the chair’s word, taken back by any change', async () => {
    const meeting = await written();
    expect(textOf(await says(anna, 'protokoll freigeben 1'))).toContain(
      'Freigeben kann der Vorsitz. Bitten Sie Carla Kita.',
    );
    const card = await says(carla, 'protokoll 1');
    expect(button(card, 'Protokoll senden')).toBeUndefined();
    const signed = await presses(carla, card, 'Freigeben');
    expect(textOf(signed)).toContain('Stand: freigegeben von Carla Kita am 10.11.2026, 09:00');
    expect(button(signed, 'Protokoll senden')).toBeDefined();
    await says(anna, 'protokoll 1 Nachtrag');
    expect((await it_.meetings.get(meeting._id))?.signedOff).toBeUndefined();
    const stale = await presses(carla, signed, 'Protokoll senden');
    expect(textOf(stale)).toContain('Erst gibt der Vorsitz das Protokoll frei');
  });

  it('does not count for minutes that changed since they were looked at', async () => {
    await written();
    const card = await says(carla, 'protokoll 1');
    await says(anna, 'protokoll 1 Nachtrag');
    const late = await presses(carla, card, 'Freigeben');
    expect(textOf(late)).toContain('Anna Amt hat das Protokoll inzwischen geändert.');
    expect(textOf(await presses(carla, late, 'Freigeben'))).toContain('Freigegeben.');
  });

  it('reaches all invited with one press, once, with their own tasks', async () => {
    const meeting = await written();
    await says(carla, 'anwesend 1 Carla, Emre, Fatma');
    const signed = await says(carla, 'protokoll freigeben 1');
    const sent = await presses(carla, signed, 'Protokoll senden');
    expect(textOf(sent)).toContain('Das Protokoll geht an 4 Personen, jetzt gleich.');
    await presses(carla, signed, 'Protokoll senden');
    for (const who of [carla, emre, deniz, fatma]) {
      const entries = (await it_.house.sentTo(it_.id(who))).filter(({ _id }) => _id.includes('minutes:'));
      expect(entries).toHaveLength(1);
      expect(entries[0]?.view.title).toContain('Protokoll: Nr. 1 · AK Übergänge');
    }
    const [ofDeniz] = (await it_.house.sentTo(it_.id(deniz))).filter(({ _id }) => _id.includes('minutes:'));
    const text = textOfView(ofDeniz?.view ?? never());
    expect(text).toContain('Vertreten waren: Kita Beispielblume (Beispiel)');
    expect(text).toContain('Ihre Aufgaben\nNr. 2, bis 01.12.2026: Räume anfragen');
    expect((await it_.meetings.get(meeting._id))?.unfinished).toEqual([]);
    const done = await it_.house.presses(
      deniz,
      button({ type: 'message', view: ofDeniz?.view ?? never() }, 'Nr. 2 erledigt'),
    );
    expect(done.type).toBe('replace');
    expect(textOf(done)).toContain('Nr. 2 ist erledigt. Danke.');
    expect(textOf(done)).toContain('Wir gründen eine Gruppe.');
  });

  it('is finished by the job where it was cut short', async () => {
    const meeting = await written();
    await says(carla, 'protokoll freigeben 1');
    const now = await it_.meetings.get(meeting._id);
    const due = it_.house.clock.now();
    await it_.meetings.update(meeting._id, {
      $set: { minutesSent: { version: 1, rev: now?.minutesRev ?? 0, by: it_.id(carla), due }, minutesSentAt: due },
      $addToSet: { unfinished: 'sending-minutes' },
    });
    expect(await it_.house.runs('attendance-minutes')).toEqual({ done: 1, failed: 0 });
    expect(await it_.house.runs('attendance-minutes')).toEqual({ done: 0, failed: 0 });
    expect((await it_.house.sentTo(it_.id(fatma))).filter(({ _id }) => _id.includes('minutes:'))).toHaveLength(1);
  });

  it('asks outside working hours when it is to go', async () => {
    await written();
    await says(carla, 'protokoll freigeben 1');
    it_.house.clock.set('2026-11-14T20:00:00+01:00');
    const asked = await says(carla, 'protokoll senden 1');
    expect(textOf(asked)).toContain('am 16.11.2026, 08:00');
    const later = await presses(carla, asked, 'Zur nächsten Arbeitszeit');
    expect(textOf(later)).toContain('am 16.11.2026, 08:00');
    const [entry] = await it_.house.sentTo(it_.id(fatma));
    expect(entry?.due).toEqual(new Date('2026-11-16T08:00:00+01:00'));
    expect(textOf(await says(fatma, 'protokoll 1'))).toContain('noch nicht gesendet');
  });

  it('sends what changes afterwards as a correction', async () => {
    await written();
    await says(carla, 'protokoll freigeben 1');
    await says(carla, 'protokoll senden 1');
    const changed = await says(carla, 'protokoll 1 Doch noch etwas.');
    expect(textOf(changed)).toContain('seit dem Senden geändert');
    const signed = await presses(carla, changed, 'Freigeben');
    await presses(carla, signed, 'Korrektur senden');
    const entries = (await it_.house.sentTo(it_.id(emre))).filter(({ _id }) => _id.includes('minutes:'));
    expect(entries.map(({ view }) => view.title)).toEqual([
      'Protokoll: Nr. 1 · AK Übergänge · Do. 12.11., 14 Uhr, Rathaus',
      'Korrektur zum Protokoll: Nr. 1 · AK Übergänge · Do. 12.11., 14 Uhr, Rathaus',
    ]);
    const text = textOfView(entries[1]?.view ?? never());
    expect(text).toContain('Das ersetzt das Protokoll, das am 10.11.2026 hinausging.');
    expect(text).toContain('Neu: Allgemein\n');
    expect(text).not.toContain('Hierzu steht noch nichts');
  });

  it('says in a correction what is new, changed or gone, and nothing of what stayed', async () => {
    await written();
    await says(carla, 'protokoll freigeben 1');
    await says(carla, 'protokoll senden 1');
    await says(carla, 'protokoll 1 TOP 1 Der Rückblick fiel kurz aus.');
    await says(carla, 'beschluss 1 Noch ein Beschluss.');
    await says(carla, 'beschluss streichen 1 1');
    await says(carla, 'protokoll freigeben 1');
    expect(textOf(await says(carla, 'korrektur senden 1'))).toContain('Die Korrektur geht an 4 Personen');
    const [, correction] = (await it_.house.sentTo(it_.id(emre))).filter(({ _id }) => _id.includes('minutes:'));
    const text = textOfView(correction?.view ?? never());
    expect(text).toContain('Geändert: 1. Rückblick\nNeu: Beschluss 2\nEntfallen: Beschluss 1\n');
    expect(text).not.toContain('Geändert: 2.');
  });

  it('gives those who were not there a digest: decisions, own tasks, the next date', async () => {
    await written();
    await it_.meeting({ _id: 'next', start: new Date('2026-12-10T14:00:00+01:00') });
    await says(carla, 'anwesend 1 Carla, Fatma');
    await says(carla, 'fehlt 1 Deniz');
    await says(carla, 'protokoll freigeben 1');
    await says(carla, 'protokoll senden 1');
    const digestOf = async (who: typeof anna) =>
      (await it_.house.sentTo(it_.id(who))).filter(({ _id }) => _id.includes('digest:'));
    expect(await digestOf(carla)).toEqual([]);
    expect(await digestOf(fatma)).toEqual([]);
    const [digest] = await digestOf(deniz);
    expect(digest?.occasion).toBe('clock');
    const text = textOfView(digest?.view ?? never());
    expect(text).toContain('Kurz gefasst: AK Übergänge');
    expect(text).toContain('Beschluss 1: Wir gründen eine Gruppe.');
    expect(text).toContain('Räume anfragen');
    expect(text).toMatch(/Nächstes Treffen: Nr\. \d · AK Übergänge · Do\. 10\.12\., 14 Uhr, Rathaus/);
    expect(digest?.view.summary).toBe('Kurz gefasst: AK Übergänge am 12.11.2026, 1 Beschluss, 1 Aufgabe für Sie');
    expect(await digestOf(emre)).toHaveLength(1);
  });
});

describe('„Für meine Leitung“', () => {
  it('shows what the agreement says of taking part, to the letter and with its source', async () => {
    const reply = await says(deniz, 'für meine leitung');
    const quotes = reply.type === 'message' ? reply.view.blocks.filter(({ type }) => type === 'quote') : [];
    expect(quotes).toHaveLength(2);
    expect(JSON.stringify(quotes)).toContain('im Rahmen unserer Ressourcen');
    expect(quotes[1]).toMatchObject({
      text: 'Wir verpflichten uns ebenfalls dazu, unseren zuständigen Mitarbeitenden die Teilnahme am Netzwerk der kommunalen Präventions- und Bildungskette zu ermöglichen.',
      source: expect.stringContaining('Organisation der Kooperation, Absatz 1'),
    });
  });
});

describe('partners in minutes', () => {
  it('are those that were represented, by deputies as well', async () => {
    await it_.fullMeeting();
    await says(carla, 'anwesend 1 Emre');
    await says(carla, 'vertreten 1 Deniz');
    expect(textOf(await says(carla, 'protokoll 1'))).toMatch(
      /Vertreten waren: Grundschule Beispiellinde .*, Kita Beispielblume/,
    );
  });
});

function never(): never {
  throw new Error('a message was expected');
}
