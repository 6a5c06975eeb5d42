import type { Feature } from '../../../../src/bot/feature.js';
import { NumberBook, numbersSpec } from '../../../../src/bot/numbers.js';
import { contentsSpec } from '../../../../src/delivery/contents.js';
import { Dispatcher } from '../../../../src/delivery/dispatcher.js';
import { lanesSpec } from '../../../../src/delivery/gate.js';
import type { Limits } from '../../../../src/delivery/limits.js';
import { createOutbox } from '../../../../src/delivery/outbox.js';
import { loadDocuments } from '../../../../src/features/agreement/files.js';
import { agreementInShort } from '../../../../src/features/agreement/in-short.js';
import { committeeNames, committeesSpec } from '../../../../src/features/attendance/model.js';
import type { createIdentityFeature } from '../../../../src/features/identity/feature.js';
import {
  type AnnouncementsOptions,
  createAnnouncementsFeature,
} from '../../../../src/features/partners/announcements/feature.js';
import {
  type Announcement,
  announcementsSpec,
  catchUpsSpec,
  offersSpec,
  questionsSpec,
  readsSpec,
} from '../../../../src/features/partners/announcements/model.js';
import { Directory } from '../../../../src/features/partners/directory.js';
import type { Account, MessageRef } from '../../../../src/messages/inbound.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { Action, View } from '../../../../src/messages/view.js';
import type { CollectionSpec } from '../../../../src/ports/document-store.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { createLinks } from '../../../../src/web/links.js';
import { Platform } from '../../../delivery/platform.js';
import { ShortWaits } from '../../../delivery/short-waits.js';
import { type FixedClock, fixedClock } from '../../../support/clock.js';
import { countedIds } from '../../../support/ids.js';
import { actionsIn, type House, type HouseOptions, slack, teams, vouched } from '../../identity/house.js';
import { openHouse } from '../house.js';

const documents = loadDocuments();
const none = { conversation: [], perSecond: 0 };
const unlimited: Limits = { slack: none, teams: none, playground: none, page: none, mail: none };
const specs = [
  announcementsSpec,
  readsSpec,
  questionsSpec,
  offersSpec,
  catchUpsSpec,
  numbersSpec,
  contentsSpec,
  lanesSpec,
];

export interface NewsroomOptions extends HouseOptions {
  readonly publicUrl?: string;
}

/** The rooms with the announcements, the real outbox, and a dispatcher whose platforms remember what they accepted. */
export class Newsroom {
  readonly slack: Platform;
  readonly teams: Platform;

  private constructor(
    readonly house: House,
    readonly feature: Feature,
    readonly options: AnnouncementsOptions,
    private readonly waits: ShortWaits,
  ) {
    const { clock } = house;
    this.slack = new Platform(clock);
    this.teams = new Platform(clock, undefined, 'teams');
    this.teams.canReadBack = false;
  }

