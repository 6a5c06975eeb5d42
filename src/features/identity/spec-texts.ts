import { dayAt, formatDay } from '../../kernel/dates.js';
import { catalogue, type Language } from '../../kernel/texts.js';
import type { ChannelName } from '../../messages/inbound.js';

/** What is stored about a person, as `meine daten` and the data protection page word it. */
export const specTexts = catalogue({
  de: {
    people: 'Zu meiner Person',
    purposePeople: 'Damit Dorfbote weiß, wer Sie sind und für welche Einrichtung Sie sprechen',
    keptPeople:
      'Bis Sie es löschen; ohne Kontakt wird es nach drei Jahren von selbst gelöscht, bei der Koordination erst nach Ende der Aufgabe',
    accounts: 'Mein Zugang',
    purposeAccounts: 'Damit Dorfbote Sie in Slack und Teams wiedererkennt und Ihnen schreiben kann',
    keptAccounts:
      'Bis Sie es löschen; ohne Kontakt wird es nach drei Jahren von selbst gelöscht, bei der Koordination erst nach Ende der Aufgabe',
    coordination: 'Meine Aufgabe',
    purposeCoordination:
      'Damit nur die Koordination verwalten darf, und damit die Aufgabe nicht von selbst zurückkommt',
    keptCoordination: 'Solange die Aufgabe besteht',
    linkCodes: 'Code zum Verbinden zweier Zugänge',
    purposeLinkCodes:
      'Damit Sie in Slack und Teams dieselbe Person sind; gespeichert wird nur eine Prüfsumme. Falsche Versuche werden bis zu einem Tag lang unter einer Prüfsumme Ihres Zugangs gezählt, auch nach dem Löschen',
    name: 'Name',
    address: 'Genannte E-Mail-Adresse',
    email: 'Bestätigte E-Mail-Adresse',
    language: 'Sprache',
    languageDe: 'Deutsch',
    languageEinfach: 'Einfaches Deutsch',
    languageEn: 'Englisch',
    partner: 'Einrichtung',
    request: 'Einrichtung, noch nicht bestätigt',
    decision: 'Letzte Entscheidung über die Einrichtung',
    confirmed: (name: string) => `${name}: bestätigt`,
    rejected: (name: string) => `${name}: abgelehnt`,
    none: 'keine',
    paused: 'Pause bis einschließlich',
    firstSeen: 'Erster Kontakt',
    lastSeen: 'Letzter Kontakt',
    platform: 'Plattform',
    realm: 'Arbeitsbereich',
    user: 'Kennung',
    guest: 'Gast',
    yes: 'ja',
    role: 'Aufgabe',
    coordinationOffice: 'Koordination',
    validUntil: 'Gültig bis',
    playground: 'Spielwiese',
    page: 'Persönliche Seite',
    mail: 'E-Mail',
  },
  einfach: {
    people: 'Über mich',
    purposePeople: 'Dorfbote weiß dann: Wer sind Sie? Und für welche Einrichtung sprechen Sie?',
    keptPeople:
      'Bis Sie es löschen. Oder: Sie melden sich drei Jahre lang nicht. Dann löschen wir es. Bei der Koordination nicht.',
    accounts: 'Mein Zugang',
    purposeAccounts: 'Dorfbote erkennt Sie dann in Slack und Teams. Und er kann Ihnen schreiben.',
    keptAccounts:
      'Bis Sie es löschen. Oder: Sie melden sich drei Jahre lang nicht. Dann löschen wir es. Bei der Koordination nicht.',
    coordination: 'Meine Aufgabe',
    purposeCoordination: 'Nur die Koordination darf Dinge ändern.',
    keptCoordination: 'So lange Sie die Aufgabe haben',
    linkCodes: 'Code zum Verbinden',
    purposeLinkCodes:
      'Sie sind dann in Slack und Teams dieselbe Person. Der Code selbst steht nicht im Speicher. Falsche Versuche zählen wir einen Tag lang, ohne Ihren Namen. Auch nach dem Löschen.',
    name: 'Name',
    address: 'Genannte E-Mail-Adresse',
    email: 'Geprüfte E-Mail-Adresse',
    language: 'Sprache',
    languageDe: 'Deutsch',
    languageEinfach: 'Einfaches Deutsch',
    languageEn: 'Englisch',
    partner: 'Einrichtung',
    request: 'Einrichtung, noch nicht geprüft',
    decision: 'Letzte Entscheidung über die Einrichtung',
    confirmed: (name: string) => `${name}: stimmt`,
    rejected: (name: string) => `${name}: stimmt nicht`,
    none: 'keine',
    paused: 'Pause bis',
    firstSeen: 'Erste Nachricht',
    lastSeen: 'Letzte Nachricht',
    platform: 'Programm',
    realm: 'Arbeitsbereich',
    user: 'Kennung',
    guest: 'Gast',
    yes: 'ja',
    role: 'Aufgabe',
    coordinationOffice: 'Koordination',
    validUntil: 'Gilt bis',
    playground: 'Spielwiese',
    page: 'Eigene Seite',
    mail: 'E-Mail',
  },
  en: {
    people: 'About me',
    purposePeople: 'So that Dorfbote knows who you are and which organisation you speak for',
    keptPeople:
      'Until you delete it; without contact it is deleted by itself after three years, for coordinators only once the task has ended',
    accounts: 'My account',
    purposeAccounts: 'So that Dorfbote recognises you in Slack and Teams and can write to you',
    keptAccounts:
      'Until you delete it; without contact it is deleted by itself after three years, for coordinators only once the task has ended',
    coordination: 'My task',
    purposeCoordination: 'So that only the coordination office may administer',
    keptCoordination: 'As long as you have the task',
    linkCodes: 'Code for linking two accounts',
    purposeLinkCodes:
      'So that you are the same person in Slack and Teams; only a checksum is stored. Wrong tries are counted for up to a day under a checksum of your account, even after deletion',
    name: 'Name',
    address: 'E-mail address given for me',
    email: 'Confirmed e-mail address',
    language: 'Language',
    languageDe: 'German',
    languageEinfach: 'Plain German',
    languageEn: 'English',
    partner: 'Organisation',
    request: 'Organisation, not yet confirmed',
    decision: 'Last decision about the organisation',
    confirmed: (name: string) => `${name}: confirmed`,
    rejected: (name: string) => `${name}: declined`,
    none: 'none',
    paused: 'Pause up to and including',
    firstSeen: 'First contact',
    lastSeen: 'Last contact',
    platform: 'Platform',
    realm: 'Workspace',
    user: 'Identifier',
    guest: 'Guest',
    yes: 'yes',
    role: 'Task',
    coordinationOffice: 'Coordination office',
    validUntil: 'Valid until',
    playground: 'Playground',
    page: 'Personal page',
    mail: 'E-mail',
  },
});

/** The catalogue with what has to be put together. */
export function specText(language: Language) {
  const t = specTexts[language];
  const channels: Readonly<Record<ChannelName, string>> = {
    slack: 'Slack',
    teams: 'Microsoft Teams',
    playground: t.playground,
    page: t.page,
    mail: t.mail,
  };
  const languages: Readonly<Record<Language, string>> = {
    de: t.languageDe,
    einfach: t.languageEinfach,
    en: t.languageEn,
  };
  return {
    ...t,
    channels,
    languages,
    outcome: (outcome: 'confirmed' | 'rejected', name: string) => t[outcome](name),
    /** Contacts are kept to the day, and to the day in UTC. */
    contactDay: (day: Date) => formatDay(dayAt(day, 'utc'), language),
    /** The day that ends at this midnight. */
    dayBefore: (midnight: Date, zone: string) => formatDay(dayAt(new Date(midnight.getTime() - 1), zone), language),
  };
}
