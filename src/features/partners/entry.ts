import { safeHref } from '../../kernel/addresses.js';
import { fold } from '../../kernel/fold.js';
import type { Language } from '../../kernel/texts.js';
import type { FormValues } from '../../messages/form.js';
import { entryTexts } from './entry-texts.js';
import { type ContactField, contactFields, type PartnerFacts } from './model.js';
import { lifeStageLabel, lifeStages, readLifeStage, readSector, sectorLabel, sectors } from './vocabulary.js';

/** The parts of an entry as they are filled in, typed, or stand in a table's columns. */
export const entryFields = [
  'name',
  'provider',
  'sectors',
  'lifeStages',
  'districts',
  'offers',
  'description',
  'contactName',
  'contactEmail',
  'contactPhone',
  'publish',
  'links',
  'languages',
  'mailDomains',
] as const;
export type EntryField = (typeof entryFields)[number];
export type EntryValues = Readonly<Partial<Record<EntryField, string | readonly string[]>>>;

export const limits = {
  name: 120,
  shortText: 120,
  /** What an input in Slack takes. */
  description: 3_000,
  items: 30,
  item: 120,
  links: 5,
  phone: 40,
} as const;

/** Facts with the contact apart: its consents are noted by the change that stores them. */
export interface ReadEntry {
  readonly facts: Omit<PartnerFacts, 'contact'>;
  readonly contact: Readonly<Partial<Record<ContactField, string>>>;
  /** What the contact person agreed to have shown. */
  readonly publish: readonly ContactField[];
}

export type EntryErrors = Partial<Record<EntryField, string>>;

const emailShape = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;]{2,}$/;
const phoneShape = /^\+?[\d\s()/.-]{4,}$/;
const domainShape = /^(?=.{4,190}$)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u;

/** Reads an entry as people write it. Mistakes stand at their fields, in the person's language; then there are no facts. */
export function readEntry(
  values: EntryValues,
  language: Language,
): { readonly entry: ReadEntry } | { readonly errors: EntryErrors } {
  const reader = new EntryReader(values, language);
  const entry = reader.read();
  return Object.keys(reader.errors).length > 0 ? { errors: reader.errors } : { entry };
}

class EntryReader {
  readonly errors: EntryErrors = {};
  private readonly t;

  constructor(
    private readonly values: EntryValues,
    private readonly language: Language,
  ) {
    this.t = entryTexts[language];
  }

  read(): ReadEntry {
    const name = this.line('name', limits.name) ?? '';
    if (name === '') this.errors.name ??= this.t.nameMissing;
    const provider = this.line('provider', limits.shortText);
    const description = this.text('description', limits.description);
    return {
      facts: {
        name,
        ...(provider !== undefined && { provider }),
        sectors: this.known('sectors', sectors, readSector, (known) =>
          this.t.sectorUnknown(known, sectors.map((sector) => sectorLabel(sector, this.language)).join(', ')),
        ),
        lifeStages: this.known('lifeStages', lifeStages, readLifeStage, (known) =>
          this.t.lifeStageUnknown(known, lifeStages.map((stage) => lifeStageLabel(stage, this.language)).join(', ')),
        ),
        districts: this.items('districts'),
        offers: this.items('offers'),
        ...(description !== undefined && { description }),
        links: this.links(),
        languages: this.items('languages'),
        mailDomains: this.domains(),
      },
      ...this.contact(),
    };
  }

