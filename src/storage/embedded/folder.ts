import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal, Unavailable } from '../../kernel/errors.js';
import type { Json } from '../../kernel/json.js';
import { texts } from '../texts.js';
import { ask, type Handler, type HandoverServer, listens, type Operation, serveHandover } from './handover.js';
import { codeOf, makeFolder } from './make-folder.js';

/**
 * A folder belongs to one process at a time. Its owner holds the directory `owner-<n>` with the highest number, in which
 * it listens on a socket: the system closes that with the process, however it ends, so an owner is alive exactly as long
 * as its socket answers. Whoever finds the highest owner dead makes the next number, by renaming a directory that
 * already listens; only one can succeed. The highest directory is never removed, so numbers never come back, and
 * nobody who looked a while ago can take a number that has been overtaken.
 */
export interface FolderOwner {
  readonly folder: string;
  /** What another process hands over. Requests that come before wait for it. */
  onRequest(name: Operation, handler: Handler): void;
  /** Finishes what was handed over, then lets the folder go. */
  release(): Promise<void>;
}

/** Another process has the folder. */
export class FolderTaken extends Refusal {
  constructor(
    readonly folder: string,
    /** Process id of the owner, if known. */
    readonly ownerProcess: string,
  ) {
    const inGerman = texts.de.folderTaken(folder, ownerProcess);
    super(`${inGerman}\n${texts.en.folderTaken(folder, ownerProcess)}`, 'storage.folder-taken');
    this.name = 'FolderTaken';
    this.message = this.forPerson;
  }
}

/** The folder cannot be made, read or written. */
export class FolderUnusable extends Refusal {
  constructor(folder: string, cause: unknown) {
    super(texts.de.folderUnusable(folder, codeOf(cause)), 'storage.folder-unusable');
    this.name = 'FolderUnusable';
    this.message = this.forPerson;
  }
}

const attempts = 20;
const aliveMs = 2_000;
/** Left by a process that was killed between two steps of taking the folder. */
const abandonedAfterMs = 60_000;
/** The system's limit for socket addresses is 103 to 107 bytes. */
const longestSocketPath = 100;
const ownerShape = /^owner-(\d+)$/;
const candidatePrefix = 'candidate-';
const factsFile = 'owner.json';
const usualSocket = 's';
/** What file systems answer that keep no sockets, as some shared folders of containers. */
const noSocketsHere: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'ENOSYS']);

const ownedHere = new Map<string, FolderOwner>();

/** Whether this process has the folder. */
export async function isOwnedHere(folder: string): Promise<boolean> {
  return ownedHere.has(await prepared(folder));
}

/** Takes the folder for this process; rejects with `FolderTaken` if a process that lives has it. */
export async function openFolder(folder: string): Promise<FolderOwner> {
  const path = await prepared(folder);
  await refuseIfOwned(path);
  const candidate = await candidateIn(path);
  try {
    const number = await take(path, candidate.directory);
    await tidy(path, number);
  } catch (error) {
    await candidate.withdraw();
    throw error;
  }
  const owner: FolderOwner = {
    folder: path,
    onRequest: (name, handler) => candidate.server.handle(name, handler),
    async release() {
      await candidate.server.close();
      ownedHere.delete(path);
    },
  };
  ownedHere.set(path, owner);
  return owner;
}

/**
 * Hands an operation over to the process that has the folder; `nobody` if none has. Rejects with `Unavailable` if it
 * does not answer in time, and with the owner's own refusal or error if it failed there.
 */
export async function askOwner(
  folder: string,
  name: Operation,
  argument: Json,
  timeoutMs: number,
): Promise<Json | 'nobody'> {
  const path = await prepared(folder);
  const number = await highest(path);
  const facts = await factsOf(path, number);
  if (!(await isAlive(facts.socket))) return 'nobody';
  return ask(facts.socket, { name, argument }, timeoutMs);
}

/** The id of the process that has the folder, which must be there; undefined if none that lives has. Changes nothing. */
export async function ownerOf(folder: string): Promise<string | undefined> {
  const top = await highest(folder);
  const facts = await factsOf(folder, top);
  return top > 0 && (await isAlive(facts.socket)) ? facts.process : undefined;
}

async function prepared(folder: string): Promise<string> {
  try {
    await makeFolder(resolve(folder));
    return await realpath(folder);
  } catch (error) {
    throw new FolderUnusable(folder, error);
  }
}

interface Facts {
  readonly socket: string;
  readonly process: string;
}

