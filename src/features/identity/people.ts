import { Conflict, Refusal } from '../../kernel/errors.js';
import type { Account, Inbound } from '../../messages/inbound.js';
import { accountKey } from '../../messages/inbound.js';
import type { People, Person } from '../../ports/people.js';
import type { Profile } from '../../ports/profiles.js';
import { type Context, isTrusted, normalEmail, profileOf } from './context.js';
import { metCoordinators, readRegister } from './coordination.js';
import { finishErasure } from './erasure.js';
import { changePerson, idsOf, joinPersons, resolvePerson } from './joining.js';
import { type AccountDocument, type PersonDocument, searchable, startOfUtcDay } from './model.js';
import { pageTexts } from './page-texts.js';
import { personOf } from './person-view.js';
import { viaOf } from './reach.js';
import { texts } from './texts.js';

const minute = 60_000;
const day = 24 * 60 * minute;
/** A platform that did not answer is asked again after this. */
const retryProfileMs = 10 * minute;
const longestName = 120;
const mostAccounts = 50;
const mostAttempts = 5;
const mostNames = 1_000;
/** So many joins one after the other are followed. */
const longestChain = 10;

/** Recognises people by their accounts. Several processes may meet the same person at the same time. */
export class PeopleRegistry implements People {
  /** Events that made their person: nothing was known of them before. Held only while the event is dealt with. */
  /** Channels of which it was logged. */
  private readonly toldOfNoRole = new Set<string>();
  private readonly firstContacts = new WeakSet<Inbound>();

  constructor(private readonly context: Context) {}

