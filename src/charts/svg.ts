import { createHash } from 'node:crypto';
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { unreachable } from '../kernel/errors.js';
import { escapeText } from '../messages/html/escape.js';
import type { Chart } from '../ports/charts.js';
import { barsLayout } from './bars.js';
import { descriptionOf } from './description.js';
import { gridLayout } from './grid.js';
import type { Layout } from './layout.js';
import { linesLayout } from './lines.js';
import { sharesLayout } from './shares.js';
import { colours, fontFamily, width } from './style.js';
import { tidy } from './words.js';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** A chart as an SVG that needs nothing else: no scripts, no styles, no addresses. The same chart gives the same text. */
export function svgOf(chart: Chart): string {
  const { height, option } = layoutOf(chart);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({
      animation: false,
      backgroundColor: colours.paper,
      textStyle: { fontFamily },
      aria: { enabled: false },
      ...option,
    });
    return selfContained(drawing.renderToSVGString(), chart);
  } finally {
    drawing.dispose();
  }
}

function layoutOf(chart: Chart): Layout {
  switch (chart.kind) {
    case 'bars':
      return barsLayout(chart);
    case 'shares':
      return sharesLayout(chart);
    case 'lines':
      return linesLayout(chart);
    case 'grid':
      return gridLayout(chart);
    default:
      return unreachable(chart);
  }
}

/**
 * Without what only echarts' own scripts need. Styles become attributes, which a page's security policy lets through. Ids are
 * the chart's own, so that several charts can stand in one page.
 */
function selfContained(drawn: string, chart: Chart): string {
  const mark = `c${createHash('sha256').update(JSON.stringify(chart)).digest('hex').slice(0, 10)}-`;
  const words = `<title>${escapeText(tidy(chart.title))}</title><desc>${escapeText(descriptionOf(chart))}</desc>`;
  return drawn
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[a-z][^>]*>/g, (tag) => plainTag(tag).replace(/zr\d+-/g, mark))
    .replace(/^<svg[^>]*>/, (tag) => `${tag}${words}`)
    .replace(/\n+/g, '\n')
    .trim();
}

function plainTag(tag: string): string {
  return tag
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile|version|xml:space)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/, (_, styles: string) => attributesOf(styles));
}

function attributesOf(styles: string): string {
  const pairs = styles.split(';').flatMap((style) => {
    const [name, value] = style.split(':');
    return name && value ? [` ${name.trim()}="${value.trim()}"`] : [];
  });
  return pairs.join('');
}
