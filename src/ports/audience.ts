import type { Language } from '../kernel/texts.js';
import type { Account, ChannelName } from '../messages/inbound.js';
import type { Page } from './document-store.js';

/**
 * Whom something goes to. Empty: everyone, that is every known person but those of partners that left. Each list given
 * narrows it down; within a list one match suffices. `people` names them one by one, whatever the other lists say.
 */
export interface AudienceFilter {
  readonly channels?: readonly ChannelName[];
  readonly sectors?: readonly string[];
  readonly lifeStages?: readonly string[];
  readonly districts?: readonly string[];
  readonly partners?: readonly string[];
  readonly committees?: readonly string[];
  readonly people?: readonly string[];
}

/** One person of an audience. */
export interface Addressee {
  readonly personId: string;
  readonly name: string;
  readonly language: Language;
  readonly partner?: { readonly id?: string; readonly name: string; readonly confirmed: boolean };
  /** Where they are reached: chosen or last used; mail where it is set up; absent: only by letter. */
  readonly to?: Account;
}

export interface AudienceCount {
  readonly total: number;
  readonly byChannel: Readonly<Partial<Record<ChannelName, number>>>;
  /** Reached only by letter. */
  readonly byLetter: number;
}

/** Who is in an audience. Implemented by the identity feature; which partners match is the directory's to say. */
export interface Audience {
  /** `knownBefore` freezes it: who came later is not in it. */
  count(filter: AudienceFilter, knownBefore: Date): Promise<AudienceCount>;
  /** Each person once, in a stable order, at most 500 a page. */
  page(filter: AudienceFilter, knownBefore: Date, after?: string): Promise<Page<Addressee>>;
  /** Whether somebody is in it today. */
  includes(filter: AudienceFilter, personId: string): Promise<boolean>;
  /** Those reached only by letter, by name, at most so many. */
  byLetter(filter: AudienceFilter, knownBefore: Date, limit: number): Promise<readonly Addressee[]>;
}
