import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleOf, howManyFit } from '../../src/delivery/bundle-view.js';
import type { Block, View } from '../../src/messages/view.js';

const part = (name: string, ...blocks: Block[]): View => ({
  kind: 'test',
  summary: `Worum es bei ${name} geht`,
  title: name,
  blocks: [{ type: 'text', text: `Das ist ${name}.` }, ...blocks],
});
const actions = (id: string): Block => ({ type: 'actions', actions: [{ id, label: 'Zusagen' }] });

describe('a bundle', () => {
  it('says how many there are, and gives each its title and its own buttons', () => {
    const bundle = bundleOf([part('eins', actions('a.one')), part('zwei', actions('b.two'))]);
    expect(bundle).toMatchObject({
      title: '2 Neuigkeiten für Sie',
      summary: '2 Neuigkeiten für Sie: Worum es bei eins geht · Worum es bei zwei geht',
    });
    expect(bundle?.blocks.map(({ type }) => type)).toEqual([
      ...['text', 'text', 'actions'],
      'divider',
      ...['text', 'text', 'actions'],
    ]);
  });

  it('of one is that one, and of none is nothing', () => {
    expect(bundleOf([part('eins')])).toEqual(part('eins'));
    expect(bundleOf([])).toBeUndefined();
  });

  it('speaks the language of its parts', () => {
    const english = { ...part('one'), language: 'en' } as const;
    expect(bundleOf([english, english])).toMatchObject({ title: '2 updates for you', language: 'en' });
  });

  it('keeps its summary to what platforms show', () => {
    const views = Array.from({ length: 10 }, (_, index) => part(`Nummer ${index}`));
    expect(bundleOf(views)?.summary).toHaveLength(150);
  });

  it('takes no more than a message bears, and always one', () => {
    const picture = (bytes: number): Block => ({ type: 'picture', alt: 'Balken', png: new Uint8Array(bytes) });
    const big = part('groß', picture(600_000));
    expect(howManyFit([big, big])).toBe(1);
    expect(howManyFit([part('lang', { type: 'note', text: 'x'.repeat(20_000) }), part('kurz')])).toBe(1);
    expect(howManyFit(Array.from({ length: 30 }, () => part('kurz')))).toBe(10);
    expect(howManyFit([])).toBe(0);
  });

  it('has at most forty blocks unless one part alone has more, whatever the parts are', () => {
    const views = fc
      .array(fc.integer({ min: 0, max: 45 }), { maxLength: 20 })
      .map((sizes) =>
        sizes.map((size) => part('x', ...Array.from({ length: size }, (): Block => ({ type: 'divider' })))),
      );
    fc.assert(
      fc.property(views, (all) => {
        const fit = howManyFit(all);
        const blocks = bundleOf(all.slice(0, fit))?.blocks.length ?? 0;
        expect(fit <= 1 || blocks <= 40).toBe(true);
        expect(fit >= Math.min(all.length, 1)).toBe(true);
      }),
    );
  });
});
