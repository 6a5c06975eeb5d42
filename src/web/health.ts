import { timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { cameThroughProxy, isLoopback } from '../kernel/addresses.js';
import type { Channel } from '../ports/channel.js';
import type { DocumentStore } from '../ports/document-store.js';

export interface HealthOptions {
  readonly store: Pick<DocumentStore, 'ping'>;
  readonly channels: readonly Pick<Channel, 'name' | 'ready'>[];
  readonly metrics: Metrics;
  readonly metricsToken?: string;
}

/** /healthz: the process answers. /readyz: store and channels do. /metrics: figures, from here or with the token. */
export function mountHealth(web: Express, options: HealthOptions): void {
  web.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  web.get('/readyz', async (_request, response) => {
    const checks = await readiness(options);
    const ready = Object.values(checks).every(Boolean);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks });
  });
  web.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(request, options.metricsToken)) {
      response.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain').send('Nicht erlaubt.');
      return;
    }
    response.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });
}

async function readiness(options: HealthOptions): Promise<Readonly<Record<string, boolean>>> {
  const store = await options.store.ping().then(
    () => true,
    () => false,
  );
  return { store, ...Object.fromEntries(options.channels.map((channel) => [channel.name, channel.ready()])) };
}

/** A proxy on this machine makes every visitor look local; such a request carries a header of the proxy’s and needs the token. */
function mayReadMetrics(request: Request, token: string | undefined): boolean {
  if (isLoopback(request.socket.remoteAddress ?? '') && !cameThroughProxy(request.headers)) return true;
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token ?? ''}`);
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The bot's own figures: counts and durations by channel and kind, nothing about persons. */
export class Metrics {
  readonly registry = new Registry();
  private readonly inbound = new Counter({
    name: 'dorfbote_inbound_total',
    help: 'Events dealt with, by channel, type and outcome',
    labelNames: ['channel', 'type', 'outcome'],
    registers: [this.registry],
  });
  private readonly duration = new Histogram({
    name: 'dorfbote_dispatch_seconds',
    help: 'Time from an event to its stored change and reply',
    labelNames: ['channel'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(channel: string, type: string, outcome: string, seconds: number): void {
    this.inbound.inc({ channel, type, outcome });
    this.duration.observe({ channel }, seconds);
  }
}
