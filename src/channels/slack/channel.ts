import { App, ExpressReceiver } from '@slack/bolt';
import type { Express } from 'express';
import { Refusal, Unavailable } from '../../kernel/errors.js';
import type { Dispatch } from '../../messages/reply.js';
import type { Channel } from '../../ports/channel.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import { Answers } from './answers.js';
import { clientOptions, SlackApi } from './api.js';
import { boltLogger } from './bolt-logger.js';
import { logReason, refusedToken } from './errors.js';
import { guards } from './guard.js';
import type { Self } from './inbound.js';
import { Intake } from './intake.js';
import { SlackMessenger } from './messenger.js';
import { SlackProfiles } from './profiles.js';
import { Signatures } from './signature.js';
import { SocketReceiver } from './socket.js';
import { type SuggestedPrompt, suggestedPrompts, texts } from './texts.js';
import { TokenWatch } from './token-watch.js';

export interface SlackOptions {
  readonly botToken: string;
  /** For HTTP mode. */
  readonly signingSecret?: string;
  /** If set: Socket Mode, and nothing is mounted, so that no event can come in twice. */
  readonly appToken?: string;
  /** Another base address for Slack's Web API, with or without a slash at its end. */
  readonly apiUrl?: string;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Shown above an empty conversation; the first four count. */
  readonly prompts?: readonly SuggestedPrompt[];
  /**
   * Whether the answer to a text may be shared with the channel. Sharing asks the text again, in public, so it must be
   * one that changes nothing. Left out: every text.
   */
  readonly mayShare?: (text: string) => boolean;
  /** Seconds between attempts to reach Slack at start: the first, doubled each time up to the last. */
  readonly connectPause?: { readonly first: number; readonly last: number };
}

/** Where Slack's events, interactions and commands arrive in HTTP mode. */
export const slackPath = '/slack/events';

const usualConnectPause = { first: 5, last: 300 } as const;

export interface SlackChannel extends Channel {
  readonly name: 'slack';
  /** The workspace that the bot is installed in; empty until Slack has said so at start. */
  workspaces(): readonly string[];
}

/** Slack: Bolt over HTTP or over Socket Mode, whichever the options ask for. */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  return new BoltChannel(options);
}

class BoltChannel implements SlackChannel {
  readonly name = 'slack';
  readonly profiles: SlackProfiles;
  readonly messenger: SlackMessenger;
  /** Handed on as a function of its own, so it must not depend on how it is called. */
  readonly workspaces = (): readonly string[] => (this.self ? [this.self.team] : []);
  private readonly api: SlackApi;
  private readonly token: TokenWatch;
  private readonly intake: Intake;
  private readonly socket: SocketReceiver | undefined;
  private readonly forBolt;
  private app: App | undefined;
  private self: Self | undefined;
  private stopping = false;
  private connecting: NodeJS.Timeout | undefined;
  private attempts = 0;

  constructor(private readonly options: SlackOptions) {
    const { logger } = options;
    this.forBolt = boltLogger(logger);
    this.token = new TokenWatch({
      pause: options.connectPause ?? usualConnectPause,
      logger,
      ask: async () => {
        await this.api.client.auth.test();
      },
    });
    const heard = (refused: string | undefined) => this.token.heard(refused);
    const apiOptions = { ...options, boltLogger: this.forBolt, heard };
    this.api = new SlackApi(apiOptions);
    this.messenger = new SlackMessenger(this.api);
    this.profiles = new SlackProfiles(this.api, () => this.self, logger);
    this.intake = new Intake({
      dispatch: options.dispatch,
      api: this.api,
      answers: new Answers(this.api, () => options.clock.now()),
      profiles: this.profiles,
      prompts: options.prompts ?? suggestedPrompts,
      mayShare: options.mayShare ?? (() => true),
      clock: options.clock,
      logger,
      self: () => this.known(),
    });
    if (options.appToken) {
      this.socket = new SocketReceiver({
        appToken: options.appToken,
        clientOptions: clientOptions(apiOptions),
        boltLogger: this.forBolt,
        logger,
        open: () => this.open(),
      });
      this.app = this.bolt(this.socket);
    }
  }

