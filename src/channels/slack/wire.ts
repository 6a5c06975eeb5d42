import { z } from 'zod';

/**
 * What Slack sends, as far as we read it. Everything else in it passes unread. What does not even have this shape is
 * refused before Bolt sees it.
 */
const Id = z.string().min(1).max(200);
const Ts = z.string().min(1).max(50);
const Text = z.string().max(200_000);
const Url = z.string().max(3_000);

const File = z.looseObject({
  id: Id,
  name: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: Url.nullish(),
});
export type File = z.infer<typeof File>;

const MessageEvent = z.looseObject({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  channel: Id,
  channel_type: z.string().optional(),
  ts: Ts,
  thread_ts: Ts.optional(),
  user: Id.nullish(),
  bot_id: Id.nullish(),
  text: Text.nullish(),
  team: Id.nullish(),
  user_team: Id.nullish(),
  source_team: Id.nullish(),
  hidden: z.boolean().optional(),
  files: z.array(File).nullish(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

const HomeEvent = z.looseObject({
  type: z.literal('app_home_opened'),
  user: Id,
  channel: Id,
  tab: z.string(),
  event_ts: Ts.optional(),
});

const EventBody = z.looseObject({
  type: z.literal('event_callback'),
  team_id: Id,
  event_id: Id,
  event_time: z.number().optional(),
  event: z.union([MessageEvent, HomeEvent]),
});
export type EventBody = z.infer<typeof EventBody>;

const CommandBody = z.looseObject({
  command: z.string().startsWith('/').max(200),
  text: Text.default(''),
  team_id: Id,
  user_id: Id,
  channel_id: Id,
  channel_name: z.string().optional(),
  trigger_id: Id,
  response_url: Url,
});
export type CommandBody = z.infer<typeof CommandBody>;

const User = z.looseObject({ id: Id, team_id: Id.nullish() });
const Team = z.looseObject({ id: Id }).nullish();
const Conversation = z.looseObject({ id: Id, name: z.string().optional() });

const Container = z.looseObject({
  type: z.string(),
  message_ts: Ts.optional(),
  thread_ts: Ts.optional(),
  channel_id: Id.optional(),
  is_ephemeral: z.boolean().optional(),
  view_id: Id.optional(),
});

const ActionBody = z.looseObject({
  type: z.literal('block_actions'),
  user: User,
  team: Team,
  container: Container,
  channel: Conversation.nullish(),
  trigger_id: Id.optional(),
  response_url: Url.optional(),
  actions: z
    .array(
      z.looseObject({
        action_id: Id.max(255),
        block_id: z.string().optional(),
        value: z.string().optional(),
        action_ts: Ts.optional(),
      }),
    )
    .min(1),
});
export type ActionBody = z.infer<typeof ActionBody>;

const Chosen = z.looseObject({ value: z.string() });
const ViewState = z.looseObject({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        value: Text.nullish(),
        selected_date: z.string().nullish(),
        selected_time: z.string().nullish(),
        selected_option: Chosen.nullish(),
        selected_options: z.array(Chosen).nullish(),
      }),
    ),
  ),
});
export type ViewState = z.infer<typeof ViewState>;

const SubmissionBody = z.looseObject({
  type: z.literal('view_submission'),
  user: User,
  team: Team,
  trigger_id: Id.optional(),
  view: z.looseObject({
    id: Id,
    hash: z.string().max(200).optional(),
    callback_id: Id.max(255),
    private_metadata: z.string().max(3_000).default(''),
    state: ViewState,
  }),
});
export type SubmissionBody = z.infer<typeof SubmissionBody>;

const GlobalShortcut = z.looseObject({
  type: z.literal('shortcut'),
  user: User,
  team: Team,
  callback_id: Id,
  trigger_id: Id,
});
export type GlobalShortcut = z.infer<typeof GlobalShortcut>;

const MessageShortcut = z.looseObject({
  type: z.literal('message_action'),
  user: User,
  team: Team,
  callback_id: Id,
  trigger_id: Id,
  response_url: Url,
  channel: Conversation,
  message: z.looseObject({ text: Text.nullish(), ts: Ts.optional() }),
});
export type MessageShortcut = z.infer<typeof MessageShortcut>;

export type Payload =
  | { readonly kind: 'event'; readonly body: EventBody }
  | { readonly kind: 'command'; readonly body: CommandBody }
  | { readonly kind: 'action'; readonly body: ActionBody }
  | { readonly kind: 'submission'; readonly body: SubmissionBody }
  | { readonly kind: 'shortcut'; readonly body: GlobalShortcut }
  | { readonly kind: 'message-shortcut'; readonly body: MessageShortcut };

/** `foreign`: well-formed, but nothing we subscribed to. `address-check`: Slack asks whether this address is ours. */
export type Read = Payload | 'foreign' | 'address-check' | 'malformed';

const Typed = z.looseObject({ type: z.string().min(1) });
const ForeignEvent = z.looseObject({ event: Typed });

/** What a verified body is. */
export function readPayload(body: unknown): Read {
  if (typeof body !== 'object' || body === null) return 'malformed';
  if ('command' in body) return checked(CommandBody, body, (command) => ({ kind: 'command', body: command }));
  if ('ssl_check' in body) return 'foreign';
  const typed = Typed.safeParse(body);
  if (!typed.success) return 'malformed';
  switch (typed.data.type) {
    case 'event_callback':
      return readEvent(body);
    case 'block_actions':
      return checked(ActionBody, body, (action) => ({ kind: 'action', body: action }));
    case 'view_submission':
      return checked(SubmissionBody, body, (submission) => ({ kind: 'submission', body: submission }));
    case 'shortcut':
      return checked(GlobalShortcut, body, (shortcut) => ({ kind: 'shortcut', body: shortcut }));
    case 'message_action':
      return checked(MessageShortcut, body, (shortcut) => ({ kind: 'message-shortcut', body: shortcut }));
    case 'url_verification':
      return 'address-check';
    default:
      return 'foreign';
  }
}

const ours = new Set<string>(['message', 'app_mention', 'app_home_opened']);

function readEvent(body: object): Read {
  const outer = ForeignEvent.safeParse(body);
  if (!outer.success) return 'malformed';
  if (!ours.has(outer.data.event.type)) return 'foreign';
  return checked(EventBody, body, (event) => ({ kind: 'event', body: event }));
}

function checked<T>(schema: z.ZodType<T>, body: object, payload: (data: T) => Payload): Read {
  const read = schema.safeParse(body);
  return read.success ? payload(read.data) : 'malformed';
}
