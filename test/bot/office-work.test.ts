import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Feature, form } from '../../src/bot/feature.js';
import { noticeView, typedAction } from '../../src/bot/views.js';
import { Refusal } from '../../src/kernel/errors.js';
import type { Reply } from '../../src/messages/reply.js';
import { House, slack, vouched } from '../features/identity/house.js';

const anna = slack('ANNA');
const teacher = slack('TEACHER');
const work = 'Wir beraten Familien, in denen Kinder geschlagen werden';
const said = (kind: string): Reply => ({ type: 'message', view: noticeView(kind, 'ok', 'de') });

/** Takes alarm, and has a command and a form that tell of partners' work, and one that does not. */
const guarding: Feature = {
  name: 'guarding',
  commands: [
    {
      id: 'test.enter',
      words: ['eintragen'],
      slots: [{ kind: 'text', name: 'text' }],
      role: 'coordinator',
      changes: true,
      tellsOfWork: true,
      help: { de: 'trägt ein', einfach: 'trägt ein', en: 'enters' },
      run: async () => said('test.entered'),
    },
    {
      id: 'test.member',
      words: ['beitritt'],
      slots: [
        { kind: 'name', name: 'to' },
        { kind: 'word', name: 'operation', words: ['dazu'] },
        { kind: 'people', name: 'people' },
      ],
      role: 'coordinator',
      changes: true,
      help: { de: 'nimmt auf', einfach: 'nimmt auf', en: 'adds' },
      run: async () => said('test.joined'),
    },
    {
      id: 'test.find',
      words: ['finde'],
      slots: [{ kind: 'name', name: 'search' }],
      role: 'all',
      changes: false,
      help: { de: 'sucht', einfach: 'sucht', en: 'finds' },
      run: async () => said('test.found'),
    },
    {
      id: 'test.news',
      words: ['neues'],
      slots: [{ kind: 'text', name: 'text' }],
      role: 'all',
      changes: true,
      proposesWork: true,
      help: { de: 'meldet', einfach: 'meldet', en: 'proposes' },
      run: async (_, { text = '' }) => {
        if (text.length > 80) throw new Refusal('Zu lang.', 'test.too-long');
        return said('test.proposed');
      },
    },
  ],
  actions: [],
  forms: [
    form({
      id: 'test.propose',
      proposesWork: true,
      role: 'all',
      payload: z.object({}),
      changes: true,
      show: async () => ({ id: 'test.propose', title: 'Neuigkeit', submit: 'Ok', fields: [], opener: 'Melden' }),
      run: async () => ({ type: 'replace', view: noticeView('test.proposed', 'ok', 'de') }),
    }),
    form({
      id: 'test.form',
      tellsOfWork: true,
      role: 'coordinator',
      payload: z.object({}),
      changes: true,
      show: async () => ({ id: 'test.form', title: 'Eintrag', submit: 'Ok', fields: [], opener: 'Eintragen' }),
      run: async () => said('test.entered'),
    }),
  ],
  collections: [],
  audits: {},
  jobs: [],
  pages: [],
  guard: (text, _, isTaken) =>
    /geschlagen|niemand da/i.test(text)
      ? noticeView('test.protection', isTaken ? '110, und gelesen' : '110', 'de')
      : undefined,
};

let house: House;
beforeEach(async () => {
  house = await House.open({ coordinators: ['anna@stadt.example'], extraFeatures: [guarding] });
  house.knows(anna, vouched('Anna Beispiel', 'anna@stadt.example'));
  await house.says(anna, 'hallo');
});
afterEach(() => house.close());

const kindOf = (reply: Reply) => ('view' in reply ? reply.view.kind : reply.type);

describe('what the coordination office enters of partners’ work', () => {
  it('is no child in danger, typed or in a form', async () => {
    expect(kindOf(await house.says(anna, `eintragen ${work}`))).toBe('test.entered');
    expect(kindOf(await house.submits(anna, 'test.form', { text: work }))).toBe('test.entered');
  });

  it('is one as soon as somebody else writes it, or it is no entry', async () => {
    expect(kindOf(await house.says(teacher, `eintragen ${work}`))).toBe('test.protection');
    expect(kindOf(await house.submits(teacher, 'test.form', { text: work }))).toBe('test.protection');
    expect(kindOf(await house.says(anna, work))).toBe('test.protection');
  });
});

describe('what anybody proposes to announce of partners’ work', () => {
  it('is taken, with the contacts for a child in danger above it, for the person alone', async () => {
    for (const reply of [
      await house.says(teacher, `neues ${work}`),
      await house.submits(teacher, 'test.propose', { text: work }),
    ]) {
      expect(kindOf(reply)).toBe('test.proposed');
      const text = JSON.stringify(reply);
      expect(text.indexOf('110, und gelesen')).toBeGreaterThan(0);
      expect(text.indexOf('110, und gelesen')).toBeLessThan(text.indexOf('"ok"', text.indexOf('divider')));
    }
    expect(await house.says(teacher, `neues ${work}`)).toMatchObject({ type: 'message', private: true });
  });

  it('is not said to be taken if it was refused', async () => {
    const text = JSON.stringify(await house.says(teacher, `neues ${work} ${'und reden '.repeat(5)}`));
    expect(text).toContain('Zu lang.');
    expect(text).toContain('110');
    expect(text).not.toContain('gelesen');
  });

  it('says nothing of danger where there is none', async () => {
    expect(JSON.stringify(await house.says(teacher, 'neues Wir haben einen Kurs'))).not.toContain('110');
  });
});

describe('what only names somebody', () => {
  it.each(['beitritt AK dazu Niemand Da', 'beitritt AK Hilfe für Geschlagene dazu Mia von Thal, Niemand Da'])(
    'is no child in danger: %s',
    async (text) => {
      expect(kindOf(await house.says(anna, text))).toBe('test.joined');
      expect(kindOf(await house.presses(anna, typedAction(text, 'Ja')))).toBe('test.joined');
    },
  );

  it.each([
    'Niemand Da',
    'beitritt AK dazu mein Sohn, Geschlagen',
    'beitritt AK dazu niemand da',
    'BEITRITT AK DAZU MEIN SOHN WIRD GESCHLAGEN',
    'beitrtt AK dazu Niemand Da',
    'finde Niemand Da',
    'eintragen Niemand Da ist da',
  ])('is one as soon as it is a sentence, a search, or no command: %s', async (text) => {
    expect(kindOf(await house.says(teacher, text))).toBe('test.protection');
  });
});
