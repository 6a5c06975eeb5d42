import { createDispatch } from './bot/dispatch.js';
import { stored } from './bot/feature.js';
import { matchCommand } from './bot/match.js';
import { type Channels, createChannels } from './channels/index.js';
import { createCharts } from './charts/charts.js';
import type { Config } from './config/config.js';
import { contentsSpec } from './delivery/contents.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { outboxSpec } from './delivery/entry.js';
import { lanesSpec } from './delivery/gate.js';
import { limitsOf } from './delivery/limits.js';
import { ordersSpec } from './delivery/order.js';
import { createOutbox } from './delivery/outbox.js';
import { quotasSpec } from './delivery/quotas.js';
import type { AgreementDocument } from './features/agreement/document.js';
import { loadDocuments } from './features/agreement/files.js';
import { createFeatures, type Features } from './features/index.js';
import { type Loaded, samplePeople, seedSampleNetwork } from './features/sample-network.js';
import { signedAgreementIn } from './features/signed-agreement.js';
import { dayAt } from './kernel/dates.js';
import { messageOf, Refusal, Unavailable } from './kernel/errors.js';
import type { ChannelName } from './messages/inbound.js';
import type { Dispatch } from './messages/reply.js';
import type { Channel } from './ports/channel.js';
import type { Clock } from './ports/clock.js';
import type { CollectionSpec, DocumentStore } from './ports/document-store.js';
import type { Ids } from './ports/ids.js';
import type { Logger } from './ports/logger.js';
import { Heartbeat } from './scheduling/heartbeat.js';
import { ledgerSpec, sightingsSpec } from './scheduling/ledger.js';
import { Schedules } from './scheduling/schedules.js';
import { openStorage, type Storage } from './storage/index.js';
import { Metrics } from './web/health.js';
import { createLinks, revocationsSpec, secretsSpec } from './web/links.js';

interface Tools {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly between?: (store: DocumentStore) => DocumentStore;
}

/** Every part, made once and handed to those who need it, with the store open. */
export interface Composition {
  readonly storage: Storage;
  readonly features: Features;
  readonly channels: readonly Channel[];
  readonly heartbeat: Heartbeat;
  readonly deliveries: Dispatcher;
  readonly metrics: Metrics;
  /** What the channels call with every event. */
  readonly dispatch: Dispatch;
  seed(options: { readonly reset: boolean }): Promise<Loaded>;
  /** Stops the heartbeat and deliveries, and closes the store. */
  close(): Promise<void>;
}

/** Those of links and schedules. */
const ownCollections = [stored(secretsSpec), stored(revocationsSpec), stored(ledgerSpec), stored(sightingsSpec)];

/** How long one-shot work waits for a job, and for a schedule in it: nobody else would go on with it. */
const oneShotPatienceMs = 540_000;

interface Options {
  /** False leaves out what lives in the memory of the running bot alone: the playground. */
  readonly serving: boolean;
}

