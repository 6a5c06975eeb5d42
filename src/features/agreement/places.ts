import { editDistance, fold, toleratedEdits } from '../../kernel/fold.js';
import type { AgreementDocument, Passage, Section } from './document.js';
import { type Citation, citationOf } from './matters.js';
import type { AgreementTexts } from './texts.js';

/** One line of the table of contents. */
export interface Place {
  readonly document: AgreementDocument;
  readonly section: Section;
}

/** "Laufzeit der Vereinbarung, Absatz 2"; "…, Ziel 6 (unsere Zählung)" where the document itself does not count. */
export function placeName(passage: Passage, t: AgreementTexts): string {
  if (passage.kind === 'title') return t.titleOf;
  if (passage.kind === 'paragraph') return t.paragraph(passage.section.heading, passage.number);
  const name = t.item(passage.section.heading, passage.itemName ?? '', passage.number);
  return passage.countedByUs ? `${name} (${t.ownCount})` : name;
}

/** Section and paragraph, document, version: what tells most comes first. */
export function sourceOf({ document, passage }: Citation, t: AgreementTexts): string {
  return `${placeName(passage, t)} – ${document.shortTitle}, ${document.version}`;
}

/** The sections of all documents that hold more than a title or a line to be filled in, in order. */
export function placesOf(documents: readonly AgreementDocument[]): readonly Place[] {
  return documents.flatMap((document) =>
    document.sections
      .map((section): Place => ({ document, section }))
      .filter((place) => passagesAt(place).some(holdsSentence)),
  );
}

export function passagesAt(place: Place): readonly Passage[] {
  return place.document.passages.filter((passage) => passage.section.id === place.section.id);
}

/** What to type behind `absatz` for exactly this passage. */
export function typedName(
  documents: readonly AgreementDocument[],
  document: AgreementDocument,
  passage: Passage,
): string {
  if (documents.length > 1) return `${document.id}#${passage.id}`;
  if (passage.kind === 'title') return 'Titel';
  if (passage.kind === 'item') return `${passage.itemName} ${passage.number}`;
  return `${passage.section.heading} ${passage.number}`;
}

export function typedSection(documents: readonly AgreementDocument[], { document, section }: Place): string {
  return documents.length > 1 ? `${document.id}#${section.id}` : section.heading;
}

/** Words of a name that tell nothing apart. */
const fillWords = new Set([
  'der',
  'die',
  'das',
  'des',
  'und',
  'zu',
  'zur',
  'zum',
  'von',
  'vom',
  'unser',
  'unsere',
  'absatz',
  'abschnitt',
  'nr',
  'im',
  'in',
  'dem',
]);

/**
 * The places that a typed name may mean, e.g. "Laufzeit", "Ziel 6", "Präambel 2", "laufzeit-2": case, umlaut spelling,
 * small typos and missing words do not matter.
 */
export function placesNamed(documents: readonly AgreementDocument[], name: string): readonly Citation[][] {
  const exact = documents.flatMap((document) => byId(document, name.trim()));
  if (exact.length > 0) return exact;
  const tokens = (fold(name).match(/[\p{L}]+|\d+/gu) ?? []).filter((token) => !fillWords.has(token));
  const number = tokens.find((token) => /^\d+$/.test(token));
  const words = tokens.filter((token) => !/^\d+$/.test(token));
  if (words.length === 0) return number === undefined ? [] : documents.flatMap((document) => counted(document, number));
  return documents.flatMap((document) => {
    const sections = sectionsNamed(document, words, number);
    const items = itemsNamed(document, words, number);
    // "Ziele" is the section, which holds its goals; "Ziel 6" is one of them.
    const [better, other] = number === undefined ? [sections, items] : [items, sections];
    return better.length > 0 ? better : other;
  });
}

function byId(document: AgreementDocument, name: string): readonly Citation[][] {
  const id = fold(name.startsWith(`${document.id}#`) ? name.slice(document.id.length + 1) : name);
  const passage = document.passages.find((candidate) => fold(candidate.id) === id);
  if (passage) return [whole(document, [passage])];
  const section = document.sections.find((candidate) => fold(candidate.id) === id);
  return section ? [whole(document, passagesAt({ document, section }))] : [];
}

/** "Ziel 6", "strategisches Ziel 6"; without a number all items of that name. */
function itemsNamed(
  document: AgreementDocument,
  words: readonly string[],
  number: string | undefined,
): readonly Citation[][] {
  const items = document.passages.filter(
    (passage) =>
      passage.kind === 'item' &&
      words.every((word) => isLike(word, fold(passage.itemName ?? '')) || fold(passage.id).includes(word)),
  );
  if (number === undefined) return items.length > 0 ? [whole(document, items)] : [];
  return items.filter((passage) => passage.number === Number(number)).map((passage) => whole(document, [passage]));
}

/** "Absatz 3" alone: in every section that has so many. */
function counted(document: AgreementDocument, number: string): readonly Citation[][] {
  return document.passages
    .filter((passage) => passage.kind === 'paragraph' && passage.number === Number(number) && holdsSentence(passage))
    .map((passage) => whole(document, [passage]));
}

/** Not a title, nor a line to be filled in. */
function holdsSentence({ kind, text }: Passage): boolean {
  return kind === 'item' || (kind === 'paragraph' && /[.:!?]["“”’»)]?$/u.test(text.trim()));
}

function sectionsNamed(
  document: AgreementDocument,
  words: readonly string[],
  number: string | undefined,
): readonly Citation[][] {
  return document.sections.flatMap((section) => {
    const heading = fold(`${section.heading} ${section.id}`).match(/\p{L}+/gu) ?? [];
    if (!words.every((word) => heading.some((part) => isLike(word, part)))) return [];
    const passages = passagesAt({ document, section });
    if (number === undefined) return [whole(document, passages)];
    const counted = passages.filter((passage) => passage.kind === 'paragraph' && passage.number === Number(number));
    return counted.length > 0 ? [whole(document, counted)] : [];
  });
}

function isLike(word: string, part: string): boolean {
  if (part === '') return false;
  if (word.length >= 4 && part.startsWith(word)) return true;
  return editDistance(word, part, toleratedEdits(part.length)) <= toleratedEdits(part.length);
}

function whole(document: AgreementDocument, passages: readonly Passage[]): Citation[] {
  return passages.flatMap((passage) => citationOf(document, passage.id) ?? []);
}
