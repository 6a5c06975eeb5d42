import type { AdaptiveCard } from '@microsoft/teams-ai';
import type { MessagingExtensionResult, TaskModuleTaskInfo, TurnContext } from 'botbuilder';
import { errorName, messageOf, Unavailable } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import type { InboundEvent } from '../../messages/inbound.js';
import { withoutForgedMentions } from '../../messages/mention.js';
import type { Dispatch, Reply } from '../../messages/reply.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import {
  answerButton,
  answerFormCard,
  answerMessage,
  answerOpening,
  answerSubmission,
  searchResult,
} from './answers.js';
import { type Consents, readConsent } from './consents.js';
import type { FileOffers } from './file-offers.js';
import { readFile } from './files.js';
import { type FormContext, formKey } from './form.js';
import {
  accountOf,
  eventKey,
  executeEvent,
  formEvent,
  inboundOf,
  isForUs,
  isFromBot,
  objectOf,
  submitEvent,
  textEvent,
} from './inbound.js';
import type { Mentions } from './mentions.js';
import type { TeamsMessenger } from './messenger.js';
import type { Installations, References } from './references.js';
import type { RoomNames } from './room-names.js';
import type { TeamsRooms } from './rooms.js';
import { Talk } from './talk.js';
import { texts } from './texts.js';
import type { Wire } from './wire.js';

export interface TurnsOptions {
  readonly dispatch: Dispatch;
  readonly messenger: TeamsMessenger;
  readonly mentions: Mentions;
  readonly references: References;
  readonly rooms: TeamsRooms;
  readonly names: RoomNames;
  readonly offers: FileOffers;
  readonly consents: Consents;
  readonly installations: Installations;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly local: boolean;
}

const key = Symbol('dorfbote.activity');

/** Leaves the checked activity where the turn finds it. */
export function carry(context: TurnContext, wire: Wire): void {
  context.turnState.set(key, wire);
}

export function wireOf(context: TurnContext): Wire {
  const wire: Wire | undefined = context.turnState.get(key);
  if (!wire) throw new Error('a turn without its activity');
  return wire;
}

/** Each kind of activity on its way through `dispatch`, and its reply in the form that Teams wants for it. */
export class Turns {
  constructor(private readonly options: TurnsOptions) {}

  /** Whether an activity is for us at all: bots are never answered. */
  concerns(wire: Wire): boolean {
    return !(['message', 'invoke'].includes(wire.type) && isFromBot(wire));
  }

  async message(context: TurnContext): Promise<void> {
    if (!isForUs(wireOf(context))) return;
    const wire = await this.options.names.named(context, wireOf(context));
    carry(context, wire);
    const text = textEvent(wire, await this.options.mentions.of(context, wire));
    const file = await readFile(wire, this.options.local, this.options.logger);
    if (file && 'problem' in file) return this.talk(context).postText(texts.de[file.problem]);
    await this.told(context, file ?? text);
  }

  /** `Action.Submit`: a button of an old card, or a form where there are no dialogs. */
  async submit(context: TurnContext): Promise<void> {
    const wire = wireOf(context);
    const outdated = { type: 'action', id: 'teams.unknown', payload: {} } as const;
    await this.told(context, submitEvent(wire, wire.value) ?? outdated);
  }

  /**
   * The app was added or removed. People who come and go are not greeted one by one, and where a bot added the app
   * nobody is: a bot is no person to make the acquaintance of.
   */
  async presence(context: TurnContext): Promise<void> {
    const wire = wireOf(context);
    const event = presenceOf(wire);
    if (isFromBot(wire)) {
      if (event === 'installed') await this.options.rooms.remember(wire);
      if (event === 'removed')
        await Promise.all([this.options.installations.forget(wire), this.options.rooms.forget(wire)]);
    } else if (event === 'installed') {
      await this.told(context, { type: 'installed' }, () => this.options.installations.key(wire));
    } else if (event === 'removed') {
      await this.left(wire);
      await this.options.installations.forget(wire);
      if (this.talk(context).isDirect) await this.options.references.forget(accountOf(wire));
    }
  }

  /** The app was removed; from a team it goes with all its channels, and each is told of. */
  private async left(wire: Wire): Promise<void> {
    await this.ask(wire, { type: 'removed' });
    for (const id of await this.options.rooms.forget(wire)) {
      const channel: Wire = { ...wire, conversation: { ...wire.conversation, id } };
      if (id !== wire.conversation.id) await this.ask(channel, { type: 'removed' });
    }
  }

