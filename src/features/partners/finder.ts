import MiniSearch, { type Query as TextQuery } from 'minisearch';
import { toleratedEdits } from '../../kernel/fold.js';
import { nameWords } from '../../kernel/names.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, Filter } from '../../ports/document-store.js';
import type { PartnerDocument } from './model.js';
import { isWholeTown, type LifeStage, lifeStageWords, type Sector, sectorWords } from './vocabulary.js';
import { type Districts, districtsOf, type Wish } from './wish.js';
import { Compounds, isStopWord, stemOf, tokensOf } from './words.js';

/** What of a partner is kept in memory for finding and listing: nothing about persons. */
export interface Entry {
  readonly id: string;
  readonly rev: number;
  readonly name: string;
  readonly sectors: readonly Sector[];
  readonly lifeStages: readonly LifeStage[];
  readonly districts: readonly string[];
  readonly offers: readonly string[];
  readonly left?: string;
}

export interface Finding {
  /** Best first. */
  readonly hits: readonly Entry[];
  /** Nothing fits all that was wished for; these come near. */
  readonly isLoose: boolean;
  /** A word that was wished for stands in the best one's name, offers or languages. */
  readonly isStrong: boolean;
}

/** More partners than this are not held in memory: far beyond any network. */
const mostPartners = 10_000;
const pageSize = 1_000;
/** Clocks of several processes may differ by so much. */
const overlapMs = 10 * 60_000;
const lookBackEveryMs = 2_000;

const textFields = [
  'name',
  'offers',
  'provider',
  'description',
  'districts',
  'sectors',
  'stages',
  'languages',
] as const;
/** Where a word says what somebody does, and not only where or for whom. */
const strongFields: ReadonlySet<string> = new Set(['name', 'offers', 'languages']);
const mostNear = 5;
type TextDocument = Readonly<Record<(typeof textFields)[number], string>> & { readonly id: string };
const boost = {
  name: 4,
  offers: 3,
  languages: 2,
  districts: 2,
  sectors: 1.5,
  stages: 1.5,
  provider: 1,
  description: 1,
};

/**
 * Finds partners by what people type, in German and with small typos. The index lives in memory, is built from the store
 * and looks there before each search for what has changed since, so that several processes say the same.
 */
export class PartnerFinder {
  private entries = new Map<string, Entry>();
  private index = emptyIndex(new Compounds([]));
  private compounds = new Compounds([]);
  private latest = new Date(0);
  private running: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;
  private lookedBack = 0;

  constructor(
    private readonly partners: Collection<PartnerDocument>,
    private readonly clock: Clock,
  ) {}

  /** Those who are partners on a day (ISO), or all with those who left. */
  async find(wish: Wish, day: string, options: { readonly withLeft?: boolean } = {}): Promise<Finding> {
    await this.refresh();
    const isThere = (entry: Entry) => options.withLeft === true || !hasLeft(entry, day);
    const fits = (entry: Entry) => isThere(entry) && fitsWish(entry, wish);
    const words = tokensOf(wish.words).filter((word) => !isStopWord(word));
    if (words.length === 0)
      return { hits: byName([...this.entries.values()].filter(fits)), isLoose: false, isStrong: false };
    for (const step of ['exact', 'tolerant'] as const) {
      const { hits, isStrong } = this.matching(words, step, fits);
      if (hits.length > 0) return { hits: directFirst(hits, wish), isLoose: false, isStrong };
    }
    const { hits, isStrong } = this.matching(words, 'any', isThere);
    return { hits: hits.slice(0, mostNear), isLoose: true, isStrong };
  }

  /** Every district that a partner has, by name. */
  async districts(): Promise<Districts> {
    await this.refresh();
    return districtsOf([...this.entries.values()].flatMap((entry) => entry.districts));
  }

  /** Everybody who is a partner on a day, by name. */
  async all(day: string): Promise<readonly Entry[]> {
    return (await this.find({ words: '' }, day)).hits;
  }

  /** Takes over what has changed in the store. Of many who ask at once, those who come while one looks share the next. */
  refresh(): Promise<void> {
    if (!this.running) return this.begin();
    this.waiting ??= this.running.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.waiting;
  }

  private begin(): Promise<void> {
    this.waiting = undefined;
    const run = this.takeOver().finally(() => {
      if (this.running === run) this.running = undefined;
    });
    this.running = run;
    return run;
  }

  private async takeOver(): Promise<void> {
    const [newest, count] = await Promise.all([
      this.partners.find({ sort: [['changedAt', -1]], limit: 1 }),
      this.partners.count(),
    ]);
    const changedAt = newest.items[0]?.changedAt ?? new Date(0);
    const isSame = changedAt.getTime() === this.latest.getTime() && count === this.entries.size;
    if (isSame && !this.mayHaveMissed(changedAt)) return;
    const since = new Date(this.latest.getTime() - overlapMs);
    if (this.entries.size > 0) for (const partner of await this.read({ changedAt: { $gte: since } })) this.put(partner);
    if (this.entries.size !== count) await this.rebuild();
    this.latest = changedAt;
  }

  /** A process whose clock is slow may have written behind the newest change: looked for while that is young. */
  private mayHaveMissed(changedAt: Date): boolean {
    const now = this.clock.now().getTime();
    const isDue = Math.abs(now - this.lookedBack) >= lookBackEveryMs;
    if (isDue) this.lookedBack = now;
    return isDue && now - changedAt.getTime() <= overlapMs;
  }

