import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';
import { colours, pictureFont, width } from './style.js';

/** What has very many words becomes smaller, so that it is painted quickly and stays light enough to send. */
const widths = [1_200, 900, 700, 500];
const mostPixels = 2_200_000;
const mostBytes = 300_000;
const fontPackage = '@expo-google-fonts/atkinson-hyperlegible';
const { resolve } = createRequire(import.meta.url);
const fontFiles = [
  `${fontPackage}/400Regular/AtkinsonHyperlegible_400Regular.ttf`,
  `${fontPackage}/700Bold/AtkinsonHyperlegible_700Bold.ttf`,
];

export type Painter = (svg: string) => Uint8Array;

/** Loads what turns SVG into PNG, once a process. */
export async function loadPainter(): Promise<Painter> {
  const [wasm, ...fonts] = await Promise.all(
    ['@resvg/resvg-wasm/index_bg.wasm', ...fontFiles].map((file) => readFile(resolve(file))),
  );
  if (wasm === undefined) throw new Error('no resvg');
  await initWasm(new Uint8Array(wasm));
  const font = {
    fontBuffers: fonts.map((each) => new Uint8Array(each)),
    defaultFontFamily: pictureFont,
    sansSerifFamily: pictureFont,
  };
  return (svg) => {
    let png = new Uint8Array();
    for (const pixels of widthsFor(svg)) {
      png = painted(svg, { font, background: colours.paper, fitTo: { mode: 'width', value: pixels } });
      if (png.byteLength <= mostBytes) break;
    }
    return png;
  };
}

function widthsFor(svg: string): readonly number[] {
  const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
  const quick = widths.filter((pixels) => pixels * pixels * (height / width) <= mostPixels);
  return quick.length > 0 ? quick : widths.slice(-1);
}

function painted(svg: string, options: ResvgRenderOptions): Uint8Array<ArrayBuffer> {
  const drawing = new Resvg(svg, options);
  const picture = drawing.render();
  try {
    return new Uint8Array(picture.asPng());
  } finally {
    picture.free();
    drawing.free();
  }
}
