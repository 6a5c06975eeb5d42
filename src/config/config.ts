import { isLoopback } from '../kernel/addresses.js';
import { type SettingName, settings, type Values } from './settings.js';

export interface SlackConfig {
  readonly botToken: string;
  /** HTTP, if there is no app token. */
  readonly signingSecret?: string;
  /** Socket Mode. */
  readonly appToken?: string;
  readonly apiUrl?: string;
}

export type TeamsConfig =
  | { readonly mode: 'local' }
  | {
      readonly mode: 'registered';
      readonly appId: string;
      readonly appPassword: string;
      readonly tenantId: string;
      readonly allowedTenants: readonly string[];
    };

/** How much the platforms bear. */
export interface DeliveryConfig {
  readonly slackPerSecond: number;
  readonly slackConversationPerSecond: number;
  readonly slackHistoryLagSeconds: number;
  readonly teamsPerSecond: number;
  readonly teamsConversation: readonly { readonly count: number; readonly milliseconds: number }[];
  readonly mailsPerMinute: number;
}

/** What the rest of the program knows of its surroundings. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly mongodbUri?: string;
  readonly dataDir: string;
  readonly zone: string;
  readonly networkName: string;
  readonly coordinators: readonly string[];
  readonly childProtectionContact?: string;
  readonly privacyContact?: string;
  readonly agreementFiles: readonly string[];
  /** Results of anonymous surveys show no smaller groups. */
  readonly smallestGroup: number;
  readonly slack?: SlackConfig;
  readonly teams?: TeamsConfig;
  readonly smtp?: { readonly url: string; readonly from: string };
  readonly delivery: DeliveryConfig;
  readonly playground: boolean;
  readonly linkSecret?: string;
  readonly answersSecret?: string;
  readonly metricsToken?: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** One mistake: which variable, and what is wrong and how to mend it. */
export interface Problem {
  readonly variable: SettingName;
  readonly text: string;
}

/** Everything that is wrong, at once. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(['Die Einstellungen stimmen nicht:', ...problems.map((p) => `  ${p.variable} ${p.text}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads the settings from environment variables. An empty variable counts as left out.
 * @throws ConfigError with every problem
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: Problem[] = [];
  const read = Object.entries(settings).map(([name, setting]) => {
    const parsed = setting.schema.safeParse(environment[name]?.trim() || undefined);
    if (!parsed.success) {
      problems.push({ variable: name as SettingName, text: parsed.error.issues[0]?.message ?? 'ist falsch.' });
    }
    return [name, parsed.data];
  });
  const wrong = new Set(problems.map((problem) => problem.variable));
  const values = Object.fromEntries(read) as Values;
  problems.push(...contradictions(values).filter((problem) => !wrong.has(problem.variable)));
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(values);
}

/** What is wrong with settings that are right by themselves. */
function contradictions(v: Values): readonly Problem[] {
  const problems: Problem[] = [];
  const missing = (variable: SettingName, because: string) => problems.push({ variable, text: `fehlt. ${because}` });
  const clash = (variable: SettingName, text: string) => problems.push({ variable, text });

  if ((v.SLACK_SIGNING_SECRET || v.SLACK_APP_TOKEN) && !v.SLACK_BOT_TOKEN) {
    missing('SLACK_BOT_TOKEN', 'Slack braucht es; ohne Slack lassen Sie alle SLACK_-Einstellungen leer.');
  }
  if (v.SLACK_BOT_TOKEN && !v.SLACK_SIGNING_SECRET && !v.SLACK_APP_TOKEN) {
    missing('SLACK_SIGNING_SECRET', 'Setzen Sie es (Slack über HTTP), oder SLACK_APP_TOKEN (Socket Mode).');
  }
  const registration = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const;
  if (registration.some((name) => v[name])) {
    for (const name of registration.filter((each) => !v[each])) {
      missing(name, 'Teams braucht App-ID, Kennwort und Mandanten-ID zusammen.');
    }
  } else if (v.TEAMS_ALLOWED_TENANTS.length > 0) {
    missing('TEAMS_APP_ID', 'TEAMS_ALLOWED_TENANTS gilt nur zusammen mit einer Registrierung.');
  }
  if (v.TEAMS_LOCAL === 'on' && v.TEAMS_APP_ID) {
    clash(
      'TEAMS_LOCAL',
      'geht nicht zusammen mit TEAMS_APP_ID. Setzen Sie „off“, oder lassen Sie die Registrierung weg.',
    );
  }
  if (v.SMTP_URL && !v.MAIL_FROM)
    missing('MAIL_FROM', 'Mails brauchen einen Absender, z. B. Dorfbote <bote@stadt.example>.');
  if (v.MAIL_FROM && !v.SMTP_URL) missing('SMTP_URL', 'MAIL_FROM allein verschickt nichts.');
  if ((v.LLM_MODEL || v.LLM_API_KEY) && !v.LLM_BASE_URL) {
    missing('LLM_BASE_URL', 'LLM_MODEL und LLM_API_KEY gelten nur zusammen mit einer Adresse.');
  }
  if (v.PLAYGROUND === 'on' && v.HOST && !isLoopback(v.HOST)) {
    clash(
      'PLAYGROUND',
      'darf nur an sein, wenn HOST diesen Rechner meint (127.0.0.1). Setzen Sie „off“ oder ändern Sie HOST.',
    );
  }
  if (v.PLAYGROUND === undefined && !hasChannel(v) && v.HOST && !isLoopback(v.HOST)) {
    clash(
      'HOST',
      'reicht über diesen Rechner hinaus, und kein Kanal ist eingerichtet: die Spielwiese darf dann nicht an sein. ' +
        'Richten Sie Slack oder Teams ein, oder setzen Sie HOST=127.0.0.1.',
    );
  }
  return problems;
}