  private contact(): Pick<ReadEntry, 'contact' | 'publish'> {
    const name = this.line('contactName', limits.shortText);
    const email = this.line('contactEmail', limits.shortText)?.replace(/^mailto:/i, '');
    const phone = this.line('contactPhone', limits.phone);
    if (email !== undefined && !emailShape.test(email)) this.errors.contactEmail ??= this.t.emailWrong;
    if (phone !== undefined && !phoneShape.test(phone)) this.errors.contactPhone ??= this.t.phoneWrong;
    const contact = {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email: email.toLowerCase() }),
      ...(phone !== undefined && { phone }),
    };
    const publish = contactFields.filter(
      (field) => this.list('publish').includes(field) && contact[field] !== undefined,
    );
    return { contact, publish };
  }

  private known<T extends string>(
    field: EntryField,
    values: readonly T[],
    read: (text: string) => T | undefined,
    unknown: (text: string) => string,
  ): T[] {
    const found = new Set<T>();
    for (const item of this.list(field)) {
      const value = read(item);
      if (value) found.add(value);
      else this.errors[field] ??= unknown(item.slice(0, limits.item));
    }
    return values.filter((value) => found.has(value));
  }

  private items(field: EntryField): string[] {
    const items = this.list(field);
    if (items.length > limits.items) this.errors[field] ??= this.t.tooMany(String(limits.items));
    if (items.some((item) => item.length > limits.item)) this.errors[field] ??= this.t.itemTooLong(String(limits.item));
    const seen = new Set<string>();
    return items.filter((item) => !seen.has(fold(item)) && seen.add(fold(item)));
  }

  private links(): string[] {
    const items = this.list('links');
    if (items.length > limits.links) this.errors.links ??= this.t.tooMany(String(limits.links));
    return items.map((item) => {
      const href = safeHref(/^[a-z]+:/i.test(item) ? item : `https://${item}`);
      if (href === undefined || !/^https?:\/\/[^/]+\./.test(href))
        this.errors.links ??= this.t.linkWrong(item.slice(0, 80));
      return href ?? item;
    });
  }

  private domains(): string[] {
    const items = this.list('mailDomains').map((item) => item.toLowerCase().replace(/^.*@/, ''));
    const wrong = items.find((item) => !domainShape.test(item));
    if (wrong !== undefined) this.errors.mailDomains ??= this.t.domainWrong(wrong.slice(0, 80));
    return [...new Set(items)];
  }

  /** Several, separated by commas or semicolons, or each on a line of its own. */
  private list(field: EntryField): readonly string[] {
    const value = this.values[field];
    const parts = typeof value === 'string' ? value.split(/[,;\n]/) : (value ?? []);
    return parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
  }

  private line(field: EntryField, limit: number): string | undefined {
    return this.text(field, limit)?.replace(/\s+/g, ' ');
  }

  private text(field: EntryField, limit: number): string | undefined {
    const value = this.values[field];
    const text = (typeof value === 'string' ? value : value?.join(' '))?.trim();
    if (text !== undefined && text.length > limit) {
      this.errors[field] ??= this.t.tooLong(text.length.toLocaleString('de-DE'), limit.toLocaleString('de-DE'));
    }
    return text === '' ? undefined : text;
  }
}

/** An entry as it is filled in: what `readEntry` reads back to the same. */
export function valuesOf(facts: PartnerFacts): EntryValues {
  const { contact } = facts;
  const all: Record<EntryField, string | readonly string[] | undefined> = {
    name: facts.name,
    provider: facts.provider,
    sectors: facts.sectors,
    lifeStages: facts.lifeStages,
    districts: facts.districts.join(', '),
    offers: facts.offers.join('\n'),
    description: facts.description,
    contactName: contact?.name,
    contactEmail: contact?.email,
    contactPhone: contact?.phone,
    publish: contact?.consents.map(({ field }) => field),
    links: facts.links.join('\n'),
    languages: facts.languages.join(', '),
    mailDomains: facts.mailDomains.join(', '),
  };
  const filled = Object.entries(all).filter(([, value]) => value !== undefined && value.length > 0);
  return Object.fromEntries(filled) as EntryValues;
}

/** What a form brought, as an entry's values. */
export function entryValuesIn(values: FormValues): EntryValues {
  const known = entryFields.filter((field) => values[field] !== undefined && values[field] !== '');
  return Object.fromEntries(known.map((field) => [field, values[field]])) as EntryValues;
}
