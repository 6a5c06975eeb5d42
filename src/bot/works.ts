import { errorName, Refusal, Unavailable } from '../kernel/errors.js';
import { within } from '../kernel/timeout.js';
import type { Reply } from '../messages/reply.js';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection, DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Outbox } from '../ports/outbox.js';
import { holds, type People, type Person } from '../ports/people.js';
import { eventMark, type Feature, type Job, type LongWork, type LongWorkAsked, type Turn } from './feature.js';
import { noticeView } from './views.js';
import { type Work, worksSpec } from './works-model.js';
import { worksTexts } from './works-texts.js';
import { failedView, fileViews, progressView, resultView } from './works-views.js';

/** Whoever is at it says so this often; silent for as long as a lease, they are taken for dead. */
const renewEveryMs = 15_000;
const leaseMs = 60_000;
/** After an unexpected failure it is begun again so much later, so many times in all. */
const pauseMs = 20_000;
const mostTries = 3;
const mostAtBeat = 20;
/** How long stopping waits for what is under way; the next process goes on with the rest. */
const graceMs = 10_000;

export interface WorksOptions {
  readonly store: DocumentStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly people: () => Pick<People, 'get'>;
  readonly features: () => readonly Pick<Feature, 'works'>[];
}

/** Taken over by another process, or deleted with its person. */
class NotOurs extends Error {}

/** The process stops. */
class HandedBack extends Error {}

/**
 * Work that takes longer than an answer may. It is one document, begun at once beside the turn; whoever begins it has it for
 * as long as they say so, and if they die the next beat begins it anew. All that is shown of it stands in the outbox
 * under keys of its own, so that however often it is begun it is told once.
 */
export class Works implements LongWork {
  private readonly works: Collection<Work>;
  private readonly underWay = new Set<Promise<void>>();
  private stopping = false;

  constructor(private readonly options: WorksOptions) {
    this.works = options.store.collection(worksSpec);
  }

  async begin(turn: Turn, asked: LongWorkAsked): Promise<Reply> {
    const { inbound, language, now, person } = turn;
    const { from, place } = inbound;
    const _id = eventMark(inbound);
    await this.works.insert({
      ...asked,
      _id,
      personId: person.id,
      // Nothing is sent to a personal page: what is for its person stands there by itself.
      ...(from.channel !== 'page' && { to: from }),
      channel: from.channel,
      language,
      state: 'open',
      tries: 0,
      until: now,
      createdAt: now,
    });
    this.beside(_id);
    const t = worksTexts[language];
    const text = place.kind === 'direct' ? t.begun(asked.title) : t.begunElsewhere(asked.title);
    return { type: 'message', private: true, view: noticeView('bot.work-begun', text, language) };
  }

  /** Goes on with what nobody is at. */
  get job(): Job {
    return { name: 'bot.works', run: () => this.goOn() };
  }

  /** Gives back what is under way, to be begun by the next process. */
  async stop(): Promise<void> {
    this.stopping = true;
    await within(graceMs, Promise.all(this.underWay));
  }

  private async goOn(): Promise<{ readonly done: number; readonly failed: number }> {
    const free = { state: 'open', until: { $lte: this.options.clock.now() } };
    const { items } = await this.works.find({ filter: free, sort: [['until', 1]], limit: mostAtBeat });
    let done = 0;
    for (const { _id } of items) if (await this.attend(_id)) done += 1;
    return { done, failed: items.length - done };
  }

