import { contentsSpec } from '../../../../src/delivery/contents.js';
import { Dispatcher } from '../../../../src/delivery/dispatcher.js';
import { lanesSpec } from '../../../../src/delivery/gate.js';
import type { Limits } from '../../../../src/delivery/limits.js';
import { ordersSpec } from '../../../../src/delivery/order.js';
import { quotasSpec } from '../../../../src/delivery/quotas.js';
import {
  type Invitation,
  invitationId,
  invitationsSpec,
} from '../../../../src/features/attendance/meetings/invitations.js';
import { committeesSpec } from '../../../../src/features/attendance/model.js';
import { peopleSpec } from '../../../../src/features/identity/model.js';
import type { Account } from '../../../../src/messages/inbound.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { Action, View } from '../../../../src/messages/view.js';
import type { CollectionSpec, DocumentStore } from '../../../../src/ports/document-store.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { Platform } from '../../../delivery/platform.js';
import { ShortWaits } from '../../../delivery/short-waits.js';
import { fixedClock } from '../../../support/clock.js';
import { countedIds } from '../../../support/ids.js';
import { actionsIn, button, type HouseOptions, textOfView } from '../../identity/house.js';
import { gabi, Town } from '../town.js';

export { anna, carla, deniz, emil, gabi } from '../town.js';

const none = { conversation: [], perSecond: 0 };
const unlimited: Limits = { slack: none, teams: none, playground: none, page: none, mail: none };
const specs = [contentsSpec, lanesSpec, ordersSpec, quotasSpec] as unknown as readonly CollectionSpec<never>[];

/** On Thursday, the 3rd of December 2026, at 14 o'clock; replies by Tuesday. */
export const planned = 'treffen neu AK Übergänge; AK Übergänge; 03.12.2026 14:00; Rathaus';

/** A town with its post: the real outbox, and a dispatcher whose platforms remember what they accepted and show. */
export class Square {
  readonly slack: Platform;
  readonly teams: Platform;
  private readonly dispatcher: Dispatcher;

  private constructor(
    readonly town: Town,
    waits: ShortWaits,
  ) {
    const { clock, store, people, features } = town.house;
    this.slack = new Platform(clock);
    this.teams = new Platform(clock, undefined, 'teams');
    this.teams.canReadBack = false;
    this.dispatcher = new Dispatcher({
      store,
      people,
      clock,
      messenger: (channel) => (channel === 'slack' ? this.slack : channel === 'teams' ? this.teams : undefined),
      ids: countedIds('post'),
      logger: silentLogger,
      limits: unlimited,
      wait: waits.wait,
      onProgress: async (batches) => {
        for (const feature of features) await feature.delivered?.(batches);
      },
    });
  }

  static async open(options: HouseOptions = {}): Promise<Square> {
    const clock = options.clock ?? fixedClock();
    const waits = new ShortWaits(clock);
    const between = (real: DocumentStore) => options.between?.(waits.watch(real)) ?? waits.watch(real);
    const extraSpecs = [...specs, ...(options.extraSpecs ?? [])];
    return new Square(await Town.open({ ...options, clock, between, extraSpecs }), waits);
  }

  /** With a meeting, Nr. 1, to which the chair Gabi has invited herself, Carla and Deniz. */
  static async invited(options: HouseOptions = {}): Promise<Square> {
    const square = await Square.open(options);
    await square.invite();
    return square;
  }

  async invite(): Promise<void> {
    await this.town.says(gabi, planned);
    await this.town.says(gabi, 'einladen 1');
    await this.beat();
  }

  close(): Promise<void> {
    return this.town.close();
  }

  get clock() {
    return this.town.house.clock;
  }

  /** A beat of the bot: cards are rewritten, reminders made known, then everything that is due goes out. */
  async beat(): Promise<void> {
    await this.town.house.runs('attendance.replies');
    await this.post();
  }

  async post(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.dispatcher.drain(this.clock.now());
      this.clock.advance({ minutes: 0.1 });
    }
  }

  says(from: Account, text: string, key?: string): Promise<Reply> {
    return this.town.says(from, text, key);
  }

  presses(from: Account, action: Action | undefined, key?: string): Promise<Reply> {
    return this.town.house.presses(from, action, key === undefined ? {} : { key });
  }

  /** Presses a button on the card that somebody has got. */
  async pressesOnCard(from: Account, label: string, key?: string): Promise<Reply> {
    return this.presses(from, buttonOn(await this.cardOf(from), label), key);
  }

  async idOf(account: Account): Promise<string> {
    return (await this.town.house.personOf(account)).id;
  }

  /** Makes people speak for a partner, as the coordination has confirmed. */
  async speakFor(partner: string, ...accounts: readonly Account[]): Promise<void> {
    for (const account of accounts) {
      const stored = { id: partner, name: partner };
      await this.town.house.store
        .collection(peopleSpec)
        .update(await this.idOf(account), { $set: { partner: stored } });
    }
  }

  /** What somebody's messages show now, in the order in which they came. */
  shownTo(account: Account): readonly View[] {
    const platform = account.channel === 'teams' ? this.teams : this.slack;
    return platform.posts
      .filter(({ user }) => user === account.user)
      .map(({ key, view }) => platform.shows(key) ?? view);
  }

  textsTo(account: Account): readonly string[] {
    return this.shownTo(account).map((view) => `${view.summary}\n${textOfView(view)}`);
  }

  /** The first card of the invitation that somebody has got, as it shows now. */
  async cardOf(account: Account): Promise<View> {
    const card = this.shownTo(account).find(({ kind }) => kind === 'attendance.invitation');
    if (!card) throw new Error(`${account.user} has no card`);
    return card;
  }

  async cardText(account: Account): Promise<string> {
    return textOfView(await this.cardOf(account));
  }

  async row(account: Account, number = 1): Promise<Invitation> {
    const meeting = await this.town.meeting(number);
    const row = await this.rows.get(invitationId(meeting._id, await this.idOf(account)));
    if (!row) throw new Error('there is no such row');
    return row;
  }

  get rows() {
    return this.town.house.store.collection(invitationsSpec);
  }

  get committees() {
    return this.town.house.store.collection(committeesSpec);
  }
}

export function buttonOn(view: View | undefined, label: string): Action | undefined {
  return view && actionsIn(view).find((action) => action.label === label);
}

export function labelsOf(view: View): readonly string[] {
  return actionsIn(view).map(({ label }) => label);
}

export { button };
