import { type Feature, stored } from '../../bot/feature.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { Numbers } from '../../ports/numbers.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import { Directory } from './directory.js';
import { partnersSpec } from './model.js';

/** The directory of partners. So far it answers other rooms; what people type follows. */
export function createPartnersFeature(options: {
  readonly store: DocumentStore;
  readonly numbers: Numbers;
}): Feature & { readonly directory: PartnerDirectory } {
  return {
    name: 'partners',
    directory: new Directory(options.store.collection(partnersSpec)),
    commands: [],
    actions: [],
    forms: [],
    collections: [stored(partnersSpec)],
    audits: {},
    jobs: [],
    pages: [],
  };
}
