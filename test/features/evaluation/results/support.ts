import { createDispatch } from '../../../../src/bot/dispatch.js';
import type { Feature } from '../../../../src/bot/feature.js';
import { NumberBook } from '../../../../src/bot/numbers.js';
import { reportsPage } from '../../../../src/bot/reports.js';
import { createCharts } from '../../../../src/charts/charts.js';
import { type Entry, outboxSpec } from '../../../../src/delivery/entry.js';
import { createEvaluationFeature } from '../../../../src/features/evaluation/feature.js';
import {
  actionGoalsSpec,
  answersSpec,
  type Prompt,
  promptId,
  promptsSpec,
  type Question,
  type Round,
  roundsSpec,
} from '../../../../src/features/evaluation/model.js';
import { closingQuestion, goalQuestion, strategicGoals } from '../../../../src/features/evaluation/questions.js';
import { resultsSpec } from '../../../../src/features/evaluation/results/model.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from '../../../../src/features/partners/vocabulary.js';
import type { Account } from '../../../../src/messages/inbound.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { Action } from '../../../../src/messages/view.js';
import type { CollectionSpec } from '../../../../src/ports/document-store.js';
import { House, type StoreKind, slack, teams, vouched } from '../../identity/house.js';

/** Coordinates. */
export const anna = slack('ANNA');
/** Asked. */
export const carla = teams('CARLA');
/** Not asked. */
export const gerd = slack('GERD');

const specs = [
  roundsSpec,
  promptsSpec,
  answersSpec,
  actionGoalsSpec,
  resultsSpec,
] as unknown as CollectionSpec<never>[];
export const quarterly: readonly Question[] = [...strategicGoals.map(goalQuestion), closingQuestion];

/** How many of a sector gave an answer to every question. */
export interface Given {
  readonly sector?: string;
  readonly values: readonly (string | number)[];
}

/** The rooms with evaluation, and rounds put into the store as answering leaves them. */
export class ResultsHouse {
  private events = 0;
  private rows = 0;

  private constructor(
    readonly house: House,
    readonly feature: Feature,
    readonly numbers: NumberBook,
    private readonly dispatch: ReturnType<typeof createDispatch>,
  ) {}

  static async open(on: StoreKind = 'embedded', publicUrl?: string): Promise<ResultsHouse> {
    const house = await House.open({
      on,
      coordinators: ['anna@stadt.example'],
      extraSpecs: specs,
      ...(publicUrl !== undefined && { publicUrl }),
    });
    const options = house.identityOptions;
    const all: Feature[] = [...house.features];
    const numbers = new NumberBook(house.store, () => all);
    const feature = createEvaluationFeature({
      ...options,
      charts: createCharts(),
      numbers,
      people: house.people,
      search: house.identity.search,
      longWork: house.works,
      audience: house.identity.audience,
      directory: options.partners,
      goalPassages: () => [],
      impactOfOthers: async (year, language) =>
        (
          await Promise.all(house.features.map(async (feature) => (await feature.impact?.(year, language)) ?? []))
        ).flat(),
      vocabulary: (language) => ({
        sectors: sectors.map((value) => ({ value, label: sectorLabel(value, language) })),
        lifeStages: lifeStages.map((value) => ({ value, label: lifeStageLabel(value, language) })),
      }),
    });
    all.push(feature);
    (house.features as Feature[]).push(feature);
    const dispatch = createDispatch({ ...options, features: all, people: house.people });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
    house.knows(gerd, vouched('Gerd Anders', 'gerd@anders.example'));
    for (const account of [anna, carla, gerd]) await house.personOf(account);
    return new ResultsHouse(house, feature, numbers, dispatch);
  }

  close(): Promise<void> {
    return this.house.close();
  }

  says(from: Account, text: string): Promise<Reply> {
    return this.deliver(from, { type: 'text', text, via: 'chat' });
  }

  presses(from: Account, action: Action | undefined): Promise<Reply> {
    if (!action) throw new Error('there is no such button');
    return this.deliver(from, { type: 'action', id: action.id, payload: action.payload ?? {} });
  }

  submits(from: Account, id: string, values: Readonly<Record<string, string>>, round: string, key?: string) {
    return this.deliver(from, { type: 'form', id, payload: { round }, values }, key);
  }

  private deliver(from: Account, event: Parameters<typeof this.dispatch>[0]['event'], key?: string): Promise<Reply> {
    this.events += 1;
    return this.dispatch({
      key: key ?? `result-${this.events}`,
      at: this.house.clock.now(),
      from,
      name: from.user,
      place: { kind: 'direct', conversation: `with-${from.user}` },
      event,
    });
  }

  /** What `/berichte/…` answers. */
  page(path: string) {
    const token = path.slice(path.indexOf('/berichte/') + '/berichte/'.length);
    return this.pages().run({ params: { token }, language: 'de', now: this.house.clock.now() });
  }

  pages() {
    return reportsPage(this.house.identityOptions.links, () => [this.feature]);
  }

  async runs(name: string) {
    const job = this.feature.jobs.find((each) => each.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    return job.run(this.house.clock.now());
  }

  async sent(batch: string): Promise<readonly Entry[]> {
    return (await this.house.store.collection(outboxSpec).find({ filter: { batch } })).items;
  }

  get rounds() {
    return this.house.store.collection(roundsSpec);
  }

  get answers() {
    return this.house.store.collection(answersSpec);
  }

  get prompts() {
    return this.house.store.collection(promptsSpec);
  }

  /** A round as closing leaves it, unless said otherwise. */
  async round(changes: Partial<Round> & { readonly _id: string }): Promise<Round> {
    const round: Round = {
      rev: 1,
      number: await this.numbers.give('round', changes._id),
      title: 'Herbst 2026',
      template: 'quartal',
      named: false,
      questions: [...quarterly],
      audience: {},
      state: 'closed',
      openDays: 21,
      remindAfterDays: [7, 14],
      occurrence: 1,
      resultsFor: 'participants',
      by: 'somebody',
      createdAt: new Date('2026-10-01T09:00:00+02:00'),
      openedAt: new Date('2026-10-01T09:00:00+02:00'),
      closesAt: new Date('2026-10-22T09:00:00+02:00'),
      closedAt: new Date('2026-10-22T09:00:00+02:00'),
      unfinished: ['reporting'],
      ...changes,
    };
    await this.rounds.insert(round);
    return round;
  }

  /** People who submitted these answers; `questions` are asked in the order of the values. */
  async answered(round: Round, given: readonly Given[], questions = round.questions): Promise<void> {
    for (const { sector, values } of given) {
      this.rows += 1;
      await this.asked(round, `person-${this.rows}`, {
        state: 'done',
        ...(sector !== undefined && { sectors: [sector] }),
      });
      await this.answers.insertMany(
        values.map((value, index) => ({
          _id: `row-${this.rows}-${index}`,
          roundId: round._id,
          questionId: questions[index]?.id ?? '',
          value,
          ...(sector !== undefined && { sector }),
        })),
      );
    }
  }

  async asked(round: Round, personId: string, changes: Partial<Prompt> = {}): Promise<void> {
    await this.prompts.insert({
      _id: promptId(round._id, personId),
      rev: 1,
      roundId: round._id,
      personId,
      sectors: [],
      lifeStages: [],
      state: 'open',
      reminders: 0,
      ...changes,
    });
  }

  async idOf(account: Account): Promise<string> {
    return (await this.house.personOf(account)).id;
  }
}

/** The same answer several times. */
export function times(count: number, given: Given): readonly Given[] {
  return Array.from({ length: count }, () => given);
}
