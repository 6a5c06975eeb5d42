import type { Chart, Drawing } from '../ports/charts.js';
import { loadPainter } from './png.js';
import { svgOf } from './svg.js';

/** Loads what draws, and draws with it. */
export async function loadDrawing(): Promise<(chart: Chart) => Drawing> {
  const paint = await loadPainter();
  return (chart) => {
    const svg = svgOf(chart);
    return { svg, png: paint(svg) };
  };
}
