import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/bot/feature.js';
import { matchCommand } from '../../../src/bot/match.js';
import { conversationsSpec } from '../../../src/features/agreement/conversations.js';
import { createAgreementFeature } from '../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import { askedSpec, opinionsSpec } from '../../../src/features/agreement/learning/model.js';
import { dayAt } from '../../../src/kernel/dates.js';
import { FormRefusal } from '../../../src/kernel/errors.js';
import type { JsonObject } from '../../../src/kernel/json.js';
import type { Place } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { Action, Block, View } from '../../../src/messages/view.js';
import { type FixedClock, fixedClock } from '../../support/clock.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';
import { alone } from './room.js';

const documents = loadDocuments();
const direct: Place = { kind: 'direct', conversation: 'c1' };
let temporary: TemporaryStore;
let feature: ReturnType<typeof createAgreementFeature>;
let clock: FixedClock;
let events = 0;

beforeEach(async () => {
  temporary = await openTemporaryStore([conversationsSpec, askedSpec, opinionsSpec]);
  feature = createAgreementFeature({ documents, store: temporary.store, ...alone(temporary.store) });
  clock = fixedClock();
});

afterEach(() => temporary.close());

interface Who {
  readonly id?: string;
  readonly place?: Place;
  readonly coordinator?: boolean;
  readonly key?: string;
}

function turnOf(text: string, { id = 'anna', place = direct, coordinator = false, key }: Who = {}): Turn {
  const account = { channel: 'playground', realm: 'local', user: id } as const;
  events += 1;
  return {
    inbound: {
      key: key ?? `event-${events}`,
      at: clock.now(),
      from: account,
      place,
      event: { type: 'text', text, via: 'chat' },
    },
    person: { id, name: id, language: 'de', accounts: [account], coordinator, chairs: [] },
    language: 'de',
    now: clock.now(),
    today: dayAt(clock.now(), 'Europe/Berlin'),
    audit: () => undefined,
  };
}

function viewOf(reply: Reply | undefined): View {
  if (reply?.type !== 'message' && reply?.type !== 'replace') throw new Error('no view');
  return reply.view;
}

/** What the bot shows to a message, as dispatch would find it. */
async function ask(text: string, who: Who = {}): Promise<View> {
  const turn = turnOf(text, who);
  const match = matchCommand(feature.commands, text, turn.today);
  return viewOf(match ? await match.command.run(turn, match.typed) : await feature.answer?.(turn, text));
}

const blocksOf = <T extends Block['type']>(view: View, type: T) =>
  view.blocks.filter((block): block is Extract<Block, { type: T }> => block.type === type);
const buttonsOf = (view: View): readonly Action[] => blocksOf(view, 'actions').flatMap(({ actions }) => actions);
const sourceOf = (view: View) => blocksOf(view, 'quote')[0]?.source.split(' – ')[0];

function button(view: View, label: string): Action {
  const found = buttonsOf(view).find((action) => action.label === label);
  if (!found) throw new Error(`no button ${label}`);
  return found;
}

/** Presses a button that the feature itself declares. */
async function press(view: View, label: string, who: Who = {}): Promise<View> {
  const { id, payload } = button(view, label);
  const spec = feature.actions.find((action) => action.id === id);
  if (!spec) throw new Error(`no action ${id}`);
  return viewOf(await spec.run(turnOf('', who), spec.payload.parse(payload)));
}

async function submit(payload: JsonObject, remark: string): Promise<View> {
  const [spec] = feature.forms;
  if (!spec) throw new Error('no form');
  return viewOf(await spec.run(turnOf(''), spec.payload.parse(payload), remark === '' ? {} : { remark }));
}

const stored = {
  conversations: () => temporary.store.collection(conversationsSpec).find(),
  asked: () => temporary.store.collection(askedSpec).find(),
  opinions: () => temporary.store.collection(opinionsSpec).find(),
};

