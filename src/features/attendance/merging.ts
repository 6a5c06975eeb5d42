import { createHash } from 'node:crypto';

/** What stands in the fields of a form, by field id; an empty text for what is left empty. */
export type Entered = Readonly<Record<string, string>>;

export interface Merged {
  /** What is to hold now: what somebody else changed meanwhile stays, where the editor left it alone. */
  readonly values: Entered;
  /** Fields that the editor changed. */
  readonly mine: readonly string[];
  /** Fields that both changed, to different things. */
  readonly conflicts: readonly string[];
}

/** Short marks of what every field held when somebody began to edit: they fit into a form's payload. */
export function marksOf(values: Entered): Entered {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, markOf(value)]));
}

/** Brings together what an editor submitted, what they began from and what is stored now. */
export function merge(base: Entered, current: Entered, submitted: Entered): Merged {
  const now = marksOf(current);
  const fields = Object.keys(current);
  const mine = fields.filter((field) => markOf(submitted[field] ?? '') !== (base[field] ?? now[field]));
  const theirs = fields.filter((field) => base[field] !== undefined && base[field] !== now[field]);
  const conflicts = mine.filter((field) => theirs.includes(field) && markOf(submitted[field] ?? '') !== now[field]);
  const values = Object.fromEntries(
    fields.map((field) => [field, (mine.includes(field) ? submitted[field] : current[field]) ?? '']),
  );
  return { values, mine, conflicts };
}

/** Blanks at the ends of lines do not matter. */
function markOf(value: string): string {
  const text = value
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
  return text === '' ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
