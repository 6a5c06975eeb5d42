import { dayAt } from '../kernel/dates.js';
import { Conflict, errorName, Refusal, Unavailable } from '../kernel/errors.js';
import type { Language } from '../kernel/texts.js';
import type { Inbound } from '../messages/inbound.js';
import type { Dispatch, Reply } from '../messages/reply.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { People, Person } from '../ports/people.js';
import { alarmIn, alarmReply, beside, givesNamesOnly, proposesWork, tellsOfWork } from './alarm.js';
import { type Act, auditSpec, entriesOf } from './audit.js';
import type { Feature } from './feature.js';
import { tidied } from './inbound.js';
import { Leases, leaseSpec } from './leases.js';
import { createRouter, type Router } from './route.js';
import { texts } from './texts.js';
import { noticeView } from './views.js';

/** Kind of the views that say why something was not done. */
const refusalKind = 'bot.refusal';

export interface DispatchOptions {
  readonly features: readonly Feature[];
  readonly people: People;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly networkName: string;
  readonly zone: string;
  /** Makes stored marks of events unguessable: else who knows all that may have happened could find out what did. */
  readonly leaseSecret?: string;
}

/**
 * The one way through: lease, guard, person, route, audit. Resolves with the reply after every change is stored;
 * rejects with `Unavailable` if the event could not be dealt with and should come again.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const leases = new Leases({
    ...options,
    leases: options.store.collection(leaseSpec),
    ...(options.leaseSecret !== undefined && { secret: options.leaseSecret }),
  });
  const router = createRouter(options.features, options.people, options.networkName);
  return async (inbound) => {
    const tidy = { ...inbound, event: tidied(inbound.event) };
    // Whoever removed the bot is not made known to it by that.
    if (tidy.event.type === 'removed') {
      await noticed(options, tidy);
      return { type: 'nothing' };
    }
    const heard = alarmIn(options.features, tidy);
    const alarm = heard && (areNames(options, tidy) || (await isOfficeWork(options, tidy))) ? undefined : heard;
    const alarmed = () => (alarm ? alarmReply(alarm, options.people, tidy) : undefined);
    const dealtWith = async () => {
      if (!alarm || !isProposal(options, tidy)) return alarmed() ?? handle(options, router, tidy);
      const reply = await handle(options, router, tidy);
      const truly = isTaken(reply) ? (alarmIn(options.features, tidy, true) ?? alarm) : alarm;
      return beside(await alarmReply(truly, options.people, tidy), reply, tidy);
    };
    try {
      // The lease holds a hash of the event's key only: nothing of an alarming message is stored or searched.
      const reply = await leases.once(inbound.key, dealtWith);
      return reply ?? { type: 'nothing' };
    } catch (error) {
      // A child in danger gets its answer even while the store is gone, at the price of a repetition.
      const unstored = error instanceof Unavailable ? alarmed() : undefined;
      if (unstored) return unstored;
      throw error;
    }
  };
}

/** The coordination office enters what partners do, abuse and violence among it. Whoever is not known for sure does not. */
async function isOfficeWork({ features, people, clock, zone }: DispatchOptions, inbound: Inbound): Promise<boolean> {
  if (!tellsOfWork(features, inbound, dayAt(clock.now(), zone))) return false;
  try {
    return (await people.peek(inbound.from))?.coordinator === true;
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}

function areNames({ features, clock, zone }: DispatchOptions, inbound: Inbound): boolean {
  return givesNamesOnly(features, inbound, dayAt(clock.now(), zone));
}

function isProposal({ features, clock, zone }: DispatchOptions, inbound: Inbound): boolean {
  return proposesWork(features, inbound, dayAt(clock.now(), zone));
}

/** What was refused, or is shown again with its mistakes, is not kept. */
function isTaken(reply: Reply): boolean {
  return (reply.type === 'message' || reply.type === 'replace') && reply.view.kind !== refusalKind;
}

async function handle(options: DispatchOptions, router: Router, inbound: Inbound): Promise<Reply> {
  const now = options.clock.now();
  const acts: Act[] = [];
  let actor: Person | undefined;
  await noticed(options, inbound);
  const reply = await answered(
    options,
    () => actor?.language ?? 'de',
    async () => {
      const person = await personBehind(options.people, inbound);
      actor = person;
      return router({
        inbound,
        person,
        language: person.language,
        now,
        today: dayAt(now, options.zone),
        audit: (kind, subject, details) => acts.push({ kind, subject, ...(details && { details }) }),
      });
    },
  );
  if (actor) await storeActs(options, inbound, actor, now, acts);
  return reply;
}

/** What rooms keep of the places: no answer fails for it, but a store that is gone makes the event come again. */
async function noticed(options: DispatchOptions, inbound: Inbound): Promise<void> {
  for (const feature of options.features) {
    try {
      await feature.noticed?.(inbound);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      options.logger.error(
        { feature: feature.name, name: errorName(error), frames: framesOf(error) },
        'place not noted',
      );
    }
  }
}

/** Somebody of whom nothing is stored: who brings the bot into a channel is not made known to it by that. */
const stranger: Person = { id: '', name: '', language: 'de', accounts: [], coordinator: false, chairs: [] };

async function personBehind(people: People, inbound: Inbound): Promise<Person> {
  // In a person's own chat they are whom announcements and invitations are to reach from now on.
  if (inbound.event.type !== 'installed' || inbound.place.kind === 'direct') return people.recognise(inbound);
  // The welcome may stand in a team's channel: it says nothing of the one who brought the bot in but their language.
  const language = (await people.peek(inbound.from))?.language ?? stranger.language;
  return { ...stranger, language };
}

/** Expected failures become a message to the person; what a redelivery could mend goes back to the channel. */
async function answered(options: DispatchOptions, language: () => Language, run: () => Promise<Reply>): Promise<Reply> {
  const refused = (text: string): Reply => ({
    type: 'message',
    private: true,
    view: noticeView(refusalKind, text, language()),
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
      return refused(texts[language()].changedMeanwhile);
    }
    const reference = options.ids.next().slice(0, 8);
    // The stack's frames say where; an unexpected error's message could hold what a person wrote.
    options.logger.error({ reference, name: errorName(error), frames: framesOf(error) }, 'handler failed');
    return refused(texts[language()].failed(reference));
  }
}

/** What was done must not go unnoted: if it cannot be stored, the event comes again, and its acts are noted anew. */
async function storeActs(
  options: DispatchOptions,
  inbound: Inbound,
  actor: Person,
  at: Date,
  acts: readonly Act[],
): Promise<void> {
  const entries = options.store.collection(auditSpec);
  try {
    for (const entry of entriesOf(inbound, actor.id, at, acts)) await entries.insert(entry);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    options.logger.error({ name: errorName(error), frames: framesOf(error) }, 'acts not stored');
    throw new Unavailable('audit', { cause: error });
  }
}

function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
