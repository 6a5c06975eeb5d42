import { lineHeight } from './style.js';

/** Parts of the font size that a character takes, rather too much than too little. */
const narrow = /[\s.,;:'|!()ijlftrI[\]]/;
const wide = /[mwMW%@—…]/;
const capital = /[\p{Lu}\d]/u;
const hyphen = '-';
const shortestPiece = 3;
/** Where a German syllable begins, nearly always: before the consonants that can begin one, in front of a vowel. */
const syllable =
  /(?<=\p{L})(?<!s(?=ch|t|p))(?<!c(?=h|k))(?<!sc(?=h))(?<!p(?=[fh]))(?<!t(?=h))(?<!q(?=u))(?:(?<![bdfgkpt])(?=[lr])|(?![lr]))(?=(?:sch|st|sp|ch|ph|th|pf|qu|[bdfgkpt]r|[bfgkp]l|[b-df-hj-np-tv-xzß])[aeiouyäöü])/giu;

/** What can be drawn: one line, no control characters, never empty. */
export function tidy(text: string): string {
  return (
    text
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim() || '–'
  );
}

/** About how many pixels a text takes. */
export function widthOf(text: string, size: number): number {
  return size * [...text].reduce((sum, each) => sum + shareOf(each), 0);
}

function shareOf(character: string): number {
  if (narrow.test(character)) return 0.33;
  if (wide.test(character)) return 0.87;
  return capital.test(character) ? 0.65 : 0.54;
}

/** The lines of a text that fit into a width, broken between words, else within them. Nothing is left out. */
export function linesOf(text: string, pixels: number, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(tidy(text), pixels, size)) {
    const longer = line + word;
    if (line !== '' && widthOf(longer.trimEnd(), size) > pixels) {
      lines.push(line.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line.trimEnd()];
}

/** Words with the space behind them; also what stands before a hyphen or a slash; what is too long in pieces. */
function wordsOf(text: string, pixels: number, size: number): readonly string[] {
  return (text.match(/[^\s/-]*[/-]+\s*|[^\s/-]+\s*/g) ?? []).flatMap((word) => piecesOf(word, pixels, size));
}

/** What is too long for a line, divided before a syllable where there is one, else anywhere. */
function piecesOf(word: string, pixels: number, size: number): readonly string[] {
  const characters = [...word];
  const fits = (count: number) => widthOf(characters.slice(0, count).join('').trimEnd() + hyphen, size) <= pixels;
  if (widthOf(word.trimEnd(), size) <= pixels) return [word];
  const most = characters.findIndex((_, index) => !fits(index + 1));
  const last = Math.max(shortestPiece, most);
  if (most === -1 || characters.length - last < 1) return [word];
  const syllables = [...word.matchAll(syllable)].map(({ index }) => [...word.slice(0, index)].length);
  const possible = syllables.filter(
    (at) => at >= shortestPiece && at <= last && characters.length - at >= shortestPiece,
  );
  const at = possible.at(-1) ?? last;
  const rest = characters.slice(at).join('');
  return [characters.slice(0, at).join('') + hyphen, ...piecesOf(rest, pixels, size)];
}

export function heightOf(lines: number, size: number): number {
  return Math.ceil(lines * size * lineHeight);
}

/** The most lines that one of these has. */
export function mostLines(texts: readonly (readonly string[])[]): number {
  return texts.reduce((most, lines) => Math.max(most, lines.length), 1);
}
