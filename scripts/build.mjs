/**
 * Builds dist/ from src/ and scripts/: TypeScript is transpiled file by file, the playground's page is bundled, everything
 * else is copied. Then the bot learns from src/content/questions how people ask. Each of the two does nothing if what it
 * makes is newer than all it is made of, and neither leaves anything half-built where a running bot reads: files are
 * written next to their place and then renamed.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(dist, '.built-from');
const page = join('src', 'channels', 'playground', 'page');

const sources = (await Promise.all(['src', 'scripts'].map((folder) => filesBelow(join(root, folder))))).flat();
const stamp = await stampOf([...sources, join(root, 'package-lock.json')]);
if ((await textIn(stampFile)) !== stamp) await buildAll();

/** What understanding questions is learnt from, and the code that learns. */
const lessons = [
  'src/content/questions',
  'src/content/agreement/alarm.ts',
  'src/content/agreement/alltag.txt',
  'src/features/agreement/understanding',
  'src/features/agreement/linear-model.ts',
  'src/features/agreement/protection.ts',
  'src/features/agreement/words.ts',
  'src/kernel/fold.ts',
  'src/kernel/patterns.ts',
  'scripts/train.ts',
  'scripts/training',
].map((place) => join(root, place));
const learntFile = join(dist, '.learnt-from');
const lessonFiles = sources.filter((file) => lessons.some((place) => file === place || file.startsWith(place + sep)));
const learntFrom = await contentsOf(lessonFiles);
if ((await textIn(learntFile)) !== learntFrom) await learn();

async function learn() {
  console.error('Lerne Frageweisen …');
  await promisify(execFile)(process.execPath, [join(dist, 'scripts', 'train.js'), '--quiet'], { cwd: root });
  await replaceFile(learntFile, learntFrom);
}

async function buildAll() {
  const isPage = (file) => relative(root, file).startsWith(page);
  const isTypeScript = (file) => file.endsWith('.ts');
  const transpiled = await esbuild({
    entryPoints: sources.filter((file) => isTypeScript(file) && !isPage(file)),
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'linked',
  });
  const bundled = await esbuild({
    entryPoints: sources.filter((file) => file.endsWith(join(page, 'app.ts'))),
    outbase: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  const copied = await Promise.all(
    sources
      .filter((file) => !isTypeScript(file) && !file.endsWith('.mjs') && !file.endsWith('tsconfig.json'))
      .map(async (file) => ({ path: join(dist, relative(root, file)), contents: await readFile(file) })),
  );
  for (const { path, contents } of [...transpiled, ...bundled, ...copied]) await replaceFile(path, contents);
  await replaceFile(stampFile, stamp);
}

async function esbuild(options) {
  if (options.entryPoints.length === 0) return [];
  const result = await build({ ...options, outdir: dist, write: false, logLevel: 'warning' });
  return result.outputFiles;
}

async function replaceFile(path, contents) {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, contents);
  await rename(fresh, path).catch(async (error) => {
    await rm(fresh, { force: true });
    throw error;
  });
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function textIn(file) {
  return readFile(file, 'utf8').catch(() => '');
}

/** By what stands in the files, not by when they were written: a fresh checkout need not learn what a cache has. */
async function contentsOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${relative(root, file)}\n`).update(await readFile(file));
  return hash.digest('hex');
}

async function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = await stat(file);
    hash.update(`${relative(root, file)}:${mtimeMs}:${size}\n`);
  }
  return hash.digest('hex');
}
