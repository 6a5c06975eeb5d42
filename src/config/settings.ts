import { z } from 'zod';
import { isLoopback } from '../kernel/addresses.js';
import { timeZoneExists } from './time-zone.js';

/** One environment variable: how it is read, what it means, what stands in `.env.example`. */
export interface Setting<T = unknown> {
  /** Reads the text of the variable; undefined if it is left out or empty. */
  readonly schema: z.ZodType<T, string | undefined>;
  /** What it means, in a line, for `.env.example`. */
  readonly meaning: string;
  /** As it would be typed; absent where there is no default. */
  readonly default?: string;
  readonly group: string;
}

const text = z.string().optional();
const list = z
  .string()
  .optional()
  .transform((value) =>
    (value ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
const onOff = z.enum(['on', 'off'], { error: 'ist weder „on“ noch „off“. Setzen Sie „on“ oder „off“.' });
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `ist keine ganze Zahl. Setzen Sie eine Zahl von ${least} bis ${most}.` })
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `liegt nicht zwischen ${least} und ${most}. Setzen Sie eine Zahl in diesem Bereich.`,
    });
const rate = (most: number) =>
  z
    .string()
    .regex(/^\d{1,4}([.,]\d{1,3})?$/, { error: `ist keine Zahl. Setzen Sie eine Zahl über 0 bis ${most}, z. B. 0.5.` })
    .transform((value) => Number(value.replace(',', '.')))
    .refine((value) => value > 0 && value <= most, {
      error: `liegt nicht über 0 und bis ${most}. Setzen Sie eine Zahl in diesem Bereich.`,
    });
/** `7/1, 8/2`: so many in so many seconds. */
const windows = z
  .string()
  .regex(/^\s*[1-9]\d{0,4}\/[1-9]\d{0,4}(\s*,\s*[1-9]\d{0,4}\/[1-9]\d{0,4}){0,7}\s*$/, {
    error: 'ist keine Liste wie „7/1, 8/2“. Setzen Sie je „Anzahl/Sekunden“, mit Kommas getrennt.',
  })
  .transform((value) =>
    value.split(',').map((part) => {
      const [count = 0, seconds = 0] = part.split('/').map(Number);
      return { count, milliseconds: seconds * 1_000 };
    }),
  );
const emails = list.refine((addresses) => addresses.every((address) => z.email().safeParse(address).success), {
  error:
    'enthält etwas, das keine E-Mail-Adresse ist. Trennen Sie die Adressen mit Kommas: a@stadt.example,b@stadt.example.',
});
const prefixed = (prefix: string, where: string) =>
  z
    .string()
    .refine((value) => value.startsWith(prefix), { error: `beginnt nicht mit „${prefix}“. ${where}` })
    .optional();
const webAddress = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'ist keine Webadresse. Setzen Sie eine vollständige Adresse, die mit http:// oder https:// beginnt.',
  })
  .optional();
const publicAddress = webAddress
  .refine(
    (value) =>
      value === undefined ||
      !URL.canParse(value) ||
      new URL(value).protocol === 'https:' ||
      isLoopback(new URL(value).hostname),
    { error: 'ist unverschlüsselt. Setzen Sie eine Adresse mit https:// (http:// nur für diesen Rechner selbst).' },
  )
  .refine((value) => !value || !/[?#]/.test(value), {
    error: 'hat etwas hinter der Adresse (? oder #). Links hängen ihren Pfad daran: Lassen Sie das weg.',
  });
