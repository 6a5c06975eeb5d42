import { dayAt } from '../kernel/dates.js';
import { Conflict, Refusal, Unavailable } from '../kernel/errors.js';
import type { JsonObject } from '../kernel/json.js';
import type { Inbound } from '../messages/inbound.js';
import type { Dispatch, Reply } from '../messages/reply.js';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { People, Person } from '../ports/people.js';
import { auditSpec } from './audit.js';
import type { Feature } from './feature.js';
import { textsSentBy, tidied } from './inbound.js';
import { Leases, leaseSpec } from './leases.js';
import { createRouter, type Router } from './route.js';
import { texts } from './texts.js';
import { message, noticeView } from './views.js';

export interface DispatchOptions {
  readonly features: readonly Feature[];
  readonly people: People;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly networkName: string;
  readonly zone: string;
}

interface Act {
  readonly kind: string;
  readonly subject: string;
  readonly details?: JsonObject;
}

/**
 * The one way through: lease, guard, person, route, audit. Resolves with the reply after every change is stored;
 * rejects with `Unavailable` if the event could not be dealt with and should come again.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const leases = new Leases(options.store.collection(leaseSpec), options.clock, options.logger);
  const router = createRouter(options.features, options.people, options.networkName);
  return async (inbound) => {
    const tidy = { ...inbound, event: tidied(inbound.event) };
    const alarm = alarmIn(options.features, tidy);
    // The lease holds the event's key only: nothing of an alarming message is stored or searched.
    const work = alarm ? async () => message(alarm) : () => handle(options, router, tidy);
    try {
      return (await leases.once(inbound.key, work)) ?? { type: 'nothing' };
    } catch (error) {
      // A child in danger gets its answer even while the store is gone, at the price of a repetition.
      if (alarm && error instanceof Unavailable) return message(alarm);
      throw error;
    }
  };
}

function alarmIn(features: readonly Feature[], inbound: Inbound): View | undefined {
  for (const text of textsSentBy(inbound.event)) {
    for (const feature of features) {
      const alarm = feature.guard?.(text, 'de');
      if (alarm) return alarm;
    }
  }
  return undefined;
}

async function handle(options: DispatchOptions, router: Router, inbound: Inbound): Promise<Reply> {
  const person = await options.people.recognise(inbound);
  const now = options.clock.now();
  const acts: Act[] = [];
  const reply = await answered(options, person, () =>
    router({
      inbound,
      person,
      language: person.language,
      now,
      today: dayAt(now, options.zone),
      audit: (kind, subject, details) => acts.push({ kind, subject, ...(details && { details }) }),
    }),
  );
  await storeActs(options, person, now, acts);
  return reply;
}

/** Expected failures become a message to the person; what a redelivery could mend goes back to the channel. */
async function answered(options: DispatchOptions, person: Person, run: () => Promise<Reply>): Promise<Reply> {
  const t = texts[person.language];
  const refused = (text: string): Reply => ({
    type: 'message',
    private: true,
    view: noticeView('bot.refusal', text, person.language),
  });
  try {
    return await run();
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    if (error instanceof Refusal) {
      options.logger.info({ code: error.forLog }, 'refused');
      return refused(error.forPerson);
    }
    if (error instanceof Conflict) {
      options.logger.info({ what: error.what }, 'conflict');
      return refused(t.changedMeanwhile);
    }
    const reference = options.ids.next().slice(0, 8);
    // The stack's frames say where; an unexpected error's message could hold what a person wrote.
    options.logger.error({ reference, name: nameOf(error), frames: framesOf(error) }, 'handler failed');
    return refused(t.failed(reference));
  }
}

async function storeActs(options: DispatchOptions, actor: Person, at: Date, acts: readonly Act[]): Promise<void> {
  const entries = options.store.collection(auditSpec);
  for (const act of acts) await entries.insert({ _id: options.ids.next(), at, actor: actor.id, ...act });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
