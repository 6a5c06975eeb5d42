import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { formatDay } from '../kernel/dates.js';
import { catalogue } from '../kernel/texts.js';
import type { Clock } from '../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { type Grant, mayDisturb, type Verdict } from './never-nag.js';

const Quota = z.object({
  /** The person's id. */
  _id: z.string(),
  grants: z.array(z.object({ day: z.string(), by: z.string() })).readonly(),
  /** Counts the changes: of two who ask at the same time, one asks again. */
  revision: z.number().int(),
  changedAt: z.date(),
});
type Quota = z.infer<typeof Quota>;

const keptDays = 60;
/** How often somebody else may come in between before we leave it to the next drain. */
const attempts = 8;
const aMinuteMs = 60_000;

const texts = catalogue({
  de: { label: 'Tage, an denen ich von mir aus geschrieben habe', days: 'Tage' },
  einfach: { label: 'Tage, an denen ich Ihnen von mir aus geschrieben habe', days: 'Tage' },
  en: { label: 'Days on which I wrote of my own accord', days: 'Days' },
});

/** Who got something of the clock's accord on which day, so that nobody gets too much. */
export const quotasSpec: CollectionSpec<Quota> = {
  name: 'outbox-quotas',
  schema: Quota,
  version: 1,
  indexes: [],
  retention: { days: keptDays, field: 'changedAt' },
  personal: {
    personField: '_id',
    label: { de: texts.de.label, einfach: texts.einfach.label, en: texts.en.label },
    show: ({ grants }, language) => ({
      [texts[language].days]: grants.map(({ day }) => formatDay(day, language)).join(', '),
    }),
    erase: 'delete',
  },
};

export interface Wish {
  readonly personId: string;
  readonly pausedUntil?: Date | undefined;
  readonly at: Date;
  /** The key of the bundle that wants to go. */
  readonly by: string;
}

/** Keeps count of what the clock sends to each person, over all processes. Rejects with `Unavailable`. */
export class Quotas {
  private readonly quotas: Collection<Quota>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
    private readonly zone: string,
  ) {
    this.quotas = store.collection(quotasSpec);
  }

  /** Grants a bundle its day, for good, if the person may be disturbed. Again for the same bundle and day: the same answer. */
  async grant({ personId, ...wish }: Wish): Promise<Verdict> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const quota = await this.quotas.get(personId);
      const grants = quota?.grants ?? [];
      const verdict = mayDisturb({ ...wish, zone: this.zone, grants });
      if (!verdict.go || isDeepStrictEqual(verdict.grants, grants)) return verdict;
      if (await this.write(personId, quota, verdict.grants)) return verdict;
    }
    return { go: false, until: new Date(wish.at.getTime() + aMinuteMs), reason: 'one-a-day' };
  }

  private async write(personId: string, quota: Quota | undefined, grants: readonly Grant[]): Promise<boolean> {
    const changedAt = this.clock.now();
    if (!quota) {
      return (await this.quotas.insert({ _id: personId, grants, revision: 1, changedAt })) === 'inserted';
    }
    const { revision } = quota;
    const changed = await this.quotas.update(
      personId,
      { $set: { grants, changedAt }, $inc: { revision: 1 } },
      { revision },
    );
    return changed !== undefined;
  }
}
