import { randomUUID } from 'node:crypto';
import { copyFile, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';

const newline = 0x0a;
/** What a record begins with, as NeDB writes it: a document, a deletion, an index. */
const beginnings = ['{"_id":', '{"$$deleted":', '{"$$index'];
const mostBeginnings = 20;
const keptForDays = 30;
const dayMs = 86_400_000;

/** NeDB splits lines at these too, so a text that holds one would tear its document in two at the next start. */
const alsoSplitting = /[\u0085\u2028\u2029]/g;

/** JSON without the signs at which NeDB splits lines. */
export function oneLine(json: string): string {
  return json.replace(alsoSplitting, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Report {
  readonly whole: readonly string[];
  readonly lost: number;
  readonly lostBytes: number;
  /** The last line has no end: the process died while writing it, and nobody was told that it was stored. */
  readonly tornEnd: boolean;
}

/**
 * Before a data file is opened: if it is damaged, every whole line is kept, the damaged file stays beside it as
 * `*.damaged-<time>`, and the log says what was lost.
 */
export async function salvage(file: string, clock: Clock, logger: Logger): Promise<void> {
  await finishCompaction(file);
  const content = await contentOf(file);
  if (!content) return;
  if (content.length === 0) {
    logger.warn({ file: basename(file) }, 'data file is empty: if it held anything, that is lost');
    return;
  }
  const report = examine(content);
  if (report.lost === 0 && !report.tornEnd) return;
  const copy = `${file}.damaged-${clock.now().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 4)}`;
  await copyFile(file, copy);
  await replaceFile(file, report.whole);
  logger.warn(
    {
      file: basename(file),
      keptLines: report.whole.length,
      lostLines: report.lost,
      lostBytes: report.lostBytes,
      tornEnd: report.tornEnd,
      damagedCopy: basename(copy),
      copyKeptDays: keptForDays,
    },
    'data file was damaged: whole lines kept, the rest is lost',
  );
}

/** Copies of damaged files hold what people may have had erased since: they go after thirty days, or at once. */
export async function dropDamagedCopies(folder: string, now: Date | 'all'): Promise<number> {
  const copies = (await readdir(folder)).filter((name) => name.includes('.db.damaged-'));
  const old = copies.filter((name) => now === 'all' || isOld(name, now));
  for (const name of old) await unlink(join(folder, name));
  return old.length;
}

function isOld(name: string, now: Date): boolean {
  const [, day] = /\.damaged-(\d{4}-\d{2}-\d{2})T/.exec(name) ?? [];
  return day === undefined || now.getTime() - Date.parse(day) > (keptForDays + 1) * dayMs;
}

/** NeDB compacts into `<file>~` and renames: if only that is there, it is the file. */
async function finishCompaction(file: string): Promise<void> {
  const names = new Set(await readdir(dirname(file)));
  if (!names.has(basename(file)) && names.has(`${basename(file)}~`)) await rename(`${file}~`, file);
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function examine(content: Buffer): Report {
  const whole: string[] = [];
  let lost = 0;
  let lostBytes = 0;
  for (const line of linesOf(content)) {
    if (line.length === 0) continue;
    const record = recordIn(line);
    if (record) whole.push(record.text);
    if (record && record.skipped === 0) continue;
    lost += 1;
    lostBytes += record ? record.skipped : line.length;
  }
  return { whole, lost, lostBytes, tornEnd: content.at(-1) !== newline };
}

function* linesOf(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; ) {
    const found = content.indexOf(newline, start);
    const end = found < 0 ? content.length : found;
    yield content.subarray(start, end);
    start = end + 1;
  }
}

/** The record that a line is, or that its end is: what was appended behind a torn line is whole. */
function recordIn(line: Buffer): { text: string; skipped: number } | undefined {
  const whole = recordOf(line);
  if (whole) return { text: whole, skipped: 0 };
  for (const start of beginningsIn(line)) {
    const text = recordOf(line.subarray(start));
    if (text) return { text, skipped: start };
  }
  return undefined;
}

function beginningsIn(line: Buffer): readonly number[] {
  const starts: number[] = [];
  for (const beginning of beginnings) {
    let start = line.indexOf(beginning, 1);
    while (start >= 0 && starts.length < mostBeginnings) {
      starts.push(start);
      start = line.indexOf(beginning, start + 1);
    }
  }
  return starts.sort((a, b) => a - b);
}

function recordOf(line: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(line).trim();
    return /[\r\v\f]/.test(text) || !isRecord(JSON.parse(text)) ? undefined : oneLine(text);
  } catch {
    // Neither UTF-8 nor JSON: not whole, and reported as lost.
    return undefined;
  }
}

function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  if (typeof record._id === 'string') return record._id !== '' && record._id !== '__proto__';
  const created = record.$$indexCreated;
  if (typeof created === 'object' && created !== null) return 'fieldName' in created;
  return typeof record.$$indexRemoved === 'string';
}

async function replaceFile(file: string, lines: readonly string[]): Promise<void> {
  const fresh = `${file}.salvaged`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}
