import type { Chart } from '../ports/charts.js';
import { type Layout, legendOf, smallStyle, still, titleOf, wordStyle } from './layout.js';
import { colours, margin, nth, numberText, sizes, strokes, width } from './style.js';
import { heightOf, linesOf, mostLines, tidy, widthOf } from './words.js';

type Lines = Extract<Chart, { readonly kind: 'lines' }>;

const plotHeight = 260;
const swatch = 40;
/** So many values are still readable beside their points. */
const mostLabelled = 12;

/** One line per series over common points; a gap where a value is not known, and „–“ where nothing is known of a point. */
export function linesLayout({ title, points, series, least, most }: Lines): Layout {
  const head = titleOf(title);
  const items = series.map(({ name }, index) => ({ id: `series-${index}`, words: name }));
  const key =
    series.length > 1 ? legendOf(items, head.bottom, swatch) : { legend: undefined, bottom: head.bottom + 10 };
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const [from, until] = [least ?? Math.min(0, ...all), most ?? Math.max(1, ...all)];
  const left = margin + Math.max(30, ...[from, until].map((end) => widthOf(numberText(end), sizes.small) + 12));
  const slot = (width - left - margin) / Math.max(1, points.length);
  const names = pointNames(points, slot);
  const top = key.bottom + 8;
  const unknown = points.flatMap((_, index) =>
    series.some(({ values }) => (values[index] ?? null) !== null) ? [] : [index],
  );
  return {
    height: top + plotHeight + names.height + margin,
    option: {
      title: head.title,
      ...(key.legend && { legend: key.legend }),
      grid: { left, right: margin, top, height: plotHeight },
      xAxis: {
        type: 'category',
        data: names.texts,
        axisLabel: { ...smallStyle, color: colours.ink, interval: 0, rotate: names.upright ? 90 : 0, margin: 10 },
        axisLine: { lineStyle: { color: colours.quiet, width: 1.5 }, onZero: false },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        min: from,
        max: until,
        splitNumber: 4,
        axisLabel: { ...smallStyle, formatter: (value: number) => numberText(value) },
        splitLine: { lineStyle: { color: colours.track, width: 1.5 } },
      },
      series: [
        ...series.map(({ values }, index) =>
          lineOf(
            index,
            points.map((_, point) => values[point] ?? null),
            series.length,
          ),
        ),
        {
          ...still,
          type: 'scatter',
          symbolSize: 0,
          data: unknown.map((index) => [index, from]),
          label: { ...wordStyle, show: true, position: 'top', formatter: () => numberText(null) },
        },
      ],
    },
  };
}

function lineOf(index: number, values: readonly (number | null)[], of: number) {
  const { colour, dash, symbol } = nth(strokes, index);
  return {
    ...still,
    type: 'line',
    name: `series-${index}`,
    connectNulls: false,
    symbol,
    symbolSize: 9,
    showAllSymbol: true,
    lineStyle: { color: colour, width: 3, type: dash },
    itemStyle: { color: colour, borderColor: colours.paper, borderWidth: 1 },
    data: values,
    label: {
      ...wordStyle,
      show: values.length * of <= mostLabelled,
      position: 'top',
      fontWeight: 700,
      color: colour,
      textBorderColor: colours.paper,
      textBorderWidth: 3,
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => numberText(values[dataIndex]),
    },
  };
}

/** The points' names below them: in lines, or upright where there are too many for that. */
function pointNames(points: readonly string[], slot: number) {
  const lines = points.map((name) => linesOf(name, slot - 6, sizes.small));
  const broken = points.some(
    (name, index) => (lines[index]?.join('') ?? '').length > tidy(name).replace(/ /g, '').length + 6,
  );
  const upright = slot < 44 || broken;
  if (!upright) {
    const height = heightOf(mostLines(lines), sizes.small) + 14;
    return { upright, texts: lines.map((each) => each.join('\n')), height };
  }
  const texts = points.map(tidy);
  return { upright, texts, height: Math.ceil(Math.max(0, ...texts.map((name) => widthOf(name, sizes.small)))) + 14 };
}
