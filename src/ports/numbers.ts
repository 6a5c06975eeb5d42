import type { Language } from '../kernel/texts.js';

/** What has a number that people type: `Nr. 12`. One counter runs over all of them. */
export const numberedKinds = ['meeting', 'announcement', 'round', 'task', 'action-goal'] as const;
export type NumberedKind = (typeof numberedKinds)[number];

/** Implemented by the bot. */
export interface Numbers {
  /** The number of a subject: the same however often asked, never used again. */
  give(kind: NumberedKind, subject: string): Promise<number>;
  /** The subject under a typed number. Rejects with a `Refusal` that says what the number is, or that there is none. */
  subject(kind: NumberedKind, typed: string | number, language: Language): Promise<string>;
}
