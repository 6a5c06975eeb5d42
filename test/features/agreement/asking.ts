import { createResponder } from '../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import type { Language } from '../../../src/kernel/texts.js';

export const documents = loadDocuments();
const respond = createResponder({ documents, childProtectionContact: 'Fachstelle Kinderschutz, 02064 000' });

export function ask(message: string, language: Language = 'de', today = '2026-11-23') {
  return respond(message, { today, language });
}

/** What is answered, in one line. */
export function said(message: string, language: Language = 'de', today?: string): string {
  return ask(message, language, today).sentences.join(' ');
}

/** How whatever is said of leaving ends. */
export const closing =
  'Form und Empfänger nennt die Vereinbarung nicht; fragen Sie die Koordination. Keine Rechtsberatung.';
