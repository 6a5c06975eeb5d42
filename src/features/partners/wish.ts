import { editDistance, fold, toleratedEdits } from '../../kernel/fold.js';
import { isWholeTown, type LifeStage, readSector, type Sector } from './vocabulary.js';
import { isStopWord } from './words.js';

/** What somebody is looking for: words, and what narrows it down. Within a list one match suffices. */
export interface Wish {
  readonly words: string;
  readonly sectors?: readonly Sector[];
  readonly lifeStages?: readonly LifeStage[];
  readonly districts?: readonly string[];
}

/** Districts as they are written, by how they are compared. */
export type Districts = ReadonlyMap<string, string>;

const mostWordsOfFilter = 4;
const mostWords = 50;

export function districtsOf(names: readonly string[]): Districts {
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b, 'de'));
  return new Map(sorted.map((name) => [compared(name), name]));
}

/** The known district that differs in case, umlaut spelling and marks at most. */
export function sameDistrict(text: string, districts: Districts): string | undefined {
  return districts.get(compared(text));
}

/** The district that was written, small typos allowed. */
export function readDistrict(text: string, districts: Districts): string | undefined {
  const wanted = compared(text);
  const exact = districts.get(wanted);
  if (exact !== undefined || wanted === '') return exact;
  const limit = toleratedEdits(wanted.length);
  return [...districts].find(([district]) => editDistance(wanted, district, limit) <= limit)?.[1];
}

/**
 * Reads typed words as a wish: areas of work and districts narrow down ("Gesundheit Lohberg"), the rest is searched for.
 * Life stages stay words: "Kita" is a kind of organisation as well.
 */
export function readWish(text: string, districts: Districts): Wish {
  const words = text.match(/[\p{L}\p{M}]+|\p{N}+/gu)?.slice(0, mostWords) ?? [];
  const sectors: Sector[] = [];
  const places: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = filterAt(words.slice(at, at + mostWordsOfFilter), districts);
    if (found === undefined) {
      rest.push(words[at] ?? '');
      at += 1;
      continue;
    }
    if (found.kind === 'sector') sectors.push(found.value);
    else places.push(found.value);
    at += found.count;
  }
  return {
    words: rest.filter((word) => !isStopWord(fold(word))).join(' '),
    ...(sectors.length > 0 && { sectors }),
    ...(places.length > 0 && { districts: places }),
  };
}

type FilterWords =
  | { readonly kind: 'sector'; readonly value: Sector; readonly count: number }
  | { readonly kind: 'district'; readonly value: string; readonly count: number };

/** The longest beginning of these words that is a filter. */
function filterAt(words: readonly string[], districts: Districts): FilterWords | undefined {
  for (let count = words.length; count > 0; count -= 1) {
    const text = words.slice(0, count).join(' ');
    if (isStopWord(fold(text))) continue;
    const district = readDistrict(text, districts);
    if (district !== undefined && !isWholeTown(district)) return { kind: 'district', value: district, count };
    const sector = readSector(text);
    if (sector) return { kind: 'sector', value: sector, count };
  }
  return undefined;
}

function compared(district: string): string {
  return fold(district)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
