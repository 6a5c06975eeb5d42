import { createHash } from 'node:crypto';
import type { JsonObject } from '../../kernel/json.js';
import type { Account, Inbound, InboundEvent, MessageRef, Place } from '../../messages/inbound.js';
import type { Clock } from '../../ports/clock.js';
import { restKey } from './blocks.js';
import { formKey, valuesOf } from './form.js';
import { mentionsBot, typedText } from './typed.js';
import { tenantOf, type Wire } from './wire.js';

/** In local mode an activity may name no tenant. */
export const localRealm = 'local';

export function accountOf(wire: Wire): Account {
  return { channel: 'teams', realm: tenantOf(wire) ?? localRealm, user: wire.from.aadObjectId ?? wire.from.id };
}

/** Bots (ourselves among them) are never answered. */
export function isFromBot(wire: Wire): boolean {
  return (
    wire.from.id === wire.recipient.id ||
    wire.from.id.startsWith('28:') ||
    wire.from.role === 'bot' ||
    wire.from.role === 'skill'
  );
}

export function placeOf(wire: Wire): Place {
  const [conversation = wire.conversation.id, thread] = wire.conversation.id.split(';messageid=');
  const kind = placeKind(wire);
  const name = kind === 'direct' ? undefined : roomName(wire);
  return { kind, conversation, ...(thread && { thread }), ...(name && { name }) };
}

/** A team's first channel has no name of its own. */
function roomName({ channelData, conversation }: Wire): string | undefined {
  const names = [channelData?.channel?.name, channelData?.team?.name, conversation.name];
  return names.map((name) => name?.trim().slice(0, 200)).find(Boolean);
}

const placeKinds = new Map<string, Place['kind']>([
  ['personal', 'direct'],
  ['groupChat', 'group'],
  ['channel', 'channel'],
]);

function placeKind({ conversation }: Wire): Place['kind'] {
  return placeKinds.get(conversation.conversationType ?? '') ?? (conversation.isGroup ? 'group' : 'direct');
}

/** A sent message, by which `Messenger.update` finds it again. */
export function messageRef(wire: Wire, activity: string): MessageRef {
  return {
    channel: 'teams',
    realm: accountOf(wire).realm,
    parts: { serviceUrl: wire.serviceUrl, conversation: wire.conversation.id, activity, bot: wire.recipient.id },
  };
}

/** The event with what all events have. `key`: see `eventKey` and `installationKey`. */
export function inboundOf(wire: Wire, event: InboundEvent, key: string, clock: Clock): Inbound {
  const name = wire.from.name?.trim().slice(0, 200);
  return {
    key,
    at: timeOf(wire) ?? clock.now(),
    from: accountOf(wire),
    ...(name && { name }),
    // Only the searching person sees the hits, wherever they are looked up.
    place: event.type === 'search' ? { ...placeOf(wire), kind: 'direct' } : placeOf(wire),
    event,
  };
}

function timeOf(wire: Wire): Date | undefined {
  const time = new Date(wire.timestamp ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * The dedupe key. A message is named by its conversation and id. An invoke may come again under a new id, but with
 * the time of the press: it is named by who pressed what, on which card, and when. A press repeated later, even of
 * the same button, has another time and is another event; that it changes nothing is then the feature's conditional
 * write. Without a time the id has to do.
 */
export function eventKey(wire: Wire): string {
  const same = [wire.conversation.id, wire.from.id, wire.type];
  const when = wire.type === 'invoke' ? timeOf(wire)?.toISOString() : undefined;
  const what = when ? [wire.name, wire.replyToId, wire.value, when] : [wire.id ?? [wire.timestamp, wire.text]];
  const hash = createHash('sha256').update(JSON.stringify([...same, ...what]));
  return `teams:${hash.digest('base64url')}`;
}

/** A conversation id as a key: personal chats' ids point to a person. */
export function conversationKey(wire: Wire): string {
  return createHash('sha256')
    .update(wire.conversation.id.split(';')[0] ?? '')
    .digest('base64url');
}

/** Whether a message was meant for the bot: what is said in a personal chat, elsewhere what mentions it. */
export function isForUs(wire: Wire): boolean {
  return placeKind(wire) === 'direct' || mentionsBot(wire);
}

/** Text typed to the bot. `accounts`: whom it mentions, by the ids in the mentions. */
export function textEvent(wire: Wire, accounts: ReadonlyMap<string, Account>): InboundEvent {
  const via = placeKind(wire) === 'direct' ? 'chat' : 'mention';
  return { type: 'text', text: typedText(wire, (id) => accounts.get(id) ?? { ...accountOf(wire), user: id }), via };
}

/** `Action.Execute`: a button, or a form shown in the conversation. */
export function executeEvent(wire: Wire): InboundEvent | undefined {
  const action = objectOf(objectOf(wire.value)?.action);
  const data = action?.data === undefined || action.data === null ? {} : objectOf(action.data);
  if (!data || action?.type !== 'Action.Execute' || typeof action.verb !== 'string' || !action.verb) return undefined;
  const { [restKey]: _rest, ...payload } = data;
  return formEvent(wire, data) ?? actionEvent(wire, action.verb, payload);
}

/** What stands beside the card that was pressed, as `restMark` put it. */
export function restMarkIn(wire: Wire): string | undefined {
  const mark = objectOf(objectOf(objectOf(wire.value)?.action)?.data)?.[restKey];
  return typeof mark === 'string' ? mark : undefined;
}

/** `Action.Submit` outside of dialogs, and `task/fetch`: `{ id, payload }`. */
export function submitEvent(wire: Wire, data: unknown): InboundEvent | undefined {
  const object = objectOf(data);
  if (!object) return undefined;
  const form = formEvent(wire, object);
  if (form) return form;
  return typeof object.id === 'string' ? actionEvent(wire, object.id, objectOf(object.payload) ?? {}) : undefined;
}

export function formEvent(wire: Wire, data: JsonObject): InboundEvent | undefined {
  const form = objectOf(data[formKey]);
  if (typeof form?.id !== 'string') return undefined;
  return {
    type: 'form',
    id: form.id,
    payload: objectOf(form.payload) ?? {},
    values: valuesOf(data),
    ...(typeof form.card === 'string' && { card: messageRef(wire, form.card) }),
  };
}

function actionEvent(wire: Wire, id: string, payload: JsonObject): InboundEvent {
  return { type: 'action', id, payload, ...(wire.replyToId && { card: messageRef(wire, wire.replyToId) }) };
}

/** What came as JSON and is an object. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
