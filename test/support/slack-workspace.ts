import { refusedBlocks, refusedView } from './slack-blocks.js';

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  thread_ts?: string;
  text: string;
  blocks: Block[];
  metadata?: unknown;
  /** When it was posted, for the lag of the history. */
  readonly posted: number;
}

export interface Block {
  readonly type: string;
  readonly elements?: readonly Record<string, unknown>[];
  readonly [key: string]: unknown;
}

/** A message that one person sees, at the address that Slack gave out for it, or posted to them. */
export interface Ephemeral {
  readonly user: string;
  readonly channel?: string;
  text: string;
  blocks: Block[];
  readonly ts: string;
  readonly thread_ts?: string;
  deleted?: boolean;
}

export interface ResponseAddress {
  readonly user: string;
  readonly channel?: string;
  /** What `replace_original` rewrites. */
  original?: Ephemeral | SlackMessage;
  uses: number;
}

export interface UploadedFile {
  bytes: number;
  looks: number;
  complete: boolean;
  title?: string;
  /** The conversation it was put into. */
  sharedIn?: string;
}

export interface SlackUser {
  readonly id: string;
  readonly team_id: string;
  readonly real_name?: string;
  readonly [key: string]: unknown;
}

export type Args = Record<string, unknown>;
export type Answer = Record<string, unknown>;

const bot = { user: 'U0DORFBOT', bot: 'B0DORFBOT', app: 'A0DORFBOT', team: 'T0DINGG01' } as const;

/** A Slack workspace: what is in it, and what the Web API's methods do to it. */
export abstract class SlackWorkspace {
  readonly bot = bot;
  readonly messages: SlackMessage[] = [];
  readonly ephemerals: Ephemeral[] = [];
  readonly homes = new Map<string, { readonly blocks: Block[] }>();
  readonly opened: { readonly trigger: string; readonly view: Answer }[] = [];
  readonly files = new Map<string, UploadedFile>();
  readonly prompts: Args[] = [];
  readonly users = new Map<string, SlackUser>();
  /** Channels that the bot is in; direct messages always are. */
  readonly joined = new Set(['C0ALLE001', 'G0GRUPPE1']);
  /** Milliseconds until a message shows in the history. */
  historyLag = 0;
  /** The same, for each message. */
  lagOf: (message: SlackMessage) => number = () => this.historyLag;
  /** What a file's address serves. */
  fileContent = 'name;mail\nAnna;anna@example.org\n';

  protected readonly addresses = new Map<string, ResponseAddress>();
  private readonly triggers = new Map<string, { issued: number; used: boolean }>();
  private sequence = 0;

  /** Where this Slack is reached. */
  abstract readonly address: string;

  /** The address for one Socket Mode connection. */
  protected abstract socketAddress(): string;

  nextTs(): string {
    this.sequence += 1;
    return `${Math.floor(Date.now() / 1_000)}.${String(this.sequence).padStart(6, '0')}`;
  }

  /** A trigger id as a press brings it: good once, for three seconds. */
  trigger(ageMs = 0): string {
    this.sequence += 1;
    const id = `12321423423.333649436676.${String(this.sequence).padStart(32, '0')}`;
    this.triggers.set(id, { issued: Date.now() - ageMs, used: false });
    return id;
  }

  responseUrl(user: string, channel?: string, original?: Ephemeral | SlackMessage): string {
    this.sequence += 1;
    const path = `/response/${this.sequence}`;
    this.addresses.set(path, { user, uses: 0, ...(channel && { channel }), ...(original && { original }) });
    return `${this.address}${path}`;
  }

  /** An ephemeral message as the answer to a slash command shows it. */
  showEphemeral(user: string, channel: string, answer: Args): Ephemeral {
    const shown = { user, channel, text: String(answer.text ?? ''), blocks: blocksOf(answer), ts: this.nextTs() };
    this.ephemerals.push(shown);
    return shown;
  }

  protected answer(method: string, args: Args): Answer {
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://dingg.slack.com/',
          team: 'DINgg',
          user: 'dorfbote',
          team_id: bot.team,
          user_id: bot.user,
          bot_id: bot.bot,
          is_enterprise_install: false,
        };
      case 'apps.connections.open':
        return { ok: true, url: this.socketAddress() };
      case 'conversations.open':
        return this.openConversation(String(args.users));
      case 'conversations.history':
        return this.history(args);
      case 'conversations.replies':
        return this.replies(args);
      case 'chat.postMessage':
        return this.post(args);
      case 'chat.update':
        return this.update(args);
      case 'chat.postEphemeral':
        return this.postEphemeral(args);
      case 'users.info': {
        const user = this.users.get(String(args.user));
        return user ? { ok: true, user } : { ok: false, error: 'user_not_found' };
      }
      case 'views.open':
        return this.openView(args);
      case 'views.publish':
        return this.publish(args);
      case 'assistant.threads.setSuggestedPrompts':
        this.prompts.push(args);
        return { ok: true };
      case 'files.getUploadURLExternal':
        return this.uploadAddress();
      case 'files.completeUploadExternal':
        return this.completeUpload(args);
      case 'files.info':
        return this.fileInfo(String(args.file));
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  private openConversation(user: string): Answer {
    const known = this.users.get(user);
    if (!known) return { ok: false, error: 'user_not_found' };
    if (known.deleted) return { ok: false, error: 'user_disabled' };
    return { ok: true, channel: { id: directOf(user) } };
  }

  private history(args: Args): Answer {
    const visible = this.shownBy(args).filter((message) => !message.thread_ts);
    return this.pageOf(visible.reverse(), args);
  }

