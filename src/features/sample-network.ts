import { NumberBook } from '../bot/numbers.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import { seedSampleCommittees } from './attendance/sample.js';
import { seedSampleMeetings } from './attendance/sample-meetings.js';
import { seedSamplePeople } from './identity/sample.js';
import type { SignedAgreement } from './partners/feature.js';
import { seedSamplePartners } from './partners/sample.js';

/** How much of the sample network was not there yet. */
export interface Loaded {
  readonly partners: number;
  readonly people: number;
  readonly committees: number;
  readonly meetings: number;
}

export { samplePeople } from './identity/sample.js';

/** Loads the sample network; what is there already is left as it is. `reset` empties the whole store first. */
export async function seedSampleNetwork(options: {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly reset: boolean;
  /** The network's time zone. */
  readonly zone: string;
  /** What the invented partners have signed; left out: no signature is recorded. */
  readonly agreement?: SignedAgreement;
}): Promise<Loaded> {
  const { store, clock, zone, agreement } = options;
  if (options.reset) await store.clear();
  const partners = await seedSamplePartners(store, { now: clock.now(), ...(agreement && { agreement }) });
  const people = await seedSamplePeople(store, clock.now());
  const committees = await seedSampleCommittees(store);
  const numbers = new NumberBook(store, () => []);
  const meetings = await seedSampleMeetings(store, { now: clock.now(), zone, numbers });
  return {
    partners: partners.added,
    people: people.added,
    committees: committees.added,
    meetings: meetings.added,
  };
}
