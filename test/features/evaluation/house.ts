import type { Feature } from '../../../src/bot/feature.js';
import { NumberBook, numbersSpec } from '../../../src/bot/numbers.js';
import { createCharts } from '../../../src/charts/charts.js';
import { contentsSpec } from '../../../src/delivery/contents.js';
import { type Entry, outboxSpec } from '../../../src/delivery/entry.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import { goalPassages } from '../../../src/features/agreement/goal-passages.js';
import { committeeNames, committeesSpec } from '../../../src/features/attendance/model.js';
import { ballotsSpec, roundKeysSpec } from '../../../src/features/evaluation/answers/model.js';
import { Seal } from '../../../src/features/evaluation/answers/seal.js';
import { type Context, contextOf, type EvaluationOptions } from '../../../src/features/evaluation/context.js';
import { createEvaluationFeature } from '../../../src/features/evaluation/feature.js';
import {
  type Answer,
  actionGoalsSpec,
  answersSpec,
  promptId,
  promptsSpec,
  roundsSpec,
} from '../../../src/features/evaluation/model.js';
import { resultsSpec } from '../../../src/features/evaluation/results/model.js';
import { Directory } from '../../../src/features/partners/directory.js';
import { partnersSpec } from '../../../src/features/partners/model.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from '../../../src/features/partners/vocabulary.js';
import type { FormValues } from '../../../src/messages/form.js';
import { type Account, accountKey } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import type { CollectionSpec } from '../../../src/ports/document-store.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { Meetings } from '../../../src/ports/meetings.js';
import { createLinks } from '../../../src/web/links.js';
import type { FixedClock } from '../../support/clock.js';
import { countedIds } from '../../support/ids.js';
import { actionsIn, button, House, type HouseOptions, slack, teams, vouched } from '../identity/house.js';

/** Coordinates. */
export const anna = slack('ANNA');
export const deniz = slack('DENIZ');
export const fatma = teams('FATMA');

const documents = loadDocuments();
const names: readonly (readonly [Account, string])[] = [
  [anna, 'Anna Amt'],
  [deniz, 'Deniz Schule'],
  [fatma, 'Fatma Frei'],
];
const specs = [
  roundsSpec,
  promptsSpec,
  answersSpec,
  ballotsSpec,
  roundKeysSpec,
  actionGoalsSpec,
  resultsSpec,
  numbersSpec,
  contentsSpec,
];

type Submitted = Pick<Answer, 'questionId' | 'value'> & Partial<Answer>;

export interface SurveyHouseOptions extends HouseOptions {
  /** What evaluation is given beside the rest. */
  readonly survey?: Partial<EvaluationOptions>;
}

/** The rooms with evaluation, on the real outbox, with three people. */
export class SurveyHouse {
  private constructor(
    readonly house: House,
    readonly context: Context,
    readonly feature: Feature,
    private readonly ids: Map<Account, string>,
  ) {}

  static async open({ survey = {}, ...options }: SurveyHouseOptions = {}): Promise<SurveyHouse> {
    const house = await House.open({
      coordinators: ['anna@stadt.example'],
      ...options,
      extraSpecs: specs as unknown as CollectionSpec<never>[],
    });
    const { store, clock, people, identity } = house;
    const own: EvaluationOptions = {
      store,
      clock,
      ids: countedIds('row'),
      logger: silentLogger,
      outbox: createOutbox({ store, clock, onEnqueued() {} }),
      links: createLinks({ store }),
      charts: createCharts(),
      numbers: new NumberBook(store, () => house.features),
      zone: 'Europe/Berlin',
      networkName: 'Testnetz',
      people,
      search: identity.search,
      longWork: house.works,
      audience: identity.audience,
      directory: new Directory(store.collection(partnersSpec)),
      committees: committeeNames(store.collection(committeesSpec)),
      meetings: meetingsIn(house),
      goalPassages: (language) => goalPassages(documents, language),
      vocabulary: (language) => ({
        sectors: sectors.map((value) => ({ value, label: sectorLabel(value, language) })),
        lifeStages: lifeStages.map((value) => ({ value, label: lifeStageLabel(value, language) })),
      }),
      ...survey,
    };
    const feature = createEvaluationFeature(own);
    (house.features as Feature[]).unshift(feature);
    const ids = new Map<Account, string>();
    for (const [account, name] of names) {
      house.knows(account, vouched(name, `${name.split(' ')[0]?.toLowerCase()}@stadt.example`));
      ids.set(account, (await house.personOf(account)).id);
    }
    return new SurveyHouse(house, contextOf(own), feature, ids);
  }

  get clock(): FixedClock {
    return this.house.clock;
  }

