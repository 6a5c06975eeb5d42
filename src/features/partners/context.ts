import type { LongWork } from '../../bot/feature.js';
import type { Day } from '../../kernel/dates.js';
import type { Charts } from '../../ports/charts.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Outbox } from '../../ports/outbox.js';
import type { People, PeopleSearch } from '../../ports/people.js';
import type { QuestionTopics } from '../../ports/question-topics.js';
import type { AnnouncementDrafts } from './drafts.js';
import { PartnerFinder } from './finder.js';
import { type PartnerChange, type PartnerDocument, partnerChangesSpec, partnersSpec } from './model.js';

/** The agreement that partners sign, as far as the directory needs it. */
export interface SignedAgreement {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** How a partner leaves; undefined where the document does not say. */
  readonly notice?: {
    /** The last day as a partner after notice was received on a day. */
    end(received: Day): Day;
    /** The passage that says so, to the letter. */
    readonly quote: string;
    readonly source: string;
  };
}

/** What the directory needs of the others. */
export interface DirectoryOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
  /** The network's time zone. */
  readonly zone: string;
  readonly people: () => Pick<People, 'get' | 'names' | 'coordinators'>;
  /** Finding people by their partner; left out: a partner's own people are unknown. */
  readonly peopleSearch?: () => PeopleSearch;
  /** For what takes longer than an answer may; done within the answer if left out. */
  readonly longWork?: LongWork;
  readonly agreement?: SignedAgreement;
  /** What a question is about that no agreement answers. */
  readonly topics?: () => QuestionTopics;
  readonly charts?: Charts;
  readonly drafts?: () => AnnouncementDrafts;
}

/** What every part of the directory works on. */
export interface DirectoryContext extends DirectoryOptions {
  readonly partners: Collection<PartnerDocument>;
  readonly changes: Collection<PartnerChange>;
  readonly finder: PartnerFinder;
}

export function directoryContext(options: DirectoryOptions): DirectoryContext {
  const partners = options.store.collection(partnersSpec);
  return {
    ...options,
    partners,
    changes: options.store.collection(partnerChangesSpec),
    finder: new PartnerFinder(partners, options.clock),
  };
}
