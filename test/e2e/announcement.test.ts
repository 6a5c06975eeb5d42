import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostOffice } from '../channels/mail/post-office.js';
import { freshFolder } from '../support/folder.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { type Program, runScript, startProgram } from '../support/program.js';
import { overHttp, Person } from '../support/slack-client.js';
import { SlackServer } from '../support/slack-server.js';
import type { SlackMessage } from '../support/slack-workspace.js';
import { TeamsConnector } from '../support/teams-connector.js';
import { TeamsPerson } from '../support/teams-person.js';
import { until } from '../support/until.js';

const secret = 'test-signing-secret';
const partner = 'Familienzentrum Lohberg';
const announced = `Neu im Netzwerk: ${partner}`;
/** What was lost on its way is looked for only when the platform is done with it for certain. */
const lookedAtMs = 40_000;
const day = 24 * 60 * 60_000;

interface Storage {
  readonly settings: Record<string, string>;
  remove(): Promise<void>;
}

async function embedded(): Promise<Storage> {
  const folder = await freshFolder();
  return { settings: { DATA_DIR: folder.path }, remove: () => folder.remove() };
}

async function mongo(): Promise<Storage> {
  const database = await freshDatabase('replica-set');
  return { settings: { MONGODB_URI: database.uri }, remove: () => database.drop() };
}

