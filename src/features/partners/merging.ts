import { createHash } from 'node:crypto';
import { type EntryField, type EntryValues, entryFields } from './entry.js';

/** What every field held when somebody began to edit, told by a short mark of it. */
export type Marks = Readonly<Record<string, string>>;

export interface Merged {
  /** What is to hold now: what somebody else changed meanwhile stays, where the editor left it alone. */
  readonly values: EntryValues;
  /** Fields that the editor changed. */
  readonly mine: readonly EntryField[];
  /** Fields that both changed, to different things. */
  readonly conflicts: readonly EntryField[];
}

export function marksOf(values: EntryValues): Marks {
  return Object.fromEntries(entryFields.map((field) => [field, markOf(values[field])]));
}

/** Brings together what an editor submitted, what they began from and what is stored now. */
export function merge(base: Marks, current: EntryValues, submitted: EntryValues): Merged {
  const now = marksOf(current);
  const theirs = (field: EntryField) => base[field] !== undefined && base[field] !== now[field];
  const mine = entryFields.filter((field) => markOf(submitted[field]) !== (base[field] ?? now[field]));
  const conflicts = mine.filter((field) => theirs(field) && markOf(submitted[field]) !== now[field]);
  const values = Object.fromEntries(
    entryFields.map((field) => [field, mine.includes(field) ? submitted[field] : current[field]]),
  );
  return { values, mine, conflicts };
}

/** Fields that differ between two states of an entry. */
export function differing(one: EntryValues, other: EntryValues): readonly EntryField[] {
  return entryFields.filter((field) => markOf(one[field]) !== markOf(other[field]));
}

/** Blanks at the borders of lines and list items, and the order in which boxes were ticked, do not matter. */
function markOf(value: string | readonly string[] | undefined): string {
  const parts = typeof value === 'string' ? value.split(/[,;\n]/) : [...(value ?? [])].sort();
  const text = parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
  return text === '' ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