const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Every setting there is. `.env.example` and the README's table follow this list; a test holds them to it. */
export const settings = {
  HOST: {
    group: 'Dienst',
    meaning: 'Adresse, an der Dorfbote lauscht.',
    default: '127.0.0.1',
    schema: z.string().default('127.0.0.1'),
  },
  PORT: {
    group: 'Dienst',
    meaning: 'Port für alles: Slack, Teams, Seiten, Spielwiese. 0 nimmt irgendeinen freien.',
    default: '3000',
    schema: wholeNumber(0, 65_535).default(3000),
  },
  PUBLIC_URL: {
    group: 'Dienst',
    meaning: 'So erreichen Links diesen Dienst von außen (https). Leer: keine Links außerhalb der Spielwiese.',
    schema: publicAddress,
  },
  MONGODB_URI: {
    group: 'Daten',
    meaning: 'MongoDB, z. B. mongodb://127.0.0.1:27017/dorfbote. Leer: der eingebaute Speicher.',
    schema: z
      .string()
      .refine((value) => /^mongodb(\+srv)?:\/\//.test(value), {
        error:
          'beginnt nicht mit „mongodb://“ oder „mongodb+srv://“. Kopieren Sie die Verbindungsadresse Ihrer MongoDB.',
      })
      .optional(),
  },
  DATA_DIR: {
    group: 'Daten',
    meaning: 'Ordner des eingebauten Speichers.',
    default: '.data',
    schema: z.string().default('.data'),
  },
  TIME_ZONE: {
    group: 'Netzwerk',
    meaning: 'Zeitzone des Netzwerks.',
    default: 'Europe/Berlin',
    schema: z
      .string()
      .default('Europe/Berlin')
      .refine(timeZoneExists, { error: 'ist keine Zeitzone. Setzen Sie einen Namen wie „Europe/Berlin“.' }),
  },
  NETWORK_NAME: {
    group: 'Netzwerk',
    meaning: 'So heißt Ihr Netzwerk.',
    default: 'Unser DINgg',
    schema: z.string().max(80, { error: 'ist zu lang. Nehmen Sie höchstens 80 Zeichen.' }).default('Unser DINgg'),
  },
  COORDINATORS: {
    group: 'Netzwerk',
    meaning: 'E-Mail-Adressen der Koordination, mit Kommas getrennt.',
    schema: emails,
  },
  CHILD_PROTECTION_CONTACT: {
    group: 'Netzwerk',
    meaning: 'Wen man anruft, wenn ein Kind in Gefahr ist (Name und Telefon).',
    schema: text,
  },
  PRIVACY_CONTACT: { group: 'Netzwerk', meaning: 'Wer Fragen zum Datenschutz beantwortet.', schema: text },
  SMALLEST_GROUP: {
    group: 'Netzwerk',
    meaning: 'Ergebnisse anonymer Umfragen zeigen keine kleineren Gruppen.',
    default: '5',
    schema: wholeNumber(3, 100).default(5),
  },
  AGREEMENT_FILES: {
    group: 'Netzwerk',
    meaning: 'Markdown-Dateien mit Ihrer Vereinbarung, mit Kommas getrennt. Leer: die mitgelieferte.',
    schema: list,
  },
  SLACK_BOT_TOKEN: {
    group: 'Slack',
    meaning: 'Bot User OAuth Token (xoxb-…).',
    schema: prefixed('xoxb-', 'Kopieren Sie das „Bot User OAuth Token“ aus „OAuth & Permissions“ Ihrer Slack-App.'),
  },
  SLACK_SIGNING_SECRET: {
    group: 'Slack',
    meaning: 'Signing Secret: Slack über HTTP.',
    schema: text,
  },
  SLACK_APP_TOKEN: {
    group: 'Slack',
    meaning: 'App-Level Token (xapp-…): Slack über Socket Mode, ohne öffentliche Adresse.',
    schema: prefixed('xapp-', 'Erzeugen Sie ein „App-Level Token“ mit connections:write in „Basic Information“.'),
  },
  SLACK_API_URL: { group: 'Slack', meaning: 'Andere Basisadresse der Web-API, nur für Tests.', schema: webAddress },
  TEAMS_APP_ID: { group: 'Microsoft Teams', meaning: 'Anwendungs-ID der Entra-Registrierung des Bots.', schema: text },
  TEAMS_APP_PASSWORD: { group: 'Microsoft Teams', meaning: 'Geheimer Clientschlüssel dazu.', schema: text },
  TEAMS_TENANT_ID: { group: 'Microsoft Teams', meaning: 'Mandanten-ID, in der der Bot registriert ist.', schema: text },
  TEAMS_ALLOWED_TENANTS: {
    group: 'Microsoft Teams',
    meaning: 'Mandanten, deren Leute hereindürfen, mit Kommas getrennt. Leer: nur TEAMS_TENANT_ID.',
    schema: list,
  },
  TEAMS_LOCAL: {
    group: 'Microsoft Teams',
    meaning: '„on“ nimmt unangemeldeten Teams-Verkehr an, nur von diesem Rechner (für den Agents Playground).',
    default: 'off',
    schema: onOff.default('off'),
  },
  SMTP_URL: {
    group: 'E-Mail',
    meaning: 'Mailserver für Menschen ohne Slack und Teams, z. B. smtps://nutzer:kennwort@mail.stadt.example.',
    schema: z
      .string()
      .refine((value) => /^smtps?:\/\/./.test(value), {
        error: 'beginnt nicht mit „smtp://“ oder „smtps://“. Setzen Sie die Adresse Ihres Mailservers so.',
      })
      .optional(),
  },
  MAIL_FROM: {
    group: 'E-Mail',
    meaning: 'Absender der Mails, z. B. Dorfbote <bote@stadt.example>.',
    schema: z
      .string()
      .refine((value) => z.email().safeParse(/<([^<>]+)>$/.exec(value)?.[1] ?? value).success, {
        error: 'enthält keine E-Mail-Adresse. Setzen Sie z. B. „Dorfbote <bote@stadt.example>“.',
      })
      .optional(),
  },
  SLACK_MESSAGES_PER_SECOND: {
    group: 'Zustellung',
    meaning:
      'So viele Nachrichten je Sekunde verträgt ein Slack-Arbeitsbereich insgesamt, von allen Prozessen zusammen.',
    default: '5',
    schema: rate(1_000).default(5),
  },
  SLACK_CONVERSATION_MESSAGES_PER_SECOND: {
    group: 'Zustellung',
    meaning: 'So viele Nachrichten je Sekunde verträgt eine einzelne Unterhaltung in Slack.',
    default: '1',
    schema: wholeNumber(1, 100).default(1),
  },
  SLACK_HISTORY_LAG_SECONDS: {
    group: 'Zustellung',
    meaning:
      'So lange kann es höchstens dauern, bis eine angenommene Nachricht im Verlauf von Slack steht. Erst danach wird nachgesehen, ob sie ankam.',
    default: '30',
    schema: wholeNumber(1, 600).default(30),
  },
  TEAMS_MESSAGES_PER_SECOND: {
    group: 'Zustellung',
    meaning: 'So viele Nachrichten je Sekunde verträgt ein Teams-Mandant insgesamt, von allen Prozessen zusammen.',
    default: '30',
    schema: rate(1_000).default(30),
  },
  TEAMS_CONVERSATION_LIMITS: {
    group: 'Zustellung',
    meaning: 'So viele Nachrichten verträgt eine einzelne Unterhaltung in Teams: Anzahl/Sekunden, mit Kommas getrennt.',
    default: '7/1, 8/2, 60/30, 1800/3600',
    schema: windows.default([
      { count: 7, milliseconds: 1_000 },
      { count: 8, milliseconds: 2_000 },
      { count: 60, milliseconds: 30_000 },
      { count: 1_800, milliseconds: 3_600_000 },
    ]),
  },
  MAILS_PER_MINUTE: {
    group: 'Zustellung',
    meaning: 'So viele Mails je Minute nimmt Ihr Mailserver an.',
    default: '60',
    schema: rate(9_999).default(60),
  },
  PLAYGROUND: {
    group: 'Spielwiese',
    meaning:
      '„on“ oder „off“. Leer: an, solange kein Kanal eingerichtet ist. Nie an einer Adresse außerhalb dieses Rechners.',
    schema: onOff.optional(),
  },
  LINK_SECRET: {
    group: 'Sicherheit',
    meaning: 'Unterschreibt Links (mindestens 32 Zeichen). Leer: wird beim ersten Start erzeugt und gespeichert.',
    schema: z
      .string()
      .min(32, { error: 'ist zu kurz. Setzen Sie mindestens 32 zufällige Zeichen, oder lassen Sie es leer.' })
      .optional(),
  },
  ANSWERS_SECRET: {
    group: 'Sicherheit',
    meaning:
      'Verschließt anonyme Antworten, bis die Umfrage endet (mindestens 32 Zeichen; nicht ändern, solange eine offen ist). Leer: nur mit einem Schlüssel, der im Speicher liegt.',
    schema: z
      .string()
      .min(32, { error: 'ist zu kurz. Setzen Sie mindestens 32 zufällige Zeichen, oder lassen Sie es leer.' })
      .optional(),
  },
  METRICS_TOKEN: {
    group: 'Sicherheit',
    meaning: 'Damit darf /metrics auch von anderen Rechnern gelesen werden (als Bearer).',
    schema: z.string().min(16, { error: 'ist zu kurz. Setzen Sie mindestens 16 zufällige Zeichen.' }).optional(),
  },
  LOG_LEVEL: {
    group: 'Dienst',
    meaning: `Wie viel im Protokoll steht: ${logLevels.join(', ')}.`,
    default: 'info',
    schema: z
      .enum(logLevels, { error: `ist keine Stufe. Setzen Sie eine von: ${logLevels.join(', ')}.` })
      .default('info'),
  },
  LLM_BASE_URL: { group: 'Vorbehalten', meaning: 'Für später: eine OpenAI-kompatible Adresse.', schema: webAddress },
  LLM_MODEL: { group: 'Vorbehalten', meaning: 'Für später.', schema: text },
  LLM_API_KEY: { group: 'Vorbehalten', meaning: 'Für später.', schema: text },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export type Values = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
