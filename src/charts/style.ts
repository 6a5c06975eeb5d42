/** Pixels; pictures are twice as wide, so that words can be read on a phone. */
export const width = 600;
export const margin = 20;
/** That of the pictures; pages without it take what the system has. */
export const pictureFont = 'Atkinson Hyperlegible';
export const fontFamily = `${pictureFont}, system-ui, sans-serif`;
export const sizes = { title: 19, words: 15, small: 13 } as const;
export const lineHeight = 1.3;

/** On white: ink 14:1, quiet 7:1, line 3.5:1. */
export const colours = {
  paper: '#ffffff',
  ink: '#1f2933',
  quiet: '#4b5a68',
  line: '#848c93',
  track: '#eef1ef',
  main: '#1d5c4f',
  gap: '#9c3d26',
} as const;

/** A fill, and strokes over it that tell it from its neighbours without colour. */
export interface Fill {
  readonly colour: string;
  readonly pattern?: Readonly<Record<string, unknown>>;
}

const stripes = (colour: string, rotation: number) => ({
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 6],
  rotation,
  color: colour,
});
const dots = (colour: string) => ({
  symbol: 'circle',
  symbolSize: 0.6,
  dashArrayX: [7, 0],
  dashArrayY: [7, 0],
  color: colour,
});
const quarterTurn = Math.PI / 4;

/** Neighbours differ in lightness and in pattern; all are outlined. */
export const fills: readonly Fill[] = [
  { colour: '#1d5c4f' },
  { colour: '#f3d98b', pattern: stripes('#7a5b00', quarterTurn) },
  { colour: '#3a6ea8' },
  { colour: '#d7e6f3', pattern: dots('#2c4f78') },
  { colour: '#9c3d26' },
  { colour: '#efe3dc', pattern: stripes('#7c4a38', -quarterTurn) },
  { colour: '#4b5a68' },
  { colour: '#ffffff', pattern: stripes('#1f2933', 0) },
];

/** Lines differ in dash and mark as well; the lightest has 4.5:1 on white. */
export const strokes = [
  { colour: '#1d5c4f', dash: 'solid', symbol: 'circle' },
  { colour: '#9c3d26', dash: [8, 5], symbol: 'rect' },
  { colour: '#2f5f98', dash: [2, 5], symbol: 'triangle' },
  { colour: '#6b4a00', dash: [12, 4, 2, 4], symbol: 'diamond' },
  { colour: '#7a2f6b', dash: [5, 3], symbol: 'roundRect' },
  { colour: '#1f2933', dash: [1, 3], symbol: 'pin' },
] as const;

/** The nth of a list that begins again after its end. */
export function nth<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

const numbers = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 2 });
const nothing = '–';

/** A number as Germans write it, with its unit; „–“ for what is not known. */
export function numberText(value: number | null | undefined, unit?: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return nothing;
  return unit === undefined ? numbers.format(value) : `${numbers.format(value)}\u00a0${unit}`;
}
