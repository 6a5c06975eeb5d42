import { formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { Action, Fact } from '../../../messages/view.js';
import type { DocumentStore, Page } from '../../../ports/document-store.js';
import { contactAction, publishedContact } from '../card.js';
import { contactFields, type PartnerDocument, partnerChangesSpec, partnersSpec } from '../model.js';
import { changeId } from '../register.js';
import { lifeStageLabel, sectorLabel } from '../vocabulary.js';
import { audienceTexts } from './audience-texts.js';

/** A partner as its announcement shows it. */
export interface AnnouncedPartner {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly lifeStages: readonly string[];
  readonly districts: readonly string[];
  /** Whether a signature under the agreement is recorded. */
  readonly signed: boolean;
  /** The last day as a partner, where notice was received, ISO. */
  readonly ends?: string;
  /** If its person agreed to have it shown. */
  readonly phone?: string;
  /** `Kontakt aufnehmen`. */
  contact(language: Language): Action;
  stageName(stage: string, language: Language): string;
  /** What of the entry may be published. */
  facts(language: Language): readonly Fact[];
}

export interface PartnerSource {
  get(id: string): Promise<AnnouncedPartner | undefined>;
  /** The ids of partners that were entered since then, in pages of entries changed since: a page may hold none. */
  enteredSince(since: Date, after?: string): Promise<Page<string>>;
}

/** So many entries are looked at at once. */
const pageSize = 100;

/** Reads the partners' own entries. */
export function createPartnerSource(store: DocumentStore): PartnerSource {
  const partners = store.collection(partnersSpec);
  const changes = store.collection(partnerChangesSpec);
  return {
    async get(id) {
      const partner = await partners.get(id);
      return partner && announced(partner);
    },
    async enteredSince(since, after) {
      const page = await partners.find({
        filter: { changedAt: { $gte: since } },
        sort: [['changedAt', 1]],
        limit: pageSize,
        ...(after !== undefined && { after }),
      });
      const first = page.items.map(({ _id }) => changeId(_id, 0));
      const { items } = await changes.find({ filter: { _id: { $in: first }, at: { $gte: since } }, limit: pageSize });
      return { ...page, items: items.map(({ partner }) => partner) };
    },
  };
}

function announced(partner: PartnerDocument): AnnouncedPartner {
  const { _id: id, name, description, lifeStages, districts, signatures, notice } = partner;
  const { phone } = publishedContact(partner);
  return {
    id,
    name,
    ...(description !== undefined && { description }),
    lifeStages,
    districts,
    signed: signatures.length > 0,
    ...(notice && { ends: notice.end }),
    ...(phone !== undefined && { phone }),
    contact: (language) => contactAction(partner, language),
    stageName: (stage, language) => {
      const known = lifeStages.find((each) => each === stage);
      return known ? lifeStageLabel(known, language) : stage;
    },
    facts: (language) => factsOf(partner, language),
  };
}

function factsOf(partner: PartnerDocument, language: Language): readonly Fact[] {
  const t = audienceTexts[language];
  const latest = partner.signatures.at(-1);
  const published = publishedContact(partner);
  return [
    { label: t.provider, value: partner.provider ?? '' },
    { label: t.sector, value: partner.sectors.map((sector) => sectorLabel(sector, language)).join(', ') },
    { label: t.lifeStage, value: partner.lifeStages.map((stage) => lifeStageLabel(stage, language)).join(', ') },
    { label: t.district, value: partner.districts.join(', ') },
    { label: t.offers, value: partner.offers.join(', ') },
    { label: t.languages, value: partner.languages.join(', ') },
    { label: t.contact, value: contactFields.flatMap((field) => published[field] ?? []).join(', ') },
    { label: t.signed, value: latest ? formatDay(latest.day, language) : '' },
  ].filter(({ value }) => value !== '');
}