describe.each([
  ['the embedded store', embedded],
  ['MongoDB', mongo],
])(
  'a new partner, announced in Slack, in Teams and by mail at once, on %s',
  { timeout: 60_000, concurrent: true },
  (_name, open) => {
    const it = test.sequential;
    let storage: Storage;
    let slack: SlackServer;
    let connector: TeamsConnector;
    let office: PostOffice;
    let program: Program;
    let environment: Record<string, string>;
    let sentAt: Date;

    beforeAll(async () => {
      storage = await open();
      slack = await workspace();
      connector = new TeamsConnector();
      await connector.start();
      office = await PostOffice.open();
      environment = {
        ...storage.settings,
        SLACK_BOT_TOKEN: slack.tokens.bot,
        SLACK_SIGNING_SECRET: secret,
        SLACK_API_URL: slack.apiUrl,
        TEAMS_LOCAL: 'on',
        SMTP_URL: office.url,
        MAIL_FROM: 'Dorfbote <bot@stadt.example>',
        PUBLIC_URL: 'https://bot.stadt.example',
        COORDINATORS: 'karin@stadt.example',
        SLACK_HISTORY_LAG_SECONDS: '1',
      };
      program = await startProgram(environment);
    }, mongoSetupMs);

    afterAll(async () => {
      await program?.kill();
      await Promise.all([slack?.stop(), connector?.stop(), office?.close()]);
      await storage?.remove();
    });

    const person = (id: string) => new Person(slack, overHttp(`${program.address}/slack/events`, secret), id);
    const karin = () => person('U0KARIN01');
    const anna = () => person('U0ANNA001');
    const bert = () => person('U0BERT001');
    const tina = lazily(
      () => new TeamsPerson(connector, () => `${program.address}/api/messages`, 'Tina Teams', 'tina'),
    );
    const messagesTo = ({ direct }: Person) => slack.messages.filter(({ channel }) => channel === direct);

    /** The latest message to a person that shows this, as soon as there is one. */
    async function seen(who: Person, text: string, patienceMs?: number): Promise<SlackMessage> {
      await until(() => messagesTo(who).some((message) => shows(message, text)), `“${text}” for ${who.id}`, patienceMs);
      return messagesTo(who).findLast((message) => shows(message, text)) as SlackMessage;
    }

    async function becomes(message: SlackMessage, text: string): Promise<void> {
      await until(() => shows(message, text), `“${text}” on the card`);
    }

    it('is entered by a form, which says at its field what is missing', async () => {
      await anna().write('hallo');
      await bert().write('hallo');
      await tina().write('hallo');
      await seen(anna(), 'Für welche Einrichtung');
      await until(() => tina().messages.length > 0, 'an answer in Teams');
      await karin().write('partner neu');
      await karin().press('Einrichtung eintragen', await seen(karin(), 'Einrichtung eintragen'));
      await until(() => slack.opened.length === 1, 'the form');
      expect((await karin().submit({ districts: typed('Lohberg') })).body).toMatchObject({
        errors: { name: 'Bitte schreiben Sie den Namen der Einrichtung.' },
      });
      await karin().submit({
        name: typed(partner),
        districts: typed('Lohberg'),
        description: typed('Wir fördern Sprache, mit <!channel> und Spaß.'),
        contactName: typed('Dora Decker'),
        contactEmail: typed('dora@lohberg.example'),
      });
      const draft = await seen(karin(), `Entwurf Nr. 1: ${announced}`);
      expect(shows(draft, 'Alle im Netzwerk: 5 Personen (Slack 3, Teams 1, E-Mail 1)')).toBe(true);
      expect(shows(draft, 'noch keine Unterschrift erfasst')).toBe(true);
    });

    it('is not entered twice unseen: a similar name is asked about', async () => {
      await karin().write('partner neu Familienzentrum Lohbergg; Bildung; ; ; ; ');
      await seen(karin(), `„${partner}“ steht schon im Verzeichnis`);
    });

    it('has people who speak for it, as the coordination confirms', async () => {
      await anna().write(`einrichtung ${partner}`);
      const request = await seen(karin(), `Anna Beispiel möchte für „${partner}“ sprechen`);
      await karin().press('Bestätigen', request);
      await becomes(request, 'Bestätigt');
    });

    it('is shown beforehand, sent to the coordinator as a test, and narrowed down to a district', async () => {
      const draft = await seen(karin(), 'Entwurf Nr. 1');
      await karin().press('Vorschau', draft);
      await becomes(draft, 'So liest es sich in Teams');
      await karin().press('Zurück zum Entwurf', draft);
      await becomes(draft, 'Entwurf Nr. 1');
      await karin().press('Test an mich', draft);
      await seen(karin(), `Test: ${announced}`);
      expect(messagesTo(anna()).some((message) => shows(message, announced))).toBe(false);
      await karin().press('Wer bekommt es?', draft);
      await until(() => slack.opened.length === 2, 'the form');
      await karin().submit({ districts: typed('Lohberg') });
      await becomes(draft, 'Lohberg: 2 Personen (Slack 1, E-Mail 1)');
      await karin().write('ankündigung empfänger 1 alle');
      await seen(karin(), 'Alle im Netzwerk: 5 Personen');
    });

    it('is nobody’s to send but the coordination’s, nor at a time that is over', async () => {
      await anna().write('senden 1');
      await seen(anna(), 'Das darf nur die Koordination. Bitte fragen Sie Karin Muster.');
      await karin().write('senden 1 am 01.01.2020 12:00');
      await seen(karin(), 'ist schon vorbei');
    });

    it('is sent at its time though the bot was killed meanwhile, once to everybody, and says whom it did not reach', async () => {
      sentAt = new Date(Date.now() + 3 * day);
      const [year, month, date] = sentAt.toISOString().slice(0, 10).split('-');
      await karin().write(`senden 1 am ${date}.${month}.${year} 10:00`);
      await seen(karin(), 'Geplant, Nr. 1');
      await program.kill();
      program = await startProgram(environment);
      slack.users.set('U0BERT001', { ...user('U0BERT001', 'Bert Bauer', 'bert@schule.example'), deleted: true });
      connector.fail({ method: 'POST', path: 'activities', answer: 'reset', accepted: true });
      const ran = await runScript('jobs', ['--at', new Date(sentAt.getTime() + day).toISOString()], environment);
      expect(ran.stderr).toBe('');
      await seen(karin(), 'Nr. 1 ist vollständig verschickt', lookedAtMs);
      await seen(anna(), 'Wir fördern Sprache, mit <!channel> und Spaß.');
      expect(messagesTo(anna()).filter((message) => shows(message, announced))).toHaveLength(1);
      expect(tina().messages.filter((message) => shows(message, announced))).toHaveLength(1);
      expect(office.taken.map(({ to }) => to)).toEqual([['dora@lohberg.example']]);
      expect(office.taken[0]?.mail.text).toContain('https://bot.stadt.example/ich/');
    });

    it('is told in figures that add up; what is unclear is sent again by a press alone', async () => {
      await karin().write('Wen hat es erreicht?');
      const report = await seen(karin(), 'Wen hat Nr. 1 erreicht?');
      expect(figuresOf(report)).toMatchObject({ Insgesamt: 5, Wartet: 0, Unklar: 1 });
      const { Insgesamt: total, ...parts } = figuresOf(report);
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
      await karin().press('Trotzdem noch einmal senden', report);
      await seen(karin(), 'Wird noch einmal an Tina Teams gesendet');
      await until(() => tina().messages.filter((message) => shows(message, announced)).length === 2, 'the second copy');
    });

    it('is read in Teams, asked about in Slack, and answered', async () => {
      const card = tina().messages.findLast((message) => shows(message, announced));
      if (!card) throw new Error('no card in Teams');
      expect(await tina().press('Gelesen', card)).toContain('Sie haben „Gelesen“ gedrückt');
      await anna().press('Frage dazu', await seen(anna(), announced));
      await until(() => slack.opened.length === 3, 'the form');
      await anna().submit({ text: typed('Ab wann geht das?') });
      await karin().press('Antworten', await seen(karin(), 'Ab wann geht das?'));
      await until(() => slack.opened.length === 4, 'the form');
      await karin().submit({ text: typed('Ab Montag.') });
      await seen(anna(), 'Karin Muster antwortet:');
      await karin().write('zustellung 1');
      await seen(karin(), 'Gelesen: ');
    });

    it('is found by those who ask who does what', async () => {
      await anna().write('Wer macht Sprache in Lohberg?');
      await seen(anna(), 'Aus dem Partnerverzeichnis');
    });

    it('is corrected and withdrawn on every copy', async () => {
      await karin().write('ankündigung berichtigen 1 Neu: Lohberg; Jetzt richtig.');
      const copy = await seen(anna(), 'Jetzt richtig.');
      await until(() => tina().messages.some((message) => shows(message, 'Berichtigt am')), 'the correction in Teams');
      await karin().write('zurückziehen 1');
      await becomes(copy, 'Zurückgezogen am');
      await until(
        () => tina().messages.some((message) => shows(message, 'Zurückgezogen am')),
        'the withdrawal in Teams',
      );
      expect(office.taken).toHaveLength(1);
    });

    it('leaves no names, addresses or texts in the log, and stops cleanly', async () => {
      expect(await program.stop()).toBe(0);
      for (const told of [partner, 'dora@lohberg.example', 'Ab wann geht das', 'Anna Beispiel']) {
        expect(program.log()).not.toContain(told);
      }
    });
  },
);

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function typed(value: string) {
  return { type: 'plain_text_input', value };
}