  async recognise(inbound: Inbound): Promise<Person> {
    if (inbound.from.channel === 'page') return this.onPage(inbound.from);
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const known = await this.context.accounts.get(accountKey(inbound.from));
      const account = known ? await this.refreshed(known) : await this.firstContact(inbound);
      const owner = account && (await this.owner(account));
      if (!account || !owner) continue;
      const joined = await this.joinedByEmail(account, owner);
      await this.touch(joined, account);
      return personOf(this.context, joined);
    }
    throw new Conflict('recognising a person');
  }

  async get(id: string): Promise<Person | undefined> {
    const person = await resolvePerson(this.context, id);
    return person && person.unfinished !== 'erasure' ? personOf(this.context, person) : undefined;
  }

  async peek(account: Account): Promise<Person | undefined> {
    switch (account.channel) {
      case 'page': {
        const person = await this.get(account.user);
        return person && withoutRoles(person);
      }
      case 'mail': {
        const named = await this.context.people.findOne({ address: normalEmail(account.user) });
        return named && this.get(named._id);
      }
      case 'slack':
      case 'teams':
      case 'playground': {
        const known = await this.context.accounts.get(accountKey(account));
        return known && this.get(known.personId);
      }
    }
  }

  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    // Former ids lead on to others, which are looked up in the next round.
    let wanted = new Map(ids.map((id) => [id, id]));
    for (let round = 0; round < longestChain && wanted.size > 0; round += 1) {
      const found = await this.byId([...new Set(wanted.values())]);
      const leadOn = new Map<string, string>();
      for (const [id, current] of wanted) {
        const person = found.get(current);
        if (person?.mergedInto !== undefined) leadOn.set(id, person.mergedInto);
        else if (person && person.unfinished !== 'erasure') names.set(id, person.name);
      }
      wanted = leadOn;
    }
    return names;
  }

  private async byId(ids: readonly string[]): Promise<ReadonlyMap<string, PersonDocument>> {
    const { items } = await this.context.people.find({ filter: { _id: { $in: ids } }, limit: mostNames });
    return new Map(items.map((person) => [person._id, person]));
  }

  async coordinators(): Promise<readonly Person[]> {
    const holders = await metCoordinators(this.context, await readRegister(this.context));
    return Promise.all(holders.map((person) => personOf(this.context, person)));
  }

  /** Whether this very event made the person. */
  wasFirstContact(inbound: Inbound): boolean {
    return this.firstContacts.has(inbound);
  }

  /** Whom the link was made for, whoever holds it: nobody is made, and where they are reached stays as it is. */
  private async onPage({ user }: Account): Promise<Person> {
    const person = await resolvePerson(this.context, user);
    if (!person || person.unfinished === 'erasure') {
      throw new Refusal(pageTexts.de.pageOfNobody, 'identity.page-of-nobody');
    }
    const today = startOfUtcDay(this.context.clock.now());
    if (person.lastSeen < today) {
      await this.context.people.update(person._id, { $max: { lastSeen: today } }, { mergedInto: { $exists: false } });
    }
    return withoutRoles(await personOf(this.context, person));
  }

  /** Who inserts the account first decides which person it is; whoever comes second takes theirs. */
  private async firstContact(inbound: Inbound): Promise<AccountDocument | undefined> {
    const now = this.context.clock.now();
    const profile = await profileOf(this.context, inbound.from);
    this.tellOfNoRole(inbound.from.channel, profile);
    const fresh: AccountDocument = {
      _id: accountKey(inbound.from),
      account: inbound.from,
      personId: this.context.ids.next(),
      ...identityIn(profile, inbound.name),
      profileDue: new Date(now.getTime() + (profile ? day : retryProfileMs)),
      lastSeen: startOfUtcDay(now),
    };
    if ((await this.context.accounts.insert(fresh)) === 'existed') return this.context.accounts.get(fresh._id);
    this.firstContacts.add(inbound);
    return fresh;
  }

  /** The account with its profile of today; the first who finds it out of date looks it up. */
  private async refreshed(account: AccountDocument): Promise<AccountDocument> {
    const now = this.context.clock.now();
    if (now < account.profileDue) return account;
    const due = new Date(now.getTime() + retryProfileMs);
    const claimed = await this.context.accounts.update(
      account._id,
      { $set: { profileDue: due } },
      { profileDue: account.profileDue },
    );
    const profile = claimed && (await profileOf(this.context, account.account));
    if (!claimed || !profile) return claimed ?? account;
    return this.withProfile(account, profile, now);
  }

  /** The operator named somebody whose platform does not vouch for the address: said once, and never whose it is. */
  private tellOfNoRole(channel: string, profile: Profile | undefined): void {
    const { address, confirmed } = profile?.email ?? {};
    if (address === undefined || confirmed || this.toldOfNoRole.has(channel)) return;
    if (!this.context.coordinatorEmails.includes(normalEmail(address))) return;
    this.toldOfNoRole.add(channel);
    const reason = profile?.guest ? 'guest' : 'address-not-confirmed';
    this.context.logger.warn({ channel, reason }, 'an address in COORDINATORS gives no role');
  }

  private async withProfile(account: AccountDocument, profile: Profile, now: Date): Promise<AccountDocument> {
    this.tellOfNoRole(account.account.channel, profile);
    const { email, ...identity } = identityIn(profile, account.name);
    const profileDue = new Date(now.getTime() + day);
    const changed = await this.context.accounts.update(account._id, {
      $set: { ...identity, profileDue, ...(email === undefined ? {} : { email }) },
      ...(email === undefined && { $unset: { email: true, joinedBy: true } }),
    });
    if (changed && identity.name !== account.name) await this.rename(account.personId, identity.name);
    return changed ?? account;
  }

  private async rename(id: string, name: string): Promise<void> {
    await changePerson(this.context, id, () => ({ $set: searchable(name) }));
  }

  /** Undefined: the person is gone, and the account with them; the contact starts anew. */
  private async owner(account: AccountDocument): Promise<PersonDocument | undefined> {
    if (!(await this.context.people.get(account.personId)) && !(await this.makePerson(account))) return undefined;
    const person = await resolvePerson(this.context, account.personId);
    if (person?.unfinished !== 'erasure') return person;
    await finishErasure(this.context, person._id);
    return undefined;
  }

  /** For an account whose person is not there yet. False: the account was erased meanwhile, so is the person. */
  private async makePerson(account: AccountDocument): Promise<boolean> {
    await this.context.people.insert(personFor(account, this.context.clock.now()));
    const still = await this.context.accounts.get(account._id);
    if (still) return true;
    await this.context.people.delete({ _id: account.personId });
    return false;
  }

  /** Joins with other identities that the same confirmed address vouches for, and with whom a coordinator named by it. */
  private async joinedByEmail(account: AccountDocument, owner: PersonDocument): Promise<PersonDocument> {
    const { email } = account;
    if (email === undefined || account.joinedBy === email) return owner;
    const register = await readRegister(this.context);
    const trusted = (each: AccountDocument) => isTrusted(this.context, register, each);
    if (!trusted(account)) return owner;
    const others = await this.context.accounts.find({ filter: { email }, limit: mostAccounts });
    const named = await this.context.people.findOne({ address: email });
    const ids = others.items.filter(trusted).map((other) => other.personId);
    for (const id of new Set([...ids, ...(named ? [named._id] : [])])) {
      const outcome = await joinPersons(this.context, owner._id, id);
      if (outcome === 'different-partners') {
        this.context.logger.info({ person: owner._id, other: id }, 'not joined: they speak for different partners');
      }
    }
    await this.context.accounts.update(account._id, { $set: { joinedBy: email } }, { email });
    return (await resolvePerson(this.context, owner._id)) ?? owner;
  }

  /** Remembers the day and where they wrote. */
  private async touch(person: PersonDocument, account: AccountDocument): Promise<void> {
    const today = startOfUtcDay(this.context.clock.now());
    if (account.lastSeen < today) await this.context.accounts.update(account._id, { $max: { lastSeen: today } });
    const { chosenChannel } = person;
    const movesHere = chosenChannel === undefined || chosenChannel === account.account.channel;
    const isHere = person.reachable === account._id || (!movesHere && person.reachable !== undefined);
    if (isHere && person.lastSeen >= today) return;
    const via = viaOf({ ...person, reachable: account._id });
    await this.context.people.update(
      person._id,
      { $max: { lastSeen: today }, ...(!isHere && { $set: { reachable: account._id, ...(via && { via }) } }) },
      { mergedInto: { $exists: false } },
    );
    if (person.reachable === undefined) await this.context.outbox.lookAgain(idsOf(person));
  }
}

/** A link may get into other hands: nobody administers anything by it. */
function withoutRoles(person: Person): Person {
  return { ...person, coordinator: false, chairs: [] };
}

function personFor(account: AccountDocument, now: Date): PersonDocument {
  return {
    _id: account.personId,
    rev: 0,
    createdAt: now,
    ...searchable(account.name),
    language: 'de',
    reachable: account._id,
    via: account.account.channel,
    firstSeen: startOfUtcDay(now),
    lastSeen: startOfUtcDay(now),
    absorbed: [],
  };
}

function identityIn(profile: Profile | undefined, otherName: string | undefined) {
  const email = profile?.email?.confirmed ? normalEmail(profile.email.address) : undefined;
  return {
    name: tidyName(profile?.name) ?? tidyName(otherName) ?? texts.de.unnamed,
    ...(email ? { email } : {}),
    guest: profile?.guest ?? false,
  };
}

function tidyName(name: string | undefined): string | undefined {
  return name?.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, longestName) || undefined;
}
