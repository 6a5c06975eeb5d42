import { within } from '../../kernel/timeout.js';
import { isRoom, type Recipient } from '../../messages/inbound.js';
import type { View } from '../../messages/view.js';
import type { Channel } from '../../ports/channel.js';
import type { Clock } from '../../ports/clock.js';
import type { Links } from '../../ports/links.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { People } from '../../ports/people.js';
import type { Profiles } from '../../ports/profiles.js';
import { isAddress, messageIdFor, type Sender, senderIn } from './addresses.js';
import { compose } from './compose.js';
import { limits } from './limits.js';
import { deliver, type SmtpServer, serverIn } from './smtp.js';

export interface MailOptions {
  /** `SMTP_URL` and `MAIL_FROM`. */
  readonly smtp: { readonly url: string; readonly from: string };
  readonly clock: Clock;
  readonly people: Pick<People, 'peek'>;
  readonly links: Pick<Links, 'issue' | 'address'>;
  readonly networkName: string;
  /** Whom answers to mails reach: the addresses of the coordination office. */
  readonly replyTo: readonly string[];
}

/** Outgoing mail, for people in neither Slack nor Teams. Nothing is read: answers go to the coordination office. */
export function createMailChannel(options: MailOptions): Channel {
  return new Mail(options);
}

class Mail implements Channel {
  readonly name = 'mail';
  readonly profiles: Profiles = { lookup: async () => undefined };
  private readonly server: SmtpServer;
  private readonly sender: Sender;
  private readonly underWay = new Set<Promise<void>>();
  private open = false;

  constructor(private readonly options: MailOptions) {
    this.server = serverIn(options.smtp.url);
    this.sender = senderIn(options.smtp.from);
  }

  /** A mail server that is away for a while keeps nobody from starting; `npm run doctor` tells. */
  async start(): Promise<void> {
    this.open = true;
  }

  async stop(): Promise<void> {
    this.open = false;
    await within(limits.stopMs, Promise.allSettled([...this.underWay]));
  }

  ready(): boolean {
    return this.open;
  }

  readonly messenger: Messenger = {
    send: async (to, view, key) => {
      const address = addressOf(to);
      await this.post(address, view, key);
      return { channel: 'mail', realm: '', parts: { message: messageIdFor(key, this.sender.domain) } };
    },
    update: async () => {
      throw new DeliveryFailure('permanent', 'mail-not-changeable');
    },
    find: async () => 'unknown',
  };

  private async post(to: string, view: View, key: string): Promise<void> {
    const { clock, networkName, replyTo } = this.options;
    const page = await this.pageOf(to);
    const message = await compose({ from: this.sender, to, replyTo, view, key, page, networkName, at: clock.now() });
    const posting = deliver(this.server, this.sender.domain, { from: this.sender.address, to }, message);
    this.underWay.add(posting);
    await posting.finally(() => this.underWay.delete(posting));
  }

  /** The personal page of whoever is known under the address, where links can be shown in mails. */
  private async pageOf(address: string): Promise<string | undefined> {
    const { links, people } = this.options;
    if (links.address('/ich/', this.name) === undefined) return undefined;
    const person = await people.peek({ channel: this.name, realm: '', user: address });
    return person && links.address(`/ich/${await links.issue('ich', person.id)}`, this.name);
  }
}

function addressOf(to: Recipient): string {
  if (isRoom(to)) throw new DeliveryFailure('permanent', 'mail-no-rooms');
  if (!isAddress(to.user)) throw new DeliveryFailure('permanent', 'mail-bad-address');
  return to.user;
}
