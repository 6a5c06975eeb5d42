import { initialTyped, nameWords, nearestNames } from '../../kernel/names.js';
import type { Collection, Filter } from '../../ports/document-store.js';
import type { PartnerDirectory, PartnerEntry } from '../../ports/partners.js';
import type { PartnerDocument } from './model.js';

const mostResults = 10;
const mostCandidates = 1_000;

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

  private async candidates(filter: Filter): Promise<readonly PartnerDocument[]> {
    return (await this.partners.find({ filter, limit: mostCandidates })).items;
  }
}

function entryOf(partner: PartnerDocument): PartnerEntry {
  return { id: partner._id, name: partner.name };
}
