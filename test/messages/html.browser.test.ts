import { AxeBuilder } from '@axe-core/playwright';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Field, Form } from '../../src/messages/form.js';
import { formToHtml, viewToHtml } from '../../src/messages/html.js';
import type { Inline } from '../../src/messages/inline.js';
import type { Action, Block, View } from '../../src/messages/view.js';
import { launchBrowser } from '../support/browser.js';
import { fixtureForms, fixtureViews, hostileTexts, tinyPng } from '../support/fixture-views.js';

/** The little of a browser's document that the functions below use inside the page. */
interface InPage {
  readonly localName: string;
  readonly parentElement: InPage | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  getAttributeNames(): readonly string[];
}
declare const document: {
  createElement(name: 'template'): {
    innerHTML: string;
    readonly content: { readonly textContent: string | null; querySelectorAll(selector: string): Iterable<InPage> };
  };
};

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

/** What the browser makes of some HTML: its elements with their attributes' names, its buttons, its words. */
interface Parsed {
  readonly skeleton: string;
  readonly buttons: readonly { readonly action: string; readonly payload: string }[];
  readonly text: string;
}

function parsed(html: string): Promise<Parsed> {
  return page.evaluate((source) => {
    const template = document.createElement('template');
    template.innerHTML = source;
    const elements = [...template.content.querySelectorAll('*')].filter((element) => element.localName !== 'br');
    const depth = (element: InPage): number => {
      let count = 0;
      for (let at = element.parentElement; at; at = at.parentElement) count += 1;
      return count;
    };
    return {
      skeleton: elements
        .map((element) => `${depth(element)} ${element.localName} ${element.getAttributeNames().join(' ')}`)
        .join('\n'),
      buttons: [...template.content.querySelectorAll('[data-action]')].map((button) => ({
        action: button.dataset.action ?? '',
        payload: button.dataset.payload ?? '',
      })),
      text: template.content.textContent ?? '',
    };
  }, html);
}

/** The same text without anything that could be taken for markup, as long and as blank as before. */
function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/\S/gu, 'x');
}

function harmlessInline(inline: Inline): Inline {
  if (typeof inline === 'string') return harmless(inline);
  return inline.map((part) => (typeof part === 'string' ? harmless(part) : { ...part, text: harmless(part.text) }));
}

function harmlessBlock(block: Block): Block {
  switch (block.type) {
    case 'text':
    case 'note':
      return { ...block, text: harmlessInline(block.text) };
    case 'list':
      return { ...block, items: block.items.map(harmlessInline) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map(({ label, value }) => ({ label: harmless(label), value: harmlessInline(value) })),
      };
    case 'table':
      return {
        ...block,
        caption: harmless(block.caption),
        columns: block.columns.map(harmless),
        rows: block.rows.map((row) => row.map(harmlessInline)),
      };
    case 'quote':
      return { ...block, text: harmless(block.text), source: harmless(block.source) };
    case 'link':
      return { ...block, text: harmless(block.text) };
    case 'picture':
      return { ...block, alt: harmless(block.alt) };
    case 'file':
      return { ...block, name: harmless(block.name), label: harmless(block.label) };
    case 'divider':
      return block;
    case 'actions':
      return { ...block, actions: block.actions.map((action) => ({ ...action, label: harmless(action.label) })) };
  }
}

function harmlessView(view: View): View {
  const title = view.title === undefined ? {} : { title: harmless(view.title) };
  return { ...view, ...title, summary: harmless(view.summary), blocks: view.blocks.map(harmlessBlock) };
}

function harmlessForm(form: Form): Form {
  const field = (each: Field): Field =>
    ({
      ...each,
      label: harmless(each.label),
      ...(each.hint === undefined ? {} : { hint: harmless(each.hint) }),
      ...('placeholder' in each && each.placeholder !== undefined ? { placeholder: harmless(each.placeholder) } : {}),
      ...('options' in each
        ? { options: each.options.map(({ value, label }) => ({ value, label: harmless(label) })) }
        : each.value === undefined
          ? {}
          : { value: harmless(each.value) }),
    }) as Field;
  return {
    ...form,
    ...(form.intro === undefined ? {} : { intro: harmlessInline(form.intro) }),
    fields: form.fields.map(field),
    ...(form.errors === undefined
      ? {}
      : { errors: Object.fromEntries(Object.entries(form.errors).map(([id, text]) => [id, harmless(text)])) }),
  };
}