  private replies(args: Args): Answer {
    const visible = this.shownBy(args).filter(({ ts, thread_ts }) => ts === args.ts || thread_ts === args.ts);
    return this.pageOf(visible, args);
  }

  private shownBy(args: Args): SlackMessage[] {
    const oldest = Number(args.oldest ?? 0);
    return this.messages
      .filter((message) => message.channel === args.channel)
      .filter((message) => Date.now() - message.posted >= this.lagOf(message) && Number(message.ts) > oldest);
  }

  private pageOf(visible: readonly SlackMessage[], args: Args): Answer {
    const start = Number(args.cursor ?? 0);
    const end = start + Number(args.limit ?? 100);
    const shown = args.include_all_metadata ? visible : visible.map(({ metadata: _unasked, ...message }) => message);
    return {
      ok: true,
      messages: shown.slice(start, end),
      has_more: end < visible.length,
      response_metadata: { next_cursor: end < visible.length ? String(end) : '' },
    };
  }

  private post(args: Args): Answer {
    const channel = String(args.channel);
    const refused = this.refusedPost(channel, args);
    if (refused) return { ok: false, error: refused };
    const message: SlackMessage = {
      channel,
      ts: this.nextTs(),
      text: String(args.text ?? ''),
      blocks: blocksOf(args),
      posted: Date.now(),
      ...(typeof args.thread_ts === 'string' && { thread_ts: args.thread_ts }),
      ...(args.metadata !== undefined && { metadata: args.metadata }),
    };
    this.messages.push(message);
    return { ok: true, channel, ts: message.ts, message };
  }

  private refusedPost(channel: string, args: Args): string | undefined {
    if (!/^[CDG]/.test(channel)) return 'channel_not_found';
    if (!channel.startsWith('D') && !this.joined.has(channel)) return 'not_in_channel';
    if (!args.text && !args.blocks) return 'no_text';
    return args.blocks ? refusedBlocks(args.blocks) : undefined;
  }

  private update(args: Args): Answer {
    const message = this.messages.find((each) => each.channel === args.channel && each.ts === args.ts);
    if (!message) return { ok: false, error: 'message_not_found' };
    const refused = refusedBlocks(args.blocks);
    if (refused) return { ok: false, error: refused };
    message.text = String(args.text ?? '');
    message.blocks = blocksOf(args);
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  }

  private postEphemeral(args: Args): Answer {
    const channel = String(args.channel);
    const refused = this.refusedPost(channel, args);
    if (refused) return { ok: false, error: refused };
    const shown: Ephemeral = {
      user: String(args.user),
      channel,
      text: String(args.text ?? ''),
      blocks: blocksOf(args),
      ts: this.nextTs(),
      ...(typeof args.thread_ts === 'string' && { thread_ts: args.thread_ts }),
    };
    this.ephemerals.push(shown);
    return { ok: true, message_ts: shown.ts };
  }

  private openView(args: Args): Answer {
    const id = String(args.trigger_id);
    const trigger = this.triggers.get(id);
    if (!trigger) return { ok: false, error: 'invalid_trigger' };
    if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
    if (Date.now() - trigger.issued > 3_000) return { ok: false, error: 'expired_trigger_id' };
    const refused = refusedView(args.view);
    if (refused) return { ok: false, error: refused };
    trigger.used = true;
    const view = this.stored(args.view as Answer);
    this.opened.push({ trigger: id, view });
    return { ok: true, view };
  }

  /** A modal as Slack keeps it. */
  stored(view: Answer): Answer {
    this.sequence += 1;
    return { ...view, id: `V0${this.sequence}`, hash: `${Date.now()}.${this.sequence}` };
  }

  private publish(args: Args): Answer {
    const refused = refusedView(args.view);
    if (refused) return { ok: false, error: refused };
    this.homes.set(String(args.user_id), args.view as { blocks: Block[] });
    return { ok: true, view: args.view };
  }

  private uploadAddress(): Answer {
    this.sequence += 1;
    const id = `F0${this.sequence}`;
    this.files.set(id, { bytes: 0, looks: 0, complete: false });
    return { ok: true, upload_url: `${this.address}/upload/${id}`, file_id: id };
  }

  private completeUpload(args: Args): Answer {
    const named = args.files as readonly { id: string; title?: string }[];
    for (const { id, title } of named) {
      const file = this.files.get(id);
      if (!file || file.bytes === 0) return { ok: false, error: 'file_not_found' };
      file.complete = true;
      if (title !== undefined) file.title = title;
      if (args.channel_id !== undefined) file.sharedIn = String(args.channel_id);
    }
    return { ok: true, files: named.map(({ id }) => ({ id, mimetype: '' })) };
  }

  /** Slack needs a moment with a new file: at the first look it has no type yet. */
  private fileInfo(id: string): Answer {
    const file = this.files.get(id);
    if (!file?.complete) return { ok: false, error: 'file_not_found' };
    file.looks += 1;
    return { ok: true, file: { id, mimetype: file.looks > 1 ? 'image/png' : '' } };
  }

  protected showAt(address: ResponseAddress, args: Args): void {
    const content = { text: String(args.text ?? ''), blocks: blocksOf(args) };
    if (args.replace_original && address.original) {
      Object.assign(address.original, content);
      return;
    }
    const { user, channel } = address;
    this.ephemerals.push({ user, ts: this.nextTs(), ...(channel && { channel }), ...content });
  }
}

/** The id of a person's conversation with the bot. */
export function directOf(user: string): string {
  return user.replace(/^U/, 'D');
}

function blocksOf(args: Args): Block[] {
  return (args.blocks as Block[] | undefined) ?? [];
}
