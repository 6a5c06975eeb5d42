import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksFor } from '../../scripts/doctor/checks.js';
import { holidaysFinding } from '../../scripts/doctor/holidays.js';
import { findingsOf, lineOf } from '../../scripts/doctor/report.js';
import { storageFinding } from '../../scripts/doctor/storage.js';
import { botScopes } from '../../src/channels/slack/manifest.js';
import type { FolderCheck } from '../../src/storage/embedded/check.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { type Environment, runScript, startProgram } from '../support/program.js';
import { SlackServer } from '../support/slack-server.js';

let folder: FreshFolder;

beforeAll(async () => {
  folder = await freshFolder();
});
afterAll(() => folder.remove());

interface Diagnosis {
  readonly code: number;
  readonly lines: readonly string[];
  about(what: string): string | undefined;
}

async function doctor(environment: Environment): Promise<Diagnosis> {
  const { code, stdout, stderr } = await runScript('doctor', [], { DATA_DIR: folder.path, ...environment });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^(✓ .+: .+|✗ .+: .+ → .+|! .+: .+)$/);
  expect(code).toBe(lines.some((line) => line.startsWith('✗')) ? 1 : 0);
  return { code, lines, about: (what) => lines.find((line) => line.slice(2).startsWith(`${what}:`)) };
}

/** A server on a port of its own; also one that has just been closed, so that nobody listens there. */
async function webServer(status: number, body: string): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function closedPort(): Promise<number> {
  const { port, server } = await webServer(200, '');
  server.close();
  await once(server, 'close');
  return port;
}

describe('what doctor says of the school holidays', () => {
  it.each([
    ['2030-02-06', '✓ Ferienkalender: Schulferien bekannt bis 06.08.2030'],
    [
      '2030-02-07',
      '! Ferienkalender: Schulferien sind nur bis 06.08.2030 bekannt; spielen Sie eine neuere Version von Dorfbote ein',
    ],
  ])('on %s', (today, line) => {
    expect(lineOf(holidaysFinding(today))).toBe(line);
  });
});

describe('doctor', () => {
  it('finds nothing wrong where nothing is set up, and advises what to add', async () => {
    const { code, about } = await doctor({});
    expect(code).toBe(0);
    expect(about('Einstellungen')).toBe('✓ Einstellungen: in Ordnung');
    expect(about('Vereinbarung')).toMatch(/^✓ Vereinbarung: 1 Dokument mit \d+ Stellen$/);
    for (const what of ['Kanäle', 'COORDINATORS', 'CHILD_PROTECTION_CONTACT', 'PRIVACY_CONTACT']) {
      expect(about(what)).toMatch(/^! /);
    }
  });

  it('stops advising once it is set', async () => {
    const contacts = { COORDINATORS: 'k@stadt.example', CHILD_PROTECTION_CONTACT: 'Amt, 1234', PRIVACY_CONTACT: 'Amt' };
    const { lines } = await doctor(contacts);
    expect(lines.join('\n')).not.toMatch(/COORDINATORS|CONTACT/);
  });

  it('names all that is wrong with the settings at once, each with its mend', async () => {
    const { code, about, lines } = await doctor({
      PORT: 'drei',
      TIME_ZONE: 'Dinslaken',
      SLACK_APP_TOKEN: 'xapp-geheim',
    });
    expect(code).toBe(1);
    expect(about('PORT')).toBe('✗ PORT: ist keine ganze Zahl → Setzen Sie eine Zahl von 0 bis 65535.');
    expect(about('TIME_ZONE')).toMatch(/^✗ .* → Setzen Sie einen Namen/);
    expect(about('SLACK_BOT_TOKEN')).toMatch(/^✗ /);
    expect(about('Verbindungen')).toMatch(/^! /);
    expect(lines.join('\n')).not.toContain('geheim');
  });

  it('says which file of the agreement cannot be read', async () => {
    const { about } = await doctor({ AGREEMENT_FILES: join(folder.path, 'fehlt.md') });
    expect(about('Vereinbarung')).toMatch(/^✗ Vereinbarung: fehlt\.md, .* → .*AGREEMENT_FILES/);
  });
});

describe('doctor on Node.js', () => {
  it.each([
    ['18.20.4', '✗ Node.js: 18.20.4 ist zu alt → Installieren Sie Node.js ab 20.19.'],
    ['20.18.3', '✗ Node.js: 20.18.3 ist zu alt → Installieren Sie Node.js ab 20.19.'],
    ['22.4.1', '✓ Node.js: 22.4.1'],
  ])('judges %s by what package.json says', async (version, line) => {
    const [finding] = await findingsOf(checksFor({ DATA_DIR: folder.path }, '>=20.19', version).slice(0, 1));
    expect(finding && lineOf(finding)).toBe(line);
  });

  it('advises against a version that gets no fixes any more', async () => {
    const [finding] = await findingsOf(checksFor({ DATA_DIR: folder.path }, '>=20.19', '20.19.0').slice(0, 1));
    expect(finding && lineOf(finding)).toMatch(/^! Node\.js: 20\.19\.0 genügt/);
  });
});

