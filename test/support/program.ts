import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const startMs = 20_000;
const built = resolve('dist/src/main.js');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: { readonly start: string };
};
/** Node's own, as `npm start` gives them. */
const flags = [...new Set(scripts.start.match(/--\S+/g) ?? [])];

export type Environment = Readonly<Record<string, string>>;

/** The built program as a process of its own, as `npm start` runs it. */
export interface Program {
  readonly address: string;
  /** What it wrote to standard error so far. */
  log(): string;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Only what is named here, and where to find programs: no setting of the machine leaks in. */
export function only(environment: Environment): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', HOST: '127.0.0.1', PORT: '0', ...environment };
}

/** Starts it, or another script, on a free port; rejects with what it printed if it ends or does not get ready. */
export async function startProgram(environment: Environment, script = built): Promise<Program> {
  const child = spawn(process.execPath, [...flags, script], {
    env: only(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let log = '';
  const ended = once(child, 'exit') as Promise<[number | null]>;
  // Nothing outlives the process that started it.
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void ended.then(() => process.off('exit', killWithUs));
  const address = await new Promise<string>((ready, reject) => {
    const fail = (why: string) => reject(new Error(`the program ${why}:\n${printed}${log}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready in ${startMs} ms`);
    }, startMs);
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\/\/\S+/.exec(printed)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      ready(found);
    });
    void ended.then(([code]) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
  return {
    address,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the built scripts to its end. */
export async function runScript(name: string, args: readonly string[], environment: Environment = {}): Promise<Ran> {
  const script = resolve(`dist/scripts/${name}.js`);
  try {
    const done = await promisify(execFile)(process.execPath, [script, ...args], { env: only(environment) });
    return { code: 0, ...done };
  } catch (error) {
    const failed = error as { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}
