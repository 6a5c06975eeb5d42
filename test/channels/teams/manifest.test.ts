import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { teamsManifest } from '../../../src/channels/teams/manifest.js';
import type { JsonObject } from '../../../src/kernel/json.js';

const folder = new URL('../../../manifests/teams/', import.meta.url);
const settings = {
  appId: '11111111-2222-4333-8444-555555555555',
  publicUrl: 'https://bote.example.org/',
  networkName: 'Unser DINgg',
  version: '0.1.0',
};
const commands = Array.from({ length: 14 }, (_, n) => ({ word: `befehl${n}`, help: `Tut ${n}` }));
let template: JsonObject;

beforeAll(async () => {
  template = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')) as JsonObject;
});

/** What the schema that the manifest itself names has against it. */
async function complaints(manifest: JsonObject): Promise<unknown> {
  const kit = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json'));
  const file = `build/json-schemas/teams/v${String(manifest.manifestVersion)}/MicrosoftTeams.schema.json`;
  const schema = JSON.parse(await readFile(join(kit, file), 'utf8')) as JsonObject;
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false });
  addFormats.default(ajv as never);
  const validate = ajv.compile(schema);
  return validate(manifest) ? [] : validate.errors;
}

describe('The Teams manifest', () => {
  it('fits the schema that it names', async () => {
    expect(await complaints(teamsManifest(template, settings, commands))).toEqual([]);
  });

  it('would be refused by that schema with a mistake in it', async () => {
    expect(await complaints({ ...teamsManifest(template, settings, commands), accentColor: 'green' })).not.toEqual([]);
  });

  it('is filled in completely', () => {
    const manifest = teamsManifest(template, settings, commands);
    expect(JSON.stringify(manifest)).not.toMatch(/\{\{|\}\}/);
    expect(manifest).toMatchObject({
      id: settings.appId,
      version: '0.1.0',
      name: { short: 'Dorfbote', full: 'Dorfbote: Unser DINgg' },
      developer: { name: 'Unser DINgg', privacyUrl: 'https://bote.example.org/datenschutz' },
      validDomains: ['bote.example.org'],
    });
  });

  it('shows help and nine more commands', () => {
    const manifest = teamsManifest(template, settings, [...commands, { word: 'hilfe', help: 'Was ich kann' }]);
    const bots = manifest.bots as unknown as { commandLists: { commands: unknown[] }[] }[];
    const menu = bots[0]?.commandLists[0]?.commands;
    expect(menu).toHaveLength(10);
    expect(menu?.[0]).toEqual({ title: 'hilfe', description: 'Was ich kann' });
  });

  it('cuts what Teams finds too long, and is valid still', async () => {
    const long = 'Netzwerk für glückliches und gesundes Aufwachsen '.repeat(5);
    const manifest = teamsManifest(template, { ...settings, networkName: long }, [{ word: long, help: long }]);
    expect(await complaints(manifest)).toEqual([]);
  });

  it.each([
    ['an address that is not https', { publicUrl: 'http://bote.example.org' }, 'PUBLIC_URL'],
    ['no address', { publicUrl: '' }, 'PUBLIC_URL'],
    ['an app id that is no GUID', { appId: 'bot' }, 'TEAMS_APP_ID'],
  ])('is refused for %s, by the name of the setting', (_, changes, variable) => {
    expect(() => teamsManifest(template, { ...settings, ...changes }, commands)).toThrow(variable);
  });
});

describe('The icons', () => {
  /** Width, height, and whether there is an alpha channel, from a PNG's header. */
  async function header(name: string) {
    const png = await readFile(new URL(name, folder));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), alpha: png.readUInt8(25) === 6 };
  }

  it('have the sizes that Teams wants, the outline on a transparent ground', async () => {
    expect(await header('color.png')).toMatchObject({ width: 192, height: 192 });
    expect(await header('outline.png')).toEqual({ width: 32, height: 32, alpha: true });
  });
});
