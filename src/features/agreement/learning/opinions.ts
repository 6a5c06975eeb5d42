import type { Turn } from '../../../bot/feature.js';
import type { Collection } from '../../../ports/document-store.js';
import { type AskedMatter, type Complaint, monthOf, type Opinion, opinionId, type Verdict } from './model.js';

/** Which answer an opinion is about. */
export interface Judged {
  /** Mark of the question that was answered. */
  readonly answer: string;
  /** Id of the matter, or of what the agreement is silent on. */
  readonly about: string;
}

/** What was asked for a stretch of time, by matter. */
export interface Asked {
  readonly about: string;
  readonly answered: boolean;
  readonly count: number;
}

const mostMatters = 1_000;
const mostWords = 5;

/** Keeps count of what is asked, and of what people think of the answers. */
export class Opinions {
  constructor(
    private readonly asked: Collection<AskedMatter>,
    private readonly opinions: Collection<Opinion>,
  ) {}

  /** One more question about a matter. */
  async count({ today, now }: Turn, about: string, answered: boolean): Promise<void> {
    const month = monthOf(today);
    const _id = `${month}:${about}`;
    await this.asked.upsert(
      _id,
      { $inc: { count: 1 }, $set: { answered }, $max: { at: now } },
      { _id, month, about, answered, count: 0, at: now },
    );
  }

  async judge(turn: Turn, judged: Judged, verdict: Verdict): Promise<void> {
    const reconsidered = verdict === 'helped' ? { $unset: { reason: true } as const } : {};
    await this.change(turn, judged, verdict, { $set: { verdict, at: turn.now }, ...reconsidered });
  }

  async giveReason(turn: Turn, judged: Judged, reason: Complaint): Promise<void> {
    await this.change(turn, judged, 'not-helped', { $set: { verdict: 'not-helped', reason, at: turn.now } });
  }

  /** What the person chose to send along: a remark, or the question itself. */
  async addWords(
    turn: Turn,
    judged: Judged,
    words: { readonly text: string } | { readonly question: string },
  ): Promise<void> {
    await this.change(turn, judged, 'not-helped', { $set: { ...words, hasWords: true, at: turn.now } });
  }

  private async change(turn: Turn, { answer, about }: Judged, verdict: Verdict, change: Change): Promise<void> {
    const _id = opinionId(turn.person.id, answer);
    const fresh = { _id, personId: turn.person.id, about, verdict, hasWords: false, at: turn.now };
    await this.opinions.upsert(_id, change, fresh);
  }

  /** What was asked since the beginning of a month, most often first. */
  async askedSince(month: string): Promise<readonly Asked[]> {
    const { items } = await this.asked.find({ filter: { month: { $gte: month } }, limit: mostMatters });
    const sums = new Map<string, Asked>();
    for (const { about, answered, count } of items) {
      sums.set(about, { about, answered, count: count + (sums.get(about)?.count ?? 0) });
    }
    return [...sums.values()].sort((a, b) => b.count - a.count || (a.about < b.about ? -1 : 1));
  }

  countOf(about: string, verdict: Verdict, since: Date): Promise<number> {
    return this.opinions.count({ about, verdict, at: { $gte: since } });
  }

  /** The latest opinions with words to read. */
  async withWords(): Promise<readonly Opinion[]> {
    const { items } = await this.opinions.find({ filter: { hasWords: true }, sort: [['at', -1]], limit: mostWords });
    return items;
  }
}

type Change = Parameters<Collection<Opinion>['upsert']>[1];
