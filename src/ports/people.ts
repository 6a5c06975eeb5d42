import type { Language } from '../kernel/texts.js';
import type { Account, Inbound } from '../messages/inbound.js';
import type { Page } from './document-store.js';

/** Ordered: who may do more may do what those below may. */
export type Role = 'all' | 'chair' | 'coordinator';

export interface Person {
  readonly id: string;
  /** Ids that stood for them before accounts were linked: what is stored under one of these is theirs as well. */
  readonly formerIds?: readonly string[];
  readonly name: string;
  readonly language: Language;
  readonly accounts: readonly Account[];
  readonly coordinator: boolean;
  /** Committees this person chairs. */
  readonly chairs: readonly string[];
  readonly partner?: { readonly id?: string; readonly name: string; readonly confirmed: boolean };
  readonly pausedUntil?: Date;
  /** Where they wrote last: where the bot writes to them. */
  readonly reachable?: Account;
}

/** Who is behind an event. Implemented by the identity feature. */
export interface People {
  /** The person behind an account; made on first contact from the platform's profile. */
  recognise(inbound: Inbound): Promise<Person>;
  get(id: string): Promise<Person | undefined>;
  /** Who is behind an account, if they are known; nobody is made. */
  peek(account: Account): Promise<Person | undefined>;
  /** The names of at most 1,000 people by their ids; those who are not (any longer) known are left out. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  coordinators(): Promise<readonly Person[]>;
}

/** Somebody whom a typed PERSON may mean. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** The name with what tells people of one name apart, in a button's length. */
  readonly label: string;
  /** No platform vouches for them: a guest, somebody of a foreign workspace, an account without a confirmed address. */
  readonly doubtful?: boolean;
}

/** Whom a typed PERSON means. */
export interface Found {
  /** Every typed word is in the name, or the address or mention is theirs. */
  readonly certain: readonly Candidate[];
  /** Similar names, nearest first. */
  readonly near: readonly Candidate[];
  /** Set if an address was typed, or if the platform vouches for that of a mentioned account not met before. */
  readonly address?: string;
  /** Set if an account was mentioned that the bot has not met: the name that was shown. */
  readonly unmet?: string;
}

/** Finding and keeping people by what is typed. Implemented by the identity feature. */
export interface PeopleSearch {
  /** Labels are in the language given, German if none is. */
  find(typed: string, language?: Language): Promise<Found>;
  /** Whom a button names, as they are today; undefined if they are gone. */
  get(id: string, language?: Language): Promise<Candidate | undefined>;
  /**
   * The person under an address: kept, and matched at first contact, if nobody was met there yet. On the coordination
   * office's word they speak for `partner`, unless they speak for one already or said that they speak for none.
   */
  withAddress(
    address: string,
    name?: string,
    partner?: { readonly id: string; readonly name: string },
  ): Promise<Person>;
  /** Somebody without any account, such as a guest: made anew under `key`, the same person for the same key. */
  withoutAccount(key: string, name: string): Promise<Person>;
  /** Those who speak for a partner, by name, confirmed by the coordination office. */
  ofPartner(partnerId: string, options?: { readonly after?: string; readonly limit?: number }): Promise<Page<Person>>;
}

/** Every id under which something of a person may be stored. */
export function idsOf({ id, formerIds = [] }: Pick<Person, 'id' | 'formerIds'>): readonly string[] {
  return [id, ...formerIds];
}

export function holds(person: Person, role: Role): boolean {
  switch (role) {
    case 'all':
      return true;
    case 'chair':
      return person.coordinator || person.chairs.length > 0;
    case 'coordinator':
      return person.coordinator;
  }
}
