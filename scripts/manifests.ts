import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { menuOf } from '../src/bot/menu.js';
import { buildManifests } from '../src/channels/manifests.js';
import { declaredFeatures } from '../src/declarations.js';
import type { JsonObject } from '../src/kernel/json.js';
import { configuration, runCommand } from './environment.js';

const source = join('manifests', 'teams');
const target = join('dist', 'manifests');

/** Writes what Slack and Teams need to know about the bot. */
await runCommand(async () => {
  const config = configuration();
  const { version } = (await json('package.json')) as { readonly version: string };
  const files = await buildManifests({
    config,
    version,
    commands: menuOf(declaredFeatures(config).commands(), 'de'),
    teamsTemplate: await json(join(source, 'manifest.json')),
    teamsIcons: { 'color.png': await icon('color.png'), 'outline.png': await icon('outline.png') },
  });
  await mkdir(target, { recursive: true });
  for (const { name, contents, about } of files) {
    await writeFile(join(target, name), contents);
    console.log(`${join(target, name)}: ${about}`);
  }
  return 0;
});

async function json(file: string): Promise<JsonObject> {
  return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
}

async function icon(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(join(source, name)));
}
