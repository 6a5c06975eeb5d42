import { createOutbox } from '../../../src/delivery/outbox.js';
import { createAgreementFeature } from '../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import type { DocumentStore } from '../../../src/ports/document-store.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { Outbox } from '../../../src/ports/outbox.js';
import type { People } from '../../../src/ports/people.js';
import { createEmbeddedStore } from '../../../src/storage/embedded/store.js';
import { fixedClock } from '../../support/clock.js';
import { freshFolder } from '../../support/folder.js';
import { House, slack, vouched } from '../identity/house.js';

export const karin = slack('KARIN');
export const ute = slack('UTE');
export const anna = slack('ANNA');

/** For a room by itself, in which nobody of the coordination office is known. */
export function alone(store: DocumentStore): { readonly people: () => People; readonly outbox: Outbox } {
  const nobody = async () => undefined;
  const people: People = {
    recognise: () => Promise.reject(new Error('nobody is recognised here')),
    get: nobody,
    peek: nobody,
    names: async () => new Map(),
    coordinators: async () => [],
  };
  return { people: () => people, outbox: createOutbox({ store, clock: fixedClock(), onEnqueued() {} }) };
}

/** The agreement beside the other rooms, spoken to through dispatch, with two coordinators who have not written yet. */
export async function openHouse(): Promise<House> {
  const clock = fixedClock();
  const folder = await freshFolder();
  const store = createEmbeddedStore({ folder: folder.path, clock, logger: silentLogger });
  const outbox = createOutbox({ store, clock, onEnqueued() {} });
  const built: { house?: House } = {};
  const people = () => {
    if (!built.house) throw new Error('the house is not open yet');
    return built.house.people;
  };
  const agreement = createAgreementFeature({ documents: loadDocuments(), store, people, outbox });
  const coordinators = ['karin@stadt.example', 'ute@stadt.example'];
  built.house = await House.open({ store, clock, coordinators, extraFeatures: [agreement] });
  built.house.knows(karin, vouched('Karin Kluge', 'karin@stadt.example'));
  built.house.knows(ute, vouched('Ute Krause', 'ute@stadt.example'));
  built.house.knows(anna, vouched('Anna Adler', 'anna@kita.example'));
  return built.house;
}
