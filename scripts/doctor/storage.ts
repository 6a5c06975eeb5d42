import type { checkStorage } from '../../src/storage/check.js';
import type { Finding } from './report.js';

type StorageCheck = Awaited<ReturnType<typeof checkStorage>>;

const what = 'Speicher';
/** Below this the embedded store soon cannot write. */
const littleBytes = 200_000_000;

export function storageFinding(folder: string, checked: StorageCheck): Finding {
  if (checked.ok && checked.kind === 'embedded') return folderFinding(folder, checked);
  if (checked.ok) return { mark: 'ok', what, text: `MongoDB ${checked.version}, ${serverName(checked)}` };
  const wrong = (text: string, mend: string): Finding => ({ mark: 'wrong', what, text, mend });
  switch (checked.problem) {
    case 'no-folder':
      return wrong(`${folder} ist kein Ordner`, 'Setzen Sie DATA_DIR auf einen Ordner.');
    case 'not-writable':
      return wrong(
        `in ${folder} darf dieser Benutzer nicht schreiben`,
        'Geben Sie ihm das Recht dazu, oder setzen Sie DATA_DIR auf einen anderen Ordner.',
      );
    case 'address':
      return wrong(
        'MONGODB_URI ist keine gültige Adresse',
        'Kopieren Sie sie aus der Verwaltung Ihrer MongoDB; Sonderzeichen im Kennwort müssen kodiert sein (@ als %40).',
      );
    case 'login':
      return wrong(
        'MongoDB weist die Anmeldung ab',
        'Prüfen Sie Namen und Kennwort in MONGODB_URI, und ob der Benutzer diese Datenbank lesen und schreiben darf.',
      );
    case 'unreachable':
      return wrong(
        `MongoDB ist nicht zu erreichen (${checked.reason})`,
        'Prüfen Sie MONGODB_URI, ob der Server läuft, und die Firewall.',
      );
  }
}

function folderFinding(
  folder: string,
  checked: StorageCheck & { readonly ok: true; readonly kind: 'embedded' },
): Finding {
  const megabytes = Math.floor(checked.freeBytes / 1_000_000);
  if (checked.freeBytes < littleBytes) {
    return { mark: 'advice', what, text: `in ${folder} sind nur noch ${megabytes} MB frei` };
  }
  if (checked.owner !== undefined) {
    return { mark: 'ok', what, text: `eingebaut, in ${folder}; dort läuft ein Dorfbote (Prozess ${checked.owner})` };
  }
  return { mark: 'ok', what, text: `eingebaut, in ${folder}; beschreibbar und frei` };
}

function serverName(checked: StorageCheck & { readonly ok: true; readonly kind: 'mongodb' }): string {
  switch (checked.topology) {
    case 'replica-set':
      return `Replica Set „${checked.set ?? ''}“`;
    case 'sharded':
      return 'verteilt (mongos)';
    case 'standalone':
      return 'einzelner Server';
  }
}
