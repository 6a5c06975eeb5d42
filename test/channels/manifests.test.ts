import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildManifests } from '../../src/channels/manifests.js';
import { readConfig } from '../../src/config/config.js';
import type { JsonObject } from '../../src/kernel/json.js';

const appId = '11111111-2222-4333-8444-555555555555';
const teams = { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: 'sehr-geheim', TEAMS_TENANT_ID: 'mandant' };
const slack = { SLACK_BOT_TOKEN: 'xoxb-geheim', SLACK_SIGNING_SECRET: 'auch-geheim' };
const commands = [
  { word: 'hilfe', usage: 'hilfe', help: 'was ich kann' },
  { word: 'absatz', usage: 'absatz NAME', help: 'einen Absatz zeigen' },
];
let template: JsonObject;
let icons: Record<string, Uint8Array>;

beforeAll(async () => {
  const folder = new URL('../../manifests/teams/', import.meta.url);
  template = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')) as JsonObject;
  const icon = async (name: string) => new Uint8Array(await readFile(new URL(name, folder)));
  icons = { 'color.png': await icon('color.png'), 'outline.png': await icon('outline.png') };
});

async function built(environment: Record<string, string>, teamsTemplate = template) {
  const config = readConfig(environment);
  const [forSlack, forTeams] = await buildManifests({
    config,
    commands,
    teamsTemplate,
    teamsIcons: icons,
    version: '0.1.0',
  });
  if (!forSlack || !forTeams) throw new Error('a manifest is missing');
  return { forSlack, forTeams };
}

function unpacked(contents: string | Uint8Array) {
  if (typeof contents === 'string') throw new Error('no zip');
  const files = unzipSync(contents);
  return { files, manifest: JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) as JsonObject };
}

describe('the manifests', () => {
  it('are for the addresses and the registration that are set up', async () => {
    const { forSlack, forTeams } = await built({ ...teams, ...slack, PUBLIC_URL: 'https://bote.stadt.example/' });
    expect(JSON.parse(String(forSlack.contents))).toMatchObject({
      settings: { event_subscriptions: { request_url: 'https://bote.stadt.example/slack/events' } },
    });
    expect(forSlack.about).toBe('Slack über HTTP, an https://bote.stadt.example/slack/events');
    expect(unpacked(forTeams.contents).manifest).toMatchObject({ id: appId, validDomains: ['bote.stadt.example'] });
    expect(forTeams.about).toBe('Teams, für https://bote.stadt.example');
  });

  it('are samples that fit their schemas while nothing is set up, and say what is missing', async () => {
    const { forSlack, forTeams } = await built({});
    expect(JSON.parse(String(forSlack.contents))).toMatchObject({ settings: { socket_mode_enabled: true } });
    expect(unpacked(forTeams.contents).manifest).toMatchObject({ manifestVersion: '1.19' });
    expect(forTeams.about).toContain('nur ein Muster');
    expect(forTeams.about).toContain('TEAMS_APP_ID und PUBLIC_URL');
  });

  it('use Socket Mode where there is an app token, even with a public address', async () => {
    const { forSlack } = await built({ ...slack, SLACK_APP_TOKEN: 'xapp-1', PUBLIC_URL: 'https://bote.stadt.example' });
    expect(JSON.parse(String(forSlack.contents))).toMatchObject({ settings: { socket_mode_enabled: true } });
  });

  it('say that Slack over HTTP lacks an address', async () => {
    expect((await built(slack)).forSlack.about).toContain('setzen Sie PUBLIC_URL');
  });

  it('derive hint and menu from the command list', async () => {
    const { forSlack, forTeams } = await built({});
    expect(forSlack.contents).toContain('hilfe · absatz NAME');
    expect(unpacked(forTeams.contents).manifest.bots).toMatchObject([
      { commandLists: [{ commands: [{ title: 'hilfe' }, { title: 'absatz', description: 'einen Absatz zeigen' }] }] },
    ]);
  });

  it('pack the icons that the manifest names', async () => {
    const { files, manifest } = unpacked((await built({})).forTeams.contents);
    expect(manifest.icons).toEqual({ color: 'color.png', outline: 'outline.png' });
    expect(files['color.png']).toEqual(icons['color.png']);
    expect(files['outline.png']).toEqual(icons['outline.png']);
  });

  it('come out the same, byte for byte, wherever and whenever they are made', async () => {
    const zone = process.env.TZ;
    const here = await built({});
    process.env.TZ = 'Pacific/Auckland';
    try {
      const there = await built({});
      expect(there.forSlack.contents).toBe(here.forSlack.contents);
      expect(Buffer.from(there.forTeams.contents).equals(Buffer.from(here.forTeams.contents))).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('hold no secret', async () => {
    const { forSlack, forTeams } = await built({ ...teams, ...slack, PUBLIC_URL: 'https://bote.stadt.example' });
    const { manifest } = unpacked(forTeams.contents);
    expect(`${forSlack.contents}${forSlack.about}${JSON.stringify(manifest)}${forTeams.about}`).not.toContain('geheim');
  });

  it('are refused with everything that the Teams schema has against them', async () => {
    const wrong = { ...template, accentColor: 'green', icons: { color: 'color.png' } };
    await expect(built({}, wrong)).rejects.toThrow(/Teams-Manifest stimmt nicht:\n {2}\/icons .*\n {2}\/accentColor /);
  });
});
