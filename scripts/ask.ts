import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { tidyText } from '../src/bot/inbound.js';
import type { Answer } from '../src/features/agreement/answer.js';
import { createResponder } from '../src/features/agreement/feature.js';
import { loadDocuments } from '../src/features/agreement/files.js';
import type { Citation } from '../src/features/agreement/matters.js';
import { sourceOf } from '../src/features/agreement/places.js';
import { texts } from '../src/features/agreement/texts.js';
import { shownCitations, whomToAsk } from '../src/features/agreement/views.js';
import { type Day, dayAt, readDay } from '../src/kernel/dates.js';
import { configuration, runCommand } from './environment.js';

const usage = `So fragen Sie:
  npm run --silent ask -- "Wie können wir kündigen?"
  npm run --silent ask -- --json "Wie können wir kündigen?"
  npm run --silent ask -- --on 2026-12-04 kündigungsfrist
  npm run --silent ask -- --batch FRAGEN.jsonl     je Zeile {"id":"1","q":"Frage"}; - liest von der Eingabe`;
const wrongUse = 2;
const language = 'de';

/** Answers one question, or a file of them, on the terminal. Opens no store. */
await runCommand(async () => {
  process.stdout.on('error', leaveWhenNobodyReads);
  const { values, positionals } = argumentsOrUsage();
  if ((values.batch === undefined) === (positionals.length === 0)) {
    console.error(usage);
    return wrongUse;
  }
  const config = configuration();
  const today = dayMeant(values.on, config.zone);
  const respond = createResponder({ ...config, documents: loadDocuments(config.agreementFiles) });
  const ask = (question: string) => respond(tidyText(question), { today, language });
  if (values.batch !== undefined) return answerBatch(values.batch, ask);

  const question = positionals.join(' ');
  const answer = ask(question);
  console.log(values.json ? JSON.stringify(resultOf(null, question, answer)) : readable(answer));
  return 0;
});

function argumentsOrUsage() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, on: { type: 'string' }, batch: { type: 'string' } },
    });
  } catch {
    // parseArgs says what is wrong in English; the usage says it all.
    throw new Error(usage);
  }
}

/** `--on`: the day that counts as today. */
function dayMeant(text: string | undefined, zone: string): Day {
  if (text === undefined) return dayAt(new Date(), zone);
  const read = /^\d{4}-\d{2}-\d{2}$/.test(text) ? readDay(text, text) : undefined;
  if (read?.kind !== 'day') throw new Error(`--on ${text} ist kein Tag. Schreiben Sie ihn so: 2026-12-01`);
  return read.day;
}

/** One result a line, in order. A line that holds no question is told on stderr, and the others are answered all the same. */
async function answerBatch(file: string, ask: (question: string) => Answer): Promise<number> {
  const input = file === '-' ? process.stdin : await opened(file);
  let number = 0;
  let bad = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    const entry = readEntry(line);
    if ('error' in entry) {
      bad += 1;
      console.error(JSON.stringify({ line: number, error: entry.error }));
    } else {
      console.log(JSON.stringify(resultOf(entry.id, entry.q, ask(entry.q))));
    }
  }
  return bad === 0 ? 0 : 1;
}

async function opened(file: string): Promise<Readable> {
  try {
    return (await open(file)).createReadStream();
  } catch {
    throw new Error(`Die Datei ${file} lässt sich nicht lesen. Prüfen Sie Name und Rechte; - liest von der Eingabe.`);
  }
}

type Entry = { readonly id: string | number | null; readonly q: string } | { readonly error: string };

function readEntry(line: string): Entry {
  const object = parsed(line);
  if (typeof object !== 'object' || object === null) return { error: 'kein JSON-Objekt wie {"id":"1","q":"Frage"}' };
  const id = 'id' in object ? object.id : null;
  const q = 'q' in object ? object.q : undefined;
  if (typeof q !== 'string') return { error: '"q" fehlt oder ist kein Text' };
  if (typeof id !== 'string' && typeof id !== 'number' && id !== null)
    return { error: '"id" ist weder Text noch Zahl' };
  return { id, q };
}

/** Undefined if the line is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function resultOf(id: string | number | null, question: string, answer: Answer) {
  return {
    id,
    question,
    kind: answer.kind,
    answered: answer.answered,
    answer: [said(answer), ...(answer.list ?? [])].join('\n'),
    citations: answer.citations.map((citation) => ({
      document: citation.document.shortTitle,
      version: citation.document.version,
      section: citation.passage.section.heading,
      passage: citation.passage.id,
      quote: citation.quote,
    })),
    ...(answer.date !== undefined && { date: answer.date }),
  };
}

/** Its sentences, and whom to ask where it has no answer. */
function said({ sentences, toCoordination }: Answer): string {
  return [...sentences, ...(toCoordination ? [whomToAsk(language)] : [])].join(' ');
}

/** For eyes on a terminal. */
function readable(answer: Answer): string {
  const { quoted, listed } = shownCitations(answer);
  const parts = [
    answer.title,
    wrapped(said(answer)),
    ...(answer.table ? [table(answer.table)] : []),
    answer.list?.map((item) => wrapped(`- ${item}`, '  ')).join('\n'),
    ...quoted.map(quote),
    listed.map((citation, index) => wrapped(`${index + 1}. ${citation.quote}`, '   ')).join('\n') || undefined,
    ...answer.near.slice(0, 1).map((citation) => `${texts[language].nearest}\n\n${quote(citation)}`),
    ...answer.notes.map((note) => wrapped(note)),
    answer.next.length > 0 ? wrapped(`→ ${answer.next.map(({ typed }) => typed).join(' · ')}`, '  ') : undefined,
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function quote(citation: Citation): string {
  const words = wrapped(citation.quote).replace(/^/gm, '  > ');
  return `${words}\n${wrapped(`    ${sourceOf(citation, texts[language])}`, '    ')}`;
}

function table({ caption, columns, rows }: NonNullable<Answer['table']>): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`;
  return [`${caption}:`, line(columns), ...rows.map(line)].join('\n');
}

/** Broken at spaces, so that no line is wider than eyes like. */
function wrapped(text: string, indent = ''): string {
  const width = Math.min(process.stdout.columns ?? 100, 100) - 2;
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  for (const word of text.trim().split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

/** `ask --batch … | head`: the reader has had enough. */
function leaveWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
