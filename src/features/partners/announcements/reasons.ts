import { catalogue, type Language } from '../../../kernel/texts.js';

/** Why a message is not there, for people. */
const reasonTexts = catalogue({
  de: {
    paused: 'hat eine Pause eingelegt und bekommt es danach',
    busy: 'die Plattform nimmt gerade nicht mehr an; wird von selbst wieder versucht',
    down: 'die Plattform ist gerade nicht zu erreichen; wird von selbst wieder versucht',
    off: 'dieser Kanal ist hier nicht eingerichtet',
    access: 'der Zugang des Bots zur Plattform ist ungültig; bitte dem Betrieb melden',
    account: 'das Konto ist abgeschaltet oder gelöscht',
    blocked: 'der Bot ist dort blockiert oder entfernt worden',
    nobody: 'hat dem Bot noch nicht geschrieben und ist so nicht zu erreichen',
    room: 'der Bot ist nicht in diesem Kanal; laden Sie ihn dort ein',
    archived: 'der Kanal ist archiviert',
    large: 'die Nachricht ist für diese Plattform zu groß',
    address: 'die E-Mail-Adresse wird nicht angenommen',
    lost: 'die Verbindung brach beim Senden ab',
    late: 'die Plattform hat nicht rechtzeitig geantwortet',
    partly: 'nur ein Teil der Nachricht ist angekommen',
    quiet: 'außerhalb der Zeiten für solche Nachrichten; kommt später',
    other: (code: string) => `technischer Fehler (${code}); bitte dem Betrieb melden`,
  },
  einfach: {
    paused: 'macht gerade Pause und bekommt es danach',
    busy: 'gerade ist zu viel los; ich versuche es wieder',
    down: 'die Seite geht gerade nicht; ich versuche es wieder',
    off: 'das ist hier nicht eingerichtet',
    access: 'ich komme dort nicht hinein; sagen Sie es bitte der Technik',
    account: 'das Konto gibt es nicht mehr',
    blocked: 'ich darf dort nicht mehr schreiben',
    nobody: 'hat mir noch nie geschrieben',
    room: 'ich bin nicht in diesem Kanal; laden Sie mich ein',
    archived: 'den Kanal gibt es nicht mehr',
    large: 'die Nachricht ist zu groß',
    address: 'die E-Mail-Adresse ist falsch',
    lost: 'die Verbindung war weg',
    late: 'es kam keine Antwort',
    partly: 'nur ein Teil ist angekommen',
    quiet: 'kommt später',
    other: (code: string) => `ein Fehler (${code}); sagen Sie es bitte der Technik`,
  },
  en: {
    paused: 'has paused messages and gets it afterwards',
    busy: 'the platform takes no more at the moment; tried again by itself',
    down: 'the platform cannot be reached at the moment; tried again by itself',
    off: 'this channel is not set up here',
    access: 'the bot’s access to the platform is invalid; please tell the operator',
    account: 'the account is switched off or deleted',
    blocked: 'the bot was blocked or removed there',
    nobody: 'has not written to the bot yet and cannot be reached like this',
    room: 'the bot is not in this channel; invite it there',
    archived: 'the channel is archived',
    large: 'the message is too large for this platform',
    address: 'the e-mail address is not accepted',
    lost: 'the connection broke while sending',
    late: 'the platform did not answer in time',
    partly: 'only a part of the message has arrived',
    quiet: 'outside the hours for such messages; comes later',
    other: (code: string) => `technical fault (${code}); please tell the operator`,
  },
});

type Reason = Exclude<keyof (typeof reasonTexts)['de'], 'other'>;

/** Every code that the delivery and the channels give. */
const codes: Readonly<Record<Reason, readonly string[]>> = {
  paused: ['paused'],
  busy: [
    'rate-limited',
    'ratelimited',
    'message-limit-exceeded',
    'precondition-failed',
    'accesslimited',
    'circuit-open',
  ],
  down: [
    'unavailable',
    'unreachable-platform',
    'service-unavailable',
    'request-timeout',
    'team-added-to-org',
    'not-started',
    'not-accepted',
  ],
  off: ['channel-off', 'not-local'],
  access: [
    'invalid-auth',
    'not-authed',
    'token-revoked',
    'token-expired',
    'missing-scope',
    'unauthorized',
    'no-token',
    'no-permission',
    'not-allowed-token-type',
    'team-disabled',
    'org-login-required',
  ],
  account: [
    'account-inactive',
    'user-not-found',
    'user-disabled',
    'users-not-found',
    'unknown-account',
    'user-removed-from-team',
    'user-is-bot',
  ],
  blocked: ['blocked', 'cannot-dm-bot', 'messages-tab-disabled', 'restricted-action', 'user-not-visible', 'http-403'],
  nobody: ['no-conversation', 'unreachable', 'no-account', 'gone'],
  room: ['not-in-channel', 'channel-not-found', 'http-404'],
  archived: ['is-archived'],
  large: ['too-large', 'msg-too-long', 'msg-blocks-too-long', 'http-413'],
  address: ['bad-address', 'no-address', 'address-refused', 'recipient-refused', 'rejected'],
  lost: [
    'connection-lost',
    'no-receipt',
    'no-read-back',
    'unreadable-answer',
    'internal-error',
    'fatal-error',
    'http-500',
    'http-502',
  ],
  late: ['timed-out', 'timeout', 'http-504', 'http-503'],
  partly: ['partly-sent'],
  quiet: ['quiet-hours', 'bundled', 'enough-for-today', 'never-nag'],
};

const meaning = new Map<string, Reason>(
  Object.entries(codes).flatMap(([reason, list]) => list.map((code) => [code, reason as Reason] as const)),
);

/** A reason code in plain words. */
export function reasonText(code: string, language: Language): string {
  const reason = meaning.get(code);
  return reason ? reasonTexts[language][reason] : reasonTexts[language].other(code);
}
