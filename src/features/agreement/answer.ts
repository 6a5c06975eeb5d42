import type { Day } from '../../kernel/dates.js';
import type { Reasons } from './finder.js';
import type { Citation } from './matters.js';
import type { AgreementTexts } from './texts.js';

/** What came of a question, before any channel shows it. `ask` prints it, `views.ts` makes a card of it. */
export interface Answer {
  readonly kind: 'answer' | 'calculation' | 'not-in-agreement' | 'smalltalk' | 'protection' | 'command';
  /** False for all that the documents do not answer. */
  readonly answered: boolean;
  /** In the bot's words, the one that says it first. */
  readonly sentences: readonly string[];
  /** What proves it, the first one first. */
  readonly citations: readonly Citation[];
  /** Passages that come near without answering. */
  readonly near: readonly Citation[];
  /** A day that was worked out. */
  readonly date?: Day;
  readonly title?: string;
  readonly list?: readonly string[];
  readonly table?: {
    readonly caption: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  /** Small print. */
  readonly notes: readonly string[];
  readonly next: readonly NextStep[];
  /** Somebody of the coordination office knows more: whom to ask is said, and the question can be sent to them. */
  readonly toCoordination?: boolean;
  /** Id of the matter, or of what the documents are silent on; left out where nothing was asked of them. */
  readonly about?: string;
  /** The question as it was understood, where what was said before it had to be added. */
  readonly meant?: string;
  readonly reasons?: Reasons;
}

/** A button; what it does can be typed. */
export interface NextStep {
  readonly label: string;
  readonly typed: string;
}

/** An answer without anything but its sentences. */
export function plainAnswer(kind: Answer['kind'], answered: boolean, ...sentences: readonly string[]): Answer {
  return { kind, answered, sentences, citations: [], near: [], notes: [], next: [] };
}

/** What may always be done next. */
export function usualSteps(t: AgreementTexts): readonly NextStep[] {
  return [
    { label: t.contents, typed: 'inhalt' },
    { label: t.help, typed: 'hilfe' },
  ];
}
