import { createHash } from 'node:crypto';
import { unreachable } from '../../kernel/errors.js';
import type { Inbound, InboundEvent, Place } from '../../messages/inbound.js';
import { valuesOf } from './form.js';
import { limits } from './limits.js';
import { cardRef, fromMetadata, jsonObject, type Origin, placeOf } from './origin.js';
import { actionIdOf, restMarkIn } from './render.js';
import type {
  ActionBody,
  CommandBody,
  EventBody,
  File,
  GlobalShortcut,
  MessageEvent,
  MessageShortcut,
  Payload,
  SubmissionBody,
} from './wire.js';

/** Ids of what this channel does by itself. */
export const own = { share: 'bot.share', ask: 'slack.ask', askMessage: 'slack.ask-message' } as const;

/** What a payload asks for. */
export type Arrival =
  /** To be dispatched. `wireText`: its text is still in Slack's wire form. */
  | { readonly type: 'inbound'; readonly inbound: Inbound; readonly origin: Origin; readonly wireText: boolean }
  /** A file to be fetched first. */
  | { readonly type: 'file'; readonly file: File; readonly inbound: Omit<Inbound, 'event'>; readonly origin: Origin }
  /** The channel's own question form is to be opened. */
  | { readonly type: 'ask'; readonly origin: Origin };

/** Who the bot is, as Slack said at the start. */
export interface Self {
  readonly user: string;
  readonly team: string;
}

/** Everything that a payload asks for; empty for what is none of our business (bots, edits, joins, other people's talk). */
export function arrivalsOf(payload: Payload, self: Self, now: Date): readonly Arrival[] {
  switch (payload.kind) {
    case 'event':
      return ofEvent(payload.body, self);
    case 'command':
      return [ofCommand(payload.body, now)];
    case 'action':
      return [ofAction(payload.body, now)];
    case 'submission':
      return ofSubmission(payload.body, now);
    case 'shortcut':
      return [{ type: 'ask', origin: shortcutOrigin(payload.body) }];
    case 'message-shortcut':
      return [ofMessageShortcut(payload.body, now)];
    default:
      return unreachable(payload);
  }
}

function ofEvent(body: EventBody, self: Self): readonly Arrival[] {
  const { event } = body;
  if (event.type === 'app_home_opened') {
    if (event.tab !== 'home' && event.tab !== 'messages') return [];
    const surface = event.tab === 'home' ? 'home' : 'chat';
    const origin = direct(event.user, body.team_id, event.channel);
    const at = event.event_ts ?? String(body.event_time ?? 0);
    return [arrival(keyOf('event', body.event_id), dateOf(at), origin, 'direct', { type: 'opened', surface })];
  }
  return ofMessage(event, body, self);
}

function ofMessage(event: MessageEvent, body: EventBody, self: Self): readonly Arrival[] {
  const { user } = event;
  if (!user || user === self.user || event.bot_id || event.hidden) return [];
  if (event.subtype !== undefined && event.subtype !== 'file_share') return [];
  const kind = kindOf(event);
  const text = event.text ?? '';
  const mentioned =
    event.type === 'app_mention' || text.includes(`<@${self.user}>`) || text.includes(`<@${self.user}|`);
  if (kind !== 'direct' && !mentioned) return [];

  const origin: Origin = {
    user,
    realm: event.user_team ?? event.source_team ?? event.team ?? body.team_id,
    channel: event.channel,
    direct: kind === 'direct',
    whispered: false,
    ...(kind === 'direct' ? event.thread_ts && { thread: event.thread_ts } : { thread: event.thread_ts ?? event.ts }),
  };
  // A mention arrives as `app_mention` and as `message`, under two event ids: the message itself is what counts.
  const key = keyOf('message', event.channel, event.ts);
  const files = (event.files ?? []).slice(0, limits.file.perMessage);
  if (text.trim() === '' && files.length > 0) {
    return files.map((file) => {
      const fileKey = keyOf('file', event.channel, event.ts, file.id);
      const inbound = withoutEvent(fileKey, dateOf(event.ts), origin, kind);
      return { type: 'file', file, inbound, origin: { ...origin, key: fileKey } };
    });
  }
  return [
    arrival(key, dateOf(event.ts), origin, kind, { type: 'text', text, via: kind === 'direct' ? 'chat' : 'mention' }),
  ];
}

function kindOf(event: MessageEvent): Place['kind'] {
  if (event.channel_type === 'im' || event.channel.startsWith('D')) return 'direct';
  return event.channel_type === 'mpim' ? 'group' : 'channel';
}

function ofCommand(body: CommandBody, now: Date): Arrival {
  const origin: Origin = {
    user: body.user_id,
    realm: body.team_id,
    channel: body.channel_id,
    ...(body.channel_name && { channelName: body.channel_name }),
    direct: false,
    whispered: true,
    responseUrl: body.response_url,
    triggerId: body.trigger_id,
    ...(!isDirect(body.channel_id) && { shareable: body.text }),
  };
  const event = { type: 'text', text: body.text, via: 'command' } as const;
  return arrival(keyOf('command', body.trigger_id), now, origin, placeKind(body.channel_id, body.channel_name), event);
}