function shows(message: unknown, text: string): boolean {
  return JSON.stringify(message ?? '').includes(JSON.stringify(text).slice(1, -1));
}

/** The figures of a report by their labels. */
function figuresOf({ blocks }: SlackMessage): Readonly<Record<string, number>> {
  const text = JSON.stringify(blocks);
  const labels = ['Insgesamt', 'Zugestellt', 'Wartet', 'Fehlgeschlagen', 'Unklar'];
  const value = (label: string) =>
    new RegExp(`"${label}: "[^}]*\\}\\},\\{"type":"text","text":"(\\d+)`).exec(text)?.[1];
  return Object.fromEntries(labels.map((label) => [label, Number(value(label))]));
}

function user(id: string, name: string, email: string) {
  return {
    id,
    team_id: 'T0DINGG01',
    real_name: name,
    is_email_confirmed: true,
    locale: 'de-DE',
    profile: { real_name: name, email },
  };
}

async function workspace(): Promise<SlackServer> {
  const slack = await SlackServer.start();
  for (const [id, name, email] of [
    ['U0ANNA001', 'Anna Beispiel', 'anna@kita.example'],
    ['U0BERT001', 'Bert Bauer', 'bert@schule.example'],
    ['U0KARIN01', 'Karin Muster', 'karin@stadt.example'],
  ] as const) {
    slack.users.set(id, user(id, name, email));
  }
  return slack;
}
