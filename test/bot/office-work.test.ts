import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Feature, form } from '../../src/bot/feature.js';
import { noticeView } from '../../src/bot/views.js';
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
  ],
  actions: [],
  forms: [
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
  guard: (text) => (text.includes('geschlagen') ? noticeView('test.protection', '110', 'de') : undefined),
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
