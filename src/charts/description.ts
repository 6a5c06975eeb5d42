import { unreachable } from '../kernel/errors.js';
import type { Chart } from '../ports/charts.js';
import { numberText } from './style.js';
import { tidy } from './words.js';

/** Every number of a chart in words, for those who do not see it. */
export function descriptionOf(chart: Chart): string {
  return linesFor(chart)
    .map((line) => `${line}.`)
    .join(' ');
}

function linesFor(chart: Chart): readonly string[] {
  switch (chart.kind) {
    case 'bars':
      return chart.categories.map((name, index) => `${tidy(name)}: ${numberText(chart.values[index], chart.unit)}`);
    case 'shares':
      return chart.categories.map((name, index) => `${tidy(name)}: ${pairs(chart.parts, chart.values[index] ?? null)}`);
    case 'lines':
      return chart.series.map(({ name, values }) => `${tidy(name)}: ${pairs(chart.points, values)}`);
    case 'grid':
      return chart.rows.map((name, row) => {
        const cells = chart.columns.map((column, index) => {
          const count = chart.values[row]?.[index] ?? 0;
          return `${tidy(column)} ${count > 0 ? numberText(count) : tidy(chart.gap)}`;
        });
        return `${tidy(name)}: ${cells.join(', ')}`;
      });
    default:
      return unreachable(chart);
  }
}

function pairs(names: readonly string[], values: readonly (number | null)[] | null): string {
  if (values === null) return numberText(null);
  return names.map((name, index) => `${tidy(name)} ${numberText(values[index])}`).join(', ');
}
