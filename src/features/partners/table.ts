import { hasColumns, type TableColumn, writeTable } from '../../kernel/csv.js';
import { fold } from '../../kernel/fold.js';
import { type EntryField, type EntryValues, entryFields, valuesOf } from './entry.js';
import { contactFields, type PartnerDocument } from './model.js';
import { specText } from './spec-texts.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from './vocabulary.js';

/** The columns of the table of partners, beside those that only the export has. */
export const columns: readonly TableColumn<EntryField | 'id'>[] = [
  { key: 'id', names: ['Kennung', 'id'] },
  { key: 'name', names: ['Name', 'Einrichtung', 'Name der Einrichtung', 'Partner'], required: true },
  { key: 'provider', names: ['Träger', 'provider'] },
  { key: 'sectors', names: ['Bereiche', 'Bereich', 'sectors'] },
  { key: 'lifeStages', names: ['Lebensphasen', 'Lebensphase', 'life stages'] },
  { key: 'districts', names: ['Stadtteile', 'Stadtteil', 'Sozialraum', 'districts'] },
  { key: 'offers', names: ['Angebote', 'Angebot', 'offers'], longest: 2_000 },
  { key: 'description', names: ['Beschreibung', 'Text', 'description'], longest: 3_000 },
  { key: 'contactName', names: ['Ansprechperson', 'Kontakt', 'Ansprechpartner', 'contact'] },
  { key: 'contactEmail', names: ['E-Mail', 'Mail', 'E-Mail der Ansprechperson'] },
  { key: 'contactPhone', names: ['Telefon', 'Telefon der Ansprechperson', 'phone'] },
  { key: 'publish', names: ['Darf gezeigt werden', 'Veröffentlichen', 'publish'] },
  { key: 'links', names: ['Links', 'Link', 'Webseite', 'Internet'], longest: 1_000 },
  { key: 'languages', names: ['Sprachen', 'Sprache', 'languages'] },
  { key: 'mailDomains', names: ['E-Mail-Endungen', 'Maildomains', 'mail domains'] },
];

/** Columns that tell a table of partners from other tables. */
const telling: readonly TableColumn[] = columns
  .filter(({ key }) => key === 'name' || key === 'sectors')
  .map((column) => ({ ...column, required: true }));

export function isPartnerTable(bytes: Uint8Array): boolean {
  return hasColumns(bytes, telling);
}

/** A row's cells as an entry's values; empty cells say nothing. */
export function valuesInRow(cells: Readonly<Record<EntryField | 'id', string>>): EntryValues {
  const filled = entryFields.filter((field) => cells[field] !== '');
  return Object.fromEntries(
    filled.map((field) => [field, field === 'publish' ? publishedFields(cells.publish) : cells[field]]),
  );
}

function publishedFields(cell: string): readonly string[] {
  const labels = specText('de').contactFields;
  const written = cell.split(/[,;/]/).map((part) => fold(part.trim()));
  return contactFields.filter((field) => written.includes(fold(labels[field])) || written.includes(field));
}

/** Partners as a file that German Excel opens, and that can be read in again. */
export function partnerTable(partners: readonly PartnerDocument[]): Uint8Array {
  const heading = [...columns.map(({ names: [name] }) => name), 'Unterschrieben am', 'Kündigung eingegangen', 'Ende'];
  return writeTable([heading, ...partners.map(rowOf)]);
}

function rowOf(partner: PartnerDocument): readonly string[] {
  const values = valuesOf(partner);
  const cells = columns.map(({ key }) => (key === 'id' ? partner._id : cellOf(key, values[key])));
  return [...cells, partner.signatures.at(-1)?.day ?? '', partner.notice?.received ?? '', partner.notice?.end ?? ''];
}

function cellOf(field: EntryField, value: string | readonly string[] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return field === 'description' ? value : value.replace(/\n/g, ', ');
  return value.map((part) => wordFor(field, part)).join(', ');
}

function wordFor(field: EntryField, part: string): string {
  const labels: Readonly<Record<string, string>> = specText('de').contactFields;
  const sector = field === 'sectors' ? sectors.find((each) => each === part) : undefined;
  const stage = field === 'lifeStages' ? lifeStages.find((each) => each === part) : undefined;
  if (sector) return sectorLabel(sector, 'de');
  return stage ? lifeStageLabel(stage, 'de') : (labels[part] ?? part);
}
