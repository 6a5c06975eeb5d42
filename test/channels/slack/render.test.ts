import { describe, expect, it } from 'vitest';
import { renderModal } from '../../../src/channels/slack/form.js';
import { actionIdOf, renderHome, renderMessages, type SlackMessage } from '../../../src/channels/slack/render.js';
import type { Action, PictureBlock, View } from '../../../src/messages/view.js';
import { fixtureForms, fixtureViews, hostileTexts, tinyPng } from '../../support/fixture-views.js';
import { complaints, refusedBlocks, refusedView } from '../../support/slack-blocks.js';

function view(blocks: View['blocks'], more: Partial<View> = {}): View {
  return { kind: 'test.view', summary: 'Kurz gesagt', blocks, ...more };
}

/** Every text that Slack would show, in order. */
function shown(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(shown);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'text' || key === 'alt_text') && typeof inner === 'string' ? [inner] : shown(inner),
  );
}

function typesIn(value: unknown): Set<string> {
  const types = [...JSON.stringify(value).matchAll(/"type":"([a-z_]+)"/g)].map((match) => match[1] ?? '');
  return new Set(types);
}

function buttonsOf(messages: readonly SlackMessage[]): { action_id: string; value?: string }[] {
  return messages
    .flatMap((message) => message.blocks)
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .filter((element) => element.type === 'button')
    .map((element) => ({ action_id: element.action_id ?? '', ...(element.value && { value: element.value }) }));
}

function actionsOf(of: View): readonly Action[] {
  return of.blocks.flatMap((block) => (block.type === 'actions' ? block.actions : []));
}

describe('views as Slack messages', () => {
  it.each(fixtureViews.map((each) => [each.kind, each] as const))('keeps to Slack’s limits: %s', (_kind, fixture) => {
    for (const message of renderMessages(fixture)) {
      expect(complaints('message', message.blocks)).toBe('');
      expect(refusedBlocks(message.blocks)).toBeUndefined();
      expect(message.text.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(message.text)).toBeLessThan(4_000);
    }
  });

  it.each(fixtureViews.map((each) => [each.kind, each] as const))('brings every button back: %s', (_kind, fixture) => {
    const pressed = buttonsOf(renderMessages(fixture)).map((button) => ({
      id: actionIdOf(button.action_id),
      payload: button.value === undefined ? undefined : JSON.parse(button.value),
    }));
    const meant = actionsOf(fixture).map((action) => {
      const json = action.payload && JSON.stringify(action.payload);
      return { id: action.id, payload: json && json.length <= 2_000 ? JSON.parse(json) : undefined };
    });
    expect(pressed).toEqual(meant);
  });

  it.each(fixtureViews.map((each) => [each.kind, each] as const))('fits on App Home: %s', (_kind, fixture) => {
    const blocks = renderHome(fixture);
    expect(complaints('home', blocks)).toBe('');
    expect(refusedView({ type: 'home', blocks })).toBeUndefined();
  });

  it.each(
    fixtureViews.filter((each) => !each.kind.startsWith('fixture.hostile')).map((each) => [each.kind, each] as const),
  )('drops no word: %s', (_kind, fixture) => {
    const words = shown(renderMessages(fixture).map((message) => message.blocks))
      .join('')
      .replace(/\s+/g, '');
    for (const block of fixture.blocks) {
      if (block.type === 'text' && typeof block.text === 'string')
        expect(words).toContain(block.text.replace(/\s+/g, ''));
      if (block.type === 'quote') expect(words).toContain(block.text.replace(/\s+/g, ''));
      if (block.type === 'facts')
        for (const fact of block.facts) expect(words).toContain(fact.label.replace(/\s+/g, ''));
      if (block.type === 'table') {
        for (const cell of block.rows.flat())
          if (typeof cell === 'string') expect(words).toContain(cell.replace(/\s+/g, ''));
      }
    }
  });

  it('shows the answer with its quote, source and buttons', () => {
    expect(renderMessages(fixtureViews[0] as View)).toMatchSnapshot();
  });

  it('shows every kind of block', () => {
    expect(renderMessages(fixtureViews[1] as View)).toMatchSnapshot();
  });
});

