import { unreachable } from '../../kernel/errors.js';
import { pause } from '../../kernel/timeout.js';
import type { Form } from '../../messages/form.js';
import { isForOne, type Reply } from '../../messages/reply.js';
import { isPosted } from '../../messages/rest.js';
import type { View } from '../../messages/view.js';
import { DeliveryFailure } from '../../ports/messenger.js';
import { attempt, type Mark, type SlackApi, type Target } from './api.js';
import { logReason } from './errors.js';
import { filesOf, shareFiles } from './files.js';
import { fieldErrors, openerView, renderModal } from './form.js';
import { tracesOf } from './history.js';
import { own } from './inbound.js';
import { limits } from './limits.js';
import { type Card, type Origin, toMetadata } from './origin.js';
import { patiently } from './patience.js';
import { upload, withPictures } from './pictures.js';
import { renderHome, renderInPlace, type SlackMessage } from './render.js';
import { texts } from './texts.js';

/** The acknowledgement of one delivery. While it is open, an answer can ride in it. */
export interface Acknowledgement {
  readonly of: 'event' | 'command' | 'action' | 'submission' | 'shortcut' | 'message-shortcut';
  open: boolean;
  /** What of the delivery is not decided and stored yet. */
  undecided: number;
  /** Slack was told to deliver it again: that will bring the answer. */
  comesAgain?: boolean;
  body?: Record<string, unknown>;
}

/** Brings replies to where they belong. Every method rejects with `DeliveryFailure`. */
export class Answers {
  constructor(
    private readonly api: SlackApi,
    private readonly now: () => Date,
  ) {}

  async give(reply: Reply, origin: Origin, ack: Acknowledgement): Promise<void> {
    switch (reply.type) {
      case 'message':
        return this.say(reply.view, origin, ack, isForOne(reply));
      case 'replace':
        return this.replace(reply.view, origin, ack);
      case 'form':
        return this.show(reply.form, origin, ack);
      case 'home':
        return this.publish(reply.view, origin);
      case 'results':
        for (const view of reply.views) await this.say(view, origin, ack, false);
        return;
      case 'nothing':
        return;
      default:
        return unreachable(reply);
    }
  }

  /** Opens a form's modal. */
  async open(form: Form, origin: Origin): Promise<void> {
    const trigger_id = origin.triggerId;
    if (!trigger_id) throw new DeliveryFailure('permanent', 'no-trigger');
    const view = renderModal(form, toMetadata(form.payload ?? {}, origin));
    await attempt(() => this.api.client.views.open({ trigger_id, view }));
  }

  private async say(view: View, origin: Origin, ack: Acknowledgement, isPrivate: boolean): Promise<void> {
    const forPerson = isPrivate || isForOne({ type: 'message', view });
    if (origin.sharing !== undefined && !origin.whispered) return this.share(view, origin, origin.sharing, forPerson);
    const shareable = origin.whispered && !forPerson ? origin.shareable : undefined;
    const messages = await withPictures(this.api, withShareButton(view, shareable));
    const whispers = origin.whispered || (forPerson && !origin.direct);
    await (whispers ? this.whisper(messages, origin, ack) : this.post(messages, origin));
    await this.addFiles(view, origin, whispers);
  }

  /** What only one person is to have goes into their conversation with the bot: files cannot be whispered. */
  private async addFiles(view: View, origin: Origin, whispers: boolean): Promise<void> {
    if (filesOf(view).length === 0) return;
    const { channel, thread, user } = origin;
    const own = whispers || channel === undefined;
    const target = own ? { channel: await this.api.conversationWith(user) } : { channel, ...(thread && { thread }) };
    await shareFiles(this.api, view, target);
  }

  private async post(messages: readonly SlackMessage[], origin: Origin): Promise<void> {
    const channel = origin.channel ?? (await this.api.conversationWith(origin.user));
    const target = { channel, ...(origin.thread && { thread: origin.thread }) };
    const { key } = origin;
    const begun = this.now();
    for (const [page, message] of messages.entries()) {
      const mark = key === undefined ? undefined : { key, page, pages: messages.length };
      await patiently(
        async () => (mark && (await this.arrived(target, mark, begun)) ? 'done' : 'again'),
        () => this.api.post(target, message, mark),
      );
    }
  }

  /** Whether an answer that Slack did not confirm is there. Where Slack cannot say, it is rather said twice than never. */
  private async arrived(target: Target, { key, page }: Mark, since: Date): Promise<boolean> {
    await pause(limits.timeout.lag);
    try {
      return (await tracesOf(this.api, target, key, since))?.pages.has(page) ?? false;
    } catch (error) {
      this.api.logger.warn({ reason: logReason(error) }, 'slack history not read');
      return false;
    }
  }

