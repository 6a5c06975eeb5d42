import { parentPort } from 'node:worker_threads';
import { errorName } from '../kernel/errors.js';
import type { Chart, Drawing } from '../ports/charts.js';
import { loadDrawing } from './drawing.js';

/** What the thread is asked for, and what it answers. */
export interface Order {
  readonly id: number;
  readonly chart: Chart;
}
export type Answer =
  | { readonly id: number; readonly drawing: Drawing }
  /** Name of the error: its words could hold what somebody wrote. */
  | { readonly id: number; readonly failed: string };

const drawing = loadDrawing();

parentPort?.on('message', ({ id, chart }: Order) => void answer(id, chart));

async function answer(id: number, chart: Chart): Promise<void> {
  parentPort?.postMessage(await drawn(id, chart));
}

async function drawn(id: number, chart: Chart): Promise<Answer> {
  try {
    return { id, drawing: (await drawing)(chart) };
  } catch (error) {
    return { id, failed: errorName(error) };
  }
}