describe('doctor on the embedded store', () => {
  it('finds a free folder in order, and makes nothing in it', async () => {
    const empty = await freshFolder();
    const absent = join(empty.path, 'neu', 'tief');
    expect((await doctor({ DATA_DIR: absent })).about('Speicher')).toContain('beschreibbar und frei');
    expect(await readdir(empty.path)).toEqual([]);
    await empty.remove();
  });

  it('finds a folder in order that a running bot has', async () => {
    const program = await startProgram({ DATA_DIR: folder.path });
    try {
      expect((await doctor({})).about('Speicher')).toMatch(/^✓ .*dort läuft ein Dorfbote \(Prozess \d+\)$/);
    } finally {
      await program.kill();
    }
  });

  it('refuses a file', async () => {
    const file = join(folder.path, 'datei');
    await writeFile(file, '');
    expect((await doctor({ DATA_DIR: file })).about('Speicher')).toMatch(/^✗ .*kein Ordner → .*DATA_DIR/);
    expect((await doctor({ DATA_DIR: join(file, 'darin') })).about('Speicher')).toMatch(/^✗ .*kein Ordner/);
  });

  it('refuses a folder in which it may not write', async () => {
    const locked = await freshFolder();
    await chmod(locked.path, 0o555);
    const checked = await checkedWithoutRights(locked.path);
    await locked.remove();
    expect(checked).toEqual({ ok: false, kind: 'embedded', problem: 'not-writable' });
    expect(lineOf(storageFinding('daten', checked))).toMatch(/^✗ Speicher: in daten .*nicht schreiben → .*DATA_DIR/);
  });
});

/** Root may write everywhere, so a child process gives that up before it looks. */
async function checkedWithoutRights(path: string): Promise<FolderCheck> {
  const module = pathToFileURL(resolve('dist/src/storage/embedded/check.js')).href;
  const code = `
    import { checkFolder } from '${module}';
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
    console.log(JSON.stringify(await checkFolder(process.argv[1])));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, path]);
  return JSON.parse(stdout) as FolderCheck;
}

describe('doctor on MongoDB', { timeout: mongoSetupMs }, () => {
  it.each([
    ['standalone', 'einzelner Server'],
    ['replica-set', 'Replica Set „'],
  ] as const)('tells the version, and that it is a %s', async (topology, shown) => {
    const database = await freshDatabase(topology);
    const { about, code } = await doctor({ MONGODB_URI: database.uri });
    expect(about('ANSWERS_SECRET')).toMatch(/^! .*nicht gesetzt/);
    const secret = { MONGODB_URI: database.uri, ANSWERS_SECRET: 'x'.repeat(32) };
    expect((await doctor(secret)).lines.join('\n')).not.toContain('ANSWERS_SECRET');
    expect(about('Speicher')).toMatch(/^✓ Speicher: MongoDB \d+\.\d+\.\d+, /);
    expect(about('Speicher')).toContain(shown);
    expect(code).toBe(0);
    await database.drop();
  });

  it('tells a refused login from a server that is gone, and shows no password', async () => {
    const { uri } = await freshDatabase();
    const wrongLogin = uri
      .replace('mongodb://', 'mongodb://karin:streng-geheim@')
      .replace(/\?.*$/, '?authSource=admin');
    const refused = await doctor({ MONGODB_URI: wrongLogin });
    expect(refused.about('Speicher')).toMatch(/^✗ .*weist die Anmeldung ab → .*MONGODB_URI/);
    const gone = await doctor({
      MONGODB_URI: `mongodb://karin:streng-geheim@127.0.0.1:${await closedPort()}/dorfbote`,
    });
    expect(gone.about('Speicher')).toMatch(/^✗ .*nicht zu erreichen/);
    const broken = await doctor({ MONGODB_URI: 'mongodb://karin:streng@geheim@127.0.0.1/dorfbote' });
    expect(broken.about('Speicher')).toMatch(/^✗ .*keine gültige Adresse/);
    for (const { lines } of [refused, gone, broken]) expect(lines.join('\n')).not.toMatch(/geheim|karin/);
  });
});

