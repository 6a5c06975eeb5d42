/** A partner as other rooms see it. */
export interface PartnerEntry {
  readonly id: string;
  readonly name: string;
  readonly sectors: readonly string[];
  readonly lifeStages: readonly string[];
  readonly districts: readonly string[];
  /** Where the coordination calls, as far as it is recorded: not for others, its person may not have agreed to that. */
  readonly phone?: string;
  /** ISO day from which the partner is no longer one. */
  readonly left?: string;
}

/** What partners are to have; each list given narrows it down, within a list one match suffices. */
export interface PartnerFilter {
  readonly sectors?: readonly string[];
  readonly lifeStages?: readonly string[];
  readonly districts?: readonly string[];
  /** The day for which it is asked who still is a partner, ISO. */
  readonly day: string;
}

/** The directory, for those who need to name a partner. Implemented by the partners feature. */
export interface PartnerDirectory {
  get(id: string): Promise<PartnerEntry | undefined>;
  /** Best matches first, tolerant of case, umlaut spelling and small typos; at most ten. */
  search(name: string): Promise<readonly PartnerEntry[]>;
  /** The first ones by name, at most as many as asked for, up to 100. */
  first(count: number): Promise<readonly PartnerEntry[]>;
  /** Ids of the partners that match, at most 10,000. */
  matching(filter: PartnerFilter): Promise<readonly string[]>;
  /** Ids of the partners that have left by a day (ISO), at most 10,000. */
  departed(day: string): Promise<readonly string[]>;
  /** The partner whose people have addresses at this domain, if it is one only. */
  byMailDomain(domain: string): Promise<PartnerEntry | undefined>;
}