describe('hostile text', () => {
  it.each(hostileTexts)('stays text: %j', (text) => {
    const [message] = renderMessages(
      view(
        [
          { type: 'text', text },
          { type: 'quote', text, source: text },
          { type: 'note', text },
          { type: 'list', items: [text] },
          { type: 'facts', facts: [{ label: text, value: text }] },
          { type: 'table', caption: text, columns: [text], rows: [[text]] },
          { type: 'actions', actions: [{ id: 'a.b', label: text, confirm: text }] },
        ],
        { summary: text, title: text },
      ),
    );
    const types = typesIn(message?.blocks);
    for (const active of ['mrkdwn', 'user', 'usergroup', 'channel', 'broadcast', 'link', 'emoji', 'date', 'markdown']) {
      expect(types.has(active)).toBe(false);
    }
    // In the notification line Slack reads markup: no bracket may stay.
    expect(message?.text).not.toMatch(/[<>]/);
    expect(message?.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
    for (const each of shown(message)) {
      expect(each).not.toMatch(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u);
    }
  });

  it('shows markup characters as they were typed', () => {
    const typed = '*bold* _x_ ~y~ `code` <!channel> <@U1> <http://x|y> & @everyone :smile:';
    const [message] = renderMessages(view([{ type: 'text', text: typed }]));
    expect(message?.blocks).toEqual([
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed }] }] },
    ]);
  });

  it('makes links of web and mail addresses only', () => {
    const href = (address: string) => {
      const [message] = renderMessages(view([{ type: 'link', text: 'hier', href: address }]));
      return /"url":"([^"]*)"/.exec(JSON.stringify(message?.blocks))?.[1];
    };
    expect(href('https://example.org/a?b=c#d')).toBe('https://example.org/a?b=c#d');
    expect(href('mailto:a@example.org')).toBe('mailto:a@example.org');
    expect(href('javascript:alert(1)')).toBeUndefined();
    expect(href(' JaVaScRiPt:alert(1)')).toBeUndefined();
    expect(href('java\nscript:alert(1)')).toBeUndefined();
    expect(href('data:text/html,x')).toBeUndefined();
    expect(href('/relativ')).toBeUndefined();
    expect(href('https://example.org/|<!channel>')).toBe('https://example.org/%7C%3C!channel%3E');
  });
});

describe('what does not fit', () => {
  it('goes into further messages, numbered in the summary', () => {
    const messages = renderMessages(
      view(Array.from({ length: 120 }, (_, index) => ({ type: 'text', text: `Absatz ${index}` }))),
    );
    expect(messages.map((message) => message.blocks.length)).toEqual([50, 50, 20]);
    expect(messages.map((message) => message.text)).toEqual([
      'Kurz gesagt (1/3)',
      'Kurz gesagt (2/3)',
      'Kurz gesagt (3/3)',
    ]);
  });

  it('is counted in a note if it is beyond all measure', () => {
    const messages = renderMessages(
      view(Array.from({ length: 500 }, (_, index) => ({ type: 'text', text: `Absatz ${index}` }))),
    );
    expect(messages).toHaveLength(8);
    const kept = messages.flatMap((message) => message.blocks).length - 1;
    expect(shown(messages.at(-1)?.blocks.at(-1))).toEqual([`${500 - kept} Abschnitte passten nicht mehr hierher.`]);
  });

  it('keeps 40,000 characters without a single ASCII letter', () => {
    const messages = renderMessages(view([{ type: 'text', text: 'Ж'.repeat(40_000) }]));
    for (const message of messages) expect(refusedBlocks(message.blocks)).toBeUndefined();
    expect(shown(messages.map((message) => message.blocks)).join('')).toContain('Ж'.repeat(15_000));
  });

  it('never cuts a character in half', () => {
    const messages = renderMessages(view([{ type: 'text', text: '😀'.repeat(3_000) }], { title: '😀'.repeat(90) }));
    expect(shown(messages).join('')).not.toMatch(/\p{Surrogate}/u);
  });

  it('turns the second table and tables beyond the limits into lists', () => {
    const wide = {
      type: 'table',
      caption: 'Breit',
      columns: Array.from({ length: 21 }, (_, n) => `S${n}`),
      rows: [],
    } as const;
    const small = { type: 'table', caption: 'Klein', columns: ['A'], rows: [['1']] } as const;
    const types = renderMessages(view([wide, small, small]))[0]?.blocks.map((block) => block.type);
    expect(types).toEqual(['rich_text', 'rich_text', 'table', 'rich_text', 'rich_text']);
  });

  it('goes on counting where an ordered list is split', () => {
    const items = Array.from({ length: 60 }, (_, index) => `Punkt ${index}`);
    const lists = renderMessages(view([{ type: 'list', ordered: true, items }])).flatMap((message) => message.blocks);
    expect(JSON.stringify(lists[1])).toContain('"offset":50');
  });
});

describe('pictures', () => {
  const picture: PictureBlock = { type: 'picture', alt: 'Balken', png: tinyPng };

  it('are named by the id of their upload', () => {
    const [message] = renderMessages(view([picture]), new Map([[picture, 'F123']]));
    expect(message?.blocks).toEqual([{ type: 'image', slack_file: { id: 'F123' }, alt_text: 'Balken' }]);
  });

  it('are described in words where they could not be uploaded', () => {
    expect(shown(renderMessages(view([picture]))[0]?.blocks)).toEqual(['Bild: Balken']);
  });
});

describe('forms as modals', () => {
  it.each(fixtureForms.map((form) => [form.id, form] as const))('keep to Slack’s limits: %s', (_id, form) => {
    const modal = renderModal(form, '{}');
    expect(complaints('modal', modal)).toBe('');
    expect(refusedView(modal)).toBeUndefined();
  });

  it('show every kind of field', () => {
    const [form] = fixtureForms;
    expect(form && renderModal(form, '{}')).toMatchSnapshot();
  });
});
