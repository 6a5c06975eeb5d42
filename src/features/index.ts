import { auditSpec, noteAct } from '../bot/audit.js';
import { createBuiltinFeature } from '../bot/builtin.js';
import type { Command, Feature } from '../bot/feature.js';
import { NumberBook } from '../bot/numbers.js';
import { reportsPage } from '../bot/reports.js';
import { Works } from '../bot/works.js';
import type { Config } from '../config/config.js';
import type { Account } from '../messages/inbound.js';
import type { Charts } from '../ports/charts.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Links } from '../ports/links.js';
import type { Logger } from '../ports/logger.js';
import type { Outbox } from '../ports/outbox.js';
import type { People } from '../ports/people.js';
import type { Profile } from '../ports/profiles.js';
import { type AgreementDocument, goalsOf } from './agreement/document.js';
import { createAgreementFeature } from './agreement/feature.js';
import { goalPassages } from './agreement/goal-passages.js';
import { agreementInShort } from './agreement/in-short.js';
import { inquiriesSpec } from './agreement/inquiries/model.js';
import { passageOn } from './agreement/passage-on.js';
import { createAttendanceFeature } from './attendance/feature.js';
import { createEvaluationFeature } from './evaluation/feature.js';
import { createIdentityFeature } from './identity/feature.js';
import { samplePeople } from './identity/sample.js';
import { createAnnouncementsFeature } from './partners/announcements/feature.js';
import { questionsSpec } from './partners/announcements/model.js';
import { createPartnersFeature } from './partners/feature.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from './partners/vocabulary.js';
import { signedAgreementIn } from './signed-agreement.js';

export interface FeatureParts {
  readonly config: Config;
  readonly documents: readonly AgreementDocument[];
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly outbox: Outbox;
  readonly links: Links;
  readonly charts: Charts;
  readonly profiles: (account: Account) => Promise<Profile | undefined>;
  /** Slack workspaces whose word about an e-mail address counts. */
  readonly slackWorkspaces: () => readonly string[];
  /** Collections that are no feature's: the channels', the outbox. */
  readonly otherCollections: () => readonly CollectionSpec<never>[];
}

export interface Features {
  /** In the order of help, and of being asked for an answer: the agreement has a word on everything, so others come before. */
  readonly all: readonly Feature[];
  readonly people: People;
  /** Every collection there is. */
  readonly specs: () => readonly CollectionSpec<never>[];
  readonly commands: () => readonly Command[];
}

/** Nobody can have their addresses outside the playground: they end in `.example`. */
const inventedCoordinators = samplePeople.filter((person) => person.coordinator).map((person) => person.email);

/** What people asked the coordination and nobody has answered: about the agreement, and about announcements. */
async function openQuestions(store: DocumentStore): Promise<number> {
  const open = { open: true };
  return (await store.collection(inquiriesSpec).count(open)) + (await store.collection(questionsSpec).count(open));
}

/** The explicit list of the rooms. */
export function createFeatures(parts: FeatureParts): Features {
  const { config } = parts;
  const all: Feature[] = [];
  const specs = () => [...all.flatMap((feature) => feature.collections), ...parts.otherCollections()];
  const commands = () => all.flatMap((feature) => feature.commands);
  const acts = () => Object.assign({}, ...all.map((feature) => feature.audits));

  const numbers = new NumberBook(parts.store, () => all);
  const works = new Works({ ...parts, people: () => identity.people, features: () => all });

  const signed = signedAgreementIn(parts.documents);
  const partners = createPartnersFeature({
    ...parts,
    longWork: works,
    zone: config.zone,
    people: () => identity.people,
    peopleSearch: () => identity.search,
    topics: () => agreement.topics,
    drafts: () => announcements,
    ...(signed && { agreement: signed }),
  });
  const attendance = createAttendanceFeature({
    ...parts,
    longWork: works,
    ...config,
    numbers,
    directory: partners.directory,
    people: () => identity.people,
    search: () => identity.search,
    rooms: () => identity.rooms,
    topics: () => agreement.topics,
    goals: parts.documents.flatMap((document) => goalsOf(document).map(({ text }) => text)),
    onTakingPart: (language) => passageOn(parts.documents, 'freistellung', language),
    openQuestions: () => openQuestions(parts.store),
  });
  const identity = createIdentityFeature({
    ...parts,
    ...config,
    mailOn: config.smtp !== undefined,
    coordinatorEmails: [...config.coordinators, ...(config.playground ? inventedCoordinators : [])],
    partners: partners.directory,
    committeesChairedBy: attendance.committeesChairedBy,
    committeeMembers: attendance.committeeMembers,
    trustedRealms: {
      get slack() {
        return parts.slackWorkspaces();
      },
      teams: tenantsOf(config.teams),
    },
    specs,
    features: () => all,
    acts,
    noteAct: (act) => noteAct(parts.store.collection(auditSpec), act),
  });
  const announcements = createAnnouncementsFeature({
    ...parts,
    longWork: works,
    ...config,
    numbers,
    directory: partners.directory,
    people: identity.people,
    search: identity.search,
    audience: identity.audience,
    rooms: identity.rooms,
    committees: attendance.committeeNames,
    agreementInShort: (language) => agreementInShort(parts.documents, language),
  });
  const evaluation = createEvaluationFeature({
    ...parts,
    longWork: works,
    ...config,
    numbers,
    people: identity.people,
    search: identity.search,
    audience: identity.audience,
    directory: partners.directory,
    committees: attendance.committeeNames,
    meetings: attendance.meetings,
    goalPassages: (language) => goalPassages(parts.documents, language),
    impactOfOthers: async (year, language) =>
      (await Promise.all(all.map(async (feature) => (await feature.impact?.(year, language)) ?? []))).flat(),
    vocabulary: (language) => ({
      sectors: sectors.map((value) => ({ value, label: sectorLabel(value, language) })),
      lifeStages: lifeStages.map((value) => ({ value, label: lifeStageLabel(value, language) })),
    }),
  });
  const audit = {
    entries: parts.store.collection(auditSpec),
    nameOf: async (id: string) =>
      (await identity.people.names([id])).get(id) ?? (await partners.directory.get(id))?.name,
    kinds: acts,
    zone: config.zone,
  };
  const builtin = createBuiltinFeature({
    networkName: config.networkName,
    rooms: () => all,
    audit,
    pages: [reportsPage(parts.links, () => all)],
    works,
  });
  const agreement = createAgreementFeature({ ...config, ...parts, people: () => identity.people });
  all.push(attendance, partners, announcements, evaluation, agreement, identity, builtin);
  return { all, people: identity.people, specs, commands };
}

/** In local mode every tenant there is comes from this machine. */
function tenantsOf(teams: Config['teams']): readonly string[] | 'any' {
  if (teams?.mode === 'local') return 'any';
  return teams?.allowedTenants ?? [];
}
