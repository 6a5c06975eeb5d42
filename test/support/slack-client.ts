import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SlackServer } from './slack-server.js';
import { type Block, directOf, type Ephemeral, type SlackMessage } from './slack-workspace.js';

type Body = Record<string, unknown>;

/** A payload as Slack sends it, from `test/payloads/slack`. */
export function payload(name: string): Body {
  return JSON.parse(readFileSync(new URL(`../payloads/slack/${name}.json`, import.meta.url), 'utf8')) as Body;
}

/** A payload of an event, with parts of the event changed, under an event id of its own. */
export function eventPayload(name: string, changes: Body, eventId: string): Body {
  const body = payload(name);
  return { ...body, event_id: eventId, event: { ...(body.event as Body), ...changes } };
}

export interface Delivered {
  /** HTTP status; on a socket 200 for an acknowledgement. */
  readonly status: number;
  readonly body: Body;
  /** Milliseconds until it was answered. */
  readonly took: number;
}

/** How Slack reaches the app. */
export interface Transport {
  readonly name: 'HTTP' | 'Socket Mode';
  event(body: Body): Promise<Delivered>;
  command(fields: Body): Promise<Delivered>;
  interaction(body: Body): Promise<Delivered>;
}

export interface Signing {
  readonly secret: string;
  /** Seconds to add to the time stamp. */
  readonly skew?: number;
  readonly timestamp?: string;
  readonly signature?: string;
  readonly retry?: number;
  readonly contentType?: string;
}

/** One signed request, as Slack makes it, or as somebody who is not Slack does. */
export async function send(url: string, body: string, signing: Signing): Promise<Delivered> {
  const started = Date.now();
  const response = await fetch(url, { method: 'POST', headers: signed(body, signing), body });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text;
  return {
    status: response.status,
    body: isJson ? (JSON.parse(text) as Body) : { text },
    took: Date.now() - started,
  };
}

