import type { Chart } from '../../src/ports/charts.js';

type Of<K extends Chart['kind']> = Extract<Chart, { readonly kind: K }>;

export const bars: Of<'bars'> = {
  kind: 'bars',
  title: 'Wie weit sind wir? Mittelwert je strategischem Ziel',
  categories: ['Ziel 1: Übergänge gelingen', 'Ziel 2: Gesundheitsförderungsmaßnahmenkoordinierungsstelle', 'Ziel 3'],
  values: [3.4, 1.25, null],
  most: 5,
};

export const shares: Of<'shares'> = {
  kind: 'shares',
  title: 'Stand der Ziele im 4. Quartal 2026',
  categories: ['Ziel 1: Übergänge gelingen', 'Ziel 2: Familien kennen die Angebote', 'Ziel 3'],
  parts: ['läuft gut', 'läuft mit Mühe', 'stockt', 'noch nicht begonnen'],
  values: [[5, 3, 2, 1], [10, 2, 0, 1], null],
};

export const lines: Of<'lines'> = {
  kind: 'lines',
  title: 'Zusammenarbeit im Verlauf',
  points: ['1. Quartal', '2. Quartal', '3. Quartal', '4. Quartal'],
  series: [
    { name: 'Netzwerk', values: [3.1, 3.4, null, 4.2] },
    { name: 'Übergänge', values: [2.5, 2.75, null, 3] },
  ],
  least: 1,
  most: 5,
};

export const grid: Of<'grid'> = {
  kind: 'grid',
  title: 'Wer macht was?',
  columns: ['Erziehung', 'Bildung', 'Gesundheit', 'Soziales', 'Kinder- und Jugendhilfe'],
  rows: ['Rund um die Geburt', '0 bis 3 Jahre', '3 bis 6 Jahre', 'Übergang Schule – Beruf'],
  values: [
    [0, 0, 4, 2, 1],
    [3, 0, 2, 1, 2],
    [7, 2, 1, 0, 3],
    [0, 3, 0, 2, 0],
  ],
  gap: 'Lücke',
};

export const everyKind: readonly Chart[] = [bars, shares, lines, grid];
