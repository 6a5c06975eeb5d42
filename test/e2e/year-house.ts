import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type App, createApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { PostOffice } from '../channels/mail/post-office.js';
import { type Storage, shows, slackUser } from '../support/connected.js';
import { type LogLine, logbook } from '../support/logbook.js';
import { only } from '../support/program.js';
import { overSocket, Person } from '../support/slack-client.js';
import { SlackServer } from '../support/slack-server.js';
import type { SlackMessage } from '../support/slack-workspace.js';
import { TeamsConnector } from '../support/teams-connector.js';
import { TeamsPerson } from '../support/teams-person.js';
import { until } from '../support/until.js';

const publicUrl = 'https://bot.stadt.example';
const child = fileURLToPath(new URL('./children/moved-jobs.mjs', import.meta.url));

/** The call of the store ahead of which a process is killed: the collection, the method, and which such call, from 1. */
export type Death = readonly [collection: string, method: string, which: number];

/** The whole bot with Slack, Teams and mail, on a clock that a test moves and that goes on by itself. */
export class YearHouse {
  readonly log: readonly LogLine[];
  private readonly logger;
  private instant = 0;
  private movedAt = 0;
  private app: App | undefined;
  private store: DocumentStore | undefined;
  private address = '';

  private constructor(
    private readonly storage: Storage,
    readonly slack: SlackServer,
    readonly connector: TeamsConnector,
    readonly office: PostOffice,
  ) {
    const { logger, lines } = logbook();
    this.logger = logger;
    this.log = lines;
  }

  /** `users`: who is in the Slack workspace, by id with name and address. Karin coordinates. */
  static async open(
    open: () => Promise<Storage>,
    users: Readonly<Record<string, readonly [string, string]>>,
    instant: string,
  ): Promise<YearHouse> {
    const [storage, slack, office] = await Promise.all([open(), SlackServer.start(), PostOffice.open()]);
    const connector = new TeamsConnector();
    await connector.start();
    for (const [id, [name, email]] of Object.entries(users)) slack.users.set(id, slackUser(slack, id, name, email));
    const house = new YearHouse(storage, slack, connector, office);
    await house.moveTo(instant);
    await house.start();
    return house;
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.slack.stop(), this.connector.stop(), this.office.close()]);
    await this.storage.remove();
  }

  async start(): Promise<void> {
    const between = (store: DocumentStore) => {
      this.store ??= store;
      return store;
    };
    this.app = createApp(readConfig(this.environment()), { clock: this.clock, logger: this.logger, between });
    this.address = (await this.app.start()).address;
  }

  async stop(): Promise<void> {
    await this.app?.stop();
    this.app = undefined;
    this.store = undefined;
  }

  private readonly clock = { now: () => new Date(this.instant + Date.now() - this.movedAt) };

  /** After what is being sent is through: no message takes days. */
  async moveTo(instant: string): Promise<void> {
    const outbox = this.store?.collection(outboxSpec);
    const underWay = { state: { $in: ['forming', 'leased', 'sending'] } };
    await until(async () => ((await outbox?.count(underWay)) ?? 0) === 0, 'nothing being sent');
    this.instant = Date.parse(instant);
    this.movedAt = Date.now();
  }

  /** What is due at an instant: in the bot on the embedded store, in one more process beside it on MongoDB. */
  async beat(instant: string): Promise<void> {
    await this.moveTo(instant);
    const summary = await this.running().runJobs(new Date(instant));
    if (summary.failed > 0) throw new Error(JSON.stringify(summary));
  }

  /** The same, twice at once. */
  async beatTwice(instant: string): Promise<void> {
    await this.moveTo(instant);
    const at = new Date(instant);
    const both = await Promise.all([this.running().runJobs(at), this.running().runJobs(at)]);
    if (both.some(({ failed }) => failed > 0)) throw new Error(JSON.stringify(both));
  }

  /** What is due, while the bot is off, by a process that ends after it. */
  async jobs(instant: string): Promise<void> {
    const { stdout } = await promisify(execFile)(process.execPath, [child, instant], { env: this.childEnvironment() });
    const { failed } = JSON.parse(stdout) as { readonly failed: number };
    if (failed > 0) throw new Error(stdout);
  }

  /** What is due, while the bot is off, by a process that dies of it: resolves with the signal. */
  async killedJobs(instant: string, death: Death): Promise<unknown> {
    const dying = promisify(execFile)(process.execPath, [child, instant, ...death.map(String)], {
      env: this.childEnvironment(),
    });
    return dying.then(
      () => undefined,
      (error: unknown) => (error as { readonly signal?: unknown }).signal,
    );
  }

  inSlack(id: string): Person {
    return new Person(this.slack, overSocket(this.slack), id);
  }

  inTeams(name: string, id: string): TeamsPerson {
    return new TeamsPerson(this.connector, () => `${this.address}/api/messages`, name, id);
  }

  /** Where a link in a message is asked for here. */
  at(link: string): string {
    return link.replace(publicUrl, this.address);
  }

  /** The latest message of a conversation in Slack that shows this, as soon as there is one. */
  async seen({ direct }: Pick<Person, 'direct'>, text: string): Promise<SlackMessage> {
    const found = () => this.slack.messages.findLast((each) => each.channel === direct && shows(each, text));
    await until(() => found() !== undefined, `“${text}” in ${direct}`);
    return found() as SlackMessage;
  }

  /** To whom messages that show this were sent after so many: conversations and addresses, in order of their names. */
  reached(after: Count, text: string): readonly string[] {
    const [slack, teams, mails] = [this.slack.messages, this.connector.messages, this.office.taken];
    return [
      ...slack.slice(after.slack).flatMap((each) => (shows(each, text) ? each.channel : [])),
      ...teams.slice(after.teams).flatMap((each) => (shows(each, text) ? each.conversation : [])),
      ...mails.slice(after.mail).flatMap(({ mail, to }) => (shows(mail.text, text) ? to : [])),
    ].toSorted();
  }

  count(): Count {
    return {
      slack: this.slack.messages.length,
      teams: this.connector.messages.length,
      mail: this.office.taken.length,
    };
  }

  private running(): App {
    if (!this.app) throw new Error('the bot is off');
    return this.app;
  }

  private childEnvironment() {
    return only({ ...this.environment(), LOG_LEVEL: 'error' });
  }

  private environment() {
    return {
      ...this.storage.settings,
      HOST: '127.0.0.1',
      PORT: '0',
      SLACK_BOT_TOKEN: this.slack.tokens.bot,
      SLACK_APP_TOKEN: this.slack.tokens.app,
      SLACK_API_URL: this.slack.apiUrl,
      TEAMS_LOCAL: 'on',
      SMTP_URL: this.office.url,
      MAIL_FROM: 'Dorfbote <bot@stadt.example>',
      PUBLIC_URL: publicUrl,
      COORDINATORS: 'karin@stadt.example',
      NETWORK_NAME: 'Testnetz',
    };
  }
}

/** How many messages there were on each channel. */
export interface Count {
  readonly slack: number;
  readonly teams: number;
  readonly mail: number;
}