  static async open(options: NewsroomOptions = {}): Promise<Newsroom> {
    const made: { feature?: ReturnType<typeof createAnnouncementsFeature> } = {};
    const drafts = () => {
      if (!made.feature) throw new Error('not made yet');
      return made.feature;
    };
    const clock = options.clock ?? fixedClock();
    const waits = new ShortWaits(clock);
    const house = await openHouse({
      ...options,
      clock,
      between: (real) => options.between?.(waits.watch(real)) ?? waits.watch(real),
      partners: { drafts },
      extraSpecs: specs as unknown as CollectionSpec<never>[],
    });
    const { store, people } = house;
    const identity: Pick<ReturnType<typeof createIdentityFeature>, 'audience' | 'rooms' | 'search'> = house.identity;
    const own: AnnouncementsOptions = {
      store,
      clock,
      zone: 'Europe/Berlin',
      networkName: 'Testnetz',
      numbers: new NumberBook(store, () => house.features),
      outbox: createOutbox({ store, clock, onEnqueued() {} }),
      links: createLinks({ store, ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }) }),
      audience: identity.audience,
      rooms: identity.rooms,
      search: identity.search,
      longWork: house.works,
      committees: committeeNames(store.collection(committeesSpec)),
      people,
      directory: directoryOf(house),
      agreementInShort: (language) => agreementInShort(documents, language),
    };
    made.feature = createAnnouncementsFeature(own);
    (house.features as Feature[]).unshift(made.feature);
    return new Newsroom(house, made.feature, own, waits);
  }

  private readonly dispatcher = once(() => this.newDispatcher('a'));

  get clock(): FixedClock {
    return this.house.clock;
  }

  close(): Promise<void> {
    return this.house.close();
  }

  /** So many people in Slack who have written once. */
  async staff(count: number): Promise<readonly Account[]> {
    const accounts = Array.from({ length: count }, (_, index) => slack(`STAFF${index + 1}`));
    for (const account of accounts) await this.house.personOf(account);
    return accounts;
  }

  says(from: Account, text: string, options: { key?: string } = {}): Promise<Reply> {
    return this.house.says(from, text, options);
  }

  /** Presses a button on a card that is there. */
  presses(
    from: Account,
    action: Action | undefined,
    options: { key?: string; card?: MessageRef } = {},
  ): Promise<Reply> {
    if (!action) throw new Error('there is no such button');
    const { card = cardRef, key } = options;
    return this.house.deliver(
      from,
      { type: 'action', id: action.id, payload: action.payload ?? {}, card },
      key === undefined ? {} : { key },
    );
  }

  /** Fills in the form that a button opens. */
  fills(
    from: Account,
    action: Action | undefined,
    values: Record<string, string | string[]>,
    key?: string,
  ): Promise<Reply> {
    if (!action) throw new Error('there is no such button');
    return this.house.deliver(
      from,
      { type: 'form', id: action.id, payload: action.payload ?? {}, values, card: cardRef },
      key === undefined ? {} : { key },
    );
  }

  newDispatcher(name: string): Dispatcher {
    const { store, people, clock } = this.house;
    return new Dispatcher({
      store,
      people,
      clock,
      messenger: (channel) => (channel === 'slack' ? this.slack : channel === 'teams' ? this.teams : undefined),
      ids: countedIds(name),
      logger: silentLogger,
      limits: unlimited,
      wait: this.waits.wait,
      onProgress: async (batches) => this.feature.delivered?.(batches),
    });
  }

  /** A beat of the bot: the job, then what is due, then updates of cards. */
  async beat(): Promise<void> {
    for (const job of this.feature.jobs) await job.run(this.clock.now());
    await this.drain();
  }

  async drain(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.dispatcher().drain(this.clock.now());
      this.clock.advance({ minutes: 0.1 });
    }
  }

  announcement(number: number): Promise<Announcement> {
    return this.found(number);
  }

  private async found(number: number): Promise<Announcement> {
    const { items } = await this.house.store.collection(announcementsSpec).find();
    const found = items.find((each) => each.number === number);
    if (!found) throw new Error(`there is no announcement ${number}`);
    return found;
  }

  /** What a person on Slack or Teams has been sent, latest last. */
  sentTo(account: Account): readonly View[] {
    const platform = account.channel === 'teams' ? this.teams : this.slack;
    return platform.posts
      .filter(({ user }) => user === account.user)
      .map(({ key, view }) => platform.shows(key) ?? view);
  }

  cardsOf(account: Account, kind: string): readonly View[] {
    return this.sentTo(account).filter((view) => view.kind === kind);
  }
}

/** The card on which buttons are pressed. */
export const cardRef: MessageRef = { channel: 'slack', realm: 'T1', parts: { ts: 'pressed' } };

function directoryOf(house: House) {
  const partners = house.features.find(({ name }) => name === 'partners');
  const directory = (partners as (Feature & { readonly directory?: AnnouncementsOptions['directory'] }) | undefined)
    ?.directory;
  if (!directory) throw new Error(`no directory, only ${Directory.name}`);
  return directory;
}

export function buttonOn(view: View | undefined, label: string): Action | undefined {
  return view && actionsIn(view).find((action) => action.label === label);
}

export { slack, teams, vouched };

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
