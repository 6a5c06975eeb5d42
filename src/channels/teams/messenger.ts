import type { TurnContext } from 'botbuilder';
import type { Activity, ConversationReference } from 'botframework-schema';
import { errorName } from '../../kernel/errors.js';
import { type Account, isRoom, type MessageRef, type Recipient, type Room } from '../../messages/inbound.js';
import type { View } from '../../messages/view.js';
import type { Logger } from '../../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { Adapter, Logic } from './adapter.js';
import { deliveryFailure } from './errors.js';
import { offerActivity } from './file-cards.js';
import { type FileOffer, type FileOffers, filesOf } from './file-offers.js';
import { isLoopbackUrl, opensDialogs } from './local.js';
import type { Reference, References } from './references.js';
import { type OutgoingMessage, render, renderInPlace } from './render.js';
import type { RoomReference, TeamsRooms } from './rooms.js';
import { texts } from './texts.js';

export interface MessengerOptions {
  readonly adapter: Adapter;
  readonly references: References;
  readonly rooms: TeamsRooms;
  readonly offers: FileOffers;
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

  /** `key` is not carried, except by the files that are offered: Teams gives bots no way to read messages back. */
  async send(to: Recipient, view: View, key?: string): Promise<MessageRef> {
    return isRoom(to) ? this.sendToRoom(to, view) : this.sendToPerson(to, view, key);
  }

  private async sendToPerson(to: Account, view: View, key: string | undefined): Promise<MessageRef> {
    const reference = await this.options.references.of(to);
    if (!reference) throw new DeliveryFailure('permanent', 'no-conversation');
    this.refuseForeign(reference.serviceUrl);
    const offers = await this.options.offers.make(view, to, key);
    const sent = new Sending(render(view, { dialogs: opensDialogs(reference.serviceUrl) }));
    const say = async (context: TurnContext) => {
      await sent.all(context);
      await this.offer(context, offers);
    };
    const { serviceUrl, bot, chat } = reference;
    await (chat ? this.continueIn(conversationOf(reference, chat), say) : this.openChat(reference, say));
    const receipt = sent.receipt();
    if (!chat) await this.rememberChat(to, receipt.conversation);
    return { channel: 'teams', realm: to.realm, parts: { serviceUrl, bot, ...receipt } };
  }

  /** In a channel each is a new post; what does not fit into its first message follows in its thread. */
  private async sendToRoom(to: Room, view: View): Promise<MessageRef> {
    const room = await this.options.rooms.of(to);
    if (!room) throw new DeliveryFailure('permanent', 'not-in-channel');
    this.refuseForeign(room.serviceUrl);
    const [first, ...more] = render(withoutFiles(view), { dialogs: opensDialogs(room.serviceUrl) });
    const beginning = new Sending([first]);
    await inRoom(() => this.continueIn(roomConversation(room, room.conversation), (context) => beginning.all(context)));
    const { activity } = beginning.receipt();
    const conversation = room.kind === 'channel' ? `${room.conversation};messageid=${activity}` : room.conversation;
    if (more.length > 0) await this.goOn(roomConversation(room, conversation), more);
    const { serviceUrl, bot } = room;
    return { channel: 'teams', realm: to.realm, parts: { serviceUrl, bot, conversation, activity } };
  }

  private async goOn(where: Partial<ConversationReference>, messages: readonly OutgoingMessage[]): Promise<void> {
    try {
      await this.continueIn(where, (context) => new Sending(messages).all(context));
    } catch (error) {
      this.options.logger.warn({ reason: deliveryFailure(error).reason }, 'room message partly sent');
      throw new DeliveryFailure('unclear', 'partly-sent');
    }
  }

  /** The message is out by now: what goes wrong with its files must not bring it again, and is said in words. */
  private async offer(context: TurnContext, offers: readonly FileOffer[]): Promise<void> {
    for (const offer of offers) {
      try {
        await context.sendActivity(offerActivity(offer));
      } catch (error) {
        this.options.logger.warn({ reason: deliveryFailure(error).reason }, 'file not offered');
        await this.regret(context, offer);
      }
    }
  }

  private async regret(context: TurnContext, { language }: FileOffer): Promise<void> {
    const text = texts[language].fileNotOffered;
    const view: View = { kind: 'teams.text', summary: text, blocks: [{ type: 'text', text }], language };
    try {
      await context.sendActivity(activityOf(render(view, { dialogs: true })[0]));
    } catch (error) {
      this.options.logger.warn({ reason: deliveryFailure(error).reason }, 'missing file not told');
    }
  }

  /** What does not fit into the one message is said there to be missing. */
  async update(message: MessageRef, view: View): Promise<void> {
    const { serviceUrl, conversation, activity, bot } = message.parts;
    if (!serviceUrl || !conversation || !activity || !bot) throw new DeliveryFailure('permanent', 'no-message');
    this.refuseForeign(serviceUrl);
    const rewritten = renderInPlace(view, { dialogs: opensDialogs(serviceUrl) });
    const reference = conversationOf({ serviceUrl, bot }, conversation);
    await this.continueIn(reference, (context) => rewrite(context, activity, rewritten));
  }

  async find(): Promise<'unknown'> {
    return 'unknown';
  }

  private continueIn(reference: Partial<ConversationReference>, logic: Logic): Promise<void> {
    return translated(() => this.options.adapter.continueIn(reference, logic));
  }

  private openChat({ serviceUrl, bot, member, tenant }: Reference, logic: Logic): Promise<void> {
    return translated(() =>
      this.options.adapter.openChat({ serviceUrl, bot, member, ...(tenant && { tenant }) }, logic),
    );
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

function roomConversation(room: RoomReference, conversation: string): Partial<ConversationReference> {
  const conversationType = room.kind === 'channel' ? 'channel' : 'groupChat';
  const { tenant } = room;
  return {
    ...conversationOf(room, conversation),
    conversation: { id: conversation, name: '', conversationType, isGroup: true, ...(tenant && { tenantId: tenant }) },
  };
}

/** Teams gives files in personal chats only, and in a room there is nobody whose chat it could be. */
function withoutFiles(view: View): View {
  if (filesOf(view).length === 0) return view;
  return { ...view, blocks: [...view.blocks, { type: 'note', text: texts[view.language ?? 'de'].fileNotInRoom }] };
}

/** Where a room refuses, the app was removed from it or the room is gone. */
async function inRoom(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { kind, reason, retryAfterSeconds } = deliveryFailure(error);
    const reasons: Readonly<Record<string, string>> = {
      blocked: 'not-in-channel',
      'no-conversation': 'channel-not-found',
    };
    throw new DeliveryFailure(kind, reasons[reason] ?? reason, retryAfterSeconds);
  }
}

async function translated(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw deliveryFailure(error);
  }
}
