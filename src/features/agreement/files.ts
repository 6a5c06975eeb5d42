import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgreementDocument } from './document.js';
import { DocumentError, readMarkdown } from './markdown.js';
import { learnProtection, type Protection } from './protection.js';

/** The agreement that ships with the program. */
export const shippedAgreement = fileURLToPath(
  new URL('../../content/agreement/kooperationsvereinbarung.md', import.meta.url),
);

/**
 * Reads the documents that questions are answered from, the shipped agreement unless others are named. Throws
 * `DocumentError` for the first that cannot be read.
 */
export function loadDocuments(files: readonly string[] = []): readonly AgreementDocument[] {
  const documents = (files.length > 0 ? files : [shippedAgreement]).map((file) =>
    readMarkdown(textOf(file), basename(file)),
  );
  const seen = new Set<string>();
  documents.forEach(({ id }, index) => {
    if (seen.has(id)) {
      throw new DocumentError(basename(files[index] ?? ''), 1, `Die id „${id}“ hat schon ein anderes Dokument.`);
    }
    seen.add(id);
  });
  return documents;
}

const questions = fileURLToPath(new URL('../../content/questions', import.meta.url));
const otherJobs = fileURLToPath(new URL('../../content/agreement/alltag.txt', import.meta.url));
/** Of the everyday questions one in so many is enough to learn what is no alarm. */
const everydayShare = 10;

/** The guard, learnt from the curated messages under `content/questions/`. */
export function loadProtection(): Protection {
  const everyday = ['answered', 'silent', 'smalltalk'].flatMap((folder) =>
    readdirSync(join(questions, folder))
      .sort()
      .flatMap((file) => linesOf(join(questions, folder, file))),
  );
  return learnProtection({
    danger: linesOf(join(questions, 'protection', 'gefahr.txt')),
    noDanger: [...linesOf(join(questions, 'protection', 'keine-gefahr.txt')), ...linesOf(otherJobs)],
    everyday: everyday.filter((_, index) => index % everydayShare === 0),
  });
}

/** One message a line; `#` begins a remark. */
export function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'Die Datei ist kein UTF-8-Text.' : 'Die Datei lässt sich nicht lesen.';
    throw new DocumentError(basename(file), 1, reason);
  }
}
