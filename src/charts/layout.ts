import { colours, fontFamily, lineHeight, margin, sizes, width } from './style.js';
import { heightOf, linesOf, mostLines, tidy, widthOf } from './words.js';

/** What echarts is told, and how high the drawing is. */
export interface Layout {
  readonly height: number;
  readonly option: Readonly<Record<string, unknown>>;
}

export const wordStyle = {
  fontFamily,
  fontSize: sizes.words,
  lineHeight: Math.ceil(sizes.words * lineHeight),
  color: colours.ink,
} as const;
export const smallStyle = {
  fontFamily,
  fontSize: sizes.small,
  lineHeight: Math.ceil(sizes.small * lineHeight),
  color: colours.quiet,
} as const;

/** No movement, nothing that reacts: a picture. */
export const still = { silent: true, emphasis: { disabled: true }, animation: false } as const;

export const inner = width - 2 * margin;
/** Room for the names of categories at the left: as much as they need, more where there are many. */
const mostNames = { few: 190, many: 250 } as const;
const many = 15;
const namesGap = 12;
const gapBelow = 16;

/** The title, and where the rest begins. */
export function titleOf(text: string): { readonly bottom: number; readonly title: Readonly<Record<string, unknown>> } {
  const lines = linesOf(text, inner, sizes.title);
  const style = {
    fontFamily,
    fontSize: sizes.title,
    fontWeight: 700,
    lineHeight: Math.ceil(sizes.title * lineHeight),
    color: colours.ink,
  };
  const title = { text: lines.join('\n'), left: margin, top: margin, padding: 0, textStyle: style };
  return { title, bottom: margin + heightOf(lines.length, sizes.title) + gapBelow };
}

export interface LegendItem {
  /** The series' name. */
  readonly id: string;
  readonly words: string;
}

/** Names beside their marks: in a row if they fit, else below each other. */
export function legendOf(
  items: readonly LegendItem[],
  top: number,
  itemWidth: number,
): { readonly bottom: number; readonly legend: Readonly<Record<string, unknown>> } {
  const between = 22;
  const markWidth = itemWidth + 8;
  const inRow =
    items.reduce((sum, { words }) => sum + widthOf(tidy(words), sizes.words) + markWidth + between, 0) <= inner;
  const lines = new Map(items.map(({ id, words }) => [id, linesOf(words, inner - markWidth, sizes.words)]));
  const count = inRow ? 1 : [...lines.values()].reduce((sum, each) => sum + each.length, 0);
  const rowGap = 9;
  const height = heightOf(count, sizes.words) + (inRow ? 0 : (items.length - 1) * rowGap);
  return {
    bottom: top + height + gapBelow,
    legend: {
      data: items.map(({ id }) => ({ name: id })),
      orient: inRow ? 'horizontal' : 'vertical',
      align: 'left',
      left: margin,
      top,
      padding: 0,
      itemGap: inRow ? between : rowGap,
      itemWidth,
      itemHeight: 16,
      textStyle: wordStyle,
      formatter: (id: string) => (lines.get(id) ?? []).join('\n'),
      selectedMode: false,
    },
  };
}

export interface Names {
  /** With the room between them and the axis. */
  readonly width: number;
  /** How high a row must be for the longest of them. */
  readonly row: number;
  /** Categories from the top down. */
  readonly axis: Readonly<Record<string, unknown>>;
}

/** The names of categories at the left, in lines. */
export function namesOf(categories: readonly string[]): Names {
  const crowded = categories.length > many;
  const lines = categories.map((name) => linesOf(name, crowded ? mostNames.many : mostNames.few, sizes.words));
  const widest = lines.flat().reduce((most, line) => Math.max(most, widthOf(line, sizes.words)), 0);
  return {
    width: Math.ceil(widest) + namesGap,
    row: heightOf(mostLines(lines), sizes.words) + (crowded ? 10 : 18),
    axis: {
      type: 'category',
      inverse: true,
      z: 5,
      data: lines.map((each) => each.join('\n')),
      axisLabel: { ...wordStyle, interval: 0, margin: 10 },
      axisLine: { lineStyle: { color: colours.quiet, width: 1.5 } },
      axisTick: { show: false },
    },
  };
}
