import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { zipSync } from 'fflate';
import type { JsonObject } from '../../kernel/json.js';

/** The app package that Teams takes: the manifest and its icons, the same bytes for the same content. */
export function teamsPackage(manifest: JsonObject, icons: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = { 'manifest.json': new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`), ...icons };
  // Files in a zip carry a local time: this one is the same in every zone.
  return zipSync(files, { mtime: new Date(2000, 0, 1), level: 9 });
}

/**
 * What Microsoft's own schema of the version that the manifest names has against it; empty if nothing. Rejects if there
 * is no schema of that version.
 */
export async function manifestComplaints(manifest: JsonObject): Promise<readonly string[]> {
  const kit = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json'));
  const version = `v${String(manifest.manifestVersion)}`;
  const file = join(kit, 'build/json-schemas/teams', version, 'MicrosoftTeams.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8')) as JsonObject;
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false });
  addFormats.default(ajv as never);
  const validate = ajv.compile(schema);
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`.trim());
}
