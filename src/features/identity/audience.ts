import { dayAt } from '../../kernel/dates.js';
import { type ChannelName, channelNames } from '../../messages/inbound.js';
import type { Addressee, Audience, AudienceCount, AudienceFilter } from '../../ports/audience.js';
import type { Condition, Filter, Page } from '../../ports/document-store.js';
import { type Conditions, reachedBy } from './audience-conditions.js';
import type { Context } from './context.js';
import { idsOf, resolvePerson } from './joining.js';
import type { AccountDocument, PersonDocument } from './model.js';
import { partnerIn } from './person-view.js';
import { reachableOf } from './reach.js';

const pageSize = 500;
const accountsAtOnce = 1_000;
/** So many names are looked up at once. */
const idsAtOnce = 500;

/** Who is in an audience: real people, not those who are being joined or erased, nor those of partners that left. */
export class PeopleAudience implements Audience {
  constructor(private readonly context: Context) {}

  async count(filter: AudienceFilter, knownBefore: Date): Promise<AudienceCount> {
    const among = await this.among(filter, knownBefore);
    const counted = async (target: ChannelName | 'letter') => {
      const condition = among(reachedBy(target, this.mailOn));
      return condition ? this.context.people.count(condition) : 0;
    };
    const [byLetter, ...channels] = await Promise.all([counted('letter'), ...channelNames.map(counted)]);
    const reached = channelNames.flatMap((name, index) => {
      const count = channels[index] ?? 0;
      return count > 0 ? [[name, count] as const] : [];
    });
    const total = reached.reduce((sum, [, count]) => sum + count, byLetter);
    return { total, byChannel: Object.fromEntries(reached), byLetter };
  }