  /** The answer to an offered file. Teams wants a body, and asks again where it gets none. */
  async consent(context: TurnContext): Promise<void> {
    const talk = this.talk(context);
    const consent = readConsent(talk.wire);
    if (!consent) return refuseInvoke(context, 400);
    try {
      await this.options.consents.take(context, talk, consent);
    } catch (error) {
      await talk.postText(this.apology(error));
    }
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: {} } });
  }

  async button(context: TurnContext): Promise<AdaptiveCard | string> {
    const wire = wireOf(context);
    const event = executeEvent(wire);
    if (!event) return texts.de.failed;
    const form = event.type === 'form' ? formContext(wire) : undefined;
    const answer = await this.answered(context, event, (talk, reply) =>
      form ? answerFormCard(talk, form, reply) : answerButton(talk, reply),
    );
    return answer as AdaptiveCard | string;
  }

  /** `task/fetch` opens a form. */
  async opening(context: TurnContext): Promise<TaskModuleTaskInfo | string> {
    const wire = wireOf(context);
    const event = submitEvent(wire, objectOf(wire.value)?.data);
    if (event?.type !== 'action') return texts.de.failed;
    return this.answered(context, event, answerOpening);
  }

  /** `task/submit` sends it. */
  async submission(context: TurnContext): Promise<TaskModuleTaskInfo | string> {
    const wire = wireOf(context);
    const form = formContext(wire);
    const event = submitEvent(wire, objectOf(wire.value)?.data);
    if (!event || !form) return texts.de.failed;
    return this.answered(context, event, (talk, reply) => answerSubmission(talk, form, reply));
  }

  async search(context: TurnContext): Promise<MessagingExtensionResult> {
    const wire = wireOf(context);
    try {
      return searchResult(await this.ask(wire, { type: 'search', query: queryOf(wire) }));
    } catch (error) {
      return { type: 'message', text: this.apology(error) };
    }
  }

  /** For events without an answer of their own: what is said is said in the conversation. */
  private async told(context: TurnContext, event: InboundEvent, keyOf?: () => Promise<string>): Promise<void> {
    const talk = this.talk(context);
    try {
      await this.remember(talk.wire);
      await answerMessage(talk, await this.ask(talk.wire, event, await keyOf?.()));
    } catch (error) {
      await talk.postText(this.apology(error));
      // The platform is told as well: what was not stored may come again.
      throw error;
    }
  }

  /** For invokes, which wait for an answer: an apology is an answer too. */
  private async answered<T>(
    context: TurnContext,
    event: InboundEvent,
    answer: (talk: Talk, reply: Reply) => Promise<T | string>,
  ): Promise<T | string> {
    const talk = this.talk(context);
    try {
      await this.remember(talk.wire);
      return await answer(talk, await this.ask(talk.wire, event));
    } catch (error) {
      return this.apology(error);
    }
  }

  /** Without the store dispatch says what comes of the event: a child in danger gets its answer all the same. */
  private async remember(wire: Wire): Promise<void> {
    try {
      await this.options.references.remember(wire);
      await this.options.rooms.remember(wire);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.options.logger.warn({ what: error.what }, 'conversation not remembered');
    }
  }

  private ask(wire: Wire, event: InboundEvent, eventsKey = eventKey(wire)): Promise<Reply> {
    return this.options.dispatch(inboundOf(wire, event, eventsKey, this.options.clock));
  }

  private apology(error: unknown): string {
    const isUnavailable = error instanceof Unavailable;
    this.options.logger.error({ error: isUnavailable ? messageOf(error) : errorName(error) }, 'turn failed');
    return isUnavailable ? texts.de.unavailable : texts.de.failed;
  }

  private talk(context: TurnContext): Talk {
    return new Talk(context, wireOf(context), this.options);
  }
}

/** An invoke that we do not know (501) or cannot read (400); Teams wants a body. */
export async function refuseInvoke(context: TurnContext, status: 400 | 501): Promise<void> {
  const error = { code: status === 400 ? 'BadRequest' : 'NotImplemented', message: texts.de.failed };
  const body: JsonObject = { statusCode: status, type: 'application/vnd.microsoft.error', value: error };
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

/** Two events tell of an installation, and two of its end. */
function presenceOf(wire: Wire): 'installed' | 'removed' | undefined {
  const isBot = ({ id }: { readonly id: string }) => id === wire.recipient.id;
  if (wire.type === 'installationUpdate') {
    if (wire.action?.startsWith('add')) return 'installed';
    return wire.action?.startsWith('remove') ? 'removed' : undefined;
  }
  if (wire.membersAdded?.some(isBot)) return 'installed';
  return wire.membersRemoved?.some(isBot) ? 'removed' : undefined;
}

function formContext(wire: Wire): FormContext | undefined {
  const value = objectOf(wire.value);
  const data = objectOf(value?.data) ?? objectOf(objectOf(value?.action)?.data);
  const form = objectOf(data?.[formKey]);
  if (!data || !form || !formEvent(wire, data)) return undefined;
  const { id, payload, card } = form;
  return {
    id: String(id),
    payload: objectOf(payload) ?? {},
    ...(typeof card === 'string' && { card }),
  };
}

/** What was typed into the search field; empty when it has just been opened. */
function queryOf(wire: Wire): string {
  const parameters = objectOf(wire.value)?.parameters;
  if (!Array.isArray(parameters)) return '';
  const typed = parameters.map(objectOf).find((parameter) => parameter && parameter.name !== 'initialRun');
  return typeof typed?.value === 'string' ? withoutForgedMentions(typed.value).slice(0, 1_000) : '';
}
