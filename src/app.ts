import pino from 'pino';
import { type Composition, compose } from './composition.js';
import type { Config } from './config/config.js';
import type { Loaded } from './features/sample-network.js';
import { schoolHolidaysKnownUntil, schoolHolidaysRunOut } from './kernel/calendar.js';
import { dayAt } from './kernel/days.js';
import { type Clock, systemClock } from './ports/clock.js';
import type { DocumentStore } from './ports/document-store.js';
import { type Ids, randomIds } from './ports/ids.js';
import type { Logger } from './ports/logger.js';
import type { BeatSummary } from './scheduling/heartbeat.js';
import { handOver } from './storage/index.js';
import { mountHealth } from './web/health.js';
import { mountPages } from './web/pages.js';
import { createWebApp, WebServer } from './web/server.js';
import { guardSignedPaths } from './web/signed-paths.js';

export interface App {
  /** Opens the store, connects the channels, listens. Rejects with an explanation, everything closed again. */
  start(): Promise<Started>;
  /** Takes nothing new, finishes what is in flight, closes everything. */
  stop(): Promise<void>;
  /** Does what is due at an instant: in the running bot, if it has the embedded store; else here. */
  runJobs(at: Date): Promise<BeatSummary>;
  /** Loads the sample network, after emptying the store if asked to: in the running bot, or here. */
  seed(options: { readonly reset: boolean }): Promise<Loaded>;
}

export interface Started {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
  readonly playground: boolean;
}

/** What tests and scripts set differently. */
export interface Overrides {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
  /** Stands between the program and its store. */
  readonly between?: (store: DocumentStore) => DocumentStore;
}

/** Standard error, so that what a command prints stays its own. */
const logTo = 2;
/** How long requests under way may take while it stops. */
const graceMs = 10_000;
/** How long the running bot may take for what is handed over to it. */
const handoverMs = 600_000;

export function createApp(config: Config, overrides: Overrides = {}): App {
  const tools = {
    clock: overrides.clock ?? systemClock,
    ids: overrides.ids ?? randomIds,
    logger: overrides.logger ?? pino({ level: config.logLevel, base: null }, pino.destination(logTo)),
    ...(overrides.between && { between: overrides.between }),
  };
  let running: Composition | undefined;
  let server: WebServer | undefined;

  async function start(): Promise<Started> {
    running = await compose(config, tools, { serving: true });
    try {
      const port = await serve(running);
      tools.logger.info({ port, channels: running.channels.map((channel) => channel.name) }, 'started');
      if (schoolHolidaysRunOut(dayAt(tools.clock.now(), config.zone))) {
        tools.logger.warn({ knownUntil: schoolHolidaysKnownUntil }, 'the school holidays that are known run out');
      }
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      return { address: `http://${host}:${port}`, playground: config.playground };
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async function serve({
    storage,
    features,
    channels,
    heartbeat,
    deliveries,
    metrics,
    seed,
  }: Composition): Promise<number> {
    storage.onRequest('jobs', async (at) => ({ ...(await heartbeat.beat(new Date(String(at)))) }));
    storage.onRequest('seed', async (reset) => ({ ...(await seed({ reset: reset === true })) }));
    const web = createWebApp();
    guardSignedPaths(web);
    mountHealth(web, { store: storage.store, channels, metrics, ...config });
    const pages = features.all.flatMap((feature) => feature.pages);
    mountPages(web, pages, tools.clock);
    for (const channel of channels) channel.mount?.(web);
    server = new WebServer(web, tools.logger);
    for (const channel of channels) await channel.start();
    const port = await server.listen(config.host, config.port);
    heartbeat.start();
    deliveries.start();
    return port;
  }

  async function stop(): Promise<void> {
    const stopping = running;
    running = undefined;
    if (!stopping) return;
    // Nothing new comes in; what is under way still has the store.
    const closed = server?.close(graceMs);
    const stopped = await Promise.allSettled([...stopping.channels.map((channel) => channel.stop()), closed]);
    await stopping.close();
    for (const { status } of stopped)
      if (status === 'rejected') tools.logger.warn({}, 'a channel did not stop cleanly');
    tools.logger.info({}, 'stopped');
  }

  /** Composes without serving, does one thing, and closes everything again. */
  async function once<T>(work: (composition: Composition) => Promise<T>): Promise<T> {
    const composition = await compose(config, tools, { serving: false });
    try {
      return await work(composition);
    } finally {
      await composition.close();
    }
  }

  return {
    start,
    stop,
    async runJobs(at) {
      const handed = await handOver(config, 'jobs', at.toISOString(), handoverMs);
      if (handed !== 'nobody') return handed as unknown as BeatSummary;
      return once(({ heartbeat }) => heartbeat.beat(at));
    },
    async seed(options) {
      const handed = await handOver(config, 'seed', options.reset, handoverMs);
      if (handed !== 'nobody') return handed as unknown as Loaded;
      return once(({ seed }) => seed(options));
    },
  };
}
