import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgreementDocument } from './document.js';
import { DocumentError, readMarkdown } from './markdown.js';

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

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'Die Datei ist kein UTF-8-Text.' : 'Die Datei lässt sich nicht lesen.';
    throw new DocumentError(basename(file), 1, reason);
  }
}
