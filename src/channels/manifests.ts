import type { MenuEntry } from '../bot/menu.js';
import type { Config } from '../config/config.js';
import type { JsonObject } from '../kernel/json.js';
import { slackManifest } from './slack/manifest.js';
import { guid, teamsManifest } from './teams/manifest.js';
import { manifestComplaints, teamsPackage } from './teams/package.js';

export interface ManifestParts {
  readonly config: Config;
  readonly commands: readonly MenuEntry[];
  /** `manifests/teams/manifest.json` */
  readonly teamsTemplate: JsonObject;
  /** Name in the package → PNG. */
  readonly teamsIcons: Readonly<Record<string, Uint8Array>>;
  /** Of this program. */
  readonly version: string;
}

export interface ManifestFile {
  readonly name: string;
  readonly contents: string | Uint8Array;
  /** What the operator should know about it, in German. */
  readonly about: string;
}

/** Stand in the package where a setting is missing, so that it can be looked at before there is a registration. */
const sample = { appId: '00000000-0000-0000-0000-000000000000', publicUrl: 'https://dorfbote.example' };

/** Both manifests for this configuration, checked. Rejects with every complaint of the schemas. */
export async function buildManifests(parts: ManifestParts): Promise<readonly ManifestFile[]> {
  return [slackFile(parts), await teamsFile(parts)];
}

function slackFile({ config, commands }: ManifestParts): ManifestFile {
  const manifest = slackManifest({
    name: 'Dorfbote',
    networkName: config.networkName,
    commands: commands.map(({ usage, help }) => ({ word: usage, help })),
    socketMode: config.slack?.appToken !== undefined,
    ...(config.publicUrl && { publicUrl: config.publicUrl }),
  });
  const url = manifest.settings.event_subscriptions.request_url;
  const wantsHttp = config.slack?.signingSecret !== undefined && config.slack.appToken === undefined;
  const lacksUrl = wantsHttp ? ' Für Slack über HTTP setzen Sie PUBLIC_URL (mit https://).' : '';
  return {
    name: 'slack.json',
    contents: `${JSON.stringify(manifest, null, 2)}\n`,
    about: url ? `Slack über HTTP, an ${url}` : `Slack über Socket Mode.${lacksUrl}`,
  };
}

async function teamsFile({
  config,
  commands,
  teamsTemplate,
  teamsIcons,
  version,
}: ManifestParts): Promise<ManifestFile> {
  const appId = config.teams?.mode === 'registered' ? config.teams.appId : undefined;
  if (appId !== undefined && !guid.test(appId)) {
    throw new Error('TEAMS_APP_ID ist keine Anwendungs-ID. Kopieren Sie sie aus Entra; sie sieht so aus: 1a2b3c4d-….');
  }
  const publicUrl = config.publicUrl?.startsWith('https://') ? config.publicUrl : undefined;
  const missing = [...(appId ? [] : ['TEAMS_APP_ID']), ...(publicUrl ? [] : ['PUBLIC_URL (mit https://)'])];
  const settings = {
    appId: appId ?? sample.appId,
    publicUrl: publicUrl ?? sample.publicUrl,
    networkName: config.networkName,
    version,
  };
  const manifest = teamsManifest(teamsTemplate, settings, commands) as JsonObject;
  const complaints = await manifestComplaints(manifest);
  if (complaints.length > 0) {
    throw new Error(['Das Teams-Manifest stimmt nicht:', ...complaints.map((each) => `  ${each}`)].join('\n'));
  }
  return {
    name: 'teams.zip',
    contents: teamsPackage(manifest, teamsIcons),
    about:
      missing.length === 0
        ? `Teams, für ${settings.publicUrl}`
        : `nur ein Muster für Teams: Es fehlt ${missing.join(' und ')}. Setzen Sie das, und rufen Sie „npm run manifests“ noch einmal auf.`,
  };
}
