import { eventMark, type Turn } from '../../bot/feature.js';
import { fold } from '../../kernel/fold.js';
import type { Change } from '../../ports/document-store.js';
import type { Context } from './context.js';
import { metCoordinators, readRegister } from './coordination.js';
import { changePerson, resolvePerson } from './joining.js';
import type { PersonDocument, StoredPartner } from './model.js';
import { decisionView, requestView } from './speaking-views.js';

const hour = 3_600_000;
/** "Für welche Einrichtung sprechen Sie?" stands below an answer at most once a day; `Später` gives a week. */
const askEvery = 24 * hour;
const askAfterLater = 7 * 24 * hour;
/** How many of a person's addresses are looked at for a suggestion. */
const mostAccounts = 20;

export type Named = 'set' | 'pending' | 'pending-nobody' | 'already';

/** The person says whom they speak for. Coordinators need nobody's word; for others the coordination is asked. */
export async function namePartner(context: Context, turn: Turn, partner: StoredPartner): Promise<Named> {
  const id = context.ids.next();
  const isCoordinator = turn.person.coordinator;
  const event = eventMark(turn.inbound);
  let outcome = 'pending' as Named;
  const person = await changePerson(context, turn.person.id, (read): Change | undefined => {
    const isThere = read.partner !== undefined && isSame(read.partner, partner);
    outcome = isThere ? 'already' : isCoordinator ? 'set' : 'pending';
    if (isThere && read.partnerEvent === event) outcome = 'set';
    if (isThere) return read.request ? { $unset: { request: true } } : undefined;
    if (outcome === 'set') {
      const done = { request: true, noPartner: true, askAgain: true } as const;
      return { $set: { partner, partnerEvent: event }, $unset: done };
    }
    if (read.request && isSame(read.request.partner, partner)) return undefined;
    return { $set: { request: { id, partner, at: turn.now } }, $unset: { noPartner: true, askAgain: true } };
  });
  if (outcome === 'set') turn.audit('identity.partner-set', partner.id ?? partner.name);
  if (outcome !== 'pending' || !person?.request) return outcome;
  return (await askCoordinators(context, person, turn.now)) ? 'pending' : 'pending-nobody';
}

export function isSame(one: StoredPartner, other: StoredPartner): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return fold(one.name) === fold(other.name);
}

/** One message to each coordinator; the same request is sent once. False if there is none to ask. */
async function askCoordinators(context: Context, person: PersonDocument, now: Date): Promise<boolean> {
  const { request } = person;
  const coordinators = await metCoordinators(context, await readRegister(context));
  if (!request || coordinators.length === 0) return false;
  await context.outbox.enqueue(
    coordinators.map((coordinator) => ({
      key: `identity.request:${request.id}:${coordinator._id}`,
      personId: coordinator._id,
      about: [person._id],
      view: requestView(person, request, coordinator.language),
      due: now,
    })),
  );
  return true;
}

export type Decision =
  | { readonly kind: 'gone' | 'superseded' }
  | {
      readonly kind: 'decided' | 'already';
      readonly outcome: 'confirmed' | 'rejected';
      readonly person: string;
      readonly partner: string;
      /** Name of who decided; undefined if they are no longer here. */
      readonly by?: string;
    };

/** One press decides; a second press, or a second coordinator, learns who was first. `again` decides anew. */
export async function decide(
  context: Context,
  turn: Turn,
  asked: { readonly person: string; readonly request: string },
  outcome: 'confirmed' | 'rejected',
  { again = false } = {},
): Promise<Decision> {
  const event = eventMark(turn.inbound);
  const person = await changePerson(context, asked.person, (read) => {
    const wanted = read.request?.id === asked.request ? read.request.partner : again && overturned(read, outcome);
    if (!wanted) return undefined;
    const decision = { request: asked.request, partner: wanted, outcome, by: turn.person.id, at: turn.now, event };
    const isLost = outcome === 'rejected' && read.partner !== undefined && isSame(read.partner, wanted);
    return {
      $set: { decision, ...(outcome === 'confirmed' && { partner: wanted }) },
      $unset: {
        request: true,
        ...(outcome === 'confirmed' && { noPartner: true, askAgain: true }),
        ...(isLost && { partner: true }),
      },
    };
  });
  if (!person || person.unfinished === 'erasure') return { kind: 'gone' };
  const { decision } = person;
  if (decision?.request !== asked.request) return { kind: 'superseded' };
  const isMine = decision.event === event;
  if (isMine)
    turn.audit(`identity.partner-${decision.outcome}`, decision.partner.id ?? decision.partner.name, {
      person: person._id,
    });
  await tellDecision(context, person, turn.now);
  const by = (await resolvePerson(context, decision.by))?.name;
  return {
    kind: isMine ? 'decided' : 'already',
    outcome: decision.outcome,
    person: person.name,
    partner: decision.partner.name,
    ...(by === undefined ? {} : { by }),
  };
}

/** The partner about which it was decided the other way, if nothing else has been asked since. */
function overturned(
  { request, decision }: PersonDocument,
  outcome: 'confirmed' | 'rejected',
): StoredPartner | undefined {
  return request || !decision || decision.outcome === outcome ? undefined : decision.partner;
}

async function tellDecision(context: Context, person: PersonDocument, now: Date): Promise<void> {
  const { decision } = person;
  if (!decision) return;
  const key = `identity.decided:${decision.request}:${decision.event}`;
  await context.outbox.enqueue([
    { key, personId: person._id, view: decisionView(decision, person.language), due: now },
  ]);
}

/** Whether to ask now; if so, it is noted, so that of two answers at the same time one asks. */
export async function mayAsk(context: Context, turn: Turn): Promise<PersonDocument | undefined> {
  const isDue = (person: PersonDocument) =>
    !person.partner && !person.request && !person.noPartner && !(person.askAgain && person.askAgain > turn.now);
  let asks = false as boolean;
  const person = await changePerson(context, turn.person.id, (read) => {
    asks = read.unfinished === undefined && isDue(read);
    return asks ? { $set: { askAgain: new Date(turn.now.getTime() + askEvery) } } : undefined;
  });
  return asks ? person : undefined;
}

export async function askLater(context: Context, turn: Turn): Promise<void> {
  const askAgain = new Date(turn.now.getTime() + askAfterLater);
  await changePerson(context, turn.person.id, () => ({ $set: { askAgain } }));
}

export async function speakForNobody(context: Context, turn: Turn): Promise<void> {
  await changePerson(context, turn.person.id, () => ({
    $set: { noPartner: true },
    $unset: { request: true, askAgain: true },
  }));
}

/** The partner at whose mail domain the person has a confirmed address. */
export async function suggestedPartner(context: Context, personId: string): Promise<StoredPartner | undefined> {
  const accounts = await context.accounts.find({ filter: { personId }, limit: mostAccounts });
  for (const { email } of accounts.items) {
    const domain = email?.split('@')[1];
    const partner = domain === undefined ? undefined : await context.partners.byMailDomain(domain);
    if (partner) return { id: partner.id, name: partner.name };
  }
  return undefined;
}
