import type { App, Receiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import { within } from '../../kernel/timeout.js';
import type { Logger } from '../../ports/logger.js';
import type { BoltLogger } from './bolt-logger.js';
import { logReason, refusedToken } from './errors.js';
import { limits } from './limits.js';
import { readPayload } from './wire.js';

export interface SocketOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly boltLogger: BoltLogger;
  readonly logger: Logger;
  /** False while the channel can take nothing: what arrives is left unacknowledged and comes again. */
  open(): boolean;
}

interface Envelope {
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** Without this, a frame of an unknown shape would be an unhandled rejection and end the process. */
class CarefulClient extends SocketModeClient {
  onUnreadable: (error: unknown) => void = () => {};

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await super.onWebSocketMessage(data, isBinary);
    } catch (error) {
      this.onUnreadable(error);
    }
  }
}

/** Milliseconds between attempts to connect again: at once, then slower. */
const pauses = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;

/**
 * Bolt's receiver for Socket Mode, with three differences to Bolt's own: an envelope is acknowledged after Bolt's
 * listeners are done, so that a crash in between brings it again; it reconnects at once instead of after seconds; and a
 * token that is refused on reconnecting is logged and tried again later instead of ending the process.
 */
export class SocketReceiver implements Receiver {
  private readonly client: CarefulClient;
  private app: App | undefined;
  private connected = false;
  private stopping = false;
  private attempts = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly receiving = new Set<Promise<void>>();

  constructor(private readonly options: SocketOptions) {
    this.client = new CarefulClient({
      appToken: options.appToken,
      autoReconnectEnabled: false,
      clientOptions: { ...options.clientOptions },
      logger: options.boltLogger,
    });
    this.client.onUnreadable = (error) =>
      options.logger.warn({ reason: logReason(error) }, 'slack envelope of an unknown shape');
    this.client.on('slack_event', (envelope: Envelope) => {
      const received = this.receive(envelope).finally(() => this.receiving.delete(received));
      this.receiving.add(received);
    });
    this.client.on('connected', () => {
      this.connected = true;
      this.attempts = 0;
    });
    this.client.on('disconnected', () => {
      const lost = this.connected;
      this.connected = false;
      if (lost) this.reconnect();
    });
  }

  init(app: App): void {
    this.app = app;
  }

  ready(): boolean {
    return this.connected;
  }

  /** Rejects if Slack refuses the token; an unreachable Slack is tried again in the background. */
  async start(): Promise<void> {
    this.stopping = false;
    try {
      await this.connect();
    } catch (error) {
      if (refusedToken(error)) throw error;
      this.options.logger.warn({ reason: logReason(error) }, 'slack socket not connected yet');
      this.reconnect();
    }
  }

  /** Sends the acknowledgements that are due, and closes the socket; within four seconds even if Slack does not answer. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await within(limits.timeout.close, Promise.all(this.receiving));
    await within(limits.timeout.close, this.client.disconnect());
    this.connected = false;
  }

  private async connect(): Promise<void> {
    const answered = await within(limits.timeout.hello, this.client.start());
    if (answered === 'late') {
      await within(limits.timeout.close, this.client.disconnect());
      throw new Error('no hello from Slack');
    }
  }

  private reconnect(): void {
    if (this.stopping) return;
    const pause = pauses[Math.min(this.attempts, pauses.length - 1)] ?? 0;
    this.attempts += 1;
    this.timer = setTimeout(() => {
      this.connect().catch((error: unknown) => {
        this.options.logger.error({ reason: refusedToken(error) ?? logReason(error) }, 'slack socket not reconnected');
        this.reconnect();
      });
    }, pause);
  }

  private async receive({ ack, body, retry_num, retry_reason }: Envelope): Promise<void> {
    try {
      if (!this.options.open()) return;
      const answer =
        typeof readPayload(body) === 'string' ? undefined : await this.process(body, retry_num, retry_reason);
      await ack(answer);
    } catch (error) {
      // Left unacknowledged: Slack delivers it again.
      this.options.logger.warn({ reason: logReason(error) }, 'slack envelope not acknowledged');
    }
  }

  private async process(
    body: Record<string, unknown>,
    retryNum?: number,
    retryReason?: string,
  ): Promise<Record<string, unknown> | undefined> {
    let answer: Record<string, unknown> | undefined;
    await this.app?.processEvent({
      body,
      ack: async (response?: Record<string, unknown>) => {
        answer = response;
      },
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
    });
    return answer;
  }
}