  /** To this person only: in the acknowledgement, at the response address, as an ephemeral message, or directly. */
  private async whisper(messages: readonly SlackMessage[], origin: Origin, ack: Acknowledgement): Promise<void> {
    const [only] = messages;
    if (only && messages.length === 1 && ack.of === 'command' && ack.open) {
      ack.body = { response_type: 'ephemeral', ...only };
      return;
    }
    for (const message of messages) await firstThatWorks(this.whispers(message, origin));
  }

  private whispers(message: SlackMessage, origin: Origin): readonly (() => Promise<unknown>)[] {
    const { responseUrl, channel, user, thread } = origin;
    const ways: (() => Promise<unknown>)[] = [];
    if (responseUrl) {
      ways.push(() =>
        this.api.respond(responseUrl, {
          response_type: 'ephemeral',
          replace_original: false,
          ...(thread && { thread_ts: thread }),
          ...message,
        }),
      );
    }
    if (channel && !origin.direct) {
      ways.push(() => this.api.whisper({ channel, ...(thread && { thread }) }, user, message));
    }
    ways.push(async () => this.api.post({ channel: await this.api.conversationWith(user) }, message));
    return ways;
  }

  /** Makes an answer that only one person saw public: what was asked, and the answer. */
  private async share(view: View, origin: Origin, question: string, forPerson: boolean): Promise<void> {
    const t = texts[view.language ?? 'de'];
    if (forPerson) return this.remark(t.personal, view, origin);
    try {
      const asked = { type: 'note', text: t.asked(question) } as const;
      await this.post(await withPictures(this.api, { ...view, blocks: [asked, ...view.blocks] }), origin);
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || error.kind !== 'permanent') throw error;
      return this.remark(t.cannotShare, view, origin);
    }
    if (origin.responseUrl) await this.api.respond(origin.responseUrl, { delete_original: true });
  }

  private async remark(text: string, view: View, origin: Origin): Promise<void> {
    const remark: View = {
      kind: 'slack.remark',
      summary: text,
      blocks: [{ type: 'text', text }],
      ...(view.language && { language: view.language }),
    };
    for (const message of await withPictures(this.api, remark)) await firstThatWorks(this.whispers(message, origin));
  }

  private async replace(view: View, origin: Origin, ack: Acknowledgement): Promise<void> {
    const { card } = origin;
    if (!card || origin.sharing !== undefined) return this.say(view, origin, ack, false);
    const posted = isPosted(origin.rest, view);
    const [first, ...rest] = posted.rest
      ? [renderInPlace(view, await upload(this.api, view))]
      : await withPictures(this.api, view);
    if (!first) return;
    try {
      await patiently('again', () => this.rewrite(card, first));
    } catch (error) {
      // The card is gone, or its response address has run out.
      if (!(error instanceof DeliveryFailure) || error.kind !== 'permanent') throw error;
      return this.say(view, origin, ack, 'responseUrl' in card);
    }
    if ('responseUrl' in card) for (const more of rest) await firstThatWorks(this.whispers(more, origin));
    else await this.post(rest, origin);
    if (!posted.files) await this.addFiles(view, origin, 'responseUrl' in card);
  }

  private async rewrite(card: Card, message: SlackMessage): Promise<void> {
    if ('responseUrl' in card) await this.api.respond(card.responseUrl, { replace_original: true, ...message });
    else await this.api.update(card, message);
  }

  private async show(form: Form, origin: Origin, ack: Acknowledgement): Promise<void> {
    if (ack.of === 'submission' && ack.open) {
      const errors = fieldErrors(form);
      ack.body = errors
        ? { response_action: 'errors', errors }
        : { response_action: 'update', view: renderModal(form, toMetadata(form.payload ?? {}, origin)) };
      return;
    }
    try {
      await this.open(form, origin);
    } catch (error) {
      if (!(error instanceof DeliveryFailure)) throw error;
      // Nothing was pressed, or too long ago, or Slack did not confirm it: a message with one button opens it.
      await this.say(openerView(form), origin, ack, !origin.direct);
    }
  }

  private async publish(view: View, origin: Origin): Promise<void> {
    const blocks = renderHome(view, await upload(this.api, view));
    await patiently('again', () =>
      attempt(() => this.api.client.views.publish({ user_id: origin.user, view: { type: 'home', blocks } })),
    );
  }
}

/** The view with "Im Kanal teilen" below it, where the question fits into a button. */
function withShareButton(view: View, question: string | undefined): View {
  const payload = { text: question ?? '' };
  if (!question || JSON.stringify(payload).length > limits.actions.value) return view;
  const share = { id: own.share, label: texts[view.language ?? 'de'].share, payload };
  return { ...view, blocks: [...view.blocks, { type: 'actions', actions: [share] }] };
}

/** One way after the other. The person alone sees it: better twice than never. */
async function firstThatWorks(ways: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const [index, way] of ways.entries()) {
    try {
      await patiently('again', way);
      return;
    } catch (error) {
      if (index === ways.length - 1 || !(error instanceof DeliveryFailure)) throw error;
    }
  }
}
