import { FolderTaken, openFolder } from '../../../src/storage/embedded/folder.js';

/** Tries to take a folder at a given instant (so that several do at once), says how it went, and keeps it until killed. */
const [folder = '', at = '0'] = process.argv.slice(2);
await new Promise((due) => setTimeout(due, Math.max(0, Number(at) - Date.now())));
try {
  const owner = await openFolder(folder);
  owner.onRequest('jobs', async (argument) => ({ process: process.pid, argument }));
  process.stdout.write('owner\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(error instanceof FolderTaken ? 'taken\n' : `failed ${String(error)}\n`);
}
