import { describe, expect, it } from 'vitest';
import { formKey, renderForm, valuesOf } from '../../../src/channels/teams/form.js';
import { executeEvent, submitEvent } from '../../../src/channels/teams/inbound.js';
import { limits } from '../../../src/channels/teams/limits.js';
import { type OutgoingMessage, render, renderOpener } from '../../../src/channels/teams/render.js';
import type { Wire } from '../../../src/channels/teams/wire.js';
import type { Block, View } from '../../../src/messages/view.js';
import { fixtureForms, fixtureViews, hostileTexts, longText } from '../../support/fixture-views.js';

const dialogs = { dialogs: true };
type Node = Record<string, unknown>;

/** Every object of a card, in order. */
function nodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodes)];
}
const view = (...blocks: readonly Block[]): View => ({ kind: 'x.y', summary: 'Summe', blocks });
const ofType = (message: unknown, type: string) => nodes(message).filter((node) => node.type === type);
const bytes = (message: OutgoingMessage) => Buffer.byteLength(JSON.stringify(message.card));
/** What a person reads, without zero-width joints. */
const readable = (messages: unknown) =>
  nodes(messages)
    .flatMap(({ text, title, value }) => [text, title, value])
    .filter((text) => typeof text === 'string')
    .join('\n')
    .replaceAll('\u2060', '');

/** The long ones are there for the limits; nobody would read their snapshots. */
const isReadable = (name: string, fixture: unknown) =>
  JSON.stringify(fixture).length < 6_000 && !/hostile-(?!(?:4|8|11)$)/.test(name);
const readableViews = fixtureViews.filter((fixture) => isReadable(fixture.kind, fixture));

