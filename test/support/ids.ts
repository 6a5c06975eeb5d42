import type { Ids } from '../../src/ports/ids.js';

/** Ids `id-1`, `id-2` … and codes `000001`, `000002` …, each counted on its own. */
export function countedIds(prefix = 'id'): Ids {
  let ids = 0;
  let codes = 0;
  return {
    next: () => `${prefix}-${++ids}`,
    code: () => String(++codes).padStart(6, '0'),
  };
}
