import { z } from 'zod';
import { hasColumns, readTable, type TableColumn } from '../../kernel/csv.js';
import { problemText } from '../../kernel/csv-texts.js';
import { fold } from '../../kernel/fold.js';
import { nameDistance } from '../../kernel/names.js';
import type { Language } from '../../kernel/texts.js';
import { type Context, normalEmail } from './context.js';
import { emailShape } from './find.js';
import { importTexts } from './import-texts.js';
import type { StoredPartner } from './model.js';

const mostRows = 2_000;
/** So many different names of partners are looked up. */
const mostPartners = 300;
const mostMeant = 3;

const columns = [
  { key: 'name', names: ['Name', 'Vor- und Nachname', 'Person'], required: true, longest: 120 },
  { key: 'address', names: ['E-Mail', 'Mail', 'E-Mail-Adresse', 'Mailadresse'], required: true, longest: 254 },
  { key: 'partner', names: ['Einrichtung', 'Partner', 'Kooperationspartner', 'Organisation'], longest: 120 },
  { key: 'phone', names: ['Telefon', 'Telefonnummer', 'Tel.'], longest: 40 },
  { key: 'channel', names: ['Kanal', 'Erreichbar über'], longest: 40 },
] as const satisfies readonly TableColumn[];

/** The headings of the template. */
export const headings: readonly string[] = columns.map(({ names: [name] }) => name);

const telling = columns.slice(0, 3).map((column) => ({ ...column, required: true }));
/** A file about partners has it too, with other things meant by the rest. */
const partnersColumn = [{ key: 'sector', names: ['Bereich', 'Bereiche', 'Sektor'], required: true }] as const;

const channelWords = new Map([
  ['slack', 'slack'],
  ['teams', 'teams'],
  ['microsoft teams', 'teams'],
  ['mail', 'mail'],
  ['e-mail', 'mail'],
  ['email', 'mail'],
] as const);
const importChannels = ['slack', 'teams', 'mail'] as const;

export const ImportRow = z.object({
  line: z.number().int(),
  name: z.string(),
  /** In small letters. */
  address: z.string(),
  partner: z.object({ id: z.string().optional(), name: z.string() }).optional(),
  phone: z.string().optional(),
  channel: z.enum(importChannels).optional(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** Whether a file is a table of people. */
export function holdsPeople(bytes: Uint8Array): boolean {
  return hasColumns(bytes, telling) && !hasColumns(bytes, partnersColumn);
}

export interface ReadRows {
  readonly rows: readonly ImportRow[];
  /** A sentence for each bad line, in the order of the lines. */
  readonly problems: readonly string[];
}

/** Reads and checks each line; those that are bad are named with the reason. */
export async function readRows(context: Context, bytes: Uint8Array, language: Language): Promise<ReadRows> {
  const table = readTable(bytes, columns, { mostRows });
  const problems = table.problems.map((problem) => ({
    line: 'line' in problem ? problem.line : 0,
    text: problemText(problem, language),
  }));
  const partners = new PartnerNames(context);
  const firstLines = new Map<string, number>();
  const rows: ImportRow[] = [];
  for (const { line, cells } of table.rows) {
    const address = normalEmail(cells.address);
    const problem = mistakeIn({ ...cells, address }, line, firstLines.get(address), language);
    const partner = problem === undefined ? await partners.find(cells.partner) : undefined;
    const text =
      problem ?? (partner && 'meant' in partner ? unknownPartner(line, cells.partner, partner, language) : undefined);
    if (text !== undefined) {
      problems.push({ line, text });
      continue;
    }
    firstLines.set(address, line);
    const channel = channelIn(cells.channel);
    rows.push({
      line,
      name: cells.name.replace(/\s+/g, ' '),
      address,
      ...(partner && !('meant' in partner) && { partner }),
      ...(cells.phone !== '' && { phone: cells.phone }),
      ...(channel && { channel }),
    });
  }
  return { rows, problems: problems.sort((a, b) => a.line - b.line).map(({ text }) => text) };
}

function mistakeIn(
  cells: { readonly address: string; readonly channel: string },
  line: number,
  firstLine: number | undefined,
  language: Language,
): string | undefined {
  const t = importTexts[language];
  if (!emailShape.test(cells.address)) return t.badAddress(String(line), cells.address);
  if (firstLine !== undefined) return t.twice(String(line), String(firstLine));
  if (cells.channel !== '' && !channelIn(cells.channel)) return t.badChannel(String(line), cells.channel);
  return undefined;
}

function channelIn(cell: string): ImportRow['channel'] {
  return [...channelWords].find(([word]) => word === fold(cell))?.[1];
}

interface Meant {
  /** Names like it. */
  readonly meant: readonly string[];
}

function unknownPartner(line: number, typed: string, { meant }: Meant, language: Language): string {
  const t = importTexts[language];
  const names = meant.slice(0, mostMeant).join(', ');
  return names === '' ? t.noPartner(String(line), typed) : t.meantPartner(String(line), typed, names);
}

/** Looks up each partner's name once. */
class PartnerNames {
  private readonly known = new Map<string, StoredPartner | Meant>();

  constructor(private readonly context: Context) {}

  async find(name: string): Promise<StoredPartner | Meant | undefined> {
    const key = fold(name);
    if (key === '') return undefined;
    const found = this.known.get(key) ?? (this.known.size < mostPartners ? await this.lookUp(name) : { meant: [] });
    this.known.set(key, found);
    return found;
  }

  private async lookUp(name: string): Promise<StoredPartner | Meant> {
    const matches = await this.context.partners.search(name);
    const same = matches.filter((partner) => fold(partner.name) === fold(name));
    const certain = same.length > 0 ? same : matches.filter((partner) => nameDistance(name, partner.name) === 0);
    const [only, ...others] = certain;
    if (only && others.length === 0) return { id: only.id, name: only.name };
    return { meant: (certain.length > 0 ? certain : matches).map((partner) => partner.name) };
  }
}
