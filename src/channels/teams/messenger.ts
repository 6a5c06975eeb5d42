import type { TurnContext } from 'botbuilder';
import type { Activity, ConversationReference } from 'botframework-schema';
import { errorName } from '../../kernel/errors.js';
import type { Account, MessageRef } from '../../messages/inbound.js';
import type { View } from '../../messages/view.js';
import type { Logger } from '../../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { Adapter } from './adapter.js';
import { deliveryFailure } from './errors.js';
import { isLoopbackUrl, opensDialogs } from './local.js';
import type { Reference, References } from './references.js';
import { type OutgoingMessage, render, renderInPlace } from './render.js';

export interface MessengerOptions {
  readonly adapter: Adapter;
  readonly references: References;
  readonly logger: Logger;
  /** Local mode: nothing goes beyond this machine. */
  readonly local: boolean;
}

/**
 * Sends of the bot's own accord. Tries once; what went wrong is a `DeliveryFailure`, or `Unavailable` where the store
 * is gone and so nothing was sent.
 */
export class TeamsMessenger implements Messenger {
  constructor(private readonly options: MessengerOptions) {}

  /** `key` is not carried: Teams gives bots no way to read messages back. */
  async send(to: Account, view: View): Promise<MessageRef> {
    const reference = await this.options.references.of(to);
    if (!reference) throw new DeliveryFailure('permanent', 'no-conversation');
    this.refuseForeign(reference.serviceUrl);
    const messages = render(view, { dialogs: opensDialogs(reference.serviceUrl) });
    const sent = await (reference.chat
      ? this.sendTo(conversationOf(reference, reference.chat), messages)
      : this.sendToNewChat(to, reference, messages));
    const { serviceUrl, bot } = reference;
    return { channel: 'teams', realm: to.realm, parts: { serviceUrl, bot, ...sent } };
  }

  /** What does not fit into the one message is said there to be missing. */
  async update(message: MessageRef, view: View): Promise<void> {
    const { serviceUrl, conversation, activity, bot } = message.parts;
    if (!serviceUrl || !conversation || !activity || !bot) throw new DeliveryFailure('permanent', 'no-message');
    this.refuseForeign(serviceUrl);
    const rewritten = renderInPlace(view, { dialogs: opensDialogs(serviceUrl) });
    const reference = conversationOf({ serviceUrl, bot }, conversation);
    await translated(() =>
      this.options.adapter.continueIn(reference, (context) => rewrite(context, activity, rewritten)),
    );
  }

  async find(): Promise<'unknown'> {
    return 'unknown';
  }

  private async sendTo(reference: Partial<ConversationReference>, messages: readonly OutgoingMessage[]) {
    const sent = new Sending(messages);
    await translated(() => this.options.adapter.continueIn(reference, (context) => sent.all(context)));
    return sent.receipt();
  }

  private async sendToNewChat(to: Account, reference: Reference, messages: readonly OutgoingMessage[]) {
    const sent = new Sending(messages);
    const { serviceUrl, bot, member, tenant } = reference;
    const whom = { serviceUrl, bot, member, ...(tenant && { tenant }) };
    await translated(() => this.options.adapter.openChat(whom, (context) => sent.all(context)));
    const receipt = sent.receipt();
    await this.rememberChat(to, receipt.conversation);
    return receipt;
  }

  /** The message is out by now: what goes wrong here must not bring it again. The next one asks for the chat again. */
  private async rememberChat(to: Account, chat: string): Promise<void> {
    try {
      await this.options.references.rememberChat(to, chat);
    } catch (error) {
      this.options.logger.warn({ error: errorName(error) }, 'new chat not remembered');
    }
  }

  private refuseForeign(serviceUrl: string): void {
    if (this.options.local && !isLoopbackUrl(serviceUrl)) throw new DeliveryFailure('permanent', 'not-local');
  }
}

/** Several messages in a row; once one is out, a failure leaves it unclear what arrived. */
class Sending {
  private conversation = '';
  private first: string | undefined;

  constructor(private readonly messages: readonly OutgoingMessage[]) {}

  async all(context: TurnContext): Promise<void> {
    this.conversation = context.activity.conversation.id;
    for (const message of this.messages) {
      try {
        const sent = await context.sendActivity(activityOf(message));
        this.first ??= sent?.id ?? '';
      } catch (error) {
        if (this.first !== undefined) throw new DeliveryFailure('unclear', 'partly-sent');
        throw error;
      }
    }
  }

  receipt(): { readonly conversation: string; readonly activity: string } {
    if (!this.first) throw new DeliveryFailure('unclear', 'no-receipt');
    return { conversation: this.conversation, activity: this.first };
  }
}

/** Rewrites a message of the conversation that the context stands in. */
export async function rewrite(context: TurnContext, activity: string, message: OutgoingMessage): Promise<void> {
  await context.updateActivity({ ...activityOf(message), id: activity });
}

export function activityOf(message: OutgoingMessage): Partial<Activity> {
  const { summary, card, pictures } = message;
  return { type: 'message', summary, attachments: [card, ...pictures], attachmentLayout: 'list' };
}

function conversationOf(
  { serviceUrl, bot }: Pick<Reference, 'serviceUrl' | 'bot'>,
  conversation: string,
): Partial<ConversationReference> {
  return {
    channelId: 'msteams',
    serviceUrl,
    bot: { id: bot, name: '' },
    conversation: { id: conversation, name: '', conversationType: 'personal', isGroup: false },
  };
}

async function translated(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw deliveryFailure(error);
  }
}
