import { z } from 'zod';
import { own } from './inbound.js';
import { type SuggestedPrompt, suggestedPrompts } from './texts.js';

/** One command of the bot, as the manifest's usage hint and the agent's description need it. */
export interface ManifestCommand {
  readonly word: string;
  readonly help: string;
}

export interface ManifestOptions {
  /** As people see it in Slack; at most 35 characters. */
  readonly name: string;
  /** The network it works for. */
  readonly networkName: string;
  readonly commands: readonly ManifestCommand[];
  /** Where this service is reached. Without one that Slack can reach (https), or with `socketMode`: Socket Mode. */
  readonly publicUrl?: string;
  readonly socketMode?: boolean;
  readonly prompts?: readonly SuggestedPrompt[];
}

/** What the bot may do, and what each scope is for. */
export const botScopes = {
  'app_mentions:read': 'mentions in channels',
  'assistant:write': 'suggested prompts',
  'chat:write': 'answers',
  commands: '/dorfbote and the shortcuts',
  'files:read': 'files that people send to it',
  'files:write': 'pictures of reports',
  'im:history': 'direct messages; telling whether a message went out',
  'im:write': 'announcements to a person',
  'mpim:history': 'mentions in group messages',
  'users:read': 'names, and who is a guest',
  'users:read.email': 'joining a person in Slack and Teams',
} as const;

const botEvents = ['app_home_opened', 'app_mention', 'message.im', 'message.mpim'] as const;

/** The app manifest as Slack takes it, checked against its documented limits. Throws on what Slack would refuse. */
export function slackManifest(options: ManifestOptions): SlackManifest {
  const reachable = !options.socketMode && options.publicUrl?.startsWith('https://');
  const url = reachable ? `${options.publicUrl?.replace(/\/+$/, '')}/slack/events` : undefined;
  const about = `Fragen und Antworten rund um das Netzwerk ${options.networkName}: Vereinbarung, Treffen, Partner, Umfragen.`;
  return Manifest.parse({
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: options.name,
      description: shortened(about, 140),
      background_color: '#2f5d50',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: options.name, always_online: true },
      agent_view: {
        agent_description: shortened(
          `${about} Tippen Sie eine Frage oder zum Beispiel: ${words(options.commands)}`,
          300,
        ),
        suggested_prompts: (options.prompts ?? suggestedPrompts).slice(0, 4),
      },
      shortcuts: [
        {
          name: 'Dorfbote fragen',
          type: 'global',
          callback_id: own.ask,
          description: 'Eine Frage stellen; die Antwort kommt als Direktnachricht',
        },
        {
          // Slack takes 24 characters here, so "stellen" stands in the description.
          name: 'Als Frage an Dorfbote',
          type: 'message',
          callback_id: own.askMessage,
          description: 'Diese Nachricht als Frage an Dorfbote stellen; die Antwort sehen nur Sie',
        },
      ],
      slash_commands: [
        {
          command: '/dorfbote',
          description: 'Dorfbote fragen oder beauftragen; die Antwort sehen nur Sie',
          usage_hint: shortened(words(options.commands), 1_000),
          should_escape: true,
          ...(url && { url }),
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes) } },
    settings: {
      event_subscriptions: { bot_events: [...botEvents], ...(url && { request_url: url }) },
      interactivity: { is_enabled: true, ...(url && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !url,
      token_rotation_enabled: false,
    },
  });
}

function words(commands: readonly ManifestCommand[]): string {
  return commands.map((command) => command.word).join(' · ') || 'hilfe';
}

function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.lastIndexOf(' ', max - 2);
  return `${text.slice(0, end > 0 ? end : max - 1).replace(/[ ·,;:]+$/, '')}…`;
}

const text = (max: number) => z.string().min(1).max(max);
const address = z.string().regex(/^https:\/\/\S+$/, 'Slack reaches only https addresses');
const prompt = z.strictObject({ title: text(75), message: text(1_000) });

/** The part of Slack's manifest that we use, with its documented limits. */
export const Manifest = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int().min(0) }),
    display_information: z.strictObject({
      name: text(35),
      description: text(140),
      background_color: z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      }),
      bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
      agent_view: z.strictObject({ agent_description: text(300), suggested_prompts: z.array(prompt).max(4) }),
      shortcuts: z
        .array(
          z.strictObject({
            name: text(24),
            type: z.enum(['global', 'message']),
            callback_id: text(255),
            description: text(150),
          }),
        )
        .min(1)
        .max(10),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
            description: text(2_000),
            usage_hint: text(1_000),
            should_escape: z.boolean(),
            url: address.max(3_000).optional(),
          }),
        )
        .min(1)
        .max(50),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(text(50)).min(1).max(255) }) }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({
        bot_events: z.array(text(50)).min(1).max(100),
        request_url: address.max(3_500).optional(),
      }),
      interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.max(3_500).optional() }),
      org_deploy_enabled: z.boolean(),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .refine(
    ({ settings }) => settings.socket_mode_enabled || settings.event_subscriptions.request_url !== undefined,
    'events need an address or Socket Mode',
  );
export type SlackManifest = z.infer<typeof Manifest>;