function ofAction(body: ActionBody, now: Date): Arrival {
  const [pressed] = body.actions;
  const id = actionIdOf(pressed?.action_id ?? '');
  const payload = jsonObject(pressed?.value) ?? {};
  const rest = restMarkIn(pressed?.block_id);
  const origin = { ...actionOrigin(body), ...(rest !== undefined && { rest }) };
  const kind = placeKind(origin.channel ?? '', body.channel?.name);
  const at = pressed?.action_ts ? dateOf(pressed.action_ts) : now;
  const { container } = body;
  const where = container.message_ts ?? container.view_id ?? '';
  if (id === own.share && typeof payload.text === 'string') {
    const { card: _card, thread: _thread, ...open } = origin;
    const sharing: Origin = { ...open, whispered: false, sharing: payload.text };
    // However often it is pressed, one card is shared once. Keys are logged: they hold no text.
    const key = keyOf('share', origin.user, where, hashed(payload.text));
    return arrival(key, at, sharing, kind, { type: 'text', text: payload.text, via: 'mention' }, false);
  }
  const press = pressed?.action_ts ?? body.trigger_id ?? '';
  // Keys are logged: which button it was is nobody's business, and the time of a press is its own.
  const key = keyOf('action', origin.user, where, press);
  const card = origin.card && { card: cardRef(origin.card, origin.realm) };
  return arrival(key, at, origin, kind, { type: 'action', id, payload, ...card });
}

function actionOrigin(body: ActionBody): Origin {
  const { container } = body;
  const base = {
    user: body.user.id,
    realm: realmOf(body),
    ...(body.trigger_id && { triggerId: body.trigger_id }),
    ...(body.response_url && { responseUrl: body.response_url }),
  };
  const channel = body.channel?.id ?? container.channel_id;
  if (container.type === 'view' || !channel) return { ...base, direct: true, whispered: false, home: true };
  const ephemeral = container.is_ephemeral ?? false;
  const inDirect = isDirect(channel);
  const thread = container.thread_ts ?? (inDirect || ephemeral ? undefined : container.message_ts);
  return {
    ...base,
    channel,
    ...(body.channel?.name && { channelName: body.channel.name }),
    direct: inDirect && !ephemeral,
    whispered: ephemeral,
    ...(thread && { thread }),
    ...(ephemeral && body.response_url && { card: { responseUrl: body.response_url } }),
    ...(!ephemeral && container.message_ts && { card: { channel, ts: container.message_ts } }),
  };
}

function ofSubmission(body: SubmissionBody, now: Date): readonly Arrival[] {
  const { view } = body;
  const carried = fromMetadata(view.private_metadata);
  const self = { user: body.user.id, realm: realmOf(body) };
  const fallback: Origin = { ...self, direct: true, whispered: false };
  const origin: Origin = { ...(carried?.origin ?? fallback), ...self };
  // The hash alone stays the same when mistakes are mended and the form is sent again.
  const key = keyOf('submission', view.id, view.hash ?? '', body.trigger_id ?? '');
  const kind = origin.channel ? placeKind(origin.channel, undefined) : 'direct';
  const values = valuesOf(view.state);
  if (view.callback_id === own.ask) {
    const text = typeof values.question === 'string' ? values.question : '';
    return [arrival(key, now, origin, kind, { type: 'text', text, via: 'shortcut' }, false)];
  }
  return [
    arrival(key, now, origin, kind, {
      type: 'form',
      id: view.callback_id,
      payload: carried?.payload ?? {},
      values,
      ...(origin.card && { card: cardRef(origin.card, origin.realm) }),
    }),
  ];
}

function shortcutOrigin(body: GlobalShortcut): Origin {
  return { ...direct(body.user.id, realmOf(body)), triggerId: body.trigger_id };
}

function ofMessageShortcut(body: MessageShortcut, now: Date): Arrival {
  const channel = body.channel.id;
  const origin: Origin = {
    user: body.user.id,
    realm: realmOf(body),
    channel,
    direct: false,
    whispered: true,
    responseUrl: body.response_url,
    triggerId: body.trigger_id,
  };
  const event = { type: 'text', text: body.message.text ?? '', via: 'shortcut' } as const;
  return arrival(keyOf('shortcut', body.trigger_id), now, origin, placeKind(channel, body.channel.name), event);
}

function direct(user: string, realm: string, channel?: string): Origin {
  return { user, realm, direct: true, whispered: false, ...(channel && { channel }) };
}

/** The person's own workspace, which in shared channels is not the one the app was installed in. */
function realmOf(body: { user: { team_id?: string | null | undefined }; team?: { id: string } | null | undefined }) {
  return body.user.team_id ?? body.team?.id ?? 'unknown';
}

function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

function placeKind(channel: string, name: string | undefined): Place['kind'] {
  if (!channel || isDirect(channel)) return 'direct';
  return name?.startsWith('mpdm-') ? 'group' : 'channel';
}

function arrival(
  key: string,
  at: Date,
  origin: Origin,
  kind: Place['kind'],
  event: InboundEvent,
  wireText = true,
): Arrival {
  return {
    type: 'inbound',
    origin: { ...origin, key },
    inbound: { ...withoutEvent(key, at, origin, kind), event },
    wireText,
  };
}

function withoutEvent(key: string, at: Date, origin: Origin, kind: Place['kind']): Omit<Inbound, 'event'> {
  const from = { channel: 'slack', realm: origin.realm, user: origin.user } as const;
  return { key, at, from, place: placeOf(origin, kind) };
}

/** At most 200 characters, whatever Slack's ids come to. */
function keyOf(...parts: readonly string[]): string {
  const key = ['slack', ...parts].join(':');
  return key.length <= 200 ? key : `slack:${hashed(key)}`;
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Slack's time stamps are seconds with a fraction that makes them unique. */
function dateOf(ts: string): Date {
  const seconds = Number.parseFloat(ts);
  return new Date(Number.isFinite(seconds) ? seconds * 1_000 : 0);
}
