import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Manifest } from '../../src/channels/slack/manifest.js';
import { runScript } from '../support/program.js';

describe('manifests', () => {
  it('writes both files, valid, with every command of the features, and says where', async () => {
    const { code, stdout } = await runScript('manifests', []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dist\/manifests\/slack\.json: .*\ndist\/manifests\/teams\.zip: .*\n$/);

    const slack = Manifest.parse(JSON.parse(await readFile('dist/manifests/slack.json', 'utf8')));
    expect(slack.features.slash_commands[0]?.usage_hint).toMatch(/^hilfe · .*kündigungsfrist \[DATUM\]/);

    const files = unzipSync(await readFile('dist/manifests/teams.zip'));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    // Teams shows ten commands: each of the four jobs has its turn.
    const teams = strFromU8(files['manifest.json'] ?? new Uint8Array());
    for (const word of ['hilfe', 'treffen', 'partner', 'umfrage', 'inhalt'])
      expect(teams).toContain(`"title": "${word}"`);
  });

  it('explains a setting that no manifest can be made with', async () => {
    const registration = { TEAMS_APP_ID: 'bot', TEAMS_APP_PASSWORD: 'geheim', TEAMS_TENANT_ID: 'mandant' };
    const { code, stderr } = await runScript('manifests', [], registration);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^TEAMS_APP_ID ist keine Anwendungs-ID\. Kopieren .*\n$/);
    expect(stderr).not.toContain('geheim');
  });
});
