import { createSlackChannel } from '../../src/channels/slack/channel.js';
import { createTeamsChannel } from '../../src/channels/teams/channel.js';
import { Dispatcher } from '../../src/delivery/dispatcher.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import { systemClock } from '../../src/ports/clock.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Outbox } from '../../src/ports/outbox.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { contents, entriesFor, peopleIds, personOf } from './people.js';
import { bounds, type ChildOrder, limitsFor, specs } from './setting.js';
import { type Reach, watchedMessenger, watchedStore } from './steps.js';

/**
 * One process of a chaos run: the real outbox, dispatcher, store and channels. It kills itself at the step that it is
 * told, and ends when its parent does. Its orders come as JSON in the first argument.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
process.on('disconnect', () => process.exit());

let left = order.die?.times ?? 0;
const reach: Reach = (step) => {
  if (step !== order.die?.step) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
};

const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
const real = createMongoStore({ uri: order.mongo, ...tools });
const store = watchedStore(real, reach);
const nothing = { dispatch: async () => ({ type: 'nothing' }) as const };
const slack = createSlackChannel({
  ...tools,
  ...nothing,
  botToken: order.slack.token,
  signingSecret: 'never asked for',
  apiUrl: order.slack.url,
});
const teams = createTeamsChannel({ ...tools, ...nothing, store, local: true, allowedTenants: [] });
const messengers = {
  slack: watchedMessenger(slack.messenger, reach),
  teams: watchedMessenger(teams.messenger, reach),
};

await real.start(specs);
const dispatcher = new Dispatcher({
  ...tools,
  store,
  people: { get: async (id) => personOf(id) },
  messenger: (channel) => (channel === 'slack' || channel === 'teams' ? messengers[channel] : undefined),
  limits: limitsFor(order.perSecond),
  bounds,
});
const outbox = createOutbox({ store, ...tools, onEnqueued: () => dispatcher.wake() });
process.send?.('ready');
dispatcher.start();
if (order.expands) {
  await expanded(outbox);
  process.send?.('expanded');
}

/** What was cut short is done once more from the beginning: the same keys are the same messages. */
async function expanded(into: Outbox): Promise<void> {
  await into.share(contents, {
    kind: 'chaos',
    summary: 'Neu dabei: Kita Sonnenschein',
    blocks: [{ type: 'text', text: 'Hallo' }],
  });
  const ids = peopleIds(order.recipients);
  const due = new Date();
  for (let start = 0; start < ids.length; start += order.enqueuedAtOnce) {
    const some = ids.slice(start, start + order.enqueuedAtOnce);
    await into.enqueue(some.flatMap((id) => entriesFor(id, due)));
  }
}
