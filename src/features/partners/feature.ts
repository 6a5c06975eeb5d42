import { type Feature, stored } from '../../bot/feature.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import { announcingPart } from './announcing-part.js';
import { contactPart } from './contact-part.js';
import { type DirectoryOptions, directoryContext } from './context.js';
import { coveragePart } from './coverage-part.js';
import { creatingPart } from './creating-part.js';
import { Directory } from './directory.js';
import { editingPart } from './editing-part.js';
import { findingPart } from './finding-part.js';
import { impactBlocks } from './impact.js';
import { importPart } from './import-part.js';
import { membershipPart } from './membership-part.js';
import { partnerChangesSpec, partnersSpec } from './model.js';
import type { Part } from './part.js';
import { questionsPart } from './questions-part.js';

export type { SignedAgreement } from './context.js';

export type PartnersOptions = DirectoryOptions;

/** The directory of partners, and the `PartnerDirectory` port that other rooms ask. */
export function createPartnersFeature(options: PartnersOptions): Feature & { readonly directory: PartnerDirectory } {
  const context = directoryContext(options);
  const parts: readonly Part[] = [
    findingPart(context),
    contactPart(context),
    creatingPart(context),
    editingPart(context),
    membershipPart(context),
    announcingPart(context),
    importPart(context),
    coveragePart(context),
    questionsPart(context),
  ];
  return {
    name: 'partners',
    title: { de: 'Partner', einfach: 'Partner', en: 'Partners' },
    directory: new Directory(context.partners),
    commands: parts.flatMap((part) => part.commands ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    forms: parts.flatMap((part) => part.forms ?? []),
    collections: [stored(partnersSpec), stored(partnerChangesSpec), ...parts.flatMap((part) => part.collections ?? [])],
    audits: Object.assign({}, ...parts.map((part) => part.audits ?? {})),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    pages: [],
    impact: (year, language) => impactBlocks(context, year, language),
    answer: async (turn, question) => {
      for (const part of parts) {
        const reply = await part.answer?.(turn, question);
        if (reply) return reply;
      }
      return undefined;
    },
    file: async (turn, file) => {
      for (const part of parts) {
        const reply = await part.file?.(turn, file);
        if (reply) return reply;
      }
      return undefined;
    },
  };
}
