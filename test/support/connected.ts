import { PostOffice } from '../channels/mail/post-office.js';
import { freshFolder } from './folder.js';
import { freshDatabase } from './mongo.js';
import { type Environment, type Program, runScript, startProgram } from './program.js';
import { overHttp, Person } from './slack-client.js';
import { SlackServer } from './slack-server.js';
import type { SlackMessage } from './slack-workspace.js';
import { TeamsConnector } from './teams-connector.js';
import { TeamsPerson } from './teams-person.js';
import { until } from './until.js';

const secret = 'test-signing-secret';
/** How links in messages begin; the program is asked at its own address. */
const publicUrl = 'https://bot.stadt.example';

/** Where the program keeps what it knows, for the time of a test. */
export interface Storage {
  readonly settings: Environment;
  remove(): Promise<void>;
}

/** The stores that such a story is told on, by name. */
export const storages: readonly (readonly [string, () => Promise<Storage>])[] = [
  [
    'the embedded store',
    async () => {
      const folder = await freshFolder();
      return { settings: { DATA_DIR: folder.path }, remove: () => folder.remove() };
    },
  ],
  [
    'MongoDB',
    async () => {
      const database = await freshDatabase('replica-set');
      return { settings: { MONGODB_URI: database.uri }, remove: () => database.drop() };
    },
  ],
];

/** The started program with Slack, Teams and mail at once, each a local server that speaks its protocol. */
export class Connected {
  private constructor(
    private readonly storage: Storage,
    readonly environment: Environment,
    readonly slack: SlackServer,
    readonly connector: TeamsConnector,
    readonly office: PostOffice,
    public program: Program,
  ) {}

  /** `users`: who is in the Slack workspace, by id with name and address. Karin coordinates. */
  static async open(
    open: () => Promise<Storage>,
    users: Readonly<Record<string, readonly [string, string]>>,
    more: Environment = {},
  ): Promise<Connected> {
    const [storage, slack, office] = await Promise.all([open(), SlackServer.start(), PostOffice.open()]);
    const connector = new TeamsConnector();
    await connector.start();
    for (const [id, [name, email]] of Object.entries(users)) slack.users.set(id, slackUser(slack, id, name, email));
    const environment: Environment = {
      ...storage.settings,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: slack.apiUrl,
      TEAMS_LOCAL: 'on',
      SMTP_URL: office.url,
      MAIL_FROM: 'Dorfbote <bot@stadt.example>',
      PUBLIC_URL: publicUrl,
      COORDINATORS: 'karin@stadt.example',
      SLACK_HISTORY_LAG_SECONDS: '1',
      ...more,
    };
    return new Connected(storage, environment, slack, connector, office, await startProgram(environment));
  }

  async close(): Promise<void> {
    await this.program.kill();
    await Promise.all([this.slack.stop(), this.connector.stop(), this.office.close()]);
    await this.storage.remove();
  }

  /** Ends it without a word, and starts it again. */
  async crash(): Promise<void> {
    await this.program.kill();
    this.program = await startProgram(this.environment);
  }

  inSlack(id: string): Person {
    return new Person(this.slack, overHttp(`${this.program.address}/slack/events`, secret), id);
  }

  inTeams(name: string, id: string): TeamsPerson {
    return new TeamsPerson(this.connector, () => `${this.program.address}/api/messages`, name, id);
  }

  /** Delivers a press in Slack, perhaps not for the first time. */
  deliver(press: Record<string, unknown>) {
    return overHttp(`${this.program.address}/slack/events`, secret).interaction(press);
  }

  /** Where a link in a message is asked for here. */
  at(link: string): string {
    return link.replace(publicUrl, this.program.address);
  }

  /** The messages of a conversation in Slack, as they are now. */
  messagesIn(conversation: string): readonly SlackMessage[] {
    return this.slack.messages.filter(({ channel }) => channel === conversation);
  }

  /** The latest message of a conversation in Slack that shows this, as soon as there is one. */
  async seen(conversation: string, text: string, patienceMs?: number): Promise<SlackMessage> {
    const found = () => this.messagesIn(conversation).findLast((message) => shows(message, text));
    await until(() => found() !== undefined, `“${text}” in ${conversation}`, patienceMs);
    return found() as SlackMessage;
  }

  /** The form that was opened in Slack after so many others. */
  async formAfter(count: number): Promise<Readonly<Record<string, unknown>>> {
    await until(() => this.slack.opened.length === count + 1, 'the form');
    return this.slack.opened[count]?.view ?? {};
  }

  /** What is due at an instant, by `npm run jobs`; rejects if anything of it failed. */
  async jobs(at: Date): Promise<void> {
    const ran = await runScript('jobs', ['--at', at.toISOString()], this.environment);
    if (ran.code !== 0 || ran.stderr !== '') throw new Error(`${ran.stdout}${ran.stderr}`);
  }
}

/** What is typed into a field of a form in Slack. */
export function typed(value: string) {
  return { type: 'plain_text_input', value };
}

export function chosen(value: string) {
  return { type: 'static_select', selected_option: { value } };
}

/** Whether a text stands anywhere in a message, however it is written as JSON. */
export function shows(message: unknown, text: string): boolean {
  return JSON.stringify(message ?? '').includes(JSON.stringify(text).slice(1, -1));
}

export function slackUser(slack: SlackServer, id: string, name: string, email: string) {
  return {
    id,
    team_id: slack.bot.team,
    real_name: name,
    is_email_confirmed: true,
    locale: 'de-DE',
    profile: { real_name: name, email },
  };
}