  private beside(id: string): void {
    const work = this.attend(id)
      .then(() => {})
      .catch((error: unknown) => {
        this.options.logger.warn({ work: id, name: errorName(error) }, 'work left to the next beat');
      })
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** Does it unless somebody is at it or it is done. True if it came to an end that was told. */
  private async attend(id: string): Promise<boolean> {
    const work = this.stopping ? undefined : await this.claim(id);
    if (!work) return false;
    const renewing = setInterval(() => void this.renew(work), renewEveryMs);
    try {
      await this.perform(work);
      return true;
    } catch (error) {
      return await this.failed(work, error);
    } finally {
      clearInterval(renewing);
    }
  }

  private async perform(work: Work): Promise<void> {
    const person = await this.options.people().get(work.personId);
    if (!person) throw new NotOurs();
    await this.options.outbox.enqueue([this.entry(work, keyOf(work), progressView(work))]);
    if (work.tries > mostTries) return this.end(work, 'failed', failedView(work));
    const view = await this.run(work, person);
    await this.holdOn(work);
    const files = fileViews(work, view);
    await this.options.outbox.enqueue(
      files.map((each, index) => this.entry(work, `${keyOf(work)}:files:${index}`, each)),
    );
    await this.end(work, 'done', resultView(work, view));
  }

  private run(work: Work, person: Person): Promise<View> {
    const { kind, subject, language, channel } = work;
    const spec = this.options.features().find(({ works }) => works && Object.hasOwn(works, kind))?.works?.[kind];
    if (!spec) throw new Error('no feature does this work');
    if (!holds(person, spec.role)) throw new Refusal(worksTexts[language].notAllowed, 'bot.work-not-allowed');
    const tell = async (done: number, total: number) => {
      await this.holdOn(work);
      await this.options.outbox.revise([{ key: keyOf(work), view: progressView(work, { done, total }) }]);
    };
    return spec.run(subject, { person, language, channel, now: this.options.clock.now(), tell });
  }

  /** Told first: a crash in between repeats that, and leaves nobody waiting. */
  private async end(work: Work, state: 'done' | 'failed', view: View): Promise<void> {
    await this.options.outbox.revise([{ key: keyOf(work), view }]);
    await this.works.update(work._id, { $set: { state } }, mine(work));
  }

  private async failed(work: Work, error: unknown): Promise<boolean> {
    if (error instanceof NotOurs) return false;
    if (error instanceof HandedBack) {
      await this.giveBack(work, 0, { $inc: { tries: -1 } });
      return false;
    }
    this.options.logger.warn({ work: work._id, kind: work.kind, name: errorName(error) }, 'work failed');
    if (error instanceof Refusal) {
      await this.end(work, 'failed', failedView(work, error.forPerson));
      return true;
    }
    if (work.tries < mostTries || error instanceof Unavailable) await this.giveBack(work, pauseMs);
    else await this.end(work, 'failed', failedView(work));
    return false;
  }

  private claim(id: string): Promise<Work | undefined> {
    const now = this.options.clock.now();
    const change = { $set: { holder: this.options.ids.next(), until: later(now, leaseMs) }, $inc: { tries: 1 } };
    return this.works.update(id, change, { state: 'open', until: { $lte: now } });
  }

  /** Rejects with `NotOurs` or `HandedBack` where there is nothing more to do. */
  private async holdOn(work: Work): Promise<void> {
    if (this.stopping) throw new HandedBack();
    const until = later(this.options.clock.now(), leaseMs);
    if (!(await this.works.update(work._id, { $set: { until } }, mine(work)))) throw new NotOurs();
  }

  private async renew(work: Work): Promise<void> {
    try {
      await this.holdOn(work);
    } catch (error) {
      this.options.logger.warn({ work: work._id, name: errorName(error) }, 'work not held on to');
    }
  }

  private async giveBack(work: Work, inMs: number, change: Change = {}): Promise<void> {
    const until = later(this.options.clock.now(), inMs);
    await this.works.update(work._id, { ...change, $set: { until } }, mine(work));
  }

  private entry({ personId, to }: Work, key: string, view: View) {
    const due = this.options.clock.now();
    return { key, personId, ...(to && { to }), view, due, occasion: 'change' } as const;
  }
}

function keyOf({ _id }: Work): string {
  return `work:${_id}`;
}

function mine({ holder = '' }: Work) {
  return { state: 'open', holder };
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