export function signed(body: string, signing: Signing): Record<string, string> {
  const timestamp = signing.timestamp ?? String(Math.floor(Date.now() / 1_000) + (signing.skew ?? 0));
  const signature = `v0=${createHmac('sha256', signing.secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return {
    'content-type': signing.contentType ?? 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signing.signature ?? signature,
    ...(signing.retry && { 'x-slack-retry-num': String(signing.retry), 'x-slack-retry-reason': 'http_error' }),
  };
}

export function overHttp(url: string, secret: string): Transport {
  const form = 'application/x-www-form-urlencoded';
  const fields = (values: Body) => new URLSearchParams(values as Record<string, string>).toString();
  return {
    name: 'HTTP',
    event: (body) => send(url, JSON.stringify(body), { secret }),
    command: (body) => send(url, fields(body), { secret, contentType: form }),
    interaction: (body) => send(url, fields({ payload: JSON.stringify(body) }), { secret, contentType: form }),
  };
}

export function overSocket(slack: SlackServer): Transport {
  const over = (type: 'events_api' | 'interactive' | 'slash_commands') => async (body: Body) => {
    const { body: answer, took } = await slack.sockets.deliver({ type, payload: body });
    return { status: 200, body: answer, took };
  };
  return {
    name: 'Socket Mode',
    event: over('events_api'),
    command: over('slash_commands'),
    interaction: over('interactive'),
  };
}

/** Somebody in front of Slack: writes, presses, fills in; payloads are those of `test/payloads/slack`. */
export class Person {
  constructor(
    private readonly slack: SlackServer,
    private readonly transport: Transport,
    readonly id = 'U0ANNA001',
  ) {}

  get direct(): string {
    return directOf(this.id);
  }

  write(text: string, more: Body = {}): Promise<Delivered> {
    const ts = this.slack.nextTs();
    const changes = { user: this.id, channel: this.direct, text, ts, event_ts: ts, ...more };
    return this.transport.event(eventPayload('message_im', changes, `Ev${ts}`));
  }

  mention(text: string, more: Body = {}): Promise<Delivered> {
    const ts = this.slack.nextTs();
    const changes = { user: this.id, text: `<@${this.slack.bot.user}> ${text}`, ts, event_ts: ts, ...more };
    return this.transport.event(eventPayload('app_mention', changes, `Ev${ts}`));
  }

  /** `/dorfbote …`; an answer in the acknowledgement is shown to the person. */
  async command(text: string, channel = 'C0ALLE001'): Promise<Delivered & { readonly shown?: Ephemeral }> {
    const delivered = await this.transport.command({
      ...payload('slash_command'),
      text,
      channel_id: channel,
      user_id: this.id,
      trigger_id: this.slack.trigger(),
      response_url: this.slack.responseUrl(this.id, channel),
    });
    const answered = Array.isArray(delivered.body.blocks);
    return { ...delivered, ...(answered && { shown: this.slack.showEphemeral(this.id, channel, delivered.body) }) };
  }

  openHome(tab: 'home' | 'messages'): Promise<Delivered> {
    const ts = this.slack.nextTs();
    const changes = { user: this.id, channel: this.direct, tab, event_ts: ts };
    return this.transport.event(eventPayload(`app_home_opened_${tab}`, changes, `Ev${ts}`));
  }

  /** Presses the button with this label, on a message, an ephemeral message, or App Home. */
  press(label: string, on: SlackMessage | Ephemeral | 'home', triggerAge = 0): Promise<Delivered> {
    return this.transport.interaction(this.pressing(label, on, triggerAge));
  }

  /** The payload of a press, to be delivered more than once. */
  pressing(label: string, on: SlackMessage | Ephemeral | 'home', triggerAge = 0): Body {
    const blocks = on === 'home' ? (this.slack.homes.get(this.id)?.blocks ?? []) : on.blocks;
    const actions = [{ ...buttonIn(blocks, label), action_ts: this.slack.nextTs() }];
    const common = { user: { ...(payload('block_actions_message').user as Body), id: this.id }, actions };
    const trigger_id = this.slack.trigger(triggerAge);
    if (on === 'home') return { ...payload('block_actions_home'), ...common, trigger_id };
    const ephemeral = 'user' in on;
    const container = {
      type: 'message',
      message_ts: on.ts,
      channel_id: on.channel,
      is_ephemeral: ephemeral,
      ...(on.thread_ts && { thread_ts: on.thread_ts }),
    };
    return {
      ...payload(ephemeral ? 'block_actions_ephemeral' : 'block_actions_message'),
      ...common,
      trigger_id,
      container,
      channel: { id: on.channel, name: on.channel?.startsWith('D') ? 'directmessage' : 'alle' },
      response_url: this.slack.responseUrl(this.id, on.channel, on),
    };
  }

  /** Fills in the modal that was opened last. */
  submit(values: Record<string, Body>, view = this.slack.opened.at(-1)?.view): Promise<Delivered> {
    return this.transport.interaction(this.submitting(values, view));
  }

  submitting(values: Record<string, Body>, view = this.slack.opened.at(-1)?.view): Body {
    const fixture = payload('view_submission');
    const state = { values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { [id]: value }])) };
    return {
      ...fixture,
      user: { ...(fixture.user as Body), id: this.id },
      trigger_id: this.slack.trigger(),
      view: { ...(fixture.view as Body), ...view, state },
    };
  }

  useShortcut(): Promise<Delivered> {
    const user = { ...(payload('shortcut_global').user as Body), id: this.id };
    return this.transport.interaction({ ...payload('shortcut_global'), user, trigger_id: this.slack.trigger() });
  }

  useMessageShortcut(text: string, channel = 'C0ALLE001'): Promise<Delivered> {
    const fixture = payload('message_action');
    return this.transport.interaction({
      ...fixture,
      user: { ...(fixture.user as Body), id: this.id },
      channel: { id: channel, name: 'alle' },
      message: { ...(fixture.message as Body), text },
      trigger_id: this.slack.trigger(),
      response_url: this.slack.responseUrl(this.id, channel),
    });
  }
}

function buttonIn(blocks: readonly Block[], label: string): Body {
  const buttons = blocks.filter((block) => block.type === 'actions').flatMap((block) => block.elements ?? []);
  const found = buttons.find((each) => (each.text as Body | undefined)?.text === label);
  if (!found) throw new Error(`no button “${label}”`);
  return { ...found, block_id: blocks.find(({ elements }) => elements?.includes(found))?.block_id ?? 'b1' };
}
