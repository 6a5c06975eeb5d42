import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCharts } from '../../src/charts/charts.js';
import { colours, fills, numberText, strokes } from '../../src/charts/style.js';
import { linesOf, tidy, widthOf } from '../../src/charts/words.js';
import type { Chart } from '../../src/ports/charts.js';
import { bars, everyKind, grid, lines, shares } from './samples.js';

const charts = createCharts();

/** Words that stand in the drawing itself, line by line. */
async function wordsIn(chart: Chart): Promise<readonly string[]> {
  const { svg } = await charts.draw(chart);
  const found = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
  return found.map((text) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
}

function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

/** WCAG's contrast of two colours, #rrggbb. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const pngMagic = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('the thread that draws', () => {
  it('draws the same as is drawn without it, and says when something cannot be drawn', async () => {
    const built = (await import(resolve('dist/src/charts/charts.js'))) as { createCharts: typeof createCharts };
    const inThread = built.createCharts();
    const drawn = await Promise.all(everyKind.map((chart) => inThread.draw(chart)));
    expect(drawn.map(({ svg }) => svg)).toEqual(
      await Promise.all(everyKind.map(async (chart) => (await charts.draw(chart)).svg)),
    );
    await expect(inThread.draw({ ...bars, categories: undefined } as unknown as Chart)).rejects.toThrow(
      'drawing failed',
    );
  });
});

describe.each(everyKind.map((chart) => [chart.kind, chart] as const))('a drawing of %s', (_kind, chart) => {
  it('is a PNG of 1,200 pixels that is light enough to send', async () => {
    const { png, svg } = await charts.draw(chart);
    expect([...png.slice(0, 8)]).toEqual(pngMagic);
    const { width, height } = sizeOf(png);
    expect(width).toBe(1_200);
    expect(height).toBe(Number(/height="(\d+)"/.exec(svg)?.[1]) * 2);
    expect(png.byteLength).toBeLessThan(300_000);
  });

  it('is the same for the same numbers', async () => {
    const [one, , again] = [await charts.draw(chart), await charts.draw(bars), await charts.draw(chart)];
    expect(again.svg).toBe(one.svg);
    expect(Buffer.compare(again.png, one.png)).toBe(0);
  });

  it('needs no scripts, styles, events or addresses', async () => {
    const { svg } = await charts.draw(chart);
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 600 \d+"[^>]*><title>/);
    expect(svg).not.toMatch(/<style|<script|<foreignObject|<image|<use|\sstyle=|\sclass=|\son\w+=|href/i);
    expect(svg.match(/url\([^)]*\)/g)?.every((each) => each.startsWith('url(#c')) ?? true).toBe(true);
  });

  it('says its title and every number in words', async () => {
    const { svg } = await charts.draw(chart);
    expect(svg).toContain(`<title>${chart.title}</title><desc>`);
    const desc = /<desc>(.*?)<\/desc>/s.exec(svg)?.[1] ?? '';
    const names =
      'categories' in chart ? chart.categories : 'rows' in chart ? chart.rows : chart.series.map(({ name }) => name);
    for (const name of names) expect(desc).toContain(`${name}: `);
  });

  it('shows no markup that a name could smuggle in', async () => {
    const evil = '</text><script>alert(1)</script> style="x" {b} <b>';
    const named = JSON.parse(JSON.stringify(chart), (key, value) => (key === 'title' ? evil : value)) as Chart;
    const { svg } = await charts.draw(named);
    expect(svg).not.toContain('<script');
    expect((await wordsIn(named)).join(' ')).toContain('style="x" {b}');
  });
});

describe('what a chart shows', () => {
  it('are numbers as Germans write them, with their unit, and „–“ for what is not known', async () => {
    const counted = { ...bars, categories: ['a', 'b', 'c'], values: [1234.5, 0, null], unit: 'Stunden', most: 2000 };
    const words = await wordsIn(counted);
    expect(words).toEqual(expect.arrayContaining(['1.234,5\u00a0Stunden', '0\u00a0Stunden', '–']));
    expect(numberText(null)).toBe('–');
    expect(numberText(Number.NaN)).toBe('–');
    expect(numberText(-0.5)).toBe('-0,5');
  });

  it('is „–“ instead of shares where there are none', async () => {
    expect(await wordsIn(shares)).toContain('–');
    expect(await wordsIn({ ...shares, values: [[0, 0, 0, 0], null, null] })).toContain('–');
  });

  it('is „–“ at a point of which nothing is known', async () => {
    expect((await wordsIn(lines)).filter((word) => word === '–')).toHaveLength(1);
  });

  it('are gaps by their name, or by a note where cells are too narrow', async () => {
    expect((await wordsIn(grid)).filter((word) => word === 'Lücke')).toHaveLength(7);
    const columns = Array.from({ length: 12 }, (_, index) => `Bereich ${index + 1}`);
    const narrow = { ...grid, columns, values: grid.rows.map(() => columns.map((_, index) => index % 2)) };
    const words = await wordsIn(narrow);
    expect(words).toContain('0 = Lücke');
    expect(words).toEqual(expect.arrayContaining(columns));
  });

  it('is a bar no longer than the axis, whatever the value', async () => {
    const { svg } = await charts.draw({ ...bars, values: [99, -4, null] });
    const ends = [...svg.matchAll(/<path d="M([\d.]+) [\d.]+l([\d.]+) 0/g)].map(
      ([, from, length]) => Number(from) + Number(length),
    );
    expect(Math.max(...ends)).toBeLessThanOrEqual(600);
  });

  it.each<[string, Chart]>([
    ['bars', { ...bars, categories: [], values: [] }],
    ['shares', { ...shares, categories: [], parts: [], values: [] }],
    ['lines', { kind: 'lines', title: 'Leer', points: [], series: [] }],
    ['a grid', { ...grid, rows: [], columns: [], values: [] }],
  ])('may be nothing at all: %s', async (_kind, empty) => {
    const { svg, png } = await charts.draw(empty);
    expect(svg).toContain('<title>');
    expect(sizeOf(png).width).toBe(1_200);
  });
});

describe('forty categories with long names', () => {
  const categories = Array.from(
    { length: 40 },
    (_, index) => `Städtische Kindertageseinrichtung ${index} in Lohberg-Nord`,
  );
  const big: readonly Chart[] = [
    { ...bars, categories, values: categories.map((_, index) => index % 6) },
    { ...shares, categories, values: categories.map((_, index) => [index, 1, 2, 3]) },
    { ...lines, points: categories, series: [{ name: 'Eine', values: categories.map((_, index) => index % 6) }] },
    { ...grid, rows: categories, values: categories.map(() => [0, 1, 2, 3, 4]) },
  ];
  it.each(big.map((chart) => [chart.kind, chart] as const))(
    'are all there in %s, and not too heavy',
    async (_kind, chart) => {
      const words = (await wordsIn(chart)).join('').replace(/[\s-]/g, '');
      for (const name of categories) expect(words).toContain(name.replace(/[\s-]/g, ''));
      const { png } = await charts.draw(chart);
      expect(png.byteLength).toBeLessThan(300_000);
      expect(sizeOf(png).width).toBeGreaterThanOrEqual(500);
    },
  );
});

describe('colours', () => {
  it('of words have a contrast of 4.5, of lines and outlines of 3', () => {
    for (const words of [colours.ink, colours.quiet, colours.gap, colours.main]) {
      expect(contrast(words, colours.paper)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.line, colours.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.ink, colours.track)).toBeGreaterThanOrEqual(4.5);
    for (const { colour } of strokes) expect(contrast(colour, colours.paper)).toBeGreaterThanOrEqual(4.5);
  });

  it('of parts beside each other differ in grey as well, or in their pattern', () => {
    fills.forEach((fill, index) => {
      const next = fills[index + 1];
      if (!next) return;
      expect(contrast(fill.colour, next.colour)).toBeGreaterThanOrEqual(3);
      expect(JSON.stringify(fill.pattern)).not.toBe(JSON.stringify(next.pattern));
    });
  });
});

describe('words in lines', () => {
  it.each([
    ['Kinder- und Jugendhilfe', 60, ['Kinder-', 'und', 'Jugend-', 'hilfe']],
    ['Grundschule/Hort am Rotbach', 90, ['Grundschule/', 'Hort am', 'Rotbach']],
    ['Koordinierungsstelle', 110, ['Koordinierungs-', 'stelle']],
    ['Menschenrechtsbildung', 60, ['Men-', 'schen-', 'rechtsbil-', 'dung']],
    [' viel \n  Platz ', 500, ['viel Platz']],
    ['', 100, ['–']],
  ])('%j in %i pixels', (text, pixels, expected) => {
    expect(linesOf(text, pixels, 13)).toEqual(expected);
  });

  it('lose nothing, and are no wider than they may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 60, max: 400 }), (text, pixels) => {
        const found = linesOf(text, pixels, 15);
        const bare = (each: string) => each.replace(/[\s-]/g, '');
        expect(bare(found.join(''))).toBe(bare(tidy(text)));
        for (const line of found) expect(widthOf(line, 15)).toBeLessThanOrEqual(pixels);
      }),
    );
  });
});
