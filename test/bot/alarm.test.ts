import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Feature } from '../../src/bot/feature.js';
import { noticeView } from '../../src/bot/views.js';
import { Unavailable } from '../../src/kernel/errors.js';
import type { InboundEvent, Place } from '../../src/messages/inbound.js';
import type { Reply } from '../../src/messages/reply.js';
import { House, slack, stores, textOf } from '../features/identity/house.js';
import { watched } from '../support/faulty-store.js';
import { mongoSetupMs } from '../support/mongo.js';

const teacher = slack('TEACHER');
const alarming = 'Der kleine Zachäus wird zu Hause geschlagen und hat blaue Flecken';
const places: readonly Place['kind'][] = ['direct', 'group', 'channel'];
const events: readonly (readonly [what: string, event: InboundEvent])[] = [
  ['a message', { type: 'text', text: alarming, via: 'chat' }],
  ['a mention in a channel', { type: 'text', text: alarming, via: 'mention' }],
  ['a slash command', { type: 'text', text: alarming, via: 'command' }],
  ['a message handed over as a question', { type: 'text', text: alarming, via: 'shortcut' }],
  ['a command with it', { type: 'text', text: `einrichtung ${alarming}`, via: 'chat' }],
  ['a form', { type: 'form', id: 'identity.partner-form', payload: {}, values: { name: alarming } }],
  ['a choice of several in a form', { type: 'form', id: 'x', payload: {}, values: { notes: ['ja', alarming] } }],
  ['a search', { type: 'search', query: alarming }],
  ['a button with it', { type: 'action', id: 'bot.typed', payload: { text: alarming } }],
];

const words = {
  de: 'Bitte wenden Sie sich sofort an: Kinderschutz Beispielstadt. Bei akuter Gefahr: Polizei 110.',
  einfach: 'Hier bekommen Sie Hilfe: Kinderschutz Beispielstadt. Polizei: 110.',
  en: 'Please turn at once to: Kinderschutz Beispielstadt. In acute danger: police 110.',
};

/** A feature that takes alarm, and would search and store whatever else reached it. */
const guarding: Feature = {
  name: 'guarding',
  commands: [],
  actions: [],
  forms: [],
  collections: [],
  audits: {},
  jobs: [],
  pages: [],
  guard: (text, language) =>
    text.includes('geschlagen') ? noticeView('test.protection', words[language], language) : undefined,
  answer: async (turn, question) => {
    turn.audit('test.searched', question);
    return { type: 'message', view: noticeView('test.answer', question, turn.language) };
  },
};

describe.each(stores)('a message about a child in danger, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on, extraFeatures: [guarding] });
  }, mongoSetupMs);
  afterEach(() => house.close());

  /** Everything that is stored, in every collection there is. */
  async function everything(): Promise<string> {
    const found: unknown[] = [];
    for (const spec of house.features.flatMap((feature) => feature.collections)) {
      found.push((await house.store.collection(spec).find({ limit: 1_000 })).items);
    }
    const files = (await readdir(house.folder, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
    return [JSON.stringify(found), ...texts].join('\n');
  }

  it.each(events)('is answered to the person alone, and neither it nor they are stored: %s', async (_, event) => {
    for (const place of places) {
      const reply = await house.deliver(teacher, event, { place });
      expect(reply).toMatchObject({ type: 'message', private: true, view: { kind: 'test.protection' } });
      expect(textOf(reply)).toContain('Kinderschutz Beispielstadt');
    }
    const stored = await everything();
    for (const trace of ['Zachäus', 'zachaeus', 'geschlagen', 'blaue Flecken', 'TEACHER']) {
      expect(stored).not.toContain(trace);
    }
    for (const spec of house.features.flatMap((feature) => feature.collections)) {
      const kept = spec.name === 'inbound-leases' ? places.length : 0;
      expect(await house.store.collection(spec).count()).toBe(kept);
    }
  });

  it('is answered in the language that a known person chose', async () => {
    await house.says(teacher, 'sprache englisch');
    const text = textOf(await house.says(teacher, alarming));
    expect(text).toContain(words.en);
    expect(text).not.toContain(words.de);
  });

  it('is answered in German with a line in English to somebody unknown', async () => {
    const reply = await house.says(teacher, alarming);
    expect(reply).toMatchObject({ view: { language: 'de' } });
    expect(textOf(reply)).toContain(words.de);
    expect(textOf(reply)).toContain(words.en);
  });

  it('is answered while the store is gone', async () => {
    const gone = await House.open({
      store: watched(house.store, () => {
        throw new Unavailable('store');
      }),
      extraFeatures: [guarding],
    });
    expect(await gone.says(teacher, alarming)).toMatchObject({ private: true, view: { kind: 'test.protection' } });
    await gone.close();
  });

  it('is answered without waiting for a store that keeps silent about the language', async () => {
    const silent: Promise<never> = new Promise(() => {});
    const slow = await House.open({
      store: watched(house.store, (collection) => (collection === 'accounts' ? silent : undefined)),
      extraFeatures: [guarding],
    });
    const reply: Reply = await slow.says(teacher, alarming);
    expect(reply).toMatchObject({ private: true, view: { kind: 'test.protection' } });
    await slow.close();
  });
});
