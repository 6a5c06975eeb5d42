import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { fold } from './fold.js';

/** A column as a feature reads it. */
export interface TableColumn<K extends string = string> {
  readonly key: K;
  /** What it may be headed, the name shown to people first; case, umlaut spelling, hyphens and spaces do not matter. */
  readonly names: readonly [string, ...string[]];
  /** It must be there, and filled in every row. */
  readonly required?: boolean;
  /** In characters; 500 if left out. */
  readonly longest?: number;
}

export interface TableRow<K extends string = string> {
  /** Where it begins in the file, as editors count. */
  readonly line: number;
  /** Every column's cell, trimmed; empty where there is none. */
  readonly cells: Readonly<Record<K, string>>;
}

/** What keeps a file, or one line of it, from being read; `problemText` words it. */
export type TableProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'no-columns'; readonly columns: readonly string[] }
  | { readonly kind: 'too-large'; readonly megabytes: number }
  | { readonly kind: 'too-many-rows'; readonly most: number }
  | { readonly kind: 'quotes'; readonly line: number }
  | { readonly kind: 'cells'; readonly line: number; readonly found: number; readonly expected: number }
  | { readonly kind: 'missing'; readonly line: number; readonly column: string }
  | { readonly kind: 'too-long'; readonly line: number; readonly column: string; readonly most: number };

export interface Table<K extends string = string> {
  readonly rows: readonly TableRow<K>[];
  /** In the order of their lines; where one concerns the whole file, there are no rows. */
  readonly problems: readonly TableProblem[];
  /** Headings that no column has: their cells are not read. */
  readonly ignored: readonly string[];
}

export interface TableLimits {
  /** 5,000 if left out. */
  readonly mostRows?: number;
}

const mostBytes = 8_000_000;
const megabyte = 1_000_000;
const defaultMostRows = 5_000;
const defaultLongest = 500;
/** A cell may go on in the next lines; a quote that is not closed by then is a mistake of its first line. */
const mostLinesInRow = 30;
/** So many rows are parsed at once; where they do not come out as expected, one by one. */
const batchSize = 500;

/** Reads a table as German Excel and others write it: UTF-8, Windows-1252 or UTF-16; semicolon, comma or tab. Never throws. */
export function readTable<K extends string>(
  bytes: Uint8Array,
  columns: readonly TableColumn<K>[],
  { mostRows = defaultMostRows }: TableLimits = {},
): Table<K> {
  const failed = (problem: TableProblem): Table<K> => ({ rows: [], problems: [problem], ignored: [] });
  if (bytes.byteLength > mostBytes) return failed({ kind: 'too-large', megabytes: mostBytes / megabyte });
  const file = open(bytes);
  if (!file) return failed({ kind: 'empty' });
  const layout = layoutOf(file.header, columns);
  const absent = columns.filter((column) => column.required && layout.places.get(column.key) === undefined);
  if (absent.length > 0) return failed({ kind: 'no-columns', columns: absent.map(({ names: [name] }) => name) });
  const records = recordsIn(file, mostRows);
  if (records.length > mostRows) return failed({ kind: 'too-many-rows', most: mostRows });
  const checked = records.map((record) => checkedRow(record, layout, columns));
  return {
    rows: checked.flatMap(({ row }) => row ?? []),
    problems: checked.flatMap(({ problems }) => problems),
    ignored: layout.ignored,
  };
}

/** Whether a file's first line has every required column: which importer a file is for. */
export function hasColumns(bytes: Uint8Array, columns: readonly TableColumn[]): boolean {
  const file = bytes.byteLength > mostBytes ? undefined : open(bytes);
  if (!file) return false;
  const { places } = layoutOf(file.header, columns);
  return columns.every((column) => !column.required || places.has(column.key));
}

/**
 * A table that German Excel opens right: semicolons, byte order mark, CRLF, decimal commas. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe, which `readTable` takes off again.
 */
export function writeTable(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const cells = rows.map((row) => row.map(cellText));
  return new TextEncoder().encode(
    stringify(cells, { bom: true, delimiter: ';', record_delimiter: '\r\n', quoted_match: /[\r\n]/ }),
  );
}

function cellText(cell: string | number): string {
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const text = cell.replaceAll('\0', '');
  return formula.test(cell) ? `'${text}` : text;
}

/** What spreadsheets may take for a formula, also in full width and behind what they skip. */
const formula = /^(?:[\s\0]*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\0])/;
const defused = /^'(?=[\s]*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r])/;

interface OpenFile {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** The physical lines behind the header, and the number of the first of them. */
  readonly lines: readonly string[];
  readonly firstLine: number;
}

function open(bytes: Uint8Array): OpenFile | undefined {
  const lines = decoded(bytes).split(/\r\n|\n|\r/);
  const named = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1];
  const at = lines.findIndex((line, index) => !isBlank(line) && !(named && index === 0));
  const heading = lines[at];
  if (heading === undefined) return undefined;
  const delimiter = named ?? delimiterIn(heading);
  const header = parsed(heading, delimiter)?.[0] ?? heading.split(delimiter);
  return { header: header.map(tidy), delimiter, lines: lines.slice(at + 1), firstLine: at + 2 };
}

