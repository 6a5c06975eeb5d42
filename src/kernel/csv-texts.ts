import type { TableProblem } from './csv.js';
import { unreachable } from './errors.js';
import { catalogue, type Language } from './texts.js';

const texts = catalogue({
  de: {
    empty: 'Die Datei ist leer.',
    noColumns: (columns: string) => `In der ersten Zeile fehlt: ${columns}.`,
    tooLarge: (size: string) => `Die Datei ist größer als ${size} MB. Teilen Sie sie bitte auf.`,
    tooManyRows: (most: string) => `Die Datei hat mehr als ${most} Zeilen. Teilen Sie sie bitte auf.`,
    quotes: (line: string) => `Zeile ${line}: Anführungszeichen passen nicht zusammen.`,
    cells: (line: string, found: string, expected: string) =>
      `Zeile ${line}: ${found} Spalten, die erste Zeile hat nur ${expected}.`,
    missing: (line: string, column: string) => `Zeile ${line}: „${column}“ fehlt.`,
    tooLong: (line: string, column: string, most: string) => `Zeile ${line}: „${column}“ hat mehr als ${most} Zeichen.`,
  },
  einfach: {
    empty: 'In der Datei steht nichts.',
    noColumns: (columns: string) => `In der ersten Zeile fehlt: ${columns}.`,
    tooLarge: (size: string) => `Die Datei ist zu groß. Es gehen höchstens ${size} MB. Machen Sie bitte zwei Dateien.`,
    tooManyRows: (most: string) => `Die Datei hat mehr als ${most} Zeilen. Machen Sie bitte zwei Dateien.`,
    quotes: (line: string) => `Zeile ${line}: Ein Anführungszeichen ist falsch.`,
    cells: (line: string, found: string, expected: string) =>
      `Zeile ${line}: Hier sind ${found} Spalten. In der ersten Zeile sind es nur ${expected}.`,
    missing: (line: string, column: string) => `Zeile ${line}: „${column}“ fehlt.`,
    tooLong: (line: string, column: string, most: string) =>
      `Zeile ${line}: „${column}“ ist zu lang. Es gehen höchstens ${most} Zeichen.`,
  },
  en: {
    empty: 'The file is empty.',
    noColumns: (columns: string) => `The first line lacks: ${columns}.`,
    tooLarge: (size: string) => `The file is larger than ${size} MB. Please split it.`,
    tooManyRows: (most: string) => `The file has more than ${most} lines. Please split it.`,
    quotes: (line: string) => `Line ${line}: the quotes do not match.`,
    cells: (line: string, found: string, expected: string) =>
      `Line ${line}: ${found} columns, the first line has only ${expected}.`,
    missing: (line: string, column: string) => `Line ${line}: “${column}” is missing.`,
    tooLong: (line: string, column: string, most: string) =>
      `Line ${line}: “${column}” has more than ${most} characters.`,
  },
});

/** "Zeile 12: „Name“ fehlt." */
export function problemText(problem: TableProblem, language: Language): string {
  const t = texts[language];
  switch (problem.kind) {
    case 'empty':
      return t.empty;
    case 'no-columns':
      return t.noColumns(problem.columns.join(', '));
    case 'too-large':
      return t.tooLarge(String(problem.megabytes));
    case 'too-many-rows':
      return t.tooManyRows(problem.most.toLocaleString('de-DE'));
    case 'quotes':
      return t.quotes(String(problem.line));
    case 'cells':
      return t.cells(String(problem.line), String(problem.found), String(problem.expected));
    case 'missing':
      return t.missing(String(problem.line), problem.column);
    case 'too-long':
      return t.tooLong(String(problem.line), problem.column, String(problem.most));
    default:
      return unreachable(problem);
  }
}
