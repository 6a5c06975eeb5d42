import type { Feature } from '../../bot/feature.js';
import { Conflict, messageOf } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Translated } from '../../kernel/texts.js';
import type { Account } from '../../messages/inbound.js';
import type { Clock } from '../../ports/clock.js';
import type { Change, Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Links } from '../../ports/links.js';
import type { Logger } from '../../ports/logger.js';
import type { Outbox } from '../../ports/outbox.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import type { Profile } from '../../ports/profiles.js';
import {
  type AccountDocument,
  accountsSpec,
  type CoordinationDocument,
  coordinationSpec,
  type LinkCode,
  type LinkTries,
  linkCodesSpec,
  linkTriesSpec,
  type PersonDocument,
  peopleSpec,
  type UnnotedAct,
} from './model.js';

interface NotedKind {
  readonly kind: string;
  readonly details?: JsonObject;
}

export interface IdentityOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly outbox: Outbox;
  readonly links: Links;
  /** What the platform says of an account; undefined if it does not answer. */
  readonly profiles: (account: Account) => Promise<Profile | undefined>;
  readonly partners: PartnerDirectory;
  /** `COORDINATORS`. */
  readonly coordinatorEmails: readonly string[];
  /**
   * The network's own workspaces and tenants, in any case of letters. Only there an address is believed. `any`: the local
   * mode of Teams, where every tenant comes from this machine.
   */
  readonly trustedRealms: { readonly slack: readonly string[]; readonly teams: readonly string[] | 'any' };
  /** Whether mail is set up: then it reaches those who have no account but an address. Off if left out. */
  readonly mailOn?: boolean;
  /** Committees that a person chairs, by the person's id. */
  readonly committeesChairedBy?: (personId: string) => Promise<readonly string[]>;
  /** Ids of the members of these committees; nobody's if left out. */
  readonly committeeMembers?: (committees: readonly string[]) => Promise<readonly string[]>;
  readonly privacyContact?: string;
  readonly networkName: string;
  /** All collections of all features: Auskunft, deletion, retention and the data protection page derive from them. */
  readonly specs: () => readonly CollectionSpec<never>[];
  /** Notes the only act of an event in the log of acts, once, however often it is called. */
  readonly noteAct: (act: Omit<UnnotedAct, 'kind'> & NotedKind) => Promise<void>;
  /** All features in order, for handing on what one person had to another. */
  readonly features?: () => readonly Pick<Feature, 'name' | 'succeed'>[];
  /** How all features word their administrative acts, for Auskunft. */
  readonly acts: () => Readonly<Record<string, Translated>>;
  /** The network's time zone. */
  readonly zone: string;
}

/** What every part of this room works on. */
export interface Context extends IdentityOptions {
  readonly people: Collection<PersonDocument>;
  readonly accounts: Collection<AccountDocument>;
  readonly coordination: Collection<CoordinationDocument>;
  readonly linkCodes: Collection<LinkCode>;
  readonly linkTries: Collection<LinkTries>;
}

export function contextOf(options: IdentityOptions): Context {
  return {
    ...options,
    coordinatorEmails: options.coordinatorEmails.map(normalEmail),
    people: options.store.collection(peopleSpec),
    accounts: options.store.collection(accountsSpec),
    coordination: options.store.collection(coordinationSpec),
    linkCodes: options.store.collection(linkCodesSpec),
    linkTries: options.store.collection(linkTriesSpec),
  };
}

export function normalEmail(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase();
}

/** What the platform says of an account; undefined if it does not answer. */
export async function profileOf(context: Context, account: Account): Promise<Profile | undefined> {
  try {
    return await context.profiles(account);
  } catch (error) {
    context.logger.warn({ channel: account.channel, reason: messageOf(error) }, 'profile lookup failed');
    return undefined;
  }
}

/** An account as far as trust in it goes. */
type Vouched = Pick<AccountDocument, 'account' | 'guest'>;

/** Whether the platform's word about an account's address counts here: one of our own, and no guest. */
export function isTrusted(context: Context, register: CoordinationDocument, account: Vouched): boolean {
  return !account.guest && isOwn(context, register, account);
}

/** Whether an account is of one of the network's own workspaces or tenants, guests there included. */
export function isOwn(context: Context, register: CoordinationDocument, account: Vouched): boolean {
  const { channel, realm } = account.account;
  switch (channel) {
    case 'playground':
      return true;
    case 'slack':
      return isAmong(ownWorkspaces(context, register), realm);
    case 'teams':
      return context.trustedRealms.teams === 'any' || isAmong(context.trustedRealms.teams, realm);
    case 'page':
    case 'mail':
      return false;
  }
}

/** As Slack says; in a process that does not start Slack, as it said last. */
function ownWorkspaces(context: Context, register: CoordinationDocument): readonly string[] {
  const { slack } = context.trustedRealms;
  return slack.length > 0 ? slack : (register.workspaces ?? []);
}

function isAmong(realms: readonly string[], realm: string): boolean {
  return realms.some((own) => own.toLowerCase() === realm.toLowerCase());
}

const mostAttempts = 20;

/**
 * Changes a document by what was read from it, as often as somebody else was quicker. `decide` resolves with undefined
 * if there is nothing to change. Resolves with the document as it then is; undefined if it is not there.
 */
export async function changeRead<T extends { readonly _id: string; readonly rev: number }>(
  collection: Collection<T>,
  id: string,
  decide: (document: T) => Promise<Change | undefined> | Change | undefined,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const read = await collection.get(id);
    if (!read) return undefined;
    const change = await decide(read);
    if (!change) return read;
    const changed = await collection.update(id, { ...change, $inc: { ...change.$inc, rev: 1 } }, { rev: read.rev });
    if (changed) return changed;
  }
  throw new Conflict(`${id} keeps changing`);
}
