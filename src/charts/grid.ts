import type { Chart } from '../ports/charts.js';
import { type Layout, namesOf, smallStyle, still, titleOf, wordStyle } from './layout.js';
import { colours, margin, numberText, sizes, width } from './style.js';
import { heightOf, linesOf, mostLines, tidy, widthOf } from './words.js';

type Grid = Extract<Chart, { readonly kind: 'grid' }>;

/** From few to many, with the ink that can be read on it. */
const steps = [
  { fill: '#dcebe6', ink: colours.ink },
  { fill: '#9ccabb', ink: colours.ink },
  { fill: '#3c7f6e', ink: colours.paper },
  { fill: '#123f35', ink: colours.paper },
] as const;
const cellGap = 3;
const narrowestColumn = 62;

interface Cell {
  readonly coord: (point: readonly number[]) => readonly number[];
  readonly value: (dimension: number) => number;
}

/** Counts in a table of cells, darker the more; an empty one is dashed and says what it is. */
export function gridLayout({ title, columns, rows, values, gap }: Grid): Layout {
  const head = titleOf(title);
  const rowNames = namesOf(rows);
  const cellWidth = (width - 2 * margin - rowNames.width) / Math.max(1, columns.length);
  const names = columnNames(columns, cellWidth);
  const top = head.bottom + names.height;
  const gapLines = linesOf(gap, cellWidth - 12, sizes.small);
  const gapFits = gapLines.join('').length <= tidy(gap).length && cellWidth >= narrowestColumn;
  const cellHeight = Math.max(rowNames.row, gapFits ? heightOf(gapLines.length, sizes.small) + 14 : 0, 44);
  const most = Math.max(1, ...values.flat());
  const data = rows.flatMap((_, row) => columns.map((__, column) => [column, row, values[row]?.[column] ?? 0]));
  const note = gapFits ? undefined : `0 = ${tidy(gap)}`;
  return {
    height: top + cellHeight * rows.length + (note === undefined ? 0 : 30) + margin,
    option: {
      title: note === undefined ? head.title : [head.title, noteOf(note, top + cellHeight * rows.length + 10)],
      grid: { left: margin + rowNames.width, right: margin, top, height: cellHeight * rows.length },
      xAxis: {
        type: 'category',
        position: 'top',
        data: names.texts,
        axisLabel: { ...smallStyle, color: colours.ink, interval: 0, rotate: names.upright ? 90 : 0, margin: 8 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      yAxis: { ...rowNames.axis, axisLine: { show: false } },
      series: [
        {
          ...still,
          type: 'custom',
          data,
          renderItem: (_: unknown, cell: Cell) => {
            const [x = 0, y = 0] = cell.coord([cell.value(0), cell.value(1)]);
            const box = {
              x: x - cellWidth / 2 + cellGap / 2,
              y: y - cellHeight / 2 + cellGap / 2,
              width: cellWidth - cellGap,
              height: cellHeight - cellGap,
            };
            return cellOf(box, cell.value(2), most, gapFits ? gapLines.join('\n') : numberText(0));
          },
        },
      ],
    },
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cellOf(box: Box, count: number, most: number, gap: string) {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2, align: 'center', verticalAlign: 'middle' };
  if (count <= 0) {
    const inside = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2, r: 4 };
    const frame = { fill: colours.paper, stroke: colours.gap, lineWidth: 1.5, lineDash: [5, 4] };
    const words = { ...smallStyle, ...middle, text: gap, fill: colours.gap, fontWeight: 700 };
    return {
      type: 'group',
      children: [
        { type: 'rect', shape: inside, style: frame },
        { type: 'text', style: words },
      ],
    };
  }
  const { fill, ink } =
    steps[Math.min(steps.length - 1, Math.floor((count / most) * steps.length - 0.001))] ?? steps[0];
  const words = { ...wordStyle, ...middle, text: numberText(count), fill: ink, fontWeight: 700 };
  const frame = { fill, stroke: colours.main, lineWidth: 1 };
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: { ...box, r: 4 }, style: frame },
      { type: 'text', style: words },
    ],
  };
}

function noteOf(text: string, top: number) {
  return { text, left: margin, top, padding: 0, textStyle: smallStyle };
}

/** The columns' names above them: in lines, or upright where a column is too narrow. */
function columnNames(columns: readonly string[], cellWidth: number) {
  if (cellWidth < narrowestColumn) {
    const texts = columns.map(tidy);
    const height = Math.ceil(Math.max(0, ...texts.map((name) => widthOf(name, sizes.small)))) + 14;
    return { upright: true, texts, height };
  }
  const lines = columns.map((name) => linesOf(name, cellWidth - 6, sizes.small));
  return {
    upright: false,
    texts: lines.map((each) => each.join('\n')),
    height: heightOf(mostLines(lines), sizes.small) + 14,
  };
}