  async page(filter: AudienceFilter, knownBefore: Date, after?: string): Promise<Page<Addressee>> {
    const condition = (await this.among(filter, knownBefore))([{}]);
    if (!condition) return { items: [] };
    const page = await this.context.people.find({
      filter: condition,
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    return { ...page, items: await this.addressees(page.items) };
  }

  async includes(filter: AudienceFilter, personId: string): Promise<boolean> {
    const condition = (await this.among(filter, this.context.clock.now()))([{}]);
    if (!condition) return false;
    const own = await this.context.people.find({ filter: { ...condition, ...ownOnly(condition, personId) }, limit: 1 });
    return own.items.length > 0;
  }

  async byLetter(filter: AudienceFilter, knownBefore: Date, limit: number): Promise<readonly Addressee[]> {
    const among = await this.among(filter, knownBefore);
    const found = new Map<string, PersonDocument>();
    // One by one, since each is served in order by an index.
    for (const alternative of reachedBy('letter', this.mailOn)) {
      const condition = among([alternative]);
      const page = condition && (await this.context.people.find({ filter: condition, sort: [['sortName', 1]], limit }));
      for (const person of page?.items ?? []) found.set(person._id, person);
    }
    const byName = [...found.values()].sort((a, b) => (a.sortName < b.sortName ? -1 : 1));
    return this.addressees(byName.slice(0, limit));
  }

  private get mailOn(): boolean {
    return this.context.mailOn === true;
  }

  /** The filter as conditions; narrowed down further by alternatives of which one holds. Undefined: nobody. */
  private async among(
    filter: AudienceFilter,
    knownBefore: Date,
  ): Promise<(further: readonly Conditions[]) => Filter | undefined> {
    const chosen = await this.chosen(filter);
    const real = {
      mergedInto: null,
      unfinished: null,
      createdAt: { $lte: knownBefore },
    } as const;
    return (further) => {
      const all = chosen.flatMap((each) => further.flatMap((more) => bothHold(each, more)));
      const [only, ...others] = all;
      if (!only) return undefined;
      return others.length === 0 ? { ...real, ...only } : { ...real, $or: all };
    };
  }

  /** Those whom the lists choose, and those who are named whatever the lists say. */
  private async chosen({ people, ...lists }: AudienceFilter): Promise<readonly Conditions[]> {
    const narrows = Object.values(lists).some((list) => list !== undefined);
    const named = people && { _id: { $in: await this.today(people) } };
    return [...(narrows || !named ? await this.narrowed(lists) : []), ...(named ? [named] : [])];
  }

  private async narrowed(filter: AudienceFilter): Promise<readonly Conditions[]> {
    const { committees, channels } = filter;
    const partner = await this.partnerCondition(filter);
    const members = committees && (await this.context.committeeMembers?.(committees));
    const common: Conditions = {
      ...(partner && { 'partner.id': partner }),
      ...(committees && { _id: { $in: await this.today(members ?? []) } }),
    };
    if (!channels) return [common];
    const reached = [...new Set(channels)].flatMap((channel) => reachedBy(channel, this.mailOn));
    return reached.map((each) => ({ ...common, ...each }));
  }

  private async partnerCondition(filter: AudienceFilter): Promise<Conditions[string]> {
    const { sectors, lifeStages, districts, partners } = filter;
    const day = dayAt(this.context.clock.now(), this.context.zone);
    const departed = await this.context.partners.departed(day);
    const attributes = {
      ...(sectors && { sectors }),
      ...(lifeStages && { lifeStages }),
      ...(districts && { districts }),
    };
    const byAttribute = Object.keys(attributes).length > 0;
    if (!byAttribute && !partners) return departed.length > 0 ? { $nin: [...departed] } : undefined;
    const matching = byAttribute ? await this.context.partners.matching({ ...attributes, day }) : (partners ?? []);
    const wanted = partners && new Set(partners);
    const left = new Set(departed);
    return { $in: matching.filter((id) => (wanted?.has(id) ?? true) && !left.has(id)) };
  }

  /** Former ids lead on to who they are today. */
  private async today(ids: readonly string[]): Promise<string[]> {
    const found = new Set<string>();
    const distinct = [...new Set(ids)];
    for (let start = 0; start < distinct.length; start += idsAtOnce) {
      const some = distinct.slice(start, start + idsAtOnce);
      const { items } = await this.context.people.find({ filter: { _id: { $in: some } }, limit: idsAtOnce });
      for (const person of items) {
        const current = person.mergedInto === undefined ? person : await resolvePerson(this.context, person._id);
        if (current) found.add(current._id);
      }
    }
    return [...found];
  }

  private async addressees(persons: readonly PersonDocument[]): Promise<readonly Addressee[]> {
    const accounts = await this.accountsOf(persons);
    return persons.map((person) => {
      const own = idsOf(person).flatMap((id) => accounts.get(id) ?? []);
      const to = reachableOf(person, own, this.mailOn);
      return {
        personId: person._id,
        name: person.name,
        language: person.language,
        ...partnerIn(person),
        ...(to && { to }),
      };
    });
  }

  private async accountsOf(persons: readonly PersonDocument[]): Promise<ReadonlyMap<string, AccountDocument[]>> {
    const byPerson = new Map<string, AccountDocument[]>();
    const personId = { $in: persons.flatMap(idsOf) };
    let after: string | undefined;
    do {
      const page = await this.context.accounts.find({
        filter: { personId },
        limit: accountsAtOnce,
        ...(after !== undefined && { after }),
      });
      for (const account of page.items) {
        byPerson.set(account.personId, [...(byPerson.get(account.personId) ?? []), account]);
      }
      after = page.next;
    } while (after !== undefined);
    return byPerson;
  }
}

/** Narrows a condition on ids down to one of them. */
function ownOnly(condition: Filter, personId: string): { readonly _id: Condition } {
  const ids = '_id' in condition ? condition._id : undefined;
  const among =
    typeof ids === 'object' && ids !== null && '$in' in ids ? (ids as { $in: readonly string[] }).$in : undefined;
  return { _id: { $in: among === undefined || among.includes(personId) ? [personId] : [] } };
}

/** What holds if both do: none if they exclude each other. */
function bothHold(one: Conditions, other: Conditions): readonly Conditions[] {
  if (!('via' in one) || !('via' in other)) return [{ ...one, ...other }];
  const both = allowed(one.via).filter((via) => allowed(other.via).includes(via));
  const accountsDiffer = one.reachable !== undefined && other.reachable !== undefined && !sameAccounts(one, other);
  return both.length > 0 && !accountsDiffer ? [{ ...one, ...other, via: { $in: both } }] : [];
}

/** Keys of two channels never overlap: what is not the same excludes the other. */
function sameAccounts(one: Conditions, other: Conditions): boolean {
  return JSON.stringify(one.reachable) === JSON.stringify(other.reachable);
}

function allowed(condition: Conditions[string]): readonly (string | null)[] {
  const list = typeof condition === 'object' && condition !== null && '$in' in condition ? condition.$in : [condition];
  return (list ?? []).filter((via): via is string | null => typeof via === 'string' || via === null);
}