describe('Every fixture view', () => {
  it.each(readableViews.map((fixture) => [fixture.kind, fixture] as const))('%s looks as before', (_, fixture) => {
    expect(render(fixture, dialogs)).toMatchSnapshot();
  });

  it.each(fixtureViews.map((fixture) => [fixture.kind, fixture] as const))('%s keeps Teams’ limits', (_, fixture) => {
    for (const message of render(fixture, dialogs)) {
      expect(bytes(message)).toBeLessThan(28_000);
      expect(message.summary.length).toBeLessThanOrEqual(limits.summaryChars);
      expect(message.summary).not.toMatch(/[\p{Cc}]/u);
      for (const set of ofType(message, 'ActionSet')) {
        expect((set.actions as unknown[]).length).toBeLessThanOrEqual(limits.actionsPerSet);
      }
    }
  });

  it.each(fixtureViews.map((fixture) => [fixture.kind, fixture] as const))('%s keeps all its buttons', (_, fixture) => {
    const wanted = fixture.blocks.flatMap((block) => (block.type === 'actions' ? block.actions : []));
    const cards = render(fixture, dialogs);
    const found = [...ofType(cards, 'Action.Execute'), ...ofType(cards, 'Action.Submit')].map((button) => {
      const wire = { conversation: { id: 'c' }, value: { action: button }, from: {}, recipient: {} } as unknown as Wire;
      return button.type === 'Action.Execute' ? executeEvent(wire) : submitEvent(wire, button.data);
    });
    const ids = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event)).sort();
    expect(ids(found)).toEqual(ids(wanted.map(({ id, payload }) => ({ type: 'action', id, payload: payload ?? {} }))));
  });

  it('contains no unresolved control characters, mentions or date macros', () => {
    const shown = (key: string, value: unknown) => (key === 'data' ? undefined : value);
    const text = JSON.stringify(
      fixtureViews.map((fixture) => render(fixture, dialogs)),
      shown,
    );
    expect(text).not.toMatch(/<\/?at\b/i);
    expect(text).not.toMatch(/\{\{(?:DATE|TIME)/);
    expect(text).not.toMatch(/\\u|[^\P{Cc}]|[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u);
  });
});

describe('Escaping', () => {
  it.each(hostileTexts.map((text) => [text] as const))('%j stays literal everywhere', (text) => {
    const messages = render(
      {
        ...view(
          { type: 'text', text },
          { type: 'facts', facts: [{ label: text, value: text }] },
          { type: 'table', caption: text, columns: [text], rows: [[text]] },
          { type: 'quote', text, source: text },
        ),
        title: text,
      },
      dialogs,
    );
    // TextRuns are never interpreted; what Markdown reads has its signs escaped.
    const interpreted = [
      ...ofType(messages, 'TextBlock').map(({ text: shown }) => String(shown)),
      ...ofType(messages, 'FactSet').flatMap(({ facts }) =>
        (facts as Node[]).flatMap(({ title, value }) => [String(title), String(value)]),
      ),
    ];
    for (const shown of interpreted) {
      expect(shown).not.toMatch(/(?<!\\)[*_`[\]<>~|]/);
      expect(shown).not.toMatch(/(?<!\\)&(?=#?\w+;)/);
      expect(shown).not.toMatch(/^(?:[-+=#>]|\d+[.)]\s)/);
      expect(shown).not.toMatch(/(?<!\\):\/\//);
    }
  });

  it('does not change a quote that Markdown would not read', () => {
    const quote = 'Die Vereinbarung kann mit einer Frist von 4 Wochen gekündigt werden (z. B. zum 31.12.).';
    expect(JSON.stringify(render(view({ type: 'quote', text: quote, source: 'S' }), dialogs))).toContain(quote);
  });

  it('keeps a quote with Markdown signs to the letter', () => {
    const quote = '1. Kinder & *Familien*_[a](b)';
    expect(ofType(render(view({ type: 'quote', text: quote, source: 'S' }), dialogs), 'TextRun')[0]?.text).toBe(quote);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', 'kein link', ''])(
    'opens nothing at %j',
    (href) => {
      const messages = render(
        view({ type: 'link', text: 'hier', href }, { type: 'text', text: [{ kind: 'link', text: 'da', href }] }),
        dialogs,
      );
      expect(ofType(messages, 'Action.OpenUrl')).toEqual([]);
      expect(readable(messages)).toContain('hier');
    },
  );
});

describe('What does not fit', () => {
  it.each<[string, Block, readonly string[]]>([
    ['a text of 40,000 characters', { type: 'text', text: `${longText.repeat(4)}ENDE` }, ['ENDE']],
    ['a text without a space', { type: 'text', text: `${'x'.repeat(40_000)}ENDE` }, ['ENDE']],
    [
      'a list',
      { type: 'list', items: Array.from({ length: 900 }, (_, n) => `Punkt ${n}.`) },
      ['Punkt 0.', 'Punkt 899.'],
    ],
    [
      'many facts',
      { type: 'facts', facts: Array.from({ length: 900 }, (_, n) => ({ label: `L${n}`, value: `W${n}.` })) },
      ['L0', 'W899.'],
    ],
    ['a long fact', { type: 'facts', facts: [{ label: 'L', value: `${longText}ENDE` }] }, ['ENDE']],
    [
      'a long table',
      {
        type: 'table',
        caption: 'C',
        columns: ['A', 'B'],
        rows: Array.from({ length: 900 }, (_, n) => [`A${n}`, `B${n}.`]),
      },
      ['A0', 'B899.'],
    ],
    [
      'a wide table',
      {
        type: 'table',
        caption: 'C',
        columns: Array.from({ length: 300 }, (_, n) => `S${n}`),
        rows: [Array.from({ length: 300 }, (_, n) => `Z${n}.`)],
      },
      ['S0', 'Z299.'],
    ],
    [
      'a long cell',
      {
        type: 'table',
        caption: 'C',
        columns: ['A', 'B'],
        rows: [
          ['kurz', 'auch'],
          ['vor', `${longText}ENDE`],
          ['nach', 'her'],
        ],
      },
      ['kurz', 'ENDE', 'nach'],
    ],
    ['a long quote', { type: 'quote', text: `${longText.repeat(3)}ENDE`, source: 'Quelle' }, ['ENDE', 'Quelle']],
    ['emoji at the cut', { type: 'text', text: '👍'.repeat(20_000) }, ['👍']],
  ])('%s goes on in further cards, complete', (_, block, parts) => {
    const messages = render({ ...view(block), title: 'Titel' }, dialogs);
    for (const message of messages) expect(bytes(message)).toBeLessThan(28_000);
    const text = readable(messages);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toContain('\ufffd');
  });

  it('numbers the cards', () => {
    const messages = render(view({ type: 'text', text: longText.repeat(4) }), dialogs);
    expect(messages.map(({ summary }) => summary)).toEqual(
      messages.map((_, index) => `Summe (${index + 1}/${messages.length})`),
    );
    expect(readable(messages[1])).toContain(`Fortsetzung, Teil 2 von ${messages.length}`);
  });

  it('puts pictures into the card, beside it, or their meaning into words', () => {
    const picture = (size: number): Block => ({ type: 'picture', alt: 'Balken: 2 auf 8', png: new Uint8Array(size) });
    const [small] = render(view(picture(5_000)), dialogs);
    expect(ofType(small, 'Image')).toMatchObject([{ altText: 'Balken: 2 auf 8' }]);
    const [middle] = render(view(picture(40_000)), dialogs);
    expect(middle.pictures).toMatchObject([{ contentType: 'image/png', name: 'Balken: 2 auf 8' }]);
    expect(readable(middle.card)).toContain('Balken: 2 auf 8');
    const [large] = render(view(picture(200_000)), dialogs);
    expect(large.pictures).toEqual([]);
    expect(readable(large)).toContain('Ein Bild ist für Teams zu groß. Es zeigt: Balken: 2 auf 8');
  });
});

describe('Buttons', () => {
  it('that ask first hold the real button behind the question', () => {
    const [message] = render(
      view({ type: 'actions', actions: [{ id: 'a.b', label: 'Löschen', style: 'danger', confirm: 'Wirklich?' }] }),
      dialogs,
    );
    const [asking] = ofType(message, 'Action.ShowCard');
    expect(asking).toMatchObject({
      title: 'Löschen',
      style: 'destructive',
      card: { actions: [{ type: 'Action.Execute', verb: 'a.b' }] },
    });
    expect(readable(asking)).toContain('Wirklich?');
  });

  it('that open forms are ordinary ones where there are no dialogs', () => {
    const block: Block = {
      type: 'actions',
      actions: [{ id: 'a.form', label: 'Öffnen', opensForm: true, payload: { n: 1 } }],
    };
    expect(ofType(render(view(block), { dialogs: false }), 'Action.Execute')).toMatchObject([
      { verb: 'a.form', data: { n: 1 } },
    ]);
    expect(ofType(render(view(block), dialogs), 'Action.Submit')).toHaveLength(1);
  });
});

describe('Every fixture form', () => {
  const readableForms = fixtureForms.filter((form) => isReadable(form.id, form));
  it.each(readableForms.map((form) => [form.id, form] as const))('%s looks as before', (_, form) => {
    const card = renderForm(form, { id: form.id, payload: form.payload ?? {} }, 'dialog');
    expect([card, renderOpener(form, dialogs)]).toMatchSnapshot();
  });

  it.each(fixtureForms.map((form) => [form.id, form] as const))('%s comes back as it was filled in', (_, form) => {
    const card = renderForm(form, { id: form.id, payload: form.payload ?? {}, card: 'm-1' }, 'dialog');
    const [submit] = ofType(card, 'Action.Submit');
    const inputs = nodes(card).filter(({ type }) => String(type).startsWith('Input.'));
    expect(inputs).toHaveLength(form.fields.length);
    // A client merges the inputs' values into the button's data.
    const data = { ...(submit?.data as Node), ...Object.fromEntries(inputs.map(({ id, value }) => [id, value])) };
    expect(data[formKey]).toEqual({ id: form.id, payload: form.payload ?? {}, card: 'm-1' });
    const filled = form.fields.filter(({ value }) => value !== undefined && value.length > 0);
    const isKept = (value: unknown) => typeof value !== 'string' || value.trim() !== '';
    expect(valuesOf(data)).toEqual(
      Object.fromEntries(filled.filter(({ value }) => isKept(value)).map(({ id, value }) => [id, value])),
    );
  });

  it.each(fixtureForms.map((form) => [form.id, form] as const))('%s shows every error', (_, form) => {
    const text = readable(renderForm(form, { id: form.id, payload: {} }, 'dialog'));
    for (const error of Object.values(form.errors ?? {}))
      expect(text.replaceAll('\\', '')).toContain(error.slice(0, 20));
  });
});
