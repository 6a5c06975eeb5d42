import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/bot/feature.js';
import { matchCommand } from '../../../src/bot/match.js';
import { conversationsSpec } from '../../../src/features/agreement/conversations.js';
import { createAgreementFeature } from '../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import { askedSpec, opinionsSpec } from '../../../src/features/agreement/learning/model.js';
import type { Language } from '../../../src/kernel/texts.js';
import type { Block, View } from '../../../src/messages/view.js';
import { testNow } from '../../support/clock.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';
import { alone } from './room.js';

const account = { channel: 'playground', realm: 'local', user: 'anna' } as const;
let temporary: TemporaryStore;
let feature: ReturnType<typeof createAgreementFeature>;

beforeAll(async () => {
  temporary = await openTemporaryStore([conversationsSpec, askedSpec, opinionsSpec]);
  feature = createAgreementFeature({
    documents: loadDocuments(),
    childProtectionContact: 'Fachstelle, 02064 000',
    store: temporary.store,
    ...alone(temporary.store),
  });
});

afterAll(() => temporary.close());

function turnOf(text: string, language: Language): Turn {
  return {
    inbound: {
      key: 'key-1',
      at: new Date(testNow),
      from: account,
      place: { kind: 'direct', conversation: 'c1' },
      event: { type: 'text', text, via: 'chat' },
    },
    person: { id: 'person-1', name: 'Anna', language, accounts: [account], coordinator: false, chairs: [] },
    language,
    now: new Date(testNow),
    today: '2026-11-10',
    audit: () => undefined,
  };
}

/** What the bot shows, as dispatch would find it. */
async function shown(text: string, language: Language = 'de'): Promise<View> {
  const turn = turnOf(text, language);
  const match = matchCommand(feature.commands, text, turn.today);
  const reply = match ? await match.command.run(turn, match.typed) : await feature.answer?.(turn, text);
  if (reply?.type !== 'message') throw new Error('no message');
  return reply.view;
}

const typesOf = (view: View) => view.blocks.map(({ type }) => type);
const blockOf = <T extends Block['type']>(view: View, type: T) =>
  view.blocks.find((block): block is Extract<Block, { type: T }> => block.type === type);
const buttonsOf = (view: View) => blockOf(view, 'actions')?.actions ?? [];

describe('the agreement in the chat', () => {
  it('answers with a sentence, the quote with its source, and buttons that type a command', async () => {
    const view = await shown('Muss man im Rahmen der Ressourcen in Gremien mitarbeiten?');
    expect(view.kind).toBe('agreement.answer');
    expect(typesOf(view)).toEqual(['text', 'quote', 'actions', 'actions']);
    expect(blockOf(view, 'quote')).toEqual({
      type: 'quote',
      text: 'Mit der vorliegenden Vereinbarung verpflichten wir uns, im Rahmen unserer Ressourcen in den verschiedenen Gremien der kommunalen Präventions- und Bildungskette mitzuwirken.',
      source: 'Organisation der Kooperation, Absatz 1 – Kooperationsvereinbarung „Unser DINgg“, undatierte Fassung',
    });
    expect(buttonsOf(view)).toEqual([
      { id: 'bot.typed', label: 'Ganzer Absatz', payload: { text: 'absatz Organisation der Kooperation 1' } },
      { id: 'bot.typed', label: 'Inhalt', payload: { text: 'inhalt' } },
    ]);
  });

  it('names a goal by our count', async () => {
    expect(blockOf(await shown('absatz Ziel 6'), 'quote')?.source).toMatch(/, Ziel 6 \(unsere Zählung\) – /);
  });

  it('offers to work out the notice period after an answer about leaving', async () => {
    const view = await shown('Wie kommen wir da wieder raus?');
    expect(buttonsOf(view)[0]).toMatchObject({ label: 'Frist ausrechnen', payload: { text: 'kündigungsfrist' } });
  });

  it('refuses honestly, with the nearest passage behind the words that say so', async () => {
    const view = await shown('Wie hoch ist der Mitgliedsbeitrag?');
    expect(view.kind).toBe('agreement.not-in-agreement');
    expect(view.summary).toBe('Das regelt die Vereinbarung nicht.');
    expect(typesOf(view)).toEqual(['text', 'text', 'text', 'quote', 'text', 'actions', 'actions']);
  });

  it('shows the contents as buttons, and each of them once', async () => {
    const view = await shown('inhalt');
    expect(typesOf(view)).toEqual(['text', 'note', 'actions']);
    expect(buttonsOf(view)).toHaveLength(5);
  });

  it('shows the coming ends as a table', async () => {
    const view = await shown('kündigungsfrist');
    expect(blockOf(view, 'table')?.rows).toHaveLength(4);
    expect(blockOf(view, 'note')?.text).toContain('28 Tage');
  });

  it('speaks the chosen language around the German quote', async () => {
    const view = await shown('What is the notice period?', 'en');
    expect(view.language).toBe('en');
    expect(view.summary).toMatch(/^Each partner can leave with four weeks/);
    expect(blockOf(view, 'quote')?.text).toContain('vier Wochen zum Quartalsende');
    expect(buttonsOf(view)[0]?.label).toBe('Work out dates');
  });

  it('lists all goals, and quotes one of many sources only', async () => {
    const view = await shown('Welche Ziele gibt es?');
    expect(typesOf(view)).toEqual(['text', 'quote', 'list', 'actions', 'actions']);
    expect(blockOf(view, 'list')?.items).toHaveLength(8);
  });

  it('keeps every label and summary within what the platforms keep', async () => {
    const questions = [
      'inhalt',
      'absatz Kooperation',
      'kündigungsfrist',
      'absatz Ziele',
      'Wie hoch ist der Beitrag?',
      'Hallo',
    ];
    for (const question of questions) {
      const view = await shown(question);
      expect(view.summary.length).toBeLessThanOrEqual(150);
      for (const { label } of buttonsOf(view)) expect(label.length).toBeLessThanOrEqual(75);
    }
  });

  it('meets a message about a child in danger with the contacts, and lets questions about the goal pass', () => {
    const view = feature.guard?.('Ein Mädchen bei uns hat blaue Flecken und Angst vor dem Vater', 'de');
    expect(view?.kind).toBe('agreement.protection');
    expect(JSON.stringify(view)).toMatch(/Fachstelle, 02064 000.*110/);
    expect(JSON.stringify(view)).not.toContain('Mädchen bei uns');
    expect(feature.guard?.('Was steht zu Kinderarmut?', 'de')).toBeUndefined();
  });
});
