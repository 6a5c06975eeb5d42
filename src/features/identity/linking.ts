import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { eventMark, type Turn } from '../../bot/feature.js';
import { Conflict } from '../../kernel/errors.js';
import { accountKey } from '../../messages/inbound.js';
import type { Context } from './context.js';
import { idsOf, joinPersons, resolvePerson, speakForDifferentPartners } from './joining.js';
import { countTry, mostTries } from './link-tries.js';
import type { AccountDocument, LinkCode, PersonDocument } from './model.js';

const minute = 60_000;
export const codeValidMinutes = 10;
const mostDraws = 10;
const takenForDeadMs = 30_000;

const derive = promisify<string, string, number, Buffer>(scrypt);

/** Slow on purpose: six digits are few, and a reader of the store should not have tried them all in ten minutes. */
async function hashOf(code: string): Promise<string> {
  return (await derive(code, 'dorfbote.link-code', 24)).toString('base64url');
}

/** A fresh code for a person, shown to one of their accounts; earlier ones no longer count. */
export async function issueCode(context: Context, person: PersonDocument, turn: Turn): Promise<string> {
  await context.linkCodes.delete({ personId: { $in: [...idsOf(person)] } });
  const expires = new Date(context.clock.now().getTime() + codeValidMinutes * minute);
  const fresh = { personId: person._id, shownTo: accountKey(turn.inbound.from), expires };
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const code = context.ids.code();
    if ((await context.linkCodes.insert({ _id: await hashOf(code), ...fresh })) === 'inserted') return code;
  }
  throw new Conflict('link codes: no free code');
}

export type TypedCode =
  | { readonly kind: 'own-code' | 'different-partners' | 'locked' | 'joined' }
  | { readonly kind: 'wrong'; readonly left: number }
  /** The code is theirs now; nothing is joined before they have seen whose account it is, and said yes. */
  | { readonly kind: 'asks'; readonly code: string; readonly account: AccountDocument };

/**
 * Takes a typed code. Each try is counted before the code is looked at, and none is forgiven: a code of one's own typed
 * in between must not buy more.
 */
export async function takeCode(context: Context, turn: Turn, typed: string): Promise<TypedCode> {
  const tries = await countTry(context, turn.inbound.from);
  if (tries === undefined) return { kind: 'locked' };
  return (await taken(context, turn, await hashOf(typed))) ?? { kind: 'wrong', left: mostTries - tries };
}

/** Undefined: there is no such code for them. */
async function taken(context: Context, turn: Turn, hash: string): Promise<TypedCode | undefined> {
  const code = await context.linkCodes.get(hash);
  const person = await resolvePerson(context, turn.person.id);
  const other = code && code.expires > turn.now ? await resolvePerson(context, code.personId) : undefined;
  const account = code && (await context.accounts.get(code.shownTo));
  if (!code || !person || !other || !account) return undefined;
  const isMine = isUsedBy(code, person);
  if (code.usedBy !== undefined && !isMine) return undefined;
  if (person._id === other._id) return { kind: isMine ? 'joined' : 'own-code' };
  if (speakForDifferentPartners(person, other)) return { kind: 'different-partners' };
  if (!isMine && !(await use(context, hash, person._id, turn.now))) return undefined;
  return { kind: 'asks', code: hash, account };
}

function isUsedBy(code: LinkCode, person: PersonDocument): boolean {
  return code.usedBy !== undefined && idsOf(person).includes(code.usedBy);
}

/** A code is used once: of two who type it at the same time, one is too late. */
async function use(context: Context, hash: string, personId: string, now: Date): Promise<boolean> {
  const unused = { usedBy: { $exists: false }, expires: { $gt: now } };
  return (await context.linkCodes.update(hash, { $set: { usedBy: personId } }, unused)) !== undefined;
}

/** The code that a person has typed and not yet said yes or no to. */
export async function codeInHand(context: Context, turn: Turn): Promise<string | undefined> {
  const person = await resolvePerson(context, turn.person.id);
  if (!person) return undefined;
  const { items } = await context.linkCodes.find({ filter: { usedBy: { $in: [...idsOf(person)] } } });
  return items.find((code) => code.expires > turn.now)?._id;
}

export interface Joined {
  readonly kind: 'joined';
  readonly code: string;
  readonly person: PersonDocument;
  /** The one that the code was shown to. */
  readonly account: AccountDocument;
}
export type Linked = { readonly kind: 'gone' | 'different-partners' | 'already' } | Joined;

/** Joins the person who typed a code, and has seen whose it is, with the one who was shown it. */
export async function joinByCode(context: Context, turn: Turn, hash: string): Promise<Linked> {
  const code = await context.linkCodes.get(hash);
  const person = await resolvePerson(context, turn.person.id);
  const account = code && (await context.accounts.get(code.shownTo));
  if (!code || !person || !account || !isUsedBy(code, person)) return { kind: 'gone' };
  const event = eventMark(turn.inbound);
  if (code.joining?.event !== event) {
    if (idsOf(person).includes(code.personId)) return { kind: 'already' };
    if (code.expires <= turn.now) return { kind: 'gone' };
    await begin(context, code, event, turn.now);
  }
  const outcome = await joinPersons(context, person._id, code.personId);
  if (outcome === 'gone' || outcome === 'different-partners') return { kind: outcome };
  return { kind: 'joined', code: hash, account, person: (await resolvePerson(context, person._id)) ?? person };
}

/**
 * Notes the event before the join, so that it is told as the same act if it is delivered again after a crash. Of two
 * presses at the same time one joins; the other takes over only if that one has died.
 */
async function begin(context: Context, code: LinkCode, event: string, now: Date): Promise<void> {
  const { joining } = code;
  const isUnderWay = joining !== undefined && now.getTime() - joining.since.getTime() < takenForDeadMs;
  const asRead = joining ? { 'joining.event': joining.event } : { joining: { $exists: false } };
  const change = { $set: { joining: { event, since: now } } };
  if (isUnderWay || !(await context.linkCodes.update(code._id, change, asRead))) throw new Conflict('linking');
}

/** The code is worth nothing any more. */
export async function dropCode(context: Context, turn: Turn): Promise<void> {
  const person = await resolvePerson(context, turn.person.id);
  if (person) await context.linkCodes.delete({ usedBy: { $in: [...idsOf(person)] }, joining: { $exists: false } });
}
