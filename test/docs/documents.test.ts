import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { documentsFor } from '../../scripts/tables.js';
import { readConfig } from '../../src/config/config.js';
import { declaredFeatures } from '../../src/declarations.js';

const mend = 'out of date: run “npm run docs”';
const readme = await readFile('README.md', 'utf8');
const rooms = declaredFeatures(readConfig({})).all;
const fresh = documentsFor(readme, rooms);

describe('the documents', () => {
  it('have a README whose tables of commands and settings are up to date', () => {
    expect(readme, `README.md is ${mend}`).toBe(fresh.readme);
  });

  it('have an .env.example that is up to date', async () => {
    expect(await readFile('.env.example', 'utf8'), `.env.example is ${mend}`).toBe(fresh.envExample);
  });

  it('name every command and every setting', () => {
    for (const { words } of rooms.flatMap(({ commands }) => commands))
      for (const word of words) expect(readme).toContain(word);
    for (const line of fresh.envExample.matchAll(/^([A-Z_]+)=/gm)) expect(readme).toContain(`\`${line[1]}\``);
  });

  it('name no npm script that is not there', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('keep what a person wrote around the tables, and are the same when written twice', () => {
    const own =
      'Davor\n<!-- commands -->\nalt\n<!-- /commands -->\nMitte $1\n<!-- settings -->\n<!-- /settings -->\nDanach\n';
    const once = documentsFor(own, rooms).readme;
    expect(once).toMatch(
      /^Davor\n<!-- commands -->\n#### [\s\S]*\| Getippt [\s\S]*<!-- \/commands -->\nMitte \$1\n[\s\S]*Danach\n$/,
    );
    expect(once).not.toContain('alt\n<!--');
    expect(documentsFor(once, rooms).readme).toBe(once);
  });

  it('are refused without a place for a table', () => {
    expect(() => documentsFor('# Dorfbote\n', rooms)).toThrow('<!-- commands -->');
  });
});
