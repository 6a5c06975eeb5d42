import { Conflict } from '../../kernel/errors.js';
import { initialTyped, nameDistance, nameWords, nearestNames } from '../../kernel/names.js';
import { accountKey } from '../../messages/inbound.js';
import { type Mention, readMention, withoutMentions } from '../../messages/mention.js';
import type { Filter } from '../../ports/document-store.js';
import { type Context, isTrusted, normalEmail, profileOf } from './context.js';
import { readRegister } from './coordination.js';
import { resolvePerson } from './joining.js';
import { type PersonDocument, searchable, startOfUtcDay } from './model.js';

const mostCandidates = 1_000;
const mostAccounts = 50;
/** What looks like an e-mail address, in small letters. */
export const emailShape = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;]{2,}$/;

/** Who is meant by a typed PERSON. `certain`: every typed word is in the name, or the address or mention is theirs. */
export interface Found {
  readonly certain: readonly PersonDocument[];
  /** Similar names, nearest first. */
  readonly near: readonly PersonDocument[];
  /** Set if an address was typed, or if the platform vouches for that of a mentioned account not met before. */
  readonly address?: string;
  /** Set if an account was mentioned that the bot has not met: the name that was shown. */
  readonly unmet?: string;
}

/** PERSON is a mention, which names an account beyond doubt and is never taken for a name; an e-mail address; or a name. */
export async function findPersons(context: Context, typed: string): Promise<Found> {
  const mention = readMention(typed);
  if (mention) {
    const person = await byAccount(context, accountKey(mention.account));
    return person ? { certain: [person], near: [] } : unmet(context, mention);
  }
  const text = withoutMentions(typed)
    .trim()
    .replace(/^<(.*)>$/, '$1');
  const email = normalEmail(text.replace(/^mailto:/i, ''));
  if (emailShape.test(email)) return { certain: await byEmail(context, email), near: [], address: email };
  return byName(context, text.replace(/^@/, ''));
}

/** Somebody mentioned who has not written yet is known by the address that our own platform confirms, or not at all. */
async function unmet(context: Context, { account, name }: Mention): Promise<Found> {
  const profile = await profileOf(context, account);
  const nobody = { certain: [], near: [], unmet: name };
  if (!profile?.email?.confirmed) return nobody;
  if (!isTrusted(context, await readRegister(context), { account, guest: profile.guest })) return nobody;
  const address = normalEmail(profile.email.address);
  return { ...nobody, address, certain: await byEmail(context, address) };
}

/** Everybody for whom a platform of ours vouches at this address, and whom a coordinator named by it. */
export async function byEmail(context: Context, email: string): Promise<readonly PersonDocument[]> {
  const register = await readRegister(context);
  const accounts = await context.accounts.find({ filter: { email }, limit: mostAccounts });
  const named = await context.people.findOne({ address: email });
  const trusted = accounts.items.filter((account) => isTrusted(context, register, account));
  return resolved(context, [...trusted.map((account) => account.personId), ...(named ? [named._id] : [])]);
}

async function byAccount(context: Context, key: string): Promise<PersonDocument | undefined> {
  const account = await context.accounts.get(key);
  return account && (await resolved(context, [account.personId]))[0];
}

async function byName(context: Context, typed: string): Promise<Found> {
  const words = nameWords(typed);
  const initial = initialTyped(typed);
  if (initial === undefined) return { certain: [], near: [] };
  const exact = await candidates(context, { nameWords: { $in: [...words] } });
  const certain = exact.filter((person) => nameDistance(typed, person.name) === 0);
  if (certain.length > 0) return { certain, near: [] };
  const similar = await candidates(context, { initials: initial });
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
export async function personForAddress(context: Context, address: string, name = address): Promise<PersonDocument> {
  const waiting: PersonDocument = {
    ...unmetPerson(context.ids.next(), name, context.clock.now()),
    address,
    via: 'address',
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

/** Somebody who has not written yet. */
export function unmetPerson(id: string, name: string, now: Date): PersonDocument {
  return {
    _id: id,
    rev: 0,
    createdAt: now,
    ...searchable(name),
    language: 'de',
    firstSeen: startOfUtcDay(now),
    lastSeen: startOfUtcDay(now),
    absorbed: [],
  };
}
