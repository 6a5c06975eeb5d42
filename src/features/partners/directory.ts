import { initialTyped, nameWords, nearestNames } from '../../kernel/names.js';
import type { Collection, Filter } from '../../ports/document-store.js';
import type { PartnerDirectory, PartnerEntry, PartnerFilter } from '../../ports/partners.js';
import type { PartnerDocument } from './model.js';

const mostResults = 10;
const mostCandidates = 1_000;
const mostMatches = 10_000;

/** The directory of partners, as other rooms see it. */
export class Directory implements PartnerDirectory {
  constructor(private readonly partners: Collection<PartnerDocument>) {}

  async get(id: string): Promise<PartnerEntry | undefined> {
    const partner = await this.partners.get(id);
    return partner && entryOf(partner);
  }

  /** Nothing typed gives the first ones by name. */
  async search(name: string): Promise<readonly PartnerEntry[]> {
    const initial = initialTyped(name);
    if (initial === undefined) return this.first(mostResults);
    const exact = await this.candidates({ nameWords: { $in: [...nameWords(name)] } });
    const similar = await this.candidates({ initials: initial });
    const all = new Map([...exact, ...similar].map((partner) => [partner._id, partner]));
    return nearestNames(name, [...all.values()])
      .slice(0, mostResults)
      .map(entryOf);
  }

  async first(count: number): Promise<readonly PartnerEntry[]> {
    return (await this.partners.find({ sort: [['foldedName', 1]], limit: count })).items.map(entryOf);
  }

  async byMailDomain(domain: string): Promise<PartnerEntry | undefined> {
    const { items } = await this.partners.find({ filter: { mailDomains: domain.trim().toLowerCase() }, limit: 2 });
    const [only, another] = items;
    return only && !another ? entryOf(only) : undefined;
  }

  async matching({ sectors, lifeStages, districts, day }: PartnerFilter): Promise<readonly string[]> {
    const lists = { sectors, lifeStages, districts };
    const given = Object.entries(lists).filter((list): list is [string, readonly string[]] => list[1] !== undefined);
    const filter = Object.fromEntries(given.map(([field, values]) => [field, { $in: values }]));
    return this.ids(filter, ({ left }) => left === undefined || left > day);
  }

  async departed(day: string): Promise<readonly string[]> {
    return this.ids({ left: { $lte: day } });
  }

  private async ids(
    filter: Filter,
    holds: (partner: PartnerDocument) => boolean = () => true,
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.partners.find({ filter, limit: mostCandidates, ...(after !== undefined && { after }) });
      ids.push(...page.items.filter(holds).map(({ _id }) => _id));
      after = page.next;
    } while (after !== undefined && ids.length < mostMatches);
    return ids.slice(0, mostMatches);
  }

  private async candidates(filter: Filter): Promise<readonly PartnerDocument[]> {
    return (await this.partners.find({ filter, limit: mostCandidates })).items;
  }
}

export function entryOf(partner: PartnerDocument): PartnerEntry {
  const { _id: id, name, sectors, lifeStages, districts, contact, left } = partner;
  return {
    id,
    name,
    sectors,
    lifeStages,
    districts,
    ...(contact?.phone === undefined ? {} : { phone: contact.phone }),
    ...(left === undefined ? {} : { left }),
  };
}
