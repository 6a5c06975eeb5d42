import type { Charts } from '../ports/charts.js';
import type { Painter } from './png.js';

type Draw = typeof import('./svg.js').svgOf;

/** Tools for drawing, loaded when the first chart is drawn: most processes never draw one. */
let tools: Promise<readonly [Draw, Painter]> | undefined;

async function loaded(): Promise<readonly [Draw, Painter]> {
  tools ??= Promise.all([
    import('./svg.js').then(({ svgOf }) => svgOf),
    import('./png.js').then(({ loadPainter }) => loadPainter()),
  ]);
  return tools;
}

/** Draws 600 units wide SVG and 1,200 pixels wide PNG; the height follows from what is to be shown. */
export function createCharts(): Charts {
  return {
    async draw(chart) {
      const [draw, paint] = await loaded();
      const svg = draw(chart);
      return { svg, png: paint(svg) };
    },
  };
}
