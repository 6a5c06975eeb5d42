import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type Child = ChildProcessByStdio<null, Readable, null>;

/** Bundles a TypeScript file for plain `node`, once a test file; packages stay outside. */
export async function bundled(source: URL): Promise<string> {
  // Inside the project, so that the packages are found from there.
  const folder = resolve('node_modules/.cache/dorfbote/children');
  await mkdir(folder, { recursive: true });
  const name = basename(source.pathname, '.ts');
  const outfile = join(folder, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  // Under one name in the end, so that runs leave no more behind than one, and none sees another's half.
  const script = join(folder, `${name}.mjs`);
  await rename(outfile, script);
  return script;
}

/** Starts `node` on a bundled file; what it prints can be read, its errors are shown. */
export function startChild(script: string, ...args: readonly string[]): Child {
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Settles when the process has ended and everything it printed has been read. */
export async function ended(child: Child): Promise<{ readonly code: number | null; readonly printed: string }> {
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, printed };
}
