/** A partner as other rooms see it. */
export interface PartnerEntry {
  readonly id: string;
  readonly name: string;
}

/** The directory, for those who need to name a partner. Implemented by the partners feature. */
export interface PartnerDirectory {
  get(id: string): Promise<PartnerEntry | undefined>;
  /** Best matches first, tolerant of case, umlaut spelling and small typos; at most ten. */
  search(name: string): Promise<readonly PartnerEntry[]>;
  /** The first ones by name, at most as many as asked for, up to 100. */
  first(count: number): Promise<readonly PartnerEntry[]>;
  /** The partner whose people have addresses at this domain, if it is one only. */
  byMailDomain(domain: string): Promise<PartnerEntry | undefined>;
}
