import { readFile, writeFile } from 'node:fs/promises';
import { readConfig } from '../src/config/config.js';
import { declaredFeatures } from '../src/declarations.js';
import { runCommand } from './environment.js';
import { documentsFor } from './tables.js';

/** Writes what is derived from the declarations: the tables in README.md, and `.env.example`. */
await runCommand(async () => {
  const { all } = declaredFeatures(readConfig({}));
  const documents = documentsFor(await readFile('README.md', 'utf8'), all);
  await writeFile('README.md', documents.readme);
  await writeFile('.env.example', documents.envExample);
  console.log('README.md und .env.example sind auf dem neuesten Stand.');
  return 0;
});