/** Rejects with a `Refusal` that names the setting to mend; whatever was opened is closed again then. */
export async function compose(config: Config, tools: Tools, options: Options): Promise<Composition> {
  const documents = documentsOf(config);
  const storage = await openStorage({ ...config, ...tools });
  try {
    const composition = await assemble(config, tools, options, storage, documents);
    await startStore(config, storage, composition.features.specs());
    return composition;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function assemble(
  config: Config,
  tools: Tools,
  { serving }: Options,
  storage: Storage,
  documents: readonly AgreementDocument[],
): Promise<Composition> {
  const store = tools.between?.(storage.store) ?? storage.store;
  const signed = signedAgreementIn(documents);
  const metrics = new Metrics();
  let channels: Channels = { all: [], collections: [], slackWorkspaces: () => [] };
  const channel = (name: ChannelName) => channels.all.find((each) => each.name === name);

  const outbox = createOutbox({ store, clock: tools.clock, onEnqueued: () => dispatcher.wake() });
  const links = createLinks({
    store,
    ...(config.linkSecret !== undefined && { secret: config.linkSecret }),
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
  });
  const features = createFeatures({
    config,
    documents,
    store,
    outbox,
    profiles: async (account) => channel(account.channel)?.profiles.lookup(account),
    slackWorkspaces: () => channels.slackWorkspaces(),
    links,
    charts: createCharts(),
    otherCollections: () => [
      stored(outboxSpec),
      stored(ordersSpec),
      stored(contentsSpec),
      stored(quotasSpec),
      stored(lanesSpec),
      ...ownCollections,
      ...channels.collections,
    ],
    ...tools,
  });
  const decide = createDispatch({
    ...tools,
    features: features.all,
    people: features.people,
    store,
    networkName: config.networkName,
    zone: config.zone,
    ...(config.answersSecret !== undefined && { leaseSecret: config.answersSecret }),
  });
  const dispatch = measured(decide, metrics);
  channels = await createChannels(config, {
    ...tools,
    store,
    dispatch,
    people: features.people,
    links,
    outbox,
    samplePeople: serving ? samplePeople : [],
    serving,
    mayShare: (text) => isHarmless(features, text, dayAt(tools.clock.now(), config.zone)),
  });

  const dispatcher = new Dispatcher({
    ...tools,
    store,
    zone: config.zone,
    people: features.people,
    messenger: (name) => channel(name)?.messenger,
    limits: limitsOf(config.delivery),
    bounds: { historyLagMs: config.delivery.slackHistoryLagSeconds * 1_000 },
    onProgress: async (batches) => {
      await Promise.all(features.all.map(async (feature) => feature.delivered?.(batches)));
    },
  });
  const patience = serving ? undefined : oneShotPatienceMs;
  const schedules = new Schedules({
    ...tools,
    store,
    schedules: features.all.flatMap((feature) => feature.schedules ?? []),
    zone: config.zone,
    ...(patience !== undefined && { patienceMs: patience }),
  });
  const jobs = features.all.flatMap((feature) => feature.jobs);
  const deliveries = { name: 'outbox', byItself: true, run: (now: Date) => dispatcher.drain(now) };
  const heartbeat = new Heartbeat([schedules, ...jobs, deliveries], tools.clock, tools.logger, patience);
  return {
    storage,
    features,
    channels: channels.all,
    heartbeat,
    deliveries: dispatcher,
    metrics,
    dispatch,
    seed: ({ reset }) =>
      seedSampleNetwork({ store, clock: tools.clock, zone: config.zone, reset, ...(signed && { agreement: signed }) }),
    async close() {
      await Promise.all(features.all.map(async (feature) => feature.stop?.()));
      await Promise.all([dispatcher.stop(), schedules.stop(), heartbeat.stop()]);
      await storage.close();
    },
  };
}

function documentsOf(config: Config): readonly AgreementDocument[] {
  try {
    return loadDocuments(config.agreementFiles);
  } catch (error) {
    throw new Refusal(`AGREEMENT_FILES: ${messageOf(error)}`, 'agreement.unreadable-file');
  }
}

async function startStore(config: Config, storage: Storage, specs: readonly CollectionSpec<never>[]): Promise<void> {
  try {
    await storage.store.start(specs);
  } catch (error) {
    if (!(error instanceof Unavailable) || config.mongodbUri === undefined) throw error;
    throw new Refusal(
      'MONGODB_URI: Die Datenbank ist nicht erreichbar. Prüfen Sie die Adresse und ob sie läuft; „npm run doctor“ hilft dabei.',
      'storage.mongodb-unreachable',
    );
  }
}

/** Questions and commands that change nothing and are not personal may be asked again in public; an alarm never. */
function isHarmless({ all, commands }: Features, text: string, today: string): boolean {
  if (all.some((feature) => feature.guard?.(text, 'de') !== undefined)) return false;
  const command = matchCommand(commands(), text, today)?.command;
  return !command?.changes && !command?.personal;
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