describe('a question that refers back', () => {
  it.each([
    ['Wie können wir kündigen?', 'und wie lange gilt das?', 'Laufzeit der Vereinbarung, Absatz 1'],
    ['Wie können wir kündigen?', 'und für wen?', 'Laufzeit der Vereinbarung, Absatz 2'],
    ['Wie können wir kündigen?', 'und wenn wir im Mai kündigen?', 'Laufzeit der Vereinbarung, Absatz 2'],
    ['Wie können wir kündigen?', 'und im Mai?', 'Laufzeit der Vereinbarung, Absatz 2'],
    ['Wann ist das Leitbild beschlossen worden?', 'und von wem?', 'Unser Leitbild, Absatz 1'],
  ])('after “%s”, “%s” is understood', async (before, question, place) => {
    await ask(before);
    expect(sourceOf(await ask(question))).toBe(place);
  });

  it('for the reason is answered with the one that the agreement gives', async () => {
    await ask('Müssen wir in den Gremien mitwirken?');
    const why = await ask('und warum?');
    expect(why.summary).toBe('Diesen Grund nennt die Vereinbarung:');
    expect(blocksOf(why, 'quote')[0]?.text).toMatch(/^Ziel des regelmäßigen Austausches/);
  });

  it.each(['warum?', 'Und wieso ist das so?'])(
    'for the reason is answered honestly where there is none: %s',
    async (why) => {
      const before = await ask('Wie können wir kündigen?');
      const view = await ask(why);
      expect(view.summary).toBe('Einen Grund dafür nennt die Vereinbarung nicht.');
      expect(view.blocks[0]).not.toEqual(before.blocks[0]);
    },
  );

  it('works out a day after talk of leaving', async () => {
    await ask('Wie kommen wir da wieder raus?');
    expect(JSON.stringify(await ask('und zum 31.12.2027?'))).toContain('03.12.2027');
  });

  it('is not understood by others, elsewhere, or after half an hour', async () => {
    await ask('Wie können wir kündigen?');
    const notice = 'Laufzeit der Vereinbarung, Absatz 2';
    expect(sourceOf(await ask('und für wen?', { id: 'bert' }))).not.toBe(notice);
    expect(sourceOf(await ask('und für wen?', { place: { ...direct, thread: 't2' } }))).not.toBe(notice);
    clock.advance({ minutes: 31 });
    expect(sourceOf(await ask('und für wen?'))).not.toBe(notice);
  });

  it('leaves a question alone that says by itself what it is about', async () => {
    await ask('Wie können wir kündigen?');
    expect(sourceOf(await ask('Und was steht zu Kinderarmut?'))).toContain('Ziel 2');
    expect((await ask('Danke dir')).kind).toBe('agreement.smalltalk');
  });

  it.each([
    ['Wie lange gilt die Vereinbarung?', 'Und kostet das was?', 'Beiträge, Gebühren oder ein Konto nennt sie nicht.'],
    ['Was steht zu Kinderarmut?', 'und wer bezahlt das?', 'Einen Betrag oder einen Geldgeber nennt sie nicht.'],
  ])('after “%s”, “%s” brings its own matter and is refused for it', async (before, question, silence) => {
    await ask(before);
    const view = await ask(question);
    expect(view.kind).toBe('agreement.not-in-agreement');
    expect(JSON.stringify(view.blocks)).toContain(silence);
  });

  it.each([
    ['und das vierte?', 'Ziel 4'],
    ['Und Nummer 8?', 'Ziel 8'],
    ['Erklär mir mal das dritte', 'Ziel 3'],
    ['und das letzte?', 'Ziel 8'],
    ['what about the second one?', 'Ziel 2'],
  ])('finds a goal by its place after all of them: %s', async (question, goal) => {
    await ask('Welche Ziele gibt es?');
    expect(sourceOf(await ask(question))).toContain(goal);
    expect(sourceOf(await ask('und das fünfte?'))).toContain('Ziel 5');
  });

  it('takes an ordinal for a goal only where goals were spoken of', async () => {
    await ask('Wie können wir kündigen?');
    expect(sourceOf(await ask('und das vierte?')) ?? '').not.toContain('Ziel 4');
  });

  it('is stored without any word of what was written, once for each place', async () => {
    await ask('Wie können wir kündigen, Frau Berg?');
    await ask('Wie lange läuft die Vereinbarung?');
    const { items } = await stored.conversations();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ personId: 'anna', about: 'laufzeit-1.dauer' });
    expect(JSON.stringify(items)).not.toContain('Berg');
  });

  it('forgets an older question that comes in late', async () => {
    await ask('Wie lange läuft die Vereinbarung?');
    clock.advance({ minutes: -5 });
    await ask('Wie können wir kündigen?');
    expect((await stored.conversations()).items.map(({ about }) => about)).toEqual(['laufzeit-1.dauer']);
  });
});

