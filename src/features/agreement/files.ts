import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgreementDocument } from './document.js';
import { LinearModel } from './linear-model.js';
import { DocumentError, readMarkdown } from './markdown.js';
import { createProtection, type Protection } from './protection.js';
import { decodeModel } from './understanding/model.js';
import { createUnderstanding, type Understanding } from './understanding/understanding.js';

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

/** What `scripts/train.ts` writes. */
export const understandingFile = 'understanding.model';
export const guardFile = 'guard.model';

/** Beside the built content; a program that runs from its sources finds them in what was built last. */
const modelFolders = ['../../content/questions/', '../../../dist/src/content/questions/'];

/** The understanding of questions, learnt at build time. */
export function loadUnderstanding(): Understanding {
  return createUnderstanding(decodeModel(modelNamed(understandingFile)));
}

/** As sure as this that the agreement answers a question, it is no alarm. */
const plainlyAnswered = 0.9;

/** The guard, learnt at build time. */
export function loadProtection(understanding: Understanding): Protection {
  return createProtection(LinearModel.decode(modelNamed(guardFile)), isPlainlyAnswered(understanding));
}

/** Tells questions that the agreement answers beyond doubt. */
export function isPlainlyAnswered(understanding: Understanding): (text: string) => boolean {
  return (text) => {
    const { kind, confidence } = understanding.understand(text);
    return kind === 'answered' && confidence >= plainlyAnswered;
  };
}

function modelNamed(name: string): Uint8Array {
  const places = modelFolders.map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)));
  const place = places.find((path) => existsSync(path));
  if (place === undefined) throw new Error(`${name} is missing. Build first: npm run build`);
  return readFileSync(place);
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
