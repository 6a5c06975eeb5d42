import { Conflict } from '../../kernel/errors.js';
import { nameDistance, nameWords, nearestNames, wordRange } from '../../kernel/names.js';
import type { Filter } from '../../ports/document-store.js';
import { type Context, isTrusted, normalEmail } from './context.js';
import { resolvePerson } from './joining.js';
import { type PersonDocument, startOfUtcDay } from './model.js';

const mostCandidates = 1_000;
const mostAccounts = 50;
const emailShape = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;]{2,}$/;

/** Who is meant by a typed PERSON. `certain`: every typed word is in the name, or the address or mention is theirs. */
export interface Found {
  readonly certain: readonly PersonDocument[];
  /** Similar names, nearest first. */
  readonly near: readonly PersonDocument[];
  /** Set if an address was typed. */
  readonly address?: string;
}

/** PERSON is a name, a mention (`@slack:T1:U1`, as channels hand it over, or `@Name`), or an e-mail address. */
export async function findPersons(context: Context, typed: string): Promise<Found> {
  const text = typed.trim().replace(/^<(.*)>$/, '$1');
  const email = normalEmail(text.replace(/^mailto:/i, ''));
  if (emailShape.test(email)) return { certain: await byEmail(context, email), near: [], address: email };
  const mentioned = text.startsWith('@') ? await byAccount(context, text.slice(1)) : undefined;
  return mentioned ? { certain: [mentioned], near: [] } : byName(context, text.replace(/^@/, ''));
}

async function byEmail(context: Context, email: string): Promise<readonly PersonDocument[]> {
  const accounts = await context.accounts.find({ filter: { email }, limit: mostAccounts });
  const named = await context.people.findOne({ address: email });
  const ids = accounts.items.filter((account) => isTrusted(context, account)).map((account) => account.personId);
  return resolved(context, [...ids, ...(named ? [named._id] : [])]);
}

async function byAccount(context: Context, key: string): Promise<PersonDocument | undefined> {
  const account = await context.accounts.get(key);
  return account && (await resolved(context, [account.personId]))[0];
}

async function byName(context: Context, typed: string): Promise<Found> {
  const words = nameWords(typed);
  const range = wordRange(typed);
  if (!range) return { certain: [], near: [] };
  const exact = await candidates(context, { nameWords: { $in: [...words] } });
  const certain = exact.filter((person) => nameDistance(typed, person.name) === 0);
  if (certain.length > 0) return { certain, near: [] };
  const similar = await candidates(context, { nameWords: { $gte: range.from, $lt: range.to } });
  return { certain: [], near: nearestNames(typed, similar) };
}

async function candidates(context: Context, filter: Filter): Promise<readonly PersonDocument[]> {
  const page = await context.people.find({ filter, limit: mostCandidates });
  return page.items.filter((person) => person.mergedInto === undefined && person.unfinished === undefined);
}

async function resolved(context: Context, ids: readonly string[]): Promise<readonly PersonDocument[]> {
  const persons = await Promise.all(ids.map((id) => resolvePerson(context, id)));
  const there = persons.filter((person): person is PersonDocument => person !== undefined && !person.unfinished);
  return [...new Map(there.map((person) => [person._id, person])).values()];
}

/** Keeps an address that the bot has not met; whoever turns out to own it takes over what was given to it. */
export async function personForAddress(context: Context, address: string): Promise<PersonDocument> {
  const now = context.clock.now();
  const waiting: PersonDocument = {
    _id: context.ids.next(),
    rev: 0,
    createdAt: now,
    name: address,
    nameWords: [...nameWords(address)],
    address,
    language: 'de',
    firstSeen: startOfUtcDay(now),
    lastSeen: startOfUtcDay(now),
    absorbed: [],
  };
  try {
    await context.people.insert(waiting);
    return waiting;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const there = await context.people.findOne({ address });
    if (!there) throw error;
    return there;
  }
}
