import { z } from 'zod';
import { inAll, languages } from '../../kernel/texts.js';
import type { Change, CollectionSpec } from '../../ports/document-store.js';
import { importTexts } from './import-texts.js';
import { addressesInOld, contactAddresses, namesContact, withoutContact } from './proposed-contacts.js';
import { specText, specTexts } from './spec-texts.js';

const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const ImportRow = z.object({
  line: z.number().int(),
  kind: z.enum(['new', 'changed']),
  /** The entry that it makes or changes. */
  partner: z.string(),
  name: z.string(),
  /** What the entry's fields held when the preview was shown, as marks. */
  base: z.record(z.string(), z.string()),
  values,
});
export type ImportRow = z.infer<typeof ImportRow>;

const PartnerImport = z.object({
  /** The mark of the event that brought the file. */
  _id: z.string(),
  by: z.string(),
  at: z.date(),
  state: z.enum(['ready', 'applying', 'done']),
  rows: z.array(ImportRow),
  /** Of contacts in the rows. Since version 2. */
  addresses: z.array(z.string()),
  /** The preview's lines: mistakes first, then what changes. */
  shown: z.array(z.string()),
  bad: z.number().int(),
  same: z.number().int(),
  /** Rows that are dealt with. */
  applied: z.number().int(),
  /** Lines that were left out: somebody else had changed the entry since. */
  skipped: z.array(z.number().int()),
  /** Mark of the press that let it begin. */
  begunBy: z.string().optional(),
});
export type PartnerImport = z.infer<typeof PartnerImport>;

/** Tables of partners between their preview and the last row that is taken over. */
export const importsSpec: CollectionSpec<PartnerImport> = {
  name: 'partner-imports',
  schema: PartnerImport,
  version: 2,
  migrations: { 1: (document) => ({ ...document, ...addressesInOld(valuesOfRows(document.rows)) }) },
  indexes: [{ fields: [['by', 1]] }, { fields: [['state', 1]] }, { fields: [['addresses', 1]], sparse: true }],
  retention: { days: 7, field: 'at' },
  personal: {
    personField: 'by',
    address: { path: 'addresses', erase: withoutAddress },
    label: inAll(specTexts, (t) => t.imports),
    purpose: inAll(specTexts, (t) => t.purposeImports),
    show: ({ at, rows }, language, { zone }) => {
      const t = specText(language);
      return { [t.when]: t.instant(at, zone), [t.rows]: String(rows.length) };
    },
    erase: 'delete',
  },
};

function valuesOfRows(rows: unknown): readonly unknown[] {
  return Array.isArray(rows) ? rows.map((row: { readonly values?: unknown }) => row.values ?? {}) : [];
}

/** The rows keep what they say of partners; what the preview showed of their contact goes. */
function withoutAddress({ rows, shown }: PartnerImport, address: string): Change {
  const named = rows.filter(({ values }) => namesContact(values, address));
  const begins = named.flatMap(({ line }) => languages.map((language) => importTexts[language].line(String(line), '')));
  const left = rows.map((row) => (named.includes(row) ? { ...row, values: withoutContact(row.values) } : row));
  return {
    $set: {
      rows: left,
      shown: shown.filter((text) => !begins.some((begin) => text.startsWith(begin))),
      addresses: contactAddresses(left.map(({ values }) => values)),
    },
  };
}
