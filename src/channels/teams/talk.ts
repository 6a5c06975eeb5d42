import type { TurnContext } from 'botbuilder';
import type { Language } from '../../kernel/texts.js';
import { pause } from '../../kernel/timeout.js';
import type { Form } from '../../messages/form.js';
import type { View } from '../../messages/view.js';
import type { Logger } from '../../ports/logger.js';
import { deliveryFailure } from './errors.js';
import { offerActivity } from './file-cards.js';
import { type FileOffers, filesOf } from './file-offers.js';
import { renderForm } from './form.js';
import { accountOf, placeOf } from './inbound.js';
import { opensDialogs } from './local.js';
import { activityOf, rewrite, type TeamsMessenger } from './messenger.js';
import { type OutgoingMessage, render, renderOpener } from './render.js';
import { texts } from './texts.js';
import type { Wire } from './wire.js';

export interface TalkOptions {
  readonly messenger: TeamsMessenger;
  readonly offers: FileOffers;
  readonly logger: Logger;
}

/** Attempts to say something, and the longest pause between them in seconds: Teams waits for the turn to end. */
const patience = { attempts: 3, pause: 5 } as const;

/**
 * Speaking where an event came from. The change is stored by then. What Teams certainly did not take (it limits how
 * much is said in a second) is said again; what it may have taken is logged and not, for Teams cannot be asked.
 */
export class Talk {
  constructor(
    private readonly context: TurnContext,
    readonly wire: Wire,
    private readonly options: TalkOptions,
  ) {}

  get dialogs(): boolean {
    return opensDialogs(this.wire.serviceUrl);
  }

  get isDirect(): boolean {
    return placeOf(this.wire).kind === 'direct';
  }

  async post(view: View): Promise<void> {
    await this.say(render(view, { dialogs: this.dialogs }));
    await this.handOver(view);
  }

  /** Offers a view's files: here if only this person reads it, else in their personal chat. */
  async handOver(view: View): Promise<void> {
    if (filesOf(view).length === 0) return;
    const { language } = view;
    const t = texts[language ?? 'de'];
    if (!this.isDirect) {
      const files: View = { ...view, kind: 'teams.files', blocks: filesOf(view) };
      const isThere = await this.sentPrivately(files);
      return this.postText(isThere ? t.filePrivate : t.fileOpenPersonalChat, language);
    }
    const isOffered = await this.attempt('file', async () => {
      for (const offer of await this.options.offers.make(view, accountOf(this.wire))) {
        await patiently(() => this.context.sendActivity(offerActivity(offer)));
      }
    });
    if (!isOffered) await this.postText(t.fileNotOffered, language);
  }

  /** What does not fit into a first card that is shown already. */
  async postRest(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.say(messages.slice(1));
  }

  async postForm(form: Form): Promise<void> {
    if (this.dialogs) return this.say([renderOpener(form, { dialogs: true })]);
    const context = {
      id: form.id,
      payload: form.payload ?? {},
      ...(this.wire.replyToId && { card: this.wire.replyToId }),
    };
    const card = renderForm(form, context, 'conversation');
    return this.say([{ summary: form.title, card, pictures: [] }]);
  }

  async postText(text: string, language: Language = 'de'): Promise<void> {
    await this.post({ kind: 'teams.text', summary: text, blocks: [{ type: 'text', text }], language });
  }

  /** Rewrites a card of this conversation in place; false if it is gone. */
  async rewrite(card: string, message: OutgoingMessage): Promise<boolean> {
    return this.attempt('rewrite', () => patiently(() => rewrite(this.context, card, message)));
  }

  /** Says it to the person alone, and returns what to say in public: where it is, or how to get it. */
  async privately(view: View): Promise<string> {
    const t = texts[view.language ?? 'de'];
    return (await this.sentPrivately(view)) ? t.answerPrivate : t.openPersonalChat;
  }

  /** Puts a line in the place of the card that was pressed, or says it where that is gone. */
  async settle(text: string, language: Language = 'de'): Promise<void> {
    const view: View = { kind: 'teams.text', summary: text, blocks: [{ type: 'text', text }], language };
    const card = this.wire.replyToId;
    if (card && (await this.rewrite(card, render(view, { dialogs: this.dialogs })[0]))) return;
    await this.post(view);
  }

  private sentPrivately(view: View): Promise<boolean> {
    return this.attempt('private', () => patiently(() => this.options.messenger.send(accountOf(this.wire), view)));
  }

  private async say(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.attempt('reply', async () => {
      for (const message of messages) await patiently(() => this.context.sendActivity(activityOf(message)));
    });
  }

  /** False if it did not work; logged then. */
  async attempt(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      const { kind, reason } = deliveryFailure(error);
      this.options.logger.warn({ what, kind, reason }, 'not said');
      return false;
    }
  }
}

/** Rejects with the last failure, as the connector or the messenger puts it. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const { kind, retryAfterSeconds = tried } = deliveryFailure(error);
      if (kind !== 'retry' || tried === patience.attempts || retryAfterSeconds > patience.pause) throw error;
      await pause(retryAfterSeconds * 1_000);
    }
  }
}
