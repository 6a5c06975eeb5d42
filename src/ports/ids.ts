import { randomInt, randomUUID } from 'node:crypto';

/** The only source of ids and codes. Fixed in tests. */
export interface Ids {
  /** A fresh, unguessable id. */
  next(): string;
  /** A code of six digits that a person types. */
  code(): string;
}

export const randomIds: Ids = {
  next: () => randomUUID(),
  code: () => String(randomInt(1_000_000)).padStart(6, '0'),
};