/** What Windows-1252 has where Latin-1 has control characters, from 0x80 on. */
const windows1252 = [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'];

/** UTF-8 if it is; else what Windows writes. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: every byte means something in Windows-1252, which Node's decoder takes for Latin-1.
    return new TextDecoder('latin1')
      .decode(bytes)
      .replace(/[\x80-\x9f]/g, (each) => windows1252[each.charCodeAt(0) - 0x80] ?? each);
  }
}

function delimiterIn(heading: string): string {
  const outside = heading.replace(/"[^"]*"/g, '');
  const counted = [';', ',', '\t'].map((mark) => ({ mark, count: outside.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** Nothing but delimiters and spaces: spreadsheets write such lines below the last row. */
function isBlank(line: string): boolean {
  return /^[\s;,"]*$/.test(line);
}

interface Layout<K extends string> {
  readonly places: ReadonlyMap<K, number>;
  readonly width: number;
  readonly ignored: readonly string[];
}

function layoutOf<K extends string>(header: readonly string[], columns: readonly TableColumn<K>[]): Layout<K> {
  const places = new Map<K, number>();
  const ignored: string[] = [];
  for (const [place, heading] of header.entries()) {
    const column = columns.find(({ names }) => names.some((name) => plain(name) === plain(heading)));
    if (column && !places.has(column.key)) places.set(column.key, place);
    else if (heading !== '') ignored.push(heading);
  }
  return { places, width: header.length, ignored };
}

function plain(heading: string): string {
  return fold(heading).replace(/[^\p{L}\p{N}]/gu, '');
}

interface TableRecord {
  readonly line: number;
  /** Undefined: its quotes are broken. */
  readonly cells: readonly string[] | undefined;
}

/** Stops behind the first row too many. */
function recordsIn(file: OpenFile, mostRows: number): readonly TableRecord[] {
  const records: TableRecord[] = [];
  let simple: Lines[] = [];
  const parseSimple = () => {
    records.push(...parsedTogether(simple, file.delimiter));
    simple = [];
  };
  for (let at = 0; at < file.lines.length && records.length <= mostRows; ) {
    const taken = rowFrom(file, at);
    if (!isBlank(taken.text)) simple.push(taken);
    at += taken.count;
    if (simple.length === batchSize) parseSimple();
  }
  parseSimple();
  return records;
}

interface Lines {
  readonly line: number;
  readonly text: string;
  readonly count: number;
}

/** One line, or as many as its open quote reaches over, if they make a row together. */
function rowFrom({ lines, firstLine, header, delimiter }: OpenFile, at: number): Lines {
  const first = { line: firstLine + at, text: lines[at] ?? '', count: 1 };
  if (!isOpen(first.text)) return first;
  const reach = lines.slice(at, at + mostLinesInRow);
  const closing = reach.findIndex((text, index) => index > 0 && isOpen(text));
  if (closing < 0) return first;
  const joined = reach.slice(0, closing + 1).join('\n');
  const cells = parsed(joined, delimiter)?.[0];
  return cells && cells.length <= header.length ? { ...first, text: joined, count: closing + 1 } : first;
}

function isOpen(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** Parsing many at once is far quicker; it is trusted only if each comes out as one. */
function parsedTogether(rows: readonly Lines[], delimiter: string): readonly TableRecord[] {
  const all = parsed(rows.map(({ text }) => text).join('\n'), delimiter);
  if (all?.length === rows.length) return rows.map(({ line }, index) => ({ line, cells: all[index] }));
  return rows.map(({ line, text }) => {
    const own = parsed(text, delimiter);
    return { line, cells: own?.length === 1 ? own[0] : undefined };
  });
}

/** Undefined if the quotes are broken. */
function parsed(text: string, delimiter: string): readonly (readonly string[])[] | undefined {
  try {
    return parse(text, { delimiter, relax_column_count: true, record_delimiter: '\n', trim: delimiter !== '\t' });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

interface Checked<K extends string> {
  readonly row?: TableRow<K>;
  readonly problems: readonly TableProblem[];
}

function checkedRow<K extends string>(
  { line, cells }: TableRecord,
  { places, width }: Layout<K>,
  columns: readonly TableColumn<K>[],
): Checked<K> {
  if (!cells) return { problems: [{ kind: 'quotes', line }] };
  const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (filled > width) return { problems: [{ kind: 'cells', line, found: filled, expected: width }] };
  const read = columns.map((column) => [column, tidy(cells[places.get(column.key) ?? -1] ?? '')] as const);
  const problems = read.flatMap(([column, cell]) => problemsIn(column, cell, line));
  if (problems.length > 0) return { problems };
  const row = Object.fromEntries(read.map(([{ key }, cell]) => [key, cell])) as Record<K, string>;
  return { row: { line, cells: row }, problems };
}

function problemsIn(column: TableColumn, cell: string, line: number): readonly TableProblem[] {
  const { names, required, longest = defaultLongest } = column;
  if (required && cell === '') return [{ kind: 'missing', line, column: names[0] }];
  return cell.length > longest ? [{ kind: 'too-long', line, column: names[0], most: longest }] : [];
}

/** What can hide in a cell without being seen: control, format and private characters, halves of characters. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

function tidy(cell: string): string {
  return cell.trim().replace(defused, '').replace(invisible, '').normalize('NFC').trim();
}
