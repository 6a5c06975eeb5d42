import { type Feature, stored } from '../../bot/feature.js';
import { merged, type Part } from '../../bot/parts.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import { announcingPart } from './announcing-part.js';
import { contactPart } from './contact-part.js';
import { type DirectoryOptions, directoryContext } from './context.js';
import { coveragePart } from './coverage-part.js';
import { creatingPart } from './creating-part.js';
import { Directory } from './directory.js';
import { editingPart } from './editing-part.js';
import { exportPart } from './export-part.js';
import { findingPart } from './finding-part.js';
import { impactBlocks } from './impact.js';
import { importPart } from './import-part.js';
import { membershipPart } from './membership-part.js';
import { partnerChangesSpec, partnersSpec } from './model.js';
import { questionsPart } from './questions-part.js';

export type { SignedAgreement } from './context.js';

export type PartnersOptions = DirectoryOptions;

/** The directory of partners, and the `PartnerDirectory` port that other rooms ask. */
export function createPartnersFeature(options: PartnersOptions): Feature & { readonly directory: PartnerDirectory } {
  const context = directoryContext(options);
  const own: Part = {
    collections: [stored(partnersSpec), stored(partnerChangesSpec)],
    impact: (year, language) => impactBlocks(context, year, language),
  };
  const parts: readonly Part[] = [
    own,
    findingPart(context),
    contactPart(context),
    creatingPart(context),
    editingPart(context),
    membershipPart(context),
    announcingPart(context),
    exportPart(context),
    importPart(context),
    coveragePart(context),
    questionsPart(context),
  ];
  return {
    name: 'partners',
    title: { de: 'Partner', einfach: 'Partner', en: 'Partners' },
    directory: new Directory(context.partners),
    ...merged(parts),
  };
}