  close(): Promise<void> {
    return this.house.close();
  }

  id(account: Account): string {
    return this.ids.get(account) ?? 'nobody';
  }

  /** On the coordination office's word. */
  async speaksFor(account: Account, name: string): Promise<void> {
    const partner = (await this.context.directory.search(name))[0];
    if (!partner) throw new Error('there is no such partner');
    const address = this.house.profiles.get(accountKey(account))?.email?.address ?? '';
    await this.house.identity.search.withAddress(address, undefined, partner);
  }

  says(from: Account, text: string): Promise<Reply> {
    return this.house.says(from, text);
  }

  /** Presses the button of this label on a card. */
  press(from: Account, card: Reply, label: string, options: { key?: string } = {}): Promise<Reply> {
    const found = button(card, label);
    if (!found) throw new Error(`no button ${label} among ${labelsOf(card).join(', ')}`);
    return this.house.presses(from, found, options);
  }

  /** Somebody else, who becomes known now. */
  async meets(user: string): Promise<Account> {
    const account = slack(user);
    this.house.knows(account, vouched(`Name ${user}`, `${user.toLowerCase()}@stadt.example`));
    this.ids.set(account, (await this.house.personOf(account)).id);
    return account;
  }

  /** Fills in the form that a button opens. */
  fill(from: Account, card: Reply, label: string, values: FormValues): Promise<Reply> {
    const found = button(card, label);
    if (!found) throw new Error(`no button ${label} among ${labelsOf(card).join(', ')}`);
    return this.house.submits(from, found.id, values, found.payload ?? {});
  }

  runs(at?: string) {
    if (at !== undefined) this.clock.set(at);
    return this.house.runs('evaluation-rounds');
  }

  /** What happens at a time of its own, such as asking those who came late. */
  async runsSchedule(name: string, at: string): Promise<void> {
    this.clock.set(at);
    const now = this.clock.now();
    await this.feature.schedules?.find((schedule) => schedule.name === name)?.run(now, now);
  }

  /** A round that is open: with `umfrage neu TEMPLATE` and `Starten`. */
  async started(template = 'kurz') {
    await this.press(anna, await this.says(anna, `umfrage neu ${template}`), 'Starten');
    const { items } = await this.context.rounds.find({ sort: [['number', -1]], limit: 1 });
    const [round] = items;
    if (!round) throw new Error('there is no round');
    return round;
  }

  async round(id: string) {
    const round = await this.context.rounds.get(id);
    if (!round) throw new Error('there is no such round');
    return round;
  }

  /** What the person's message under a key (without the round and the person) shows now. */
  async cardFor(account: Account, round: string, occasion: string): Promise<View | undefined> {
    const entry = await this.house.store.collection(outboxSpec).get(`round:${round}:${occasion}:${this.id(account)}`);
    return entry?.shared === undefined
      ? entry?.view
      : (await this.house.store.collection(contentsSpec).get(entry.shared))?.view;
  }

  /** What was submitted: the rows of rounds that have closed, and what the others' ballots hold. */
  async answers(): Promise<readonly Submitted[]> {
    const rows: Submitted[] = [...(await this.context.answers.find({ limit: 1_000 })).items];
    const copies = new Map<string, typeof rows>();
    for (const { roundId, sealed } of (await this.context.ballots.find({ limit: 1_000 })).items) {
      const ballot = (await Seal.of(this.context, roundId)).open(sealed) as { serial: string; rows: typeof rows };
      copies.set(ballot.serial, ballot.rows);
    }
    return [...rows, ...[...copies.values()].flat()];
  }

  async prompt(roundId: string, account: Account) {
    return this.context.prompts.get(promptId(roundId, this.id(account)));
  }

  /** What the outbox holds for a person, by key. */
  async keysFor(account: Account): Promise<readonly string[]> {
    return (await this.entriesFor(account)).map(({ _id }) => _id.replace(this.id(account), 'PERSON')).toSorted();
  }

  async entriesFor(account: Account): Promise<readonly Entry[]> {
    return (await this.house.store.collection(outboxSpec).find({ filter: { personId: this.id(account) } })).items;
  }
}

function meetingsIn({ features }: House): Meetings {
  const attendance = features.find(({ name }) => name === 'attendance');
  if (!attendance || !('meetings' in attendance)) throw new Error('there is no attendance');
  return attendance.meetings as Meetings;
}

export function labelsOf(reply: Reply): readonly string[] {
  return reply.type === 'message' || reply.type === 'replace' ? actionsIn(reply.view).map(({ label }) => label) : [];
}

export function viewIn(reply: Reply): View {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`a view was expected, not ${reply.type}`);
  return reply.view;
}