function hasChannel(v: Values): boolean {
  return Boolean(v.SLACK_BOT_TOKEN || v.TEAMS_APP_ID || v.TEAMS_LOCAL === 'on');
}

function configOf(v: Values): Config {
  const slack = slackOf(v);
  const teams = teamsOf(v);
  return {
    host: v.HOST,
    port: v.PORT,
    dataDir: v.DATA_DIR,
    zone: v.TIME_ZONE,
    networkName: v.NETWORK_NAME,
    coordinators: v.COORDINATORS.map((address) => address.toLowerCase()),
    agreementFiles: v.AGREEMENT_FILES,
    smallestGroup: v.SMALLEST_GROUP,
    playground: v.PLAYGROUND === undefined ? !hasChannel(v) : v.PLAYGROUND === 'on',
    logLevel: v.LOG_LEVEL,
    delivery: {
      slackPerSecond: v.SLACK_MESSAGES_PER_SECOND,
      slackConversationPerSecond: v.SLACK_CONVERSATION_MESSAGES_PER_SECOND,
      slackHistoryLagSeconds: v.SLACK_HISTORY_LAG_SECONDS,
      teamsPerSecond: v.TEAMS_MESSAGES_PER_SECOND,
      teamsConversation: v.TEAMS_CONVERSATION_LIMITS,
      mailsPerMinute: v.MAILS_PER_MINUTE,
    },
    ...(v.PUBLIC_URL && { publicUrl: v.PUBLIC_URL.replace(/\/+$/, '') }),
    ...(v.MONGODB_URI && { mongodbUri: v.MONGODB_URI }),
    ...(v.CHILD_PROTECTION_CONTACT && { childProtectionContact: v.CHILD_PROTECTION_CONTACT }),
    ...(v.PRIVACY_CONTACT && { privacyContact: v.PRIVACY_CONTACT }),
    ...(v.LINK_SECRET && { linkSecret: v.LINK_SECRET }),
    ...(v.ANSWERS_SECRET && { answersSecret: v.ANSWERS_SECRET }),
    ...(v.METRICS_TOKEN && { metricsToken: v.METRICS_TOKEN }),
    ...(slack && { slack }),
    ...(teams && { teams }),
    ...(v.SMTP_URL && v.MAIL_FROM && { smtp: { url: v.SMTP_URL, from: v.MAIL_FROM } }),
  };
}

function slackOf(v: Values): SlackConfig | undefined {
  if (!v.SLACK_BOT_TOKEN) return undefined;
  return {
    botToken: v.SLACK_BOT_TOKEN,
    ...(v.SLACK_SIGNING_SECRET && { signingSecret: v.SLACK_SIGNING_SECRET }),
    ...(v.SLACK_APP_TOKEN && { appToken: v.SLACK_APP_TOKEN }),
    ...(v.SLACK_API_URL && { apiUrl: v.SLACK_API_URL }),
  };
}

function teamsOf(v: Values): TeamsConfig | undefined {
  if (v.TEAMS_LOCAL === 'on') return { mode: 'local' };
  if (!v.TEAMS_APP_ID || !v.TEAMS_APP_PASSWORD || !v.TEAMS_TENANT_ID) return undefined;
  const tenants = v.TEAMS_ALLOWED_TENANTS.length > 0 ? v.TEAMS_ALLOWED_TENANTS : [v.TEAMS_TENANT_ID];
  return {
    mode: 'registered',
    appId: v.TEAMS_APP_ID,
    appPassword: v.TEAMS_APP_PASSWORD,
    tenantId: v.TEAMS_TENANT_ID,
    // Microsoft writes them in lower case, portals and people do not always.
    allowedTenants: tenants.map((tenant) => tenant.toLowerCase()),
  };
}
