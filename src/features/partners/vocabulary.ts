import { editDistance, fold, toleratedEdits } from '../../kernel/fold.js';
import type { Language, Translated } from '../../kernel/texts.js';

/** The agreement's five areas of work. */
export const sectors = ['erziehung', 'bildung', 'gesundheit', 'soziales', 'jugendhilfe'] as const;
export type Sector = (typeof sectors)[number];
/** From birth to the start of a career, in this order. */
export const lifeStages = ['geburt', 'fruehe-kindheit', 'kita', 'grundschule', 'jugend', 'berufseinstieg'] as const;
export type LifeStage = (typeof lifeStages)[number];

const sectorLabels: Readonly<Record<Sector, Translated>> = {
  erziehung: { de: 'Erziehung', einfach: 'Erziehung', en: 'Early education' },
  bildung: { de: 'Bildung', einfach: 'Bildung', en: 'Education' },
  gesundheit: { de: 'Gesundheit', einfach: 'Gesundheit', en: 'Health' },
  soziales: { de: 'Soziales', einfach: 'Soziales', en: 'Social services' },
  jugendhilfe: {
    de: 'Kinder- und Jugendhilfe',
    einfach: 'Kinder- und Jugendhilfe',
    en: 'Child and youth welfare',
  },
};

const lifeStageLabels: Readonly<Record<LifeStage, Translated>> = {
  geburt: { de: 'Rund um die Geburt', einfach: 'Rund um die Geburt', en: 'Around birth' },
  'fruehe-kindheit': { de: 'Frühe Kindheit', einfach: 'Frühe Kindheit', en: 'Early childhood' },
  kita: { de: 'Kita-Zeit', einfach: 'Kita-Zeit', en: 'Day-care years' },
  grundschule: { de: 'Grundschulzeit', einfach: 'Grundschul-Zeit', en: 'Primary school years' },
  jugend: { de: 'Jugend', einfach: 'Jugend', en: 'Youth' },
  berufseinstieg: { de: 'Start in den Beruf', einfach: 'Start in den Beruf', en: 'Start of a career' },
};

/** Other ways of writing them. Folded when compared. */
const otherSectorWords: Readonly<Record<Sector, readonly string[]>> = {
  erziehung: [],
  bildung: [],
  gesundheit: ['Gesundheitswesen', 'gesundheitlich'],
  soziales: ['Sozial', 'Sozialwesen'],
  jugendhilfe: ['Jugendhilfe', 'Kinderhilfe', 'Kinder und Jugendhilfe', 'KJH'],
};
const otherLifeStageWords: Readonly<Record<LifeStage, readonly string[]>> = {
  geburt: ['Geburt', 'Schwangerschaft', 'Neugeborene', 'Säuglinge', 'Babys'],
  'fruehe-kindheit': ['Kleinkinder', 'Kleinkind', 'U3', 'unter 3', 'Krippe', '0 bis 3'],
  kita: ['Kita', 'Kitazeit', 'Kindergarten', 'Kindertagesstätte', 'Vorschule', 'Elementarbereich'],
  grundschule: ['Grundschule', 'Schulkinder', 'Primarstufe', 'Schuleintritt', 'Einschulung'],
  jugend: ['Jugendliche', 'Jugendalter', 'weiterführende Schule', 'Sekundarstufe'],
  berufseinstieg: ['Berufseinstieg', 'Beruf', 'Ausbildung', 'Übergang Schule Beruf', 'Berufsstart'],
};

export function sectorLabel(sector: Sector, language: Language): string {
  return sectorLabels[sector][language];
}

export function lifeStageLabel(stage: LifeStage, language: Language): string {
  return lifeStageLabels[stage][language];
}

/** The sector that was written, in any language, small typos allowed. */
export function readSector(text: string): Sector | undefined {
  return nearest(text, sectors, (sector) => waysOf(sector, sectorLabels[sector], otherSectorWords[sector]));
}

/** The life stage that was written, in any language, small typos allowed. */
export function readLifeStage(text: string): LifeStage | undefined {
  return nearest(text, lifeStages, (stage) => waysOf(stage, lifeStageLabels[stage], otherLifeStageWords[stage]));
}

/** Every word by which a life stage may be searched for. */
export function lifeStageWords(stage: LifeStage): string {
  return waysOf(stage, lifeStageLabels[stage], otherLifeStageWords[stage]).join(' ');
}

/** Every word by which a sector may be searched for. */
export function sectorWords(sector: Sector): string {
  return waysOf(sector, sectorLabels[sector], otherSectorWords[sector]).join(' ');
}

function waysOf(id: string, labels: Translated, others: readonly string[]): readonly string[] {
  return [id, ...Object.values(labels), ...others];
}

function nearest<T extends string>(
  text: string,
  values: readonly T[],
  ways: (value: T) => readonly string[],
): T | undefined {
  const wanted = plain(text);
  if (wanted === '') return undefined;
  let found: T | undefined;
  let limit = toleratedEdits(wanted.length);
  for (const value of values) {
    for (const way of ways(value)) {
      const edits = editDistance(wanted, plain(way), limit);
      if (edits > limit || (found !== undefined && edits === limit)) continue;
      found = value;
      limit = edits;
    }
  }
  return found;
}

/** Folded, hyphens and spaces made one. */
function plain(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A partner there works everywhere. */
export const wholeTown = 'ganze Stadt';

export function isWholeTown(district: string): boolean {
  const folded = plain(district);
  return folded === plain(wholeTown) || folded === 'stadtweit' || folded === 'gesamte stadt';
}