describe('what people think of an answer', () => {
  it('is counted once for each person, and the later press counts', async () => {
    const answer = await ask('Wie können wir kündigen?');
    await press(answer, 'Hat nicht geholfen');
    await press(answer, 'Hat geholfen');
    await press(answer, 'Hat geholfen', { id: 'bert' });
    const { items } = await stored.opinions();
    expect(items.map(({ personId, verdict, about }) => [personId, verdict, about]).sort()).toEqual([
      ['anna', 'helped', 'laufzeit-2.kuendigung'],
      ['bert', 'helped', 'laufzeit-2.kuendigung'],
    ]);
  });

  it('takes a reason by a button, and stores the question only when it is sent along', async () => {
    const question = 'Wie können wir kündigen?';
    const why = await press(await ask(question), 'Hat nicht geholfen');
    expect(buttonsOf(why).map(({ label }) => label)).toEqual([
      'Falsche Stelle',
      'Fehlt etwas',
      'Unverständlich',
      'Etwas dazu schreiben',
      'Frage mitschicken',
    ]);
    const noted = await press(why, 'Fehlt etwas');
    expect((await stored.opinions()).items[0]).toMatchObject({ verdict: 'not-helped', reason: 'incomplete' });
    expect(JSON.stringify((await stored.opinions()).items)).not.toContain(question);
    await press(noted, 'Frage mitschicken');
    expect((await stored.opinions()).items[0]).toMatchObject({ question, hasWords: true });
  });

  it('takes a remark, with the request for no names, and refuses an empty one at its field', async () => {
    const why = await press(await ask('Wie können wir kündigen?'), 'Hat nicht geholfen');
    const { payload = {}, opensForm } = button(why, 'Etwas dazu schreiben');
    expect(opensForm).toBe(true);
    const [spec] = feature.forms;
    const form = await spec?.show(turnOf(''), spec.payload.parse(payload));
    expect(form?.fields[0]?.hint).toBe('Bitte keine Namen oder Fälle von Kindern und Familien.');
    await expect(submit(payload, '')).rejects.toThrow(FormRefusal);
    await submit(payload, 'Ein Beispiel fehlt');
    expect((await stored.opinions()).items[0]).toMatchObject({ text: 'Ein Beispiel fehlt' });
  });

  it('may be typed', async () => {
    expect((await ask('hat geholfen')).summary).toMatch(/^Dazu gibt es hier gerade keine Antwort/);
    await ask('Wie können wir kündigen?');
    await ask('Hat nicht geholfen falsche Stelle');
    expect((await stored.opinions()).items[0]).toMatchObject({ verdict: 'not-helped', reason: 'wrong-passage' });
    await ask('hat nicht geholfen mir fehlt ein Beispiel');
    expect((await stored.opinions()).items[0]).toMatchObject({ text: 'mir fehlt ein Beispiel' });
    await ask('hat geholfen');
    expect((await stored.opinions()).items).toHaveLength(1);
  });

  it('is no longer about a person once they are erased, and the count stays', async () => {
    const answer = await ask('Wie können wir kündigen?');
    await press(await press(answer, 'Hat nicht geholfen'), 'Frage mitschicken');
    const [opinion] = (await stored.opinions()).items;
    const { personal } = opinionsSpec;
    if (!opinion || personal === 'none' || personal.erase === 'delete') throw new Error('cannot be erased');
    expect(
      await personal.show(opinion, 'de', { zone: 'Europe/Berlin', act: String, nameOf: async (id) => id }),
    ).toEqual({
      Thema: 'Kündigung der Vereinbarung',
      Urteil: 'Hat nicht geholfen',
      Frage: 'Wie können wir kündigen?',
    });
    await temporary.store.collection(opinionsSpec).update(opinion._id, personal.erase(opinion, 'anna'));
    const [left] = (await stored.opinions()).items;
    expect(left).toEqual({
      _id: opinion._id,
      about: opinion.about,
      verdict: 'not-helped',
      hasWords: false,
      at: opinion.at,
    });
  });
});

