import { Conflict } from '../../kernel/errors.js';
import type { Change } from '../../ports/document-store.js';
import { type Context, changeRead } from './context.js';
import { type PersonDocument, searchable } from './model.js';
import { channelOf, viaOf } from './reach.js';

const longestChain = 10;
const mostAttempts = 20;
const batchSize = 500;

/** Every id under which a person is or was known. */
export function idsOf(person: PersonDocument): readonly string[] {
  return [person._id, ...person.absorbed];
}

/**
 * Who is behind an id today: former ids lead on, and joins that were cut short are finished on the way. Undefined if
 * there is nobody (any more).
 */
export async function resolvePerson(context: Context, id: string): Promise<PersonDocument | undefined> {
  let current = id;
  for (let step = 0; step < longestChain; step += 1) {
    const person = await context.people.get(current);
    if (person?.mergedInto === undefined) return person;
    if (person.unfinished === 'merge') await finishJoin(context, person._id);
    else if (!(await context.people.get(person.mergedInto))) await context.people.delete({ _id: person._id });
    current = person.unfinished === 'merge' ? person._id : person.mergedInto;
  }
  throw new Conflict(`${id} is being joined`);
}

/** Changes a person by what was read, wherever joins have taken them meanwhile. As `changeRead`. */
export async function changePerson(
  context: Context,
  id: string,
  decide: (person: PersonDocument) => Change | undefined,
): Promise<PersonDocument | undefined> {
  for (let attempt = 0; attempt < longestChain; attempt += 1) {
    const person = await resolvePerson(context, id);
    if (!person) return undefined;
    const changed = await changeRead(context.people, person._id, (read) =>
      read.mergedInto === undefined ? decide(read) : undefined,
    );
    if (changed?.mergedInto === undefined) return changed;
  }
  throw new Conflict(`${id} is being joined`);
}

export type JoinOutcome = 'joined' | 'same' | 'different-partners' | 'gone';

/**
 * Makes two persons one. The intent is one conditional write on the younger of the two; whoever comes across it
 * afterwards finishes it. Elder absorbs younger, always: two joins that meet can so never go round in a circle.
 */
export async function joinPersons(context: Context, a: string, b: string): Promise<JoinOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const one = await resolvePerson(context, a);
    const other = await resolvePerson(context, b);
    if (!one || !other || one.unfinished || other.unfinished) return 'gone';
    if (one._id === other._id) return attempt === 0 ? 'same' : 'joined';
    if (speakForDifferentPartners(one, other)) return 'different-partners';
    const [kept, left] = isElder(one, other) ? [one, other] : [other, one];
    const intent: Change = { $set: { mergedInto: kept._id, unfinished: 'merge' }, $inc: { rev: 1 } };
    if (!(await context.people.update(left._id, intent, { rev: left.rev }))) continue;
    await finishJoin(context, left._id);
    return 'joined';
  }
  throw new Conflict('joining persons');
}

export function speakForDifferentPartners(one: PersonDocument, other: PersonDocument): boolean {
  const [first, second] = [one.partner, other.partner];
  if (!first || !second) return false;
  return first.id !== undefined && second.id !== undefined ? first.id !== second.id : first.name !== second.name;
}

function isElder(one: PersonDocument, other: PersonDocument): boolean {
  const [a, b] = [one.createdAt.getTime(), other.createdAt.getTime()];
  return a === b ? one._id < other._id : a < b;
}

/** Carries out a join whose intent is written. Every step may be done again. */
export async function finishJoin(context: Context, leftId: string): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const left = await context.people.get(leftId);
    if (left?.unfinished !== 'merge' || left.mergedInto === undefined) return;
    const kept = await endOfChain(context, left.mergedInto);
    if (!kept || kept.unfinished === 'erasure') {
      await context.people.update(leftId, { $unset: { mergedInto: true, unfinished: true } }, { unfinished: 'merge' });
      return;
    }
    const after = await changeRead(context.people, kept._id, (read) =>
      read.mergedInto !== undefined || read.absorbed.includes(leftId) ? undefined : carriedOver(read, left),
    );
    // It was itself absorbed meanwhile: then its absorber is the one.
    if (!after?.absorbed.includes(leftId)) continue;
    await moveAccounts(context, leftId, kept._id);
    await context.people.update(leftId, emptied, { unfinished: 'merge' });
    await context.outbox.lookAgain(idsOf(after));
    return;
  }
  throw new Conflict('finishing a join');
}

async function endOfChain(context: Context, id: string): Promise<PersonDocument | undefined> {
  let person = await context.people.get(id);
  for (let step = 0; step < longestChain && person?.mergedInto !== undefined; step += 1) {
    person = await context.people.get(person.mergedInto);
  }
  return person;
}

async function moveAccounts(context: Context, from: string, to: string): Promise<void> {
  const change: Change = { $set: { personId: to } };
  for (;;) {
    const moved = await context.accounts.claim({ personId: from }, change, { limit: batchSize });
    if (moved.length < batchSize) return;
  }
}

/** What the absorbed person brings along; what the other has already is kept. */
function carriedOver(kept: PersonDocument, left: PersonDocument): Change {
  const wasNeverMet = kept.reachable === undefined && left.reachable !== undefined;
  const name = wasNeverMet ? left.name : kept.name;
  const chosenChannel = kept.chosenChannel ?? left.chosenChannel;
  const latestFirst =
    left.lastSeen > kept.lastSeen ? [left.reachable, kept.reachable] : [kept.reachable, left.reachable];
  const accounts = latestFirst.filter((key) => key !== undefined);
  const reachable = accounts.find((key) => channelOf(key) === chosenChannel) ?? accounts[0];
  const partner = kept.partner ?? left.partner;
  return {
    $set: withoutUndefined({
      absorbed: [...new Set([...kept.absorbed, left._id, ...left.absorbed])],
      ...searchable(name),
      language: kept.language === 'de' ? left.language : kept.language,
      partner,
      request: kept.request ?? left.request,
      decision: kept.decision ?? left.decision,
      noPartner: partner ? undefined : (kept.noPartner ?? left.noPartner),
      askAgain: partner ? undefined : later(kept.askAgain, left.askAgain),
      pausedUntil: later(kept.pausedUntil, left.pausedUntil),
      phone: kept.phone ?? left.phone,
      reachable,
      chosenChannel,
      via: viaOf({ address: kept.address, reachable, chosenChannel }),
    }),
    // Whoever now speaks for a partner has been asked, and does not speak for nobody.
    ...(partner && { $unset: { noPartner: true, askAgain: true } }),
    $min: { firstSeen: left.firstSeen },
    $max: { lastSeen: left.lastSeen },
  };
}

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** All that stays of an absorbed person: the id, and where it leads. */
const emptied: Change = {
  $set: { ...searchable(''), absorbed: [], language: 'de' },
  $unset: Object.fromEntries(
    [
      'address',
      'partner',
      'request',
      'decision',
      'askAgain',
      'noPartner',
      'pausedUntil',
      'reachable',
      'chosenChannel',
      'via',
      'phone',
      'partnerEvent',
      'erasureAsked',
      'unfinished',
    ].map((field) => [field, true as const]),
  ),
};
