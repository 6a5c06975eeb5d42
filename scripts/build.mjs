/**
 * Builds dist/ from src/ and scripts/: TypeScript is transpiled file by file, the playground's page is bundled, everything
 * else is copied. It does nothing if dist/ is newer than all it is made of, and it never leaves a half-built dist/ where
 * a running bot reads: files are written next to their place and then renamed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(dist, '.built-from');
const page = join('src', 'channels', 'playground', 'page');

const sources = (await Promise.all(['src', 'scripts'].map((folder) => filesBelow(join(root, folder))))).flat();
const stamp = await stampOf([...sources, join(root, 'package-lock.json')]);
if ((await readFile(stampFile, 'utf8').catch(() => '')) !== stamp) await buildAll();

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

async function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = await stat(file);
    hash.update(`${relative(root, file)}:${mtimeMs}:${size}\n`);
  }
  return hash.digest('hex');
}
