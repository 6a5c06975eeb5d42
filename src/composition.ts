import { createDispatch } from './bot/dispatch.js';
import { matchCommand } from './bot/match.js';
import { createChannels } from './channels/index.js';
import type { Config } from './config/config.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { outboxSpec } from './delivery/entry.js';
import { createOutbox } from './delivery/outbox.js';
import { loadDocuments } from './features/agreement/files.js';
import { createFeatures, type Features } from './features/index.js';
import { type Loaded, samplePeople, seedSampleNetwork } from './features/sample-network.js';
import { dayAt } from './kernel/dates.js';
import { Unavailable } from './kernel/errors.js';
import type { ChannelName } from './messages/inbound.js';
import type { Dispatch } from './messages/reply.js';
import type { Channel } from './ports/channel.js';
import type { Clock } from './ports/clock.js';
import type { CollectionSpec } from './ports/document-store.js';
import type { Ids } from './ports/ids.js';
import type { Logger } from './ports/logger.js';
import { Heartbeat } from './scheduling/heartbeat.js';
import { openStorage, type Storage } from './storage/index.js';
import { Metrics } from './web/health.js';

interface Tools {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Every part, made once and handed to those who need it, with the store open. */
export interface Composition {
  readonly storage: Storage;
  readonly features: Features;
  readonly channels: readonly Channel[];
  readonly heartbeat: Heartbeat;
  readonly metrics: Metrics;
  /** What the channels call with every event. */
  readonly dispatch: Dispatch;
  seed(options: { readonly reset: boolean }): Promise<Loaded>;
  /** Stops the heartbeat and deliveries, and closes the store. */
  close(): Promise<void>;
}

/** `serving: false` leaves out what lives in the memory of the running bot alone: the playground. */
export async function compose(
  config: Config,
  tools: Tools,
  options: { readonly serving: boolean },
): Promise<Composition> {
  const documents = loadDocuments(config.agreementFiles);
  const storage = await openStorage({ ...config, ...tools });
  const { store } = storage;
  const metrics = new Metrics();
  const late: { channels: readonly Channel[]; collections: readonly CollectionSpec<never>[] } = {
    channels: [],
    collections: [],
  };
  const channel = (name: ChannelName) => late.channels.find((each) => each.name === name);

  const outbox = createOutbox({ store, clock: tools.clock, onEnqueued: () => heartbeat.wake() });
  const features = createFeatures({
    config,
    documents,
    store,
    outbox,
    profiles: async (account) => channel(account.channel)?.profiles.lookup(account),
    slackWorkspaces: () => channels.slackWorkspaces(),
    otherCollections: () => [outboxSpec as unknown as CollectionSpec<never>, ...late.collections],
    ...tools,
  });
  const decide = createDispatch({
    ...tools,
    features: features.all,
    people: features.people,
    store,
    networkName: config.networkName,
    zone: config.zone,
  });
  const dispatch = measured(decide, metrics);
  const channels = await createChannels(config, {
    ...tools,
    store,
    dispatch,
    samplePeople: options.serving ? samplePeople : [],
    serving: options.serving,
    mayShare: (text) => {
      const command = matchCommand(features.commands(), text, dayAt(tools.clock.now(), config.zone))?.command;
      return !command?.changes && !command?.personal;
    },
  });
  Object.assign(late, { channels: channels.all, collections: channels.collections });

  const dispatcher = new Dispatcher({
    ...tools,
    store,
    people: features.people,
    messenger: (name) => channel(name)?.messenger,
  });
  const jobs = features.all.flatMap((feature) => feature.jobs);
  const heartbeat = new Heartbeat(
    [...jobs, { name: 'outbox', run: (now) => dispatcher.drain(now) }],
    tools.clock,
    tools.logger,
  );
  const composition: Composition = {
    storage,
    features,
    channels: channels.all,
    heartbeat,
    metrics,
    dispatch,
    seed: ({ reset }) => seedSampleNetwork({ store, clock: tools.clock, reset }),
    async close() {
      dispatcher.stop();
      await heartbeat.stop();
      await storage.close();
    },
  };
  await opened(composition);
  return composition;
}

async function opened({ storage, features, close }: Composition): Promise<void> {
  try {
    await storage.store.start(features.specs());
  } catch (error) {
    await close();
    throw error;
  }
}

/** Counts and times what comes in, by channel and kind. */
function measured(dispatch: Dispatch, metrics: Metrics): Dispatch {
  return async (inbound) => {
    const begun = performance.now();
    const observe = (outcome: string) =>
      metrics.observe(inbound.from.channel, inbound.event.type, outcome, (performance.now() - begun) / 1000);
    try {
      const reply = await dispatch(inbound);
      observe(reply.type);
      return reply;
    } catch (error) {
      observe(error instanceof Unavailable ? 'unavailable' : 'failed');
      throw error;
    }
  };
}
