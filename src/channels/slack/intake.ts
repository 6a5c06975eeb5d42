import { FormRefusal, Refusal, Unavailable } from '../../kernel/errors.js';
import { within } from '../../kernel/timeout.js';
import type { Form } from '../../messages/form.js';
import type { Inbound } from '../../messages/inbound.js';
import type { Dispatch, Reply } from '../../messages/reply.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Acknowledgement, Answers } from './answers.js';
import { attempt, type SlackApi } from './api.js';
import { logReason } from './errors.js';
import { type Arrival, arrivalsOf, own, type Self } from './inbound.js';
import { limits } from './limits.js';
import type { Origin } from './origin.js';
import type { SlackProfiles } from './profiles.js';
import { written } from './text.js';
import { type SuggestedPrompt, texts } from './texts.js';
import { readPayload } from './wire.js';

export interface IntakeOptions {
  readonly dispatch: Dispatch;
  readonly api: SlackApi;
  readonly answers: Answers;
  readonly profiles: SlackProfiles;
  readonly prompts: readonly SuggestedPrompt[];
  readonly mayShare: (text: string) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  self(): Self;
}

/**
 * What happens to a verified payload: dispatched, answered, and only then acknowledged. After 2.5 seconds an event that
 * is not decided yet is to come again, for Slack delivers events again; anything else, and what only has to be
 * answered, is acknowledged as it is, and the answer follows when it is there.
 */
