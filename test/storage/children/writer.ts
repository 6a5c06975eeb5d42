import { stored } from '../../../src/bot/feature.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { createEmbeddedStore } from '../../../src/storage/embedded/store.js';
import { noteSpec } from './notes.js';

/**
 * Writes without end into the store of a folder and prints each write once it is acknowledged, until it is killed or a
 * write fails. Arguments: folder, prefix of its ids.
 */
const [folder = '', prefix = ''] = process.argv.slice(2);
const store = createEmbeddedStore({ folder, logger: silentLogger });
const notes = store.collection(noteSpec);
await store.start([stored(noteSpec)]);
const text = 'ü\u2028'.repeat(150);

async function writeUntilRefused(): Promise<string> {
  for (let index = 0; ; index += 1) {
    const ids = [0, 1, 2].map((part) => `${prefix}-${index}-${part}`);
    try {
      await notes.insertMany(ids.map((_id) => ({ _id, text, count: 0 })));
      process.stdout.write(ids.map((id) => `inserted ${id}\n`).join(''));
      await notes.update(`${prefix}-${index}-1`, { $set: { count: index } });
      process.stdout.write(`updated ${prefix}-${index}-1 ${index}\n`);
      await notes.delete({ _id: `${prefix}-${index}-2` });
      process.stdout.write(`deleted ${prefix}-${index}-2\n`);
    } catch (error) {
      return error instanceof Error ? error.name : 'unknown';
    }
  }
}

process.stdout.write(`refused ${await writeUntilRefused()}\n`);
const again = await notes.insert({ _id: `${prefix}-again`, text, count: 0 }).catch((error: Error) => error.name);
process.stdout.write(`then ${again}, ${await notes.count({ _id: `${prefix}-0-0` })} readable\n`);
process.exit(0);
