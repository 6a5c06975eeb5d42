import type { Chart } from '../ports/charts.js';
import { type Layout, legendOf, namesOf, still, titleOf, wordStyle } from './layout.js';
import { colours, fills, margin, nth, numberText, sizes, width } from './style.js';
import { widthOf } from './words.js';

type Shares = Extract<Chart, { readonly kind: 'shares' }>;

const swatch = 26;
const chip = 5;

/** One bar of full length per category, divided among the parts, each with its number; „–“ where there is nothing to show. */
export function sharesLayout({ title, categories, parts, values }: Shares): Layout {
  const head = titleOf(title);
  const items = parts.map((words, index) => ({ id: `part-${index}`, words }));
  const key = legendOf(items, head.bottom, swatch);
  const names = namesOf(categories);
  const { row } = names;
  const totals = categories.map((_, index) => totalOf(values[index] ?? null));
  const totalTexts = totals.map((total) => (total === 0 ? '' : `= ${numberText(total)}`));
  const totalsWidth = Math.max(20, ...totalTexts.map((text) => widthOf(text, sizes.words))) + 10;
  const barsWidth = width - 2 * margin - names.width - totalsWidth;
  const share = (category: number, part: number) => {
    const total = totals[category] ?? 0;
    return total === 0 ? 0 : Math.max(0, values[category]?.[part] ?? 0) / total;
  };
  const label = (category: number, part: number) => {
    const text = numberText(values[category]?.[part] ?? 0);
    const fits = widthOf(text, sizes.words) + 2 * chip <= share(category, part) * barsWidth;
    return fits && share(category, part) > 0 ? text : '';
  };
  return {
    height: key.bottom + row * categories.length + margin,
    option: {
      title: head.title,
      legend: key.legend,
      grid: { left: margin + names.width, width: barsWidth, top: key.bottom, height: row * categories.length },
      xAxis: { type: 'value', min: 0, max: 1, show: false },
      yAxis: names.axis,
      series: [
        ...items.map(({ id }, part) => ({
          ...still,
          type: 'bar',
          name: id,
          stack: 'all',
          barWidth: Math.min(32, row - 10),
          itemStyle: fillOf(part),
          data: categories.map((_, category) => ({
            value: share(category, part),
            label: { show: label(category, part) !== '', formatter: () => label(category, part) },
          })),
          label: {
            ...wordStyle,
            position: 'inside',
            fontWeight: 700,
            backgroundColor: colours.paper,
            borderRadius: 3,
            padding: [1, chip - 1],
          },
        })),
        remark(
          totals.map((total) => (total === 0 ? numberText(null) : '')),
          0,
        ),
        remark(totalTexts, 1),
      ],
    },
  };
}

function totalOf(values: readonly number[] | null): number {
  return (values ?? []).reduce((sum, value) => sum + Math.max(0, value), 0);
}

function fillOf(part: number) {
  const { colour, pattern } = nth(fills, part);
  return { color: colour, borderColor: colours.ink, borderWidth: 1, decal: pattern ?? { symbol: 'none' } };
}

/** Words behind a place on each bar. */
function remark(texts: readonly string[], at: number) {
  return {
    ...still,
    type: 'scatter',
    symbolSize: 0,
    data: texts.map((text, index) => ({ value: [at, index], label: { show: text !== '', formatter: () => text } })),
    label: { ...wordStyle, position: 'right', distance: 8 },
  };
}
