import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback } from '../../kernel/addresses.js';
import { inTime } from '../../kernel/timeout.js';
import { DeliveryFailure } from '../../ports/messenger.js';
import { limits } from './limits.js';

/** A mail server, as `SMTP_URL` names it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise it begins in the open and goes on encrypted where the server offers it. */
  readonly secure: boolean;
  /** Rather nothing than a password in the open. */
  readonly requireTls: boolean;
  readonly ignoreTls: boolean;
  readonly login?: { readonly user: string; readonly pass: string };
}

const usualPorts = { secure: 465, open: 587 } as const;

/** Reads `smtp://user:password@host:port` or `smtps://…`. */
export function serverIn(url: string): SmtpServer {
  const { hostname, port, protocol, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const usual = secure ? usualPorts.secure : usualPorts.open;
  const isHere = isLoopback(host);
  return {
    host,
    port: port === '' ? usual : Number(port),
    secure,
    requireTls: !secure && !isHere && username !== '',
    ignoreTls: !secure && isHere,
    ...(username !== '' && { login: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/**
 * Hands one message over, in a connection of its own, and once: whatever happens, nothing goes out after it settles.
 * Rejects with `DeliveryFailure`.
 */
export async function deliver(server: SmtpServer, name: string, envelope: Envelope, message: Buffer): Promise<void> {
  const attempt = new Attempt(server, name);
  try {
    await inTime(limits.wholeMs, attempt.run(envelope, message), () => new Error('too slow'));
  } catch (error) {
    throw attempt.failureFrom(error);
  } finally {
    attempt.end();
  }
}

class Attempt {
  private readonly connection: SMTPConnection;
  /** The server has said that it takes the text: from here on it may have it. */
  private begun = false;

  constructor(
    private readonly server: SmtpServer,
    name: string,
  ) {
    const { host, port, secure, requireTls, ignoreTls } = server;
    this.connection = new SMTPConnection({
      host,
      port,
      secure,
      requireTLS: requireTls,
      ignoreTLS: ignoreTls,
      name,
      connectionTimeout: limits.connectMs,
      greetingTimeout: limits.greetingMs,
      socketTimeout: limits.silenceMs,
      dnsTimeout: limits.dnsMs,
    });
  }

  async run(envelope: Envelope, message: Buffer): Promise<void> {
    const failed = new Promise<never>((_, reject) => this.connection.on('error', reject));
    // Errors after all is said and done concern nobody.
    failed.catch(() => undefined);
    await Promise.race([failed, this.step((done) => this.connection.connect(done))]);
    const { login } = this.server;
    if (login) {
      const auth = { credentials: { user: login.user, pass: login.pass } };
      await Promise.race([failed, this.step((done) => this.connection.login(auth, done))]);
    }
    const sized = { ...envelope, size: message.length };
    await Promise.race([failed, this.step((done) => this.connection.send(sized, this.textOf(message), done))]);
  }

  end(): void {
    this.connection.close();
  }

  /** What came of it, by how far it got and what the server said. */
  failureFrom(error: unknown): DeliveryFailure {
    const { responseCode, command, code } = error as Partial<Record<'responseCode' | 'command' | 'code', unknown>>;
    if (typeof responseCode === 'number' && responseCode >= 400) {
      return answered(responseCode, String(command), code === 'EAUTH');
    }
    if (this.begun) return new DeliveryFailure('unclear', 'mail-connection-lost');
    if (code === 'EENVELOPE') return new DeliveryFailure('permanent', 'mail-bad-address');
    if (code === 'EMESSAGE') return new DeliveryFailure('permanent', 'mail-too-large');
    return new DeliveryFailure('retry', reasonFor(code));
  }

  private step(take: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => take((error) => (error ? reject(error) : resolve())));
  }

  /** It is read as soon as the server asks for it, and not before. */
  private textOf(message: Buffer): Readable {
    const begin = () => {
      this.begun = true;
    };
    return new Readable({
      read() {
        begin();
        this.push(message);
        this.push(null);
      },
    });
  }
}

function answered(status: number, command: string, isLogin: boolean): DeliveryFailure {
  if (status < 500) return new DeliveryFailure('retry', 'mail-not-now');
  // A wrong password or a closed door is not this message's fault: it waits until somebody mends that.
  if (isLogin) return new DeliveryFailure('retry', 'mail-login-refused');
  switch (command) {
    case 'RCPT TO':
      return new DeliveryFailure('permanent', 'mail-recipient-refused');
    case 'MAIL FROM':
      return new DeliveryFailure('permanent', 'mail-sender-refused');
    case 'DATA':
      return new DeliveryFailure('permanent', 'mail-content-refused');
    default:
      return new DeliveryFailure('retry', 'mail-server-refused');
  }
}

function reasonFor(code: unknown): string {
  switch (code) {
    case 'ETLS':
      return 'mail-no-encryption';
    case 'EAUTH':
      return 'mail-login-refused';
    case 'ETIMEDOUT':
      return 'mail-too-slow';
    default:
      return 'mail-unreachable';
  }
}