  mount(web: Express): void {
    if (this.socket || !this.options.signingSecret) return;
    const signatures = new Signatures(this.options.signingSecret, this.options.clock);
    web.post(slackPath, ...guards({ signatures, logger: this.options.logger, open: () => this.open() }));
    const receiver = new ExpressReceiver({
      signingSecret: this.options.signingSecret,
      app: web,
      endpoints: slackPath,
      processBeforeResponse: true,
      logger: this.forBolt,
      processEventErrorHandler: async ({ error, response }) => {
        const unavailable = originalOf(error) instanceof Unavailable;
        if (!response.headersSent) response.writeHead(unavailable ? 503 : 500).end();
        return false;
      },
    });
    this.app = this.bolt(receiver);
  }

  async start(): Promise<void> {
    if (!this.app) throw new Refusal(texts.de.noTransport, 'slack.no-transport');
    this.stopping = false;
    try {
      await this.introduce(this.app);
    } catch (error) {
      const code = refusedToken(error);
      if (code) throw new Refusal(texts.de.refusedBotToken(code), `slack.bot-token.${code}`);
      this.options.logger.warn({ reason: logReason(error) }, 'slack not reachable yet');
      this.later();
      return;
    }
    await this.plugIn();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.connecting);
    this.token.stop();
    const left = await this.intake.drained();
    if (left > 0) this.options.logger.warn({ left }, 'slack events not finished in time');
    await this.socket?.stop();
  }

  ready(): boolean {
    return !this.stopping && this.self !== undefined && this.token.isTaken && (this.socket?.ready() ?? true);
  }

  private open(): boolean {
    return !this.stopping && this.self !== undefined && !this.intake.full();
  }

  private known(): Self {
    if (!this.self) throw new Unavailable('slack');
    return this.self;
  }

  /** Rejects as Slack's libraries do. */
  private async introduce(app: App): Promise<void> {
    await app.init();
    const { user_id: user, team_id: team } = await app.client.auth.test();
    this.self = { user: user ?? '', team: team ?? '' };
  }

  private async plugIn(): Promise<void> {
    try {
      await this.socket?.start();
    } catch (error) {
      const code = refusedToken(error);
      throw code ? new Refusal(texts.de.refusedAppToken(code), `slack.app-token.${code}`) : error;
    }
  }

  /**
   * Slack being away is no reason for the other channels not to start. A token that Slack refuses stays refused: that
   * ends the attempts, and /readyz goes on saying that Slack is not there.
   */
  private later(): void {
    if (this.stopping) return;
    const { first, last } = this.options.connectPause ?? usualConnectPause;
    const seconds = Math.min(first * 2 ** this.attempts, last);
    this.attempts += 1;
    this.connecting = setTimeout(() => {
      this.start().catch((error: unknown) => {
        const refused = error instanceof Refusal;
        this.options.logger.error({ reason: refused ? error.forLog : logReason(error) }, 'slack not connected');
        if (!refused) this.later();
      });
    }, seconds * 1_000);
  }

  private bolt(receiver: SocketReceiver | ExpressReceiver): App {
    const app = new App({
      token: this.options.botToken,
      receiver,
      deferInitialization: true,
      convoStore: false,
      logger: this.forBolt,
      clientOptions: clientOptions({ ...this.options, boltLogger: this.forBolt }),
    });
    const take = (body: unknown) => this.intake.receive(body);
    const anything = /.*/s;
    // To Bolt, events are acknowledged by now; its receivers hold that back until these listeners are done.
    for (const type of ['message', 'app_mention', 'app_home_opened']) {
      app.event(type, async ({ body }) => {
        await take(body);
      });
    }
    app.command(anything, async ({ body, ack }) => ack(await take(body)));
    app.action(anything, async ({ body, ack }) => {
      await take(body);
      await ack();
    });
    app.shortcut(anything, async ({ body, ack }) => {
      await take(body);
      await ack();
    });
    app.view(anything, async ({ body, ack }) => {
      const answer: unknown = await take(body);
      await (ack as (response: unknown) => Promise<void>)(answer);
    });
    app.error(async (error) => {
      throw error;
    });
    return app;
  }
}

/** Bolt wraps what its listeners throw. */
function originalOf(error: unknown): unknown {
  return error instanceof Error && 'original' in error ? error.original : error;
}