const bits = [...hostileTexts, '<', '>', '"', "'", '&', '=', '`', '<!--', '-->', '</', '\n\n', 'wort ', ']]>', '\\'];
const text = fc
  .array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 6 })
  .map((parts) => parts.join(''));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  text,
  fc.array(
    fc.oneof(
      text,
      fc.record({ kind: fc.constantFrom('strong', 'emphasis', 'code'), text }),
      fc.record({ kind: fc.constant('link' as const), text, href: fc.oneof(text, fc.webUrl()) }),
    ),
    { maxLength: 4 },
  ),
);
const payload = fc.dictionary(text, fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), { noNullPrototype: true });
const action = fc.record(
  {
    id: text,
    label: text,
    payload: payload as fc.Arbitrary<NonNullable<Action['payload']>>,
    style: fc.constantFrom('primary' as const, 'danger' as const),
    opensForm: fc.boolean(),
    confirm: text,
  },
  { requiredKeys: ['id', 'label'] },
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'note'), text: inline }),
  fc.record({ type: fc.constant('list' as const), items: fc.array(inline, { maxLength: 3 }), ordered: fc.boolean() }),
  fc.record({
    type: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: text, value: inline }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('table' as const),
    caption: text,
    columns: fc.tuple(text, text),
    rows: fc.array(fc.tuple(inline, inline), { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant('quote' as const), text, source: text }),
  fc.record({ type: fc.constant('link' as const), text, href: fc.oneof(text, fc.webUrl()) }),
  fc.record({ type: fc.constant('picture' as const), alt: text, png: fc.constant(tinyPng) }),
  fc.record({
    type: fc.constant('file' as const),
    name: text,
    mediaType: fc.constantFrom('text/csv; charset=utf-8', 'image/svg+xml', 'text/html"><b>'),
    bytes: fc.uint8Array({ maxLength: 12 }),
    label: text,
  }),
  fc.record({ type: fc.constant('actions' as const), actions: fc.array(action, { maxLength: 3 }) }),
);
const view: fc.Arbitrary<View> = fc.record(
  { kind: fc.constant('test.view'), summary: text, title: text, blocks: fc.array(block, { maxLength: 5 }) },
  { requiredKeys: ['kind', 'summary', 'blocks'] },
);

function visible(value: string): string {
  return value.replace(/[\s\p{Cc}\p{Cf}\p{Cs}\ue1a0-\ue1a2]/gu, '');
}

function actionsOf({ blocks }: View): readonly Action[] {
  return blocks.flatMap((each) => (each.type === 'actions' ? each.actions : []));
}

describe('in a real browser, a view', () => {
  it('has the same elements and attributes whatever its texts are', async () => {
    await fc.assert(
      fc.asyncProperty(view, async (each) => {
        const [real, tame] = await Promise.all([each, harmlessView(each)].map((one) => parsed(viewToHtml(one))));
        expect(real?.skeleton).toBe(tame?.skeleton);
      }),
      { numRuns: 300, seed: 20261110 },
    );
  });

  it('shows every character that can be shown', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (each) => {
        const { text: shown } = await parsed(
          viewToHtml({ kind: 'test.view', summary: 'x', blocks: [{ type: 'text', text: each }] }),
        );
        expect(visible(shown)).toBe(visible(each));
      }),
      { numRuns: 200, seed: 20261110 },
    );
  });

  it('gives back every action with its id and payload to the letter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 5 }), async (actions) => {
        const each: View = { kind: 'test.view', summary: 'x', blocks: [{ type: 'actions', actions }] };
        const { buttons } = await parsed(viewToHtml(each));
        expect(buttons.map(({ payload: json }) => JSON.parse(json))).toEqual(
          actions.map((one) => JSON.parse(JSON.stringify(one.payload ?? {}))),
        );
      }),
      { numRuns: 100, seed: 20261110 },
    );
  });

  it.each(fixtureViews.map((each) => [each.kind, each] as const))(
    '%s is as safe and complete as the rest',
    async (_kind, each) => {
      const [real, tame] = await Promise.all([each, harmlessView(each)].map((one) => parsed(viewToHtml(one))));
      expect(real?.skeleton).toBe(tame?.skeleton);
      expect(real?.buttons).toEqual(
        actionsOf(each).map(({ id, payload: sent }) => ({ action: id, payload: JSON.stringify(sent ?? {}) })),
      );
    },
  );

  it('passes axe, with everything on it', async () => {
    const shown = fixtureViews.filter(({ kind }) =>
      /every-block|answer|sixty-rows|thirty-facts|hostile-all/.test(kind),
    );
    const articles = shown.map((each) => viewToHtml(each, { headingLevel: 2, newTab: true })).join('');
    await expectAccessible(`<h1>Muster</h1>${articles}`);
  });
});

describe('in a real browser, a form', () => {
  it.each(fixtureForms.map((each) => [each.id, each] as const))(
    '%s has nothing that its texts made',
    async (_id, each) => {
      const [real, tame] = await Promise.all(
        [each, harmlessForm(each)].map((one) => parsed(formToHtml(one, { idPrefix: 'f', cancel: true }))),
      );
      expect(real?.skeleton).toBe(tame?.skeleton);
    },
  );

  it('keeps what was typed, line breaks and markup included', async () => {
    const typed = '\n Zeile <b>&amp;</b>\n"Ende" ';
    const each: Form = {
      id: 'test.form',
      title: 'x',
      submit: 'x',
      opener: 'x',
      fields: [
        { type: 'long-text', id: 'text', label: 'Text', value: typed },
        { type: 'text', id: 'name', label: 'Name', value: '"><i>' },
      ],
    };
    await page.setContent(formToHtml(each, { idPrefix: 'f' }));
    expect(await page.inputValue('[name=text]')).toBe(typed);
    expect(await page.inputValue('[name=name]')).toBe('"><i>');
  });

  it('passes axe, filled, empty and with mistakes', async () => {
    const forms = fixtureForms
      .slice(0, 4)
      .map((each, index) =>
        formToHtml({ ...each, title: `Angaben ${index}` }, { idPrefix: `f${index}`, cancel: true }),
      );
    await expectAccessible(`<h1>Muster</h1>${forms.join('')}`);
  });
});

async function expectAccessible(body: string): Promise<void> {
  // axe needs a page of a context of its own.
  const context = await browser.newContext();
  const own = await context.newPage();
  await own.setContent(`<!doctype html><html lang="de"><title>Muster</title><main>${body}</main></html>`);
  const { violations } = await new AxeBuilder({ page: own }).analyze();
  await context.close();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
