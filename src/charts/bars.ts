import type { Chart } from '../ports/charts.js';
import { type Layout, namesOf, smallStyle, still, titleOf, wordStyle } from './layout.js';
import { colours, margin, numberText, sizes } from './style.js';
import { widthOf } from './words.js';

type Bars = Extract<Chart, { readonly kind: 'bars' }>;

/** One bar per category with its value behind it; what is not known has „–“ instead of a bar. */
export function barsLayout({ title, categories, values, most, unit }: Bars): Layout {
  const head = titleOf(title);
  const names = namesOf(categories);
  const { row } = names;
  const shown = categories.map((_, index) => numberText(values[index], unit));
  const known = categories.map((_, index) => Math.max(0, values[index] ?? 0));
  const end = most ?? Math.max(...known, 0);
  const wordsWidth = Math.max(30, ...shown.map((text) => widthOf(text, sizes.words))) + 10;
  const scale = most === undefined ? 0 : 30;
  return {
    height: head.bottom + row * categories.length + scale + margin,
    option: {
      title: head.title,
      grid: {
        left: margin + names.width,
        right: margin + wordsWidth,
        top: head.bottom,
        height: row * categories.length,
        containLabel: false,
      },
      xAxis: {
        type: 'value',
        min: 0,
        max: end > 0 ? end : 1,
        interval: end > 0 ? end : 1,
        axisLabel: { show: most !== undefined, ...smallStyle, formatter: (value: number) => numberText(value) },
        splitLine: { show: false },
      },
      yAxis: names.axis,
      series: [
        {
          ...still,
          type: 'bar',
          barWidth: Math.min(26, row - 12),
          showBackground: most !== undefined,
          backgroundStyle: { color: colours.track, borderColor: colours.line, borderWidth: 1 },
          itemStyle: { color: colours.main, borderRadius: [0, 3, 3, 0] },
          data: known.map((value) => Math.min(value, end)),
          label: {
            ...wordStyle,
            show: true,
            position: 'right',
            distance: 8,
            fontWeight: 700,
            formatter: ({ dataIndex }: { readonly dataIndex: number }) => shown[dataIndex] ?? '',
          },
        },
      ],
    },
  };
}
