import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server took. */
export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** What the server says instead of yes. */
export interface Refusals {
  readonly sender?: number;
  readonly recipient?: number;
  readonly content?: number;
}

/** A real mail server on this machine. */
export class PostOffice {
  readonly taken: Taken[] = [];
  /** How often somebody connected. */
  connections = 0;

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  static async open(refusals: Refusals = {}, options: SMTPServerOptions = {}): Promise<PostOffice> {
    const office: { it?: PostOffice } = {};
    const refuse = (code: number | undefined) =>
      code === undefined ? null : Object.assign(new Error('no'), { responseCode: code });
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onConnect: (_session, done) => {
        if (office.it) office.it.connections += 1;
        done();
      },
      onMailFrom: (_address, _session, done) => done(refuse(refusals.sender)),
      onRcptTo: (_address, _session, done) => done(refuse(refusals.recipient)),
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const raw = Buffer.concat(parts);
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom ? mailFrom.address : '';
          void simpleParser(raw).then((mail) => {
            const to = rcptTo.map(({ address }) => address);
            office.it?.taken.push({ from, to, raw: raw.toString('latin1'), mail });
            done(refuse(refusals.content));
          });
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    office.it = new PostOffice(server, port);
    return office.it;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

/** When a line breaks. */
export type Break =
  /** Before the server has said that it takes the text. */
  | 'before-data'
  /** While the text is on its way. */
  | 'in-data'
  /** The server has taken the text, and its answer is lost. */
  | 'after-data';

/** A line to a mail server that breaks at a certain moment. */
export class BrokenLine {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(port: number, when: Break): Promise<BrokenLine> {
    const server = createServer((client) => {
      const office = connect({ port, host: '127.0.0.1' });
      const breakNow = () => {
        client.resetAndDestroy();
        office.destroy();
      };
      let asked = false;
      let ended = false;
      client.on('error', () => office.destroy());
      office.on('error', () => client.destroy());
      client.on('close', () => office.end());
      client.on('data', (part) => {
        const text = part.toString('latin1');
        if (/^DATA\r\n/m.test(text)) {
          asked = true;
          if (when === 'before-data') return breakNow();
        } else if (asked && when === 'in-data') return breakNow();
        ended ||= asked && /\r\n\.\r\n$/.test(text);
        office.write(part);
      });
      office.on('data', (part) => {
        if (ended && when === 'after-data') return breakNow();
        client.write(part);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BrokenLine(server, (server.address() as AddressInfo).port);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