describe('doctor on Slack', () => {
  let slack: SlackServer;
  const scopes = Object.keys(botScopes);

  beforeAll(async () => {
    slack = await SlackServer.start();
    slack.scopes = scopes.join(',');
  });
  afterAll(() => slack.stop());

  const settings = () => ({
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_API_URL: slack.apiUrl,
  });

  it('finds good tokens in order and names the workspace', async () => {
    expect((await doctor(settings())).about('Slack')).toBe('✓ Slack: verbunden mit „DINgg“ (Socket Mode)');
  });

  it('names the scopes that the app lacks', async () => {
    slack.scopes = scopes.filter((scope) => scope !== 'files:write').join(',');
    const { about } = await doctor(settings());
    slack.scopes = scopes.join(',');
    expect(about('Slack')).toMatch(/^✗ .*fehlen Berechtigungen: files:write → .*OAuth & Permissions/);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-streng-geheim'],
    ['SLACK_APP_TOKEN', 'xapp-streng-geheim'],
  ])('tells that Slack refuses %s, without showing it', async (variable, value) => {
    const { about, lines } = await doctor({ ...settings(), [variable]: value });
    expect(about('Slack')).toMatch(new RegExp(`^✗ .*${variable} .* → `));
    expect(lines.join('\n')).not.toContain('geheim');
  });

  it('tells that Slack cannot be reached', async () => {
    const { about } = await doctor({ ...settings(), SLACK_API_URL: `http://127.0.0.1:${await closedPort()}` });
    expect(about('Slack')).toMatch(/^✗ .*nicht zu erreichen/);
  });
});

describe('doctor on Teams', () => {
  const registration = {
    TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555',
    TEAMS_APP_PASSWORD: 'streng-geheim',
    TEAMS_TENANT_ID: '11111111-2222-4333-8444-666666666666',
  };

  it('finds a registration wrong that Entra does not know or that cannot be asked about, and shows no secret', async () => {
    const { about, lines } = await doctor(registration);
    expect(about('Teams')).toMatch(/^✗ Teams: /);
    expect(lines.join('\n')).not.toContain('geheim');
  });

  it('advises against the local mode for more than a try', async () => {
    expect((await doctor({ TEAMS_LOCAL: 'on' })).about('Teams')).toMatch(/^! .*TEAMS_LOCAL/);
  });
});

describe('doctor on mail and the public address', () => {
  it('tells whether the mail server takes connections, and that it tried no more', async () => {
    const { port, server } = await webServer(200, '');
    const mail = { SMTP_URL: `smtp://bote:streng-geheim@127.0.0.1:${port}`, MAIL_FROM: 'bote@stadt.example' };
    const open = await doctor(mail);
    expect(open.about('E-Mail')).toMatch(/^✓ .*erreichbar \(nur die Verbindung/);
    server.close();
    await once(server, 'close');
    const closed = await doctor(mail);
    expect(closed.about('E-Mail')).toMatch(/^✗ .*\(ECONNREFUSED\) → .*SMTP_URL/);
    const broken = await doctor({ ...mail, SMTP_URL: 'smtp://bote:streng-geheim@:x:y' });
    expect(broken.about('E-Mail')).toMatch(/^✗ .*keine gültige Adresse/);
    for (const { lines } of [open, closed, broken]) expect(lines.join('\n')).not.toContain('geheim');
  });

  it('tells whether the public address leads to a Dorfbote', async () => {
    const program = await startProgram({ DATA_DIR: join(folder.path, 'public') });
    const right = await doctor({ PUBLIC_URL: program.address });
    await program.kill();
    expect(right.about('PUBLIC_URL')).toMatch(/^✓ .*führt zu Dorfbote$/);

    const other = await webServer(200, '<h1>Stadt</h1>');
    const wrong = await doctor({ PUBLIC_URL: `http://127.0.0.1:${other.port}` });
    other.server.close();
    expect(wrong.about('PUBLIC_URL')).toMatch(/^✗ .*etwas anderes/);

    const nobody = await doctor({ PUBLIC_URL: `http://127.0.0.1:${await closedPort()}` });
    expect(nobody.about('PUBLIC_URL')).toMatch(/^! .*nicht zu erreichen \(ECONNREFUSED\)/);
  });
});

describe('the report', () => {
  it('bounds every check and runs them at once, in order', async () => {
    const never = { what: 'Nie', run: () => new Promise<never>(() => {}) };
    const quick = { what: 'Gleich', run: async () => ({ mark: 'ok', what: 'Gleich', text: 'da' }) as const };
    const begun = performance.now();
    const findings = await findingsOf([never, quick, never], 100);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(findings.map(({ what, mark }) => `${what} ${mark}`)).toEqual(['Nie wrong', 'Gleich ok', 'Nie wrong']);
  });

  it('names an error that nobody foresaw by its kind only', async () => {
    const run = () => Promise.reject(new RangeError('mongodb://karin:geheim@host'));
    const [finding] = await findingsOf([{ what: 'Speicher', run }]);
    expect(finding && lineOf(finding)).toMatch(/^✗ Speicher: ließ sich nicht prüfen \(RangeError\) → /);
  });

  it('stays on its line and leaves the terminal alone, whatever a workspace is called', () => {
    expect(lineOf({ mark: 'ok', what: 'Slack', text: 'a\n\u001b[31mb' })).toBe('✓ Slack: a [31mb');
  });
});