describe('for the coordination office', () => {
  const karin = { id: 'karin', coordinator: true };

  it('what is asked is counted by matter, with what is not regulated and how it was judged, ten at a time', async () => {
    const answer = await ask('Wie können wir kündigen?');
    await ask('Wie kommt man aus der Vereinbarung raus?');
    await ask('Was kostet die Mitgliedschaft?');
    await ask('Hallo');
    await press(answer, 'Hat geholfen');
    await press(await press(answer, 'Hat nicht geholfen', { id: 'bert' }), 'Frage mitschicken', { id: 'bert' });
    const view = await ask('fragen', karin);
    expect(blocksOf(view, 'table')[0]?.rows).toEqual([
      ['Kündigung der Vereinbarung', '2', '1', '1'],
      ['Beiträge und Kosten (nicht geregelt)', '1', '0', '0'],
    ]);
    expect(blocksOf(view, 'list')[0]?.items).toEqual(['Kündigung der Vereinbarung: „Wie können wir kündigen?“']);
    expect(JSON.stringify((await stored.asked()).items)).not.toContain('anna');
  });

  it('lists come ten at a time, and older months are left out', async () => {
    const asked = temporary.store.collection(askedSpec);
    const rowOf = (month: string, index: number) => ({
      _id: `${month}:m${index}`,
      month,
      about: `m${index}`,
      answered: true,
      count: 100 - index,
      at: clock.now(),
    });
    await asked.insertMany(Array.from({ length: 12 }, (_, index) => rowOf('2026-10', index)));
    await asked.insert(rowOf('2026-08', 50));
    const first = await ask('fragen', karin);
    expect(blocksOf(first, 'table')[0]?.rows.map(([about]) => about)).toEqual(
      Array.from({ length: 10 }, (_, index) => `m${index}`),
    );
    expect(button(first, 'Weitere').payload).toEqual({ text: 'fragen 2' });
    expect(blocksOf(await ask('fragen 2', karin), 'table')[0]?.rows.map(([about]) => about)).toEqual(['m10', 'm11']);
  });

  it('an answer says why it was given', async () => {
    const answer = await ask('Wie können wir kündigen?', karin);
    const { payload } = button(answer, 'Warum diese Antwort?');
    const why = await ask(String(payload?.['text']), karin);
    const facts = new Map(blocksOf(why, 'facts')[0]?.facts.map(({ label, value }) => [label, value]));
    expect(facts.get('Verstanden als')).toBe('Kündigung der Vereinbarung');
    expect(facts.get('Wie sicher')).toMatch(/^(?:sehr|ziemlich) sicher \(\d+ %\)$/);
    expect(facts.get('Wörter, die dafür sprachen')).toContain('kündigen');
    expect(facts.get('Nächstbeste Deutung')).toMatch(/ \(\d+ %\)$/);
  });

  it('only they are offered the reasons, and only where nobody else reads along', async () => {
    const labels = async (who: Who) => buttonsOf(await ask('Wie können wir kündigen?', who)).map(({ label }) => label);
    expect(await labels({})).not.toContain('Warum diese Antwort?');
    expect(await labels({ ...karin, place: { kind: 'channel', conversation: 'c9' } })).not.toContain(
      'Warum diese Antwort?',
    );
  });

  it('a card has no more buttons than Teams shows', async () => {
    const questions = [
      'Wann kann ich kündigen?',
      'Wann ist das nächste Treffen?',
      'Wer macht mit und wann ist Schluss?',
    ];
    for (const question of questions) {
      expect(buttonsOf(await ask(question, karin)).length, question).toBeLessThanOrEqual(6);
    }
  });
});

describe('questions that other rooms may answer', () => {
  it.each([
    ['Wann ist das nächste Treffen?', 'termine'],
    ['Wer ist Ansprechpartnerin bei der Stadt?', 'personen'],
    ['Welche Kitas machen mit?', 'mitgliederliste'],
    ['Welche Gremien gibt es?', 'gremien-details'],
    ['Wer macht Sprachförderung in Lohberg?', 'massnahmen'],
    ['Welche Aufgaben habe ich?', 'aufgaben'],
    ['Ich kann Donnerstag nicht', 'termine'],
    ['Welche Handlungsziele gibt es?', 'handlungsziele-inhalt'],
    ['Was kam bei der letzten Auswertung heraus?', 'messung'],
    ['Müssen wir in den Gremien mitarbeiten?', undefined],
    ['Wozu dient der regelmäßige Austausch?', undefined],
    ['Wie wird das Wetter?', undefined],
    ['Wie können wir kündigen?', undefined],
    ['Was kostet das?', undefined],
    ['Hallo', undefined],
  ])('%s: %s', (question, topic) => {
    expect(feature.topics.topicOf(question)).toBe(topic);
  });
});
