import { z } from 'zod';
import { hasColumns, readTable, type TableColumn, type TableRow } from '../../../kernel/csv.js';
import { problemText } from '../../../kernel/csv-texts.js';
import { fold } from '../../../kernel/fold.js';
import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import type { Committee } from '../model.js';
import { committeeImportTexts } from './import-texts.js';
import { committeesMeant } from './names.js';
import { allCommittees } from './register.js';

const mostRows = 1_000;

const columns = [
  { key: 'committee', names: ['Gremium', 'Arbeitskreis', 'Committee'], required: true, longest: 80 },
  { key: 'name', names: ['Name', 'Person', 'Vor- und Nachname'], longest: 120 },
  { key: 'address', names: ['E-Mail', 'Mail', 'E-Mail-Adresse'], longest: 254 },
  { key: 'role', names: ['Rolle', 'Funktion', 'Role'], longest: 300 },
] as const satisfies readonly TableColumn[];

export const headings: readonly string[] = columns.map(({ names: [name] }) => name);

export const roles = ['member', 'chair', 'guest', 'deputy'] as const;
type Role = (typeof roles)[number];

/** Somebody as a file names them: by address, by id if they are known, or a guest by name alone. */
const Someone = z.object({ id: z.string().optional(), address: z.string().optional(), name: z.string() });
export type Someone = z.infer<typeof Someone>;

export const CommitteeRow = z.object({
  line: z.number().int(),
  committee: z.string(),
  person: Someone,
  role: z.enum(roles),
  /** Whom a deputy stands in for. */
  of: Someone.optional(),
});
export type CommitteeRow = z.infer<typeof CommitteeRow>;

/** Whether a file is a table of committees' members. */
export function holdsCommittees(bytes: Uint8Array): boolean {
  const [committee, name, address] = columns;
  const named = [{ ...name, required: true }];
  const addressed = [{ ...address, required: true }];
  return hasColumns(bytes, [committee]) && (hasColumns(bytes, named) || hasColumns(bytes, addressed));
}

export interface ReadRows {
  readonly rows: readonly CommitteeRow[];
  /** A sentence for each bad line, in the order of the lines. */
  readonly problems: readonly string[];
}

type Read<T> = { readonly value: T } | { readonly problem: string };

/** Reads and checks each line; those that are bad are named with the reason. */
export async function readRows(context: Context, bytes: Uint8Array, language: Language): Promise<ReadRows> {
  const table = readTable(bytes, columns, { mostRows });
  const problems = table.problems.map((problem) => ({
    line: 'line' in problem ? problem.line : 0,
    text: problemText(problem, language),
  }));
  const all = await allCommittees(context);
  const rows: CommitteeRow[] = [];
  for (const row of table.rows) {
    const read = await readRow(context, row, all, language);
    if ('problem' in read) problems.push({ line: row.line, text: read.problem });
    else rows.push(read.value);
  }
  return { rows, problems: problems.toSorted((a, b) => a.line - b.line).map(({ text }) => text) };
}

async function readRow(
  context: Context,
  { line, cells }: TableRow<'committee' | 'name' | 'address' | 'role'>,
  all: readonly Committee[],
  language: Language,
): Promise<Read<CommitteeRow>> {
  const t = committeeImportTexts[language];
  const committee = committeeIn(cells.committee, all);
  if (committee === undefined) return { problem: t.severalCommittees(String(line), cells.committee) };
  const role = roleIn(cells.role);
  if (!role) return { problem: t.badRole(String(line), cells.role) };
  const person = await someoneIn(context, line, { ...cells, isGuest: role.role === 'guest' }, language);
  if ('problem' in person) return person;
  const base = { line, committee, person: person.value, role: role.role };
  if (role.of === undefined) return { value: base };
  const typed = role.of.includes('@') ? { name: '', address: role.of } : { name: role.of, address: '' };
  const of = await someoneIn(context, line, { ...typed, isGuest: false }, language);
  return 'problem' in of ? of : { value: { ...base, of: of.value } };
}

/** A known one under its own name, a new one as it is written; undefined if several are meant. */
function committeeIn(typed: string, all: readonly Committee[]): string | undefined {
  const same = all.find(({ foldedName }) => foldedName === fold(typed));
  if (same) return same.name;
  const meant = committeesMeant(typed, all);
  if (meant.length > 1) return undefined;
  return meant[0]?.name ?? typed.replace(/\s+/g, ' ').trim();
}

const roleWords: ReadonlyMap<string, Role> = new Map([
  ['', 'member'],
  ['mitglied', 'member'],
  ['member', 'member'],
  ['vorsitz', 'chair'],
  ['vorsitzende', 'chair'],
  ['vorsitzender', 'chair'],
  ['leitung', 'chair'],
  ['chair', 'chair'],
  ['gast', 'guest'],
  ['guest', 'guest'],
]);

function roleIn(cell: string): { readonly role: Role; readonly of?: string } | undefined {
  const role = roleWords.get(fold(cell).trim());
  if (role) return { role };
  const [, of] = /^(?:stell)?vertretung (?:für|von) (.+)$/i.exec(cell.trim()) ?? [];
  return of === undefined ? undefined : { role: 'deputy', of };
}

async function someoneIn(
  context: Context,
  line: number,
  { name, address, isGuest }: { readonly name: string; readonly address: string; readonly isGuest: boolean },
  language: Language,
): Promise<Read<Someone>> {
  const t = committeeImportTexts[language];
  if (address === '' && name === '') return { problem: t.nobody(String(line)) };
  const found = await context.search().find(address || name, language);
  const [first, ...others] = found.certain;
  if (first && others.length === 0) return { value: { id: first.id, name: first.name } };
  if (address !== '') {
    if (found.address === undefined) return { problem: t.badAddress(String(line), address) };
    return { value: { address: found.address, name: name || found.address } };
  }
  if (isGuest) return { value: { name } };
  return { problem: first ? t.severalPeople(String(line), name) : t.unknownPerson(String(line), name) };
}
