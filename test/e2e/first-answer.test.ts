import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentsPlayground } from '../support/agents-playground.js';
import { launchBrowser } from '../support/browser.js';
import { freshFolder } from '../support/folder.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { type Program, startProgram } from '../support/program.js';
import { overHttp, overSocket, Person } from '../support/slack-client.js';
import { SlackServer } from '../support/slack-server.js';
import type { Ephemeral, SlackMessage } from '../support/slack-workspace.js';
import { until } from '../support/until.js';

const secret = 'test-signing-secret';
const question = 'Wie komme ich aus der Vereinbarung wieder raus?';
const quote = 'mit einer Frist von vier Wochen zum Quartalsende ohne Angabe eines Kündigungsgrundes';

/** A store of the test's own: the settings for it, and how it goes. */
interface Storage {
  readonly settings: Record<string, string>;
  remove(): Promise<void>;
}

async function embedded(): Promise<Storage> {
  const folder = await freshFolder();
  return { settings: { DATA_DIR: folder.path }, remove: () => folder.remove() };
}

const mongo = (topology: 'standalone' | 'replica-set') => async (): Promise<Storage> => {
  const database = await freshDatabase(topology);
  return { settings: { MONGODB_URI: database.uri }, remove: () => database.drop() };
};

describe.each([
  ['the embedded store', embedded],
  ['a MongoDB server', mongo('standalone')],
  ['a MongoDB replica set', mongo('replica-set')],
])('a first question, with Slack and Teams at once, on %s', { timeout: 60_000 }, (_name, open) => {
  let storage: Storage;
  let slack: SlackServer;
  let program: Program;
  let agents: AgentsPlayground;
  let browser: Browser;
  let anna: Person;
  let karin: Person;

  beforeAll(async () => {
    storage = await open();
    slack = await workspace();
    program = await startProgram({
      ...storage.settings,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: slack.apiUrl,
      TEAMS_LOCAL: 'on',
      COORDINATORS: 'karin@stadt.example',
    });
    const transport = overHttp(`${program.address}/slack/events`, secret);
    anna = new Person(slack, transport);
    karin = new Person(slack, transport, 'U0KARIN01');
    agents = await AgentsPlayground.start(`${program.address}/api/messages`);
    browser = await launchBrowser();
  }, mongoSetupMs);

  afterAll(async () => {
    await browser?.close();
    await agents?.stop();
    await program?.kill();
    await slack?.stop();
    await storage?.remove();
  });

  const messagesTo = (person: Person) => slack.messages.filter((message) => message.channel === person.direct);

  async function lastTo(person: Person, holding: string): Promise<SlackMessage> {
    await until(() => messagesTo(person).some((message) => holds(message, holding)), `a message with “${holding}”`);
    return messagesTo(person)
      .filter((message) => holds(message, holding))
      .at(-1) as SlackMessage;
  }

  it('is answered in Slack with the passage to the letter, once in spite of redelivery', async () => {
    const ts = slack.nextTs();
    const again = { ts, event_ts: ts };
    await anna.write(question, again);
    await anna.write(question, again);
    const answer = await lastTo(anna, quote);
    expect(holds(answer, 'Laufzeit der Vereinbarung')).toBe(true);
    expect(holds(answer, 'Für welche Einrichtung sprechen Sie?')).toBe(true);
    expect(messagesTo(anna)).toHaveLength(1);
  });

  it('leads on by a button, in Slack', async () => {
    const before = slack.messages.length;
    await anna.press('Frist ausrechnen', await lastTo(anna, quote));
    await until(() => slack.messages.length > before || holds(slack.messages[0], '31.'), 'an answer to the press');
    expect(slack.messages.some((message) => holds(message, 'Keine Rechtsberatung'))).toBe(true);
  });

  it('takes the Einrichtung by a form, refuses an empty one at its field, and asks the coordinator', async () => {
    await karin.write('hallo');
    await lastTo(karin, 'Dorfbote');
    await anna.press('Einrichtung angeben', await lastTo(anna, 'Für welche Einrichtung'));
    await until(() => slack.opened.length === 1, 'the form');
    const refused = await anna.submit({});
    expect(refused.body).toMatchObject({ response_action: 'errors' });
    await anna.submit({ name: { type: 'plain_text_input', value: 'Kita Sonnenblume' } });
    const request = await lastTo(karin, 'möchte für „Kita Sonnenblume“ sprechen');
    await karin.press('Bestätigen', request);
    await until(
      () =>
        holds(
          slack.messages.find(({ ts }) => ts === request.ts),
          'Bestätigt',
        ),
      'the card in place',
    );
    await lastTo(anna, 'sprechen im Netzwerk jetzt für „Kita Sonnenblume“');
  });

  it('is answered to a mention in the thread, and to the slash command for oneself alone', async () => {
    await anna.mention(question);
    await until(
      () => slack.messages.some((message) => message.thread_ts !== undefined && holds(message, quote)),
      'the public answer',
    );
    const answered = await anna.command(question);
    await until(() => slack.ephemerals.some((shown) => holds(shown, quote)), 'the private answer');
    expect(answered.status).toBe(200);
  });

  it('is answered in Teams, leads on by a button, and takes a form', async () => {
    const client = await agents.open(browser);
    await client.send(question);
    const card = client.card('vier Wochen zum Quartalsende ohne Angabe');
    await card.waitFor();
    await client.press(card, 'Frist ausrechnen');
    await client.card('Keine Rechtsberatung').waitFor();
    await client.send('einrichtung');
    const form = client.card('Name der Einrichtung');
    await form.waitFor();
    await form.getByRole('textbox').last().fill('Praxis Sonnenschein');
    await client.press(form, 'Angeben');
    await client.page.getByText('Sie sprechen für „Praxis Sonnenschein“, sobald').first().waitFor();
    await client.page.close();
  });

  it('is answered again after the process was stopped, and stopping is clean', async () => {
    expect(await program.stop()).toBe(0);
    program = await startProgram({
      ...storage.settings,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_API_URL: slack.apiUrl,
      COORDINATORS: 'karin@stadt.example',
    });
    const socketAnna = new Person(slack, overSocket(slack));
    await socketAnna.write('Wann kann ich kündigen?');
    const answer = await lastTo(anna, 'Quartal');
    expect(holds(answer, 'Für welche Einrichtung sprechen Sie?')).toBe(false);
    const before = slack.messages.length;
    await socketAnna.press('Inhalt', answer);
    await until(() => slack.messages.length > before, 'an answer to the press');
    const forms = slack.opened.length;
    await socketAnna.command('einrichtung');
    await until(() => slack.opened.length > forms, 'the form');
    expect((await socketAnna.submit({})).body).toMatchObject({ response_action: 'errors' });
    expect(await program.stop()).toBe(0);
  });

  it('leaves nothing of what people wrote in the log', () => {
    for (const secretText of [question, 'Sonnenblume', 'karin@stadt.example', 'Anna Beispiel']) {
      expect(program.log()).not.toContain(secretText);
    }
  });
});

function holds(message: SlackMessage | Ephemeral | undefined, text: string): boolean {
  return JSON.stringify(message ?? '').includes(text);
}

async function workspace(): Promise<SlackServer> {
  const slack = await SlackServer.start();
  for (const [id, name, email] of [
    ['U0ANNA001', 'Anna Beispiel', 'anna@kita.example'],
    ['U0KARIN01', 'Karin Muster', 'karin@stadt.example'],
  ] as const) {
    slack.users.set(id, {
      id,
      team_id: slack.bot.team,
      real_name: name,
      is_email_confirmed: true,
      locale: 'de-DE',
      profile: { real_name: name, email },
    });
  }
  return slack;
}