/** A process that listens already, and would like to be the owner. */
interface Candidate {
  readonly directory: string;
  readonly server: HandoverServer;
  withdraw(): Promise<void>;
}

async function candidateIn(folder: string): Promise<Candidate> {
  const directory = await mkdtemp(join(folder, candidatePrefix)).catch((error: unknown) => {
    throw new FolderUnusable(folder, error);
  });
  const { server, socket } = await listening(directory);
  const facts = { ...(socket === join(directory, usualSocket) ? {} : { socket }), process: String(process.pid) };
  await writeFile(join(directory, factsFile), JSON.stringify(facts), { mode: 0o600 });
  return {
    directory,
    server,
    async withdraw() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Inside the directory if that can be, else outside. */
async function listening(directory: string): Promise<{ server: HandoverServer; socket: string }> {
  const inside = join(directory, usualSocket);
  const fits = process.platform !== 'win32' && Buffer.byteLength(inside) <= longestSocketPath;
  if (!fits) return listeningAt(await placeOutside(directory));
  try {
    return await listeningAt(inside);
  } catch (error) {
    if (!noSocketsHere.has(codeOf(error))) throw error;
    return listeningAt(await placeOutside(directory));
  }
}

async function listeningAt(socket: string): Promise<{ server: HandoverServer; socket: string }> {
  const server = await serveHandover(socket);
  if (process.platform !== 'win32') await chmod(socket, 0o600);
  return { server, socket };
}

/** In a directory of our own among the system's temporary files, so that nobody else gets at it. */
async function placeOutside(directory: string): Promise<string> {
  if (process.platform === 'win32') return `\\\\.\\pipe\\dorfbote-${randomUUID()}`;
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 8);
  return join(await mkdtemp(join(tmpdir(), `dorfbote-${hash}-`)), usualSocket);
}

/** Becomes the owner with the next number; rejects with `FolderTaken`. */
async function take(folder: string, directory: string): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const top = await refuseIfOwned(folder);
    if (!(await renamedTo(directory, join(folder, `owner-${top + 1}`)))) continue;
    if ((await highest(folder)) === top + 1) return top + 1;
    // Overtaken by somebody who looked later: theirs is the folder.
    await rm(join(folder, `owner-${top + 1}`), { recursive: true, force: true });
    throw new FolderTaken(folder, (await factsOf(folder, await highest(folder))).process);
  }
  throw new Unavailable('data folder');
}

/** A directory that is not empty takes no other's place: of several, one succeeds. */
async function renamedTo(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** The highest number so far, whose owner is dead (0: nobody ever had the folder). */
async function refuseIfOwned(folder: string): Promise<number> {
  const top = await highest(folder);
  const facts = await factsOf(folder, top);
  if (top > 0 && (await isAlive(facts.socket))) throw new FolderTaken(folder, facts.process);
  return top;
}

async function highest(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(ownerShape.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

async function factsOf(folder: string, number: number): Promise<Facts> {
  const directory = join(folder, `owner-${number}`);
  const usual = { socket: join(directory, usualSocket), process: '?' };
  try {
    const read: unknown = JSON.parse(await readFile(join(directory, factsFile), 'utf8'));
    return { ...usual, ...(typeof read === 'object' ? read : {}) };
  } catch (error) {
    // Unreadable facts: the socket at its usual place still tells whether somebody lives.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return usual;
    throw error;
  }
}

async function isAlive(socket: string): Promise<boolean> {
  return listens(socket, aliveMs);
}

/** Removes what owners before and abandoned candidates left. */
async function tidy(folder: string, own: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = Number(ownerShape.exec(name)?.[1] ?? own);
    if (number < own) await removeOwner(folder, number);
    else if (name.startsWith(candidatePrefix)) await removeIfAbandoned(join(folder, name));
  }
}

async function removeOwner(folder: string, number: number): Promise<void> {
  const { socket } = await factsOf(folder, number);
  const outside = socket.startsWith(join(tmpdir(), 'dorfbote-'));
  if (outside) await rm(join(socket, '..'), { recursive: true, force: true });
  await rm(join(folder, `owner-${number}`), { recursive: true, force: true });
}

async function removeIfAbandoned(directory: string): Promise<void> {
  if (await isAlive(join(directory, usualSocket))) return;
  try {
    const { mtimeMs } = await stat(directory);
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(directory, { recursive: true, force: true });
  } catch (error) {
    // Its process has just withdrawn it.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
