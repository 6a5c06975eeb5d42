import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** A module of `test/support`, which the build leaves out: a bench needs what the tests need. */
export async function fromTests<Module>(name: string): Promise<Module> {
  // Inside the project, so that the packages are found from there.
  const folder = resolve('node_modules/.cache/dorfbote/bench');
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${name}.mjs`);
  const entryPoints = [join('test', 'support', `${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return (await import(pathToFileURL(outfile).href)) as Module;
}
