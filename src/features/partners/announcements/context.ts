import type { LongWork, Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Language } from '../../../kernel/texts.js';
import type { Block } from '../../../messages/view.js';
import type { Audience } from '../../../ports/audience.js';
import type { Clock } from '../../../ports/clock.js';
import type { Change, Collection, DocumentStore, Filter } from '../../../ports/document-store.js';
import type { Links } from '../../../ports/links.js';
import type { Numbers } from '../../../ports/numbers.js';
import type { Outbox } from '../../../ports/outbox.js';
import type { PartnerDirectory } from '../../../ports/partners.js';
import type { People, PeopleSearch } from '../../../ports/people.js';
import type { Rooms } from '../../../ports/rooms.js';
import { commonTexts } from './common-texts.js';
import {
  type Announcement,
  announcementsSpec,
  type CatchUp,
  catchUpsSpec,
  type Offer,
  offersSpec,
  type Question,
  questionsSpec,
  type Read,
  readsSpec,
} from './model.js';
import { createPartnerSource, type PartnerSource } from './partner-source.js';

export interface AnnouncementsOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly zone: string;
  readonly networkName: string;
  readonly numbers: Numbers;
  readonly outbox: Outbox;
  readonly links: Links;
  readonly audience: Audience;
  readonly rooms: Rooms;
  readonly people: Pick<People, 'get' | 'names' | 'coordinators'>;
  readonly search: PeopleSearch;
  readonly directory: PartnerDirectory;
  /** For what takes longer than an answer may; done within the answer if left out. */
  readonly longWork?: LongWork;
  /** Those whose members may be chosen as an audience, by name; none if left out. */
  readonly committees?: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What newcomers are told of the agreement, with its passages cited. */
  readonly agreementInShort: (language: Language) => readonly Block[];
}

export interface Context extends AnnouncementsOptions {
  readonly announcements: Collection<Announcement>;
  readonly reads: Collection<Read>;
  readonly questions: Collection<Question>;
  readonly offers: Collection<Offer>;
  readonly catchUps: Collection<CatchUp>;
  readonly partners: PartnerSource;
}

export function contextOf(options: AnnouncementsOptions): Context {
  const { store } = options;
  return {
    ...options,
    announcements: store.collection(announcementsSpec),
    reads: store.collection(readsSpec),
    questions: store.collection(questionsSpec),
    offers: store.collection(offersSpec),
    catchUps: store.collection(catchUpsSpec),
    partners: createPartnerSource(store),
  };
}

/** All messages of an announcement in the outbox. */
export function batchOf({ _id }: Pick<Announcement, '_id'>): string {
  return `announcement:${_id}`;
}

/** The announcement under a typed number; refused with what the number is instead. */
export async function byNumber(context: Context, turn: Turn, typed: string): Promise<Announcement> {
  return byId(context, turn, await context.numbers.subject('announcement', typed, turn.language));
}

/** The announcement that a button names; refused if it is gone. */
export async function byId(context: Context, turn: Turn, id: string): Promise<Announcement> {
  const found = await context.announcements.get(id);
  if (!found) throw new Refusal(commonTexts[turn.language].gone, 'announcements.gone');
  return found;
}

/** Compare-and-set: the changed announcement, or undefined if it is not as `where` says any more. */
export function change(
  context: Context,
  { _id }: Announcement,
  what: Change,
  where: Filter,
): Promise<Announcement | undefined> {
  const $set = { changedAt: context.clock.now(), ...what.$set };
  return context.announcements.update(_id, { ...what, $set }, where);
}