export class Intake {
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: IntakeOptions) {}

  full(): boolean {
    return this.inFlight.size >= limits.request.inFlight;
  }

  /** Resolves with the body of the acknowledgement; rejects if Slack should deliver again. */
  async receive(body: unknown): Promise<Record<string, unknown> | undefined> {
    const payload = readPayload(body);
    if (typeof payload === 'string') return undefined;
    const arrivals = arrivalsOf(payload, this.options.self(), this.options.clock.now());
    const ack: Acknowledgement = { of: payload.kind, open: true, undecided: arrivals.length };
    const work = this.tracked(this.dealWith(arrivals, ack));
    await within(limits.request.acknowledge, work);
    ack.open = false;
    ack.comesAgain = ack.of === 'event' && ack.undecided > 0;
    if (ack.comesAgain) throw new Unavailable('decision in time');
    return ack.body;
  }

  /** Resolves when everything in flight is done, or after ten seconds with what is not. */
  async drained(): Promise<number> {
    await within(limits.timeout.drain, Promise.allSettled(this.inFlight));
    return this.inFlight.size;
  }

  private tracked(work: Promise<void>): Promise<void> {
    const settled = work.finally(() => this.inFlight.delete(settled));
    this.inFlight.add(settled);
    // Once acknowledged, nobody waits for it any more: what goes wrong then was told to the person already.
    settled.catch((error: unknown) =>
      this.options.logger.warn({ reason: logReason(error) }, 'slack event not handled'),
    );
    return settled;
  }

  private async dealWith(arrivals: readonly Arrival[], ack: Acknowledgement): Promise<void> {
    for (const arrival of arrivals) await this.dealWithOne(arrival, ack);
  }

  private async dealWithOne(arrival: Arrival, ack: Acknowledgement): Promise<void> {
    if (arrival.type === 'ask') return this.deliver({ type: 'form', form: askForm() }, arrival.origin, ack);
    const inbound = arrival.type === 'file' ? await this.fetched(arrival) : await this.readable(arrival);
    if (!inbound) {
      ack.undecided -= 1;
      return this.tell(texts.de.unreadableFile, arrival.origin, ack);
    }
    const origin = this.withSharing(arrival.origin, inbound);
    if (!origin) return this.tell(texts.de.notShared, { ...arrival.origin, whispered: true }, ack);
    const reply = await this.replyTo(inbound, origin, ack);
    if (reply) await this.deliver(reply, origin, ack);
    if (inbound.event.type === 'opened' && inbound.event.surface === 'chat') await this.suggest(origin);
    if (inbound.event.type === 'action' && origin.home) await this.refreshHome(inbound, origin, ack);
  }

  /** Without what may not be shared; undefined if that is what was asked for. */
  private withSharing(origin: Origin, { event }: Inbound): Origin | undefined {
    if (event.type !== 'text') return origin;
    const { shareable, ...others } = origin;
    if (origin.sharing === undefined && !shareable) return origin;
    const allowed = this.options.mayShare(event.text);
    if (origin.sharing !== undefined) return allowed ? origin : undefined;
    return allowed ? { ...others, shareable: event.text } : others;
  }

  /** Undefined if the person was told already that it did not work. */
  private async replyTo(inbound: Inbound, origin: Origin, ack: Acknowledgement): Promise<Reply | undefined> {
    try {
      const reply = await this.options.dispatch(inbound);
      ack.undecided -= 1;
      return reply;
    } catch (error) {
      // Slack delivers events again, and only events.
      if (error instanceof Unavailable && ack.of === 'event' && (ack.open || ack.comesAgain)) throw error;
      ack.undecided -= 1;
      this.options.logger.error({ key: inbound.key, reason: logReason(error) }, 'slack event failed');
      if (error instanceof FormRefusal && ack.of === 'submission' && ack.open) {
        ack.body = { response_action: 'errors', errors: { ...error.fields } };
        return undefined;
      }
      await this.tell(wordsFor(error), origin, ack, inbound);
      return undefined;
    }
  }

  private async readable({ inbound, wireText }: Extract<Arrival, { type: 'inbound' }>): Promise<Inbound> {
    const { event } = inbound;
    if (event.type !== 'text' || !wireText) return inbound;
    const mention = await this.options.profiles.mentionsIn(event.text);
    return { ...inbound, event: { ...event, text: written(event.text, this.options.self().user, mention) } };
  }

  private async fetched(arrival: Extract<Arrival, { type: 'file' }>): Promise<Inbound | undefined> {
    const { file } = arrival;
    try {
      const bytes = await this.options.api.download(file);
      return bytes && { ...arrival.inbound, event: { type: 'file', name: file.name ?? file.id, bytes } };
    } catch (error) {
      this.options.logger.warn({ file: file.id, reason: logReason(error) }, 'slack file not fetched');
      return undefined;
    }
  }

  /** A reply that cannot be delivered is logged: what it reports is stored all the same. */
  private async deliver(reply: Reply, origin: Origin, ack: Acknowledgement): Promise<void> {
    try {
      await this.options.answers.give(reply, origin, ack);
    } catch (error) {
      const { user } = origin;
      this.options.logger.warn({ user, reply: reply.type, reason: logReason(error) }, 'slack reply not delivered');
    }
  }

  private async tell(text: string, origin: Origin, ack: Acknowledgement, inbound?: Inbound): Promise<void> {
    const first = inbound?.event.type === 'form' && Object.keys(inbound.event.values)[0];
    if (first && ack.open) {
      // The modal stays open with what was typed.
      ack.body = { response_action: 'errors', errors: { [first]: text } };
      return;
    }
    const view = { kind: 'slack.remark', summary: text, blocks: [{ type: 'text', text } as const] };
    await this.deliver({ type: 'message', view, private: true }, origin, ack);
  }

  private async suggest(origin: Origin): Promise<void> {
    const { api, logger, prompts } = this.options;
    try {
      // With a thread here, Slack would silently show nothing.
      await attempt(() =>
        api.client.apiCall('assistant.threads.setSuggestedPrompts', {
          channel_id: origin.channel,
          prompts: prompts.slice(0, limits.prompts.count),
        }),
      );
    } catch (error) {
      logger.info({ reason: logReason(error) }, 'slack prompts not set');
    }
  }

  /** After a press on App Home its answer stands in the chat; the page itself shows what has changed. */
  private async refreshHome(inbound: Inbound, origin: Origin, ack: Acknowledgement): Promise<void> {
    const opened = { type: 'opened', surface: 'home' } as const;
    const reply = await this.replyTo({ ...inbound, key: `${inbound.key}:home`, event: opened }, origin, ack);
    if (reply?.type === 'home') await this.deliver(reply, origin, ack);
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof Refusal) return error.forPerson;
  if (error instanceof FormRefusal) return Object.values(error.fields).join(' ');
  return error instanceof Unavailable ? texts.de.unavailable : texts.de.failed;
}

/** The form behind the global shortcut. */
function askForm(): Form {
  const t = texts.de;
  return {
    id: own.ask,
    title: t.askTitle,
    submit: t.askSubmit,
    opener: t.askTitle,
    fields: [{ id: 'question', type: 'long-text', label: t.askLabel, hint: t.askHint, required: true }],
  };
}
