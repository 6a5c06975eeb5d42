import { isRoom, type MessageRef, type Recipient } from '../../messages/inbound.js';
import type { View } from '../../messages/view.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { Mark, SlackApi } from './api.js';
import { logReason } from './errors.js';
import { shareFiles } from './files.js';
import { tracesOf } from './history.js';
import { cardOf, cardRef } from './origin.js';
import { upload, withPictures } from './pictures.js';
import { renderInPlace, type SlackMessage } from './render.js';

/**
 * Sends of the bot's own accord. The outbox key rides along as message metadata, and `find` reads it back from the
 * conversation. Slack's history may lag: how long to wait before an absence counts is for the outbox to decide.
 */
export class SlackMessenger implements Messenger {
  constructor(private readonly api: SlackApi) {}

  async send(to: Recipient, view: View, key: string): Promise<MessageRef> {
    const { channel, messages, traces } = await nothingSentYet(() => this.prepared(to, view, key));
    const sent: string[] = [];
    for (const [page, message] of messages.entries()) {
      const mark: Mark = { key, page, pages: messages.length };
      sent.push(traces?.pages.get(page) ?? (await this.post(channel, message, mark)));
    }
    await this.addFiles(view, channel);
    return cardRef({ channel, ts: sent[0] ?? '' }, to.realm);
  }

  /** What does not fit into the one message is said there to be missing. */
  async update(message: MessageRef, view: View): Promise<void> {
    const card = cardOf(message);
    if (!card) throw new DeliveryFailure('permanent', 'unknown-message');
    const rewritten = renderInPlace(view, await upload(this.api, view));
    if ('responseUrl' in card) await this.api.respond(card.responseUrl, { replace_original: true, ...rewritten });
    else await this.api.update(card, rewritten);
  }

  /** Rejects with `DeliveryFailure` while Slack cannot be asked; a channel's history it may not read stays unknown. */
  async find(to: Recipient, key: string, since: Date): Promise<MessageRef | 'absent' | 'unknown'> {
    const channel = await this.conversation(to);
    const traces = await tracesIfAllowed(to, () => tracesOf(this.api, { channel }, key, since));
    if (!traces) return 'unknown';
    const first = traces.pages.get(0);
    // Where only some of several messages arrived, sending again adds the others.
    return first && traces.pages.size === traces.total ? cardRef({ channel, ts: first }, to.realm) : 'absent';
  }

  private async conversation(to: Recipient): Promise<string> {
    return isRoom(to) ? to.conversation : this.api.conversationWith(to.user);
  }

  /** The message is out by now: what goes wrong with its files must not bring it again. */
  private async addFiles(view: View, channel: string): Promise<void> {
    try {
      await shareFiles(this.api, view, { channel });
    } catch (error) {
      this.api.logger.warn({ reason: logReason(error) }, 'slack files not shared');
    }
  }

  private async prepared(to: Recipient, view: View, key: string) {
    const channel = await this.conversation(to);
    const messages = await withPictures(this.api, view);
    // A long view goes out as several messages: what an earlier attempt got through is not sent again.
    const traces =
      messages.length > 1
        ? await tracesIfAllowed(to, () => tracesOf(this.api, { channel }, key, undefined))
        : undefined;
    return { channel, messages, traces };
  }

  private async post(channel: string, message: SlackMessage, mark: Mark): Promise<string> {
    try {
      return (await this.api.post({ channel }, message, mark)).ts;
    } catch (error) {
      const halfSent = mark.page > 0 && error instanceof DeliveryFailure && error.kind === 'retry';
      throw halfSent ? new DeliveryFailure('unclear', error.reason, error.retryAfterSeconds) : error;
    }
  }
}

/**
 * What a channel's people write to each other is none of the bot's business, so its scopes do not cover their history:
 * whether a post arrived there cannot be read back then. It stays unclear, and is not posted again.
 */
async function tracesIfAllowed<T>(to: Recipient, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isRoom(to) && error instanceof DeliveryFailure && error.reason === 'missing-scope') return undefined;
    throw error;
  }
}

/** Whatever becomes of these calls, they post nothing: what is unclear about them may be tried again. */
async function nothingSentYet<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const unclear = error instanceof DeliveryFailure && error.kind === 'unclear';
    throw unclear ? new DeliveryFailure('retry', error.reason) : error;
  }
}
