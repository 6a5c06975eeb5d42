import { checkMail } from '../../src/channels/mail/check.js';
import { type Config, ConfigError, readConfig, type SlackConfig, type TeamsConfig } from '../../src/config/config.js';
import { loadDocuments } from '../../src/features/agreement/files.js';
import { DocumentError } from '../../src/features/agreement/markdown.js';
import { dayAt } from '../../src/kernel/days.js';
import { counted } from '../../src/kernel/texts.js';
import { checkStorage } from '../../src/storage/check.js';
import { holidaysFinding } from './holidays.js';
import { checkPublicUrl } from './public-url.js';
import { type Check, type Finding, wrong } from './report.js';
import { storageFinding } from './storage.js';
import { teamsFinding } from './teams.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything there is to check for this environment. `engines` as in package.json, `node` the running version. */
export function checksFor(environment: Environment, engines: string, node: string): readonly Check[] {
  const nodeCheck = { what: 'Node.js', run: async () => nodeFinding(engines, node) };
  try {
    return [nodeCheck, ...checksOf(readConfig(environment))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = [...error.problems.map(({ variable, text }) => wrong(variable, text)), restLater];
    return [nodeCheck, { what: 'Einstellungen', run: async () => findings }];
  }
}

const restLater: Finding = {
  mark: 'advice',
  what: 'Verbindungen',
  text: 'noch nicht geprüft. Das geht, sobald die Einstellungen stimmen.',
};

function checksOf(config: Config): readonly Check[] {
  const { slack, teams, smtp, publicUrl } = config;
  return [
    { what: 'Einstellungen', run: async () => ({ mark: 'ok', what: 'Einstellungen', text: 'in Ordnung' }) },
    { what: 'Speicher', run: async () => storageFinding(config.dataDir, await checkStorage(config)) },
    { what: 'Vereinbarung', run: async () => agreementFinding(config) },
    { what: 'Ferienkalender', run: async () => holidaysFinding(dayAt(new Date(), config.zone)) },
    ...(slack ? [{ what: 'Slack', run: () => slackFinding(slack) }] : []),
    ...(teams ? [{ what: 'Teams', run: () => teamsChecked(teams) }] : []),
    ...(slack || teams ? [] : [{ what: 'Kanäle', run: async () => noChannel }]),
    ...(smtp ? [{ what: 'E-Mail', run: () => mailFinding(smtp.url) }] : []),
    ...(publicUrl || slack || teams ? [{ what: 'PUBLIC_URL', run: () => checkPublicUrl(publicUrl) }] : []),
    ...contactsMissing(config).map((finding) => ({ what: finding.what, run: async () => finding })),
  ];
}

/** Versions of Node.js that still get security fixes begin here. */
const supportedMajor = 22;

function nodeFinding(engines: string, node: string): Finding {
  const [least = 0, leastMinor = 0] = numbers(engines);
  const [major = 0, minor = 0] = numbers(node);
  const what = 'Node.js';
  if (major < least || (major === least && minor < leastMinor)) {
    const mend = `Installieren Sie Node.js ab ${least}.${leastMinor}.`;
    return { mark: 'wrong', what, text: `${node} ist zu alt`, mend };
  }
  if (major < supportedMajor) {
    const text = `${node} genügt, bekommt aber keine Sicherheitsupdates mehr. Nehmen Sie lieber ${supportedMajor} oder 24.`;
    return { mark: 'advice', what, text };
  }
  return { mark: 'ok', what, text: node };
}

function numbers(version: string): readonly number[] {
  return [...version.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

function agreementFinding(config: Config): Finding {
  const what = 'Vereinbarung';
  try {
    const documents = loadDocuments(config.agreementFiles);
    const passages = documents.reduce((sum, document) => sum + document.passages.length, 0);
    const text = `${counted(documents.length, 'Dokument', 'Dokumente')} mit ${counted(passages, 'Stelle', 'Stellen')}`;
    return { mark: 'ok', what, text };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const mend = 'Berichtigen Sie die Datei oder AGREEMENT_FILES.';
    return { mark: 'wrong', what, text: error.message, mend };
  }
}

async function slackFinding(slack: SlackConfig): Promise<Finding> {
  const what = 'Slack';
  const { checkSlack } = await import('../../src/channels/slack/doctor.js');
  const checked = await checkSlack(slack);
  if (!checked.ok) return wrong(what, checked.problem);
  if (checked.missingScopes.length > 0) {
    const text = `der App fehlen Berechtigungen: ${checked.missingScopes.join(', ')}`;
    const mend = 'Ergänzen Sie sie unter „OAuth & Permissions“, und installieren Sie die App neu.';
    return { mark: 'wrong', what, text, mend };
  }
  const transport = slack.appToken ? 'Socket Mode' : 'HTTP; SLACK_SIGNING_SECRET lässt sich von hier nicht prüfen';
  return { mark: 'ok', what, text: `verbunden mit „${checked.team}“ (${transport})` };
}

async function teamsChecked(teams: TeamsConfig): Promise<Finding> {
  if (teams.mode === 'local') {
    return { mark: 'advice', what: 'Teams', text: 'TEAMS_LOCAL=on ist nur zum Ausprobieren auf diesem Rechner' };
  }
  const { checkTeams } = await import('../../src/channels/teams/doctor.js');
  return teamsFinding(await checkTeams(teams), teams.allowedTenants.length);
}

const noChannel: Finding = {
  mark: 'advice',
  what: 'Kanäle',
  text: 'weder Slack noch Teams ist eingerichtet; Dorfbote läuft nur auf der Spielwiese',
};

async function mailFinding(url: string): Promise<Finding> {
  const what = 'E-Mail';
  const { ok, host, port, reason } = await checkMail(url);
  const only = 'nur die Verbindung ist geprüft, nicht Anmeldung und Versand';
  if (ok) return { mark: 'ok', what, text: `${host}, Port ${port}, ist erreichbar (${only})` };
  if (reason === 'ERR_INVALID_URL') {
    const mend = 'Schreiben Sie sie so: smtps://nutzer:kennwort@mail.stadt.example';
    return { mark: 'wrong', what, text: 'SMTP_URL ist keine gültige Adresse', mend };
  }
  const text = `${host}, Port ${port}, ist nicht erreichbar (${reason})`;
  return { mark: 'wrong', what, text, mend: 'Prüfen Sie Rechnername und Port in SMTP_URL, und die Firewall.' };
}

/** What people miss although nothing fails. */
function contactsMissing(config: Config): readonly Finding[] {
  const advice = (what: string, text: string): Finding => ({ mark: 'advice', what, text });
  return [
    ...(config.coordinators.length > 0
      ? []
      : [advice('COORDINATORS', 'nicht gesetzt; niemand hat die Aufgabe der Koordination')]),
    ...(config.childProtectionContact
      ? []
      : [
          advice(
            'CHILD_PROTECTION_CONTACT',
            'nicht gesetzt; bei Gefahr für ein Kind nennt Dorfbote nur das Jugendamt und 110',
          ),
        ]),
    ...(config.privacyContact
      ? []
      : [advice('PRIVACY_CONTACT', 'nicht gesetzt; /datenschutz nennt dann keinen Namen')]),
    ...(config.mongodbUri === undefined || config.answersSecret !== undefined
      ? []
      : [
          advice(
            'ANSWERS_SECRET',
            'nicht gesetzt; wer die Datenbank kopiert, kann anonyme Antworten lesen, solange die Umfrage läuft. Setzen Sie mindestens 32 zufällige Zeichen',
          ),
        ]),
  ];
}