  private async rebuild(): Promise<void> {
    const partners = await this.read({});
    const compounds = new Compounds(partners.flatMap((partner) => tokensOf(Object.values(textOf(partner)).join(' '))));
    const index = emptyIndex(compounds);
    index.addAll(partners.map(textOf));
    this.entries = new Map(partners.map((partner) => [partner._id, entryOf(partner)]));
    this.index = index;
    this.compounds = compounds;
  }

  private async read(filter: Filter): Promise<readonly PartnerDocument[]> {
    const partners: PartnerDocument[] = [];
    let after: string | undefined;
    do {
      const page = await this.partners.find({ filter, limit: pageSize, ...(after !== undefined && { after }) });
      partners.push(...page.items);
      after = page.next;
    } while (after !== undefined && partners.length < mostPartners);
    return partners;
  }

  private put(partner: PartnerDocument): void {
    if (this.entries.get(partner._id)?.rev === partner.rev) return;
    if (this.index.has(partner._id)) this.index.discard(partner._id);
    this.index.add(textOf(partner));
    this.entries.set(partner._id, entryOf(partner));
  }

  private matching(
    words: readonly string[],
    step: 'exact' | 'tolerant' | 'any',
    fits: (entry: Entry) => boolean,
  ): Omit<Finding, 'isLoose'> {
    const query: TextQuery = {
      combineWith: step === 'any' ? 'OR' : 'AND',
      queries: words.map((word) => this.oneWord(word)),
    };
    const edits = (term: string) => toleratedEdits(term.length);
    const results = this.index.search(query, {
      processTerm: (term) => term,
      boost,
      prefix: (term) => term.length >= 4,
      fuzzy: step === 'exact' ? false : edits,
      filter: ({ id }) => {
        const entry = this.entries.get(String(id));
        return entry !== undefined && fits(entry);
      },
    });
    const entries = results.flatMap(({ id }) => this.entries.get(String(id)) ?? []);
    const isNamed = (entry: Entry) => words.every((word) => nameWords(entry.name).includes(word));
    return {
      hits: [...entries.filter(isNamed), ...entries.filter((entry) => !isNamed(entry))],
      isStrong: Object.values(results[0]?.match ?? {}).some((fields) =>
        fields.some((field) => strongFields.has(field)),
      ),
    };
  }

  /** The word itself, or all the parts of a compound. */
  private oneWord(word: string): TextQuery {
    const parts = this.compounds.parts(word).map(stemOf);
    if (parts.length === 0) return stemOf(word);
    return { combineWith: 'OR', queries: [stemOf(word), { combineWith: 'AND', queries: parts }] };
  }
}

function emptyIndex(compounds: Compounds): MiniSearch<TextDocument> {
  return new MiniSearch<TextDocument>({
    fields: [...textFields],
    tokenize: (text) => [...tokensOf(text)],
    processTerm: (term) =>
      isStopWord(term) ? false : [...new Set([term, ...compounds.parts(term)].map((word) => stemOf(word)))],
  });
}

function textOf(partner: PartnerDocument): TextDocument {
  return {
    id: partner._id,
    name: partner.name,
    offers: partner.offers.join(' '),
    provider: partner.provider ?? '',
    description: partner.description ?? '',
    districts: partner.districts.join(' '),
    sectors: partner.sectors.map(sectorWords).join(' '),
    stages: partner.lifeStages.map(lifeStageWords).join(' '),
    languages: partner.languages.join(' '),
  };
}

function entryOf({ _id, rev, name, sectors, lifeStages, districts, offers, left }: PartnerDocument): Entry {
  return { id: _id, rev, name, sectors, lifeStages, districts, offers, ...(left !== undefined && { left }) };
}

/** Whether somebody is a partner no more on a day. */
export function hasLeft(entry: { readonly left?: string | undefined }, day: string): boolean {
  return entry.left !== undefined && entry.left <= day;
}

function fitsWish(entry: Entry, { sectors, lifeStages, districts }: Wish): boolean {
  const isOneOf = <T>(has: readonly T[], wanted: readonly T[] | undefined) =>
    wanted === undefined || wanted.length === 0 || wanted.some((one) => has.includes(one));
  const isThere =
    isOneOf(entry.districts, districts) || entry.districts.some(isWholeTown) || isNamedAfter(entry, districts);
  return isOneOf(entry.sectors, sectors) && isOneOf(entry.lifeStages, lifeStages) && isThere;
}

function isNamedAfter(entry: Entry, districts: readonly string[] | undefined): boolean {
  const words = nameWords(entry.name);
  return districts?.some((district) => nameWords(district).every((word) => words.includes(word))) ?? false;
}

/** Who works in the district comes before who works everywhere. */
function directFirst(hits: readonly Entry[], { districts }: Wish): readonly Entry[] {
  if (districts === undefined || districts.length === 0) return hits;
  const isDirect = (entry: Entry) => districts.some((district) => entry.districts.includes(district));
  return [...hits.filter(isDirect), ...hits.filter((entry) => !isDirect(entry))];
}

function byName(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => a.name.localeCompare(b.name, 'de'));
}
