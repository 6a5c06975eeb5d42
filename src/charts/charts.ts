import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Chart, Charts, Drawing } from '../ports/charts.js';
import type { Answer, Order } from './thread.js';

/** Only there once it is built: a thread runs no TypeScript. */
const threadFile = new URL('./thread.js', import.meta.url);

interface Waiting {
  readonly resolve: (drawing: Drawing) => void;
  readonly reject: (error: Error) => void;
}

/** One thread that draws charts, one after the other. It keeps no process from ending, but while somebody waits. */
class DrawingThread {
  private readonly waiting = new Map<number, Waiting>();
  private readonly worker = new Worker(threadFile);
  private orders = 0;

  /** `onEnd`: it is gone, for whatever reason. */
  constructor(private readonly onEnd: (gone: DrawingThread) => void) {
    this.worker.unref();
    this.worker.on('message', (answer: Answer) => this.settle(answer));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('the drawing thread ended')));
  }

  draw(chart: Chart): Promise<Drawing> {
    this.orders += 1;
    const order: Order = { id: this.orders, chart };
    return new Promise((resolve, reject) => {
      this.waiting.set(order.id, { resolve, reject });
      this.worker.ref();
      this.worker.postMessage(order);
    });
  }

  private settle(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('drawing' in answer) waiting?.resolve(answer.drawing);
    else waiting?.reject(new Error(`drawing failed: ${answer.failed}`));
  }

  /** Called twice where a mistake ends it: another one may have taken its place by then. */
  private end(error: Error): void {
    this.onEnd(this);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** Started when the first chart is drawn: most processes never draw one. */
let thread: DrawingThread | undefined;
/** Where no thread can be had. */
let drawingHere: Promise<(chart: Chart) => Drawing> | undefined;

/**
 * Draws 600 units wide SVG and 1,200 pixels wide PNG; the height follows from what is to be shown. Loading the tools and
 * painting take long: that happens in a thread of its own, so that nobody else waits for it.
 */
export function createCharts(): Charts {
  return {
    async draw(chart) {
      if (existsSync(threadFile)) {
        thread ??= new DrawingThread((gone) => {
          if (thread === gone) thread = undefined;
        });
        return thread.draw(chart);
      }
      drawingHere ??= import('./drawing.js').then(({ loadDrawing }) => loadDrawing());
      return (await drawingHere)(chart);
    },
  };
}
