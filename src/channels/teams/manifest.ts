import type { Json, JsonObject } from '../../kernel/json.js';
import { cut } from '../../messages/text.js';
import { cleanLine } from './escape.js';
import { limits } from './limits.js';

export interface MenuCommand {
  /** What is typed. */
  readonly word: string;
  /** What it does, in a few words. */
  readonly help: string;
}

export interface ManifestSettings {
  /** The bot's Entra application id; the app goes by the same. */
  readonly appId: string;
  /** Where this service is reached, without a path. Teams wants https. */
  readonly publicUrl: string;
  readonly networkName: string;
  /** Semantic version of the package. Teams updates an app only to a higher one. */
  readonly version: string;
}

/** The shape of Entra's application ids. */
export const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Longest texts that Teams takes. */
const chars = { developer: 32, fullName: 100, commandTitle: 32, commandDescription: 128 } as const;

/**
 * The app's manifest from `manifests/teams/manifest.json`: its `{{…}}` filled in, and the command menu, of which
 * Teams shows the first ten. Pure. Throws if the settings make no valid manifest.
 */
export function teamsManifest(template: JsonObject, settings: ManifestSettings, commands: readonly MenuCommand[]) {
  const url = URL.canParse(settings.publicUrl) ? new URL(settings.publicUrl) : undefined;
  if (url?.protocol !== 'https:') throw new Error('PUBLIC_URL must be an https address for the Teams manifest');
  if (!guid.test(settings.appId)) {
    throw new Error('TEAMS_APP_ID must be a GUID for the Teams manifest');
  }
  const values = {
    appId: settings.appId,
    publicUrl: url.origin,
    host: url.hostname,
    version: settings.version,
    developer: cut(cleanLine(settings.networkName), chars.developer),
    fullName: cut(`Dorfbote: ${cleanLine(settings.networkName)}`, chars.fullName),
  };
  const manifest = filled(template, values) as JsonObject;
  return { ...manifest, bots: withMenu(manifest.bots, menuOf(commands)) };
}

function filled(value: Json | undefined, values: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') return value.replace(/\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole);
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, values));
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
}

/** Help always has a place: from there everything else is found. */
function menuOf(commands: readonly MenuCommand[]) {
  const help = commands.filter(({ word }) => word === 'hilfe');
  const others = commands.filter(({ word }) => word !== 'hilfe');
  return [...help, ...others].slice(0, limits.menuCommands).map(({ word, help: text }) => ({
    title: cut(cleanLine(word), chars.commandTitle),
    description: cut(cleanLine(text), chars.commandDescription),
  }));
}

function withMenu(bots: Json | undefined, commands: Json): Json {
  if (!Array.isArray(bots)) throw new Error('the Teams manifest template names no bot');
  const commandLists = [{ scopes: ['personal', 'team', 'groupChat'], commands }];
  return bots.map((bot: Json) => ({ ...(bot as JsonObject), commandLists }));
}
