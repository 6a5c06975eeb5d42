import { catalogue } from '../../kernel/texts.js';

/** What only this channel says. */
export const texts = catalogue({
  de: {
    file: (label: string, name: string) => `Datei: ${label} (${name})`,
    fileNotShared: (name: string) =>
      `Die Datei „${name}“ konnte ich hier nicht ablegen. Bitte versuchen Sie es in einer Minute noch einmal.`,
    share: 'Im Kanal teilen',
    asked: (question: string) => `Gefragt wurde: „${question}“`,
    cannotShare:
      'Hier kann ich noch nicht schreiben. Laden Sie mich mit „/invite @Dorfbote“ in den Kanal ein und drücken Sie dann noch einmal.',
    notShared: 'Das lässt sich nicht teilen, weil es etwas ändert.',
    personal: 'Diese Antwort ist persönlich. Ich teile sie nicht im Kanal.',
    askTitle: 'Frage an Dorfbote',
    askLabel: 'Ihre Frage',
    askHint: 'Bitte keine Namen oder Fälle von Kindern und Familien. Die Antwort kommt als Direktnachricht.',
    askSubmit: 'Fragen',
    cancel: 'Abbrechen',
    confirmTitle: 'Sind Sie sicher?',
    confirmYes: 'Ja',
    unavailable: 'Das hat gerade nicht geklappt. Bitte versuchen Sie es in einer Minute noch einmal.',
    failed: 'Da ist bei mir etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
    unreadableFile: 'Diese Datei konnte ich nicht öffnen. Ist sie größer als 5 MB?',
    picture: (alt: string) => `Bild: ${alt}`,
    missing: (count: number) =>
      count === 1 ? 'Ein Abschnitt passte nicht mehr hierher.' : `${count} Abschnitte passten nicht mehr hierher.`,
    shortened: (count: number) =>
      count === 1
        ? '… gekürzt: Ein Abschnitt passte nicht mehr hierher.'
        : `… gekürzt: ${count} Abschnitte passten nicht mehr hierher.`,
    noOptions: 'Zurzeit gibt es nichts zur Auswahl.',
    mend: 'Bitte prüfen Sie noch einmal:',
    refusedBotToken: (code: string) =>
      `Slack nimmt SLACK_BOT_TOKEN nicht an (${code}). Tragen Sie das „Bot User OAuth Token“ der App ein; es beginnt mit „xoxb-“.`,
    refusedAppToken: (code: string) =>
      `Slack nimmt SLACK_APP_TOKEN nicht an (${code}). Tragen Sie ein „App-Level Token“ mit „connections:write“ ein; es beginnt mit „xapp-“.`,
    noTransport: 'Für Slack fehlt SLACK_SIGNING_SECRET (für HTTP) oder SLACK_APP_TOKEN (für Socket Mode).',
    unreachable: (reason: string) =>
      `Slack ist gerade nicht zu erreichen (${reason}). Stimmt SLACK_API_URL, und ist das Netz da?`,
  },
  einfach: {
    file: (label: string, name: string) => `Datei: ${label} (${name})`,
    fileNotShared: (name: string) =>
      `Die Datei „${name}“ konnte ich nicht schicken. Bitte versuchen Sie es in einer Minute noch einmal.`,
    share: 'Im Kanal teilen',
    asked: (question: string) => `Die Frage war: „${question}“`,
    cannotShare:
      'Hier kann ich noch nicht schreiben. Schreiben Sie zuerst: „/invite @Dorfbote“. Drücken Sie dann noch einmal.',
    notShared: 'Das kann ich nicht allen zeigen. Es würde etwas ändern.',
    personal: 'Diese Antwort ist nur für Sie. Ich zeige sie nicht allen.',
    askTitle: 'Frage an Dorfbote',
    askLabel: 'Ihre Frage',
    askHint: 'Bitte schreiben Sie keine Namen von Kindern und Familien. Ich antworte Ihnen direkt.',
    askSubmit: 'Fragen',
    cancel: 'Abbrechen',
    confirmTitle: 'Sind Sie sicher?',
    confirmYes: 'Ja',
    unavailable: 'Das ging gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal.',
    failed: 'Ich habe einen Fehler gemacht. Bitte versuchen Sie es noch einmal.',
    unreadableFile: 'Diese Datei kann ich nicht öffnen. Vielleicht ist sie zu groß. Es gehen höchstens 5 MB.',
    picture: (alt: string) => `Bild: ${alt}`,
    missing: (count: number) => (count === 1 ? 'Ein Teil fehlt hier.' : `${count} Teile fehlen hier.`),
    shortened: (count: number) =>
      count === 1 ? '… gekürzt: Ein Teil fehlt hier.' : `… gekürzt: ${count} Teile fehlen hier.`,
    noOptions: 'Hier gibt es gerade nichts zum Auswählen.',
    mend: 'Bitte prüfen Sie das:',
    refusedBotToken: (code: string) => `Slack nimmt SLACK_BOT_TOKEN nicht an (${code}). Es muss mit „xoxb-“ beginnen.`,
    refusedAppToken: (code: string) => `Slack nimmt SLACK_APP_TOKEN nicht an (${code}). Es muss mit „xapp-“ beginnen.`,
    noTransport: 'Für Slack fehlt SLACK_SIGNING_SECRET oder SLACK_APP_TOKEN.',
    unreachable: (reason: string) =>
      `Slack ist gerade nicht zu erreichen (${reason}). Prüfen Sie SLACK_API_URL und das Netz.`,
  },
  en: {
    file: (label: string, name: string) => `File: ${label} (${name})`,
    fileNotShared: (name: string) => `I could not put the file “${name}” here. Please try again in a minute.`,
    share: 'Share in channel',
    asked: (question: string) => `The question was: “${question}”`,
    cannotShare: 'I cannot write here yet. Invite me to the channel with “/invite @Dorfbote”, then press again.',
    notShared: 'This cannot be shared, because it changes something.',
    personal: 'This answer is personal. I do not share it in the channel.',
    askTitle: 'Ask Dorfbote',
    askLabel: 'Your question',
    askHint: 'Please no names or cases of children and families. The answer comes as a direct message.',
    askSubmit: 'Ask',
    cancel: 'Cancel',
    confirmTitle: 'Are you sure?',
    confirmYes: 'Yes',
    unavailable: 'That did not work just now. Please try again in a minute.',
    failed: 'Something went wrong on my side. Please try again.',
    unreadableFile: 'I could not open this file. Is it larger than 5 MB?',
    picture: (alt: string) => `Picture: ${alt}`,
    missing: (count: number) =>
      count === 1 ? 'One section did not fit in here.' : `${count} sections did not fit in here.`,
    shortened: (count: number) =>
      count === 1
        ? '… shortened: one section did not fit in here.'
        : `… shortened: ${count} sections did not fit in here.`,
    noOptions: 'There is nothing to choose from at present.',
    mend: 'Please check again:',
    refusedBotToken: (code: string) =>
      `Slack refuses SLACK_BOT_TOKEN (${code}). Enter the app's “Bot User OAuth Token”; it begins with “xoxb-”.`,
    refusedAppToken: (code: string) =>
      `Slack refuses SLACK_APP_TOKEN (${code}). Enter an “App-Level Token” with “connections:write”; it begins with “xapp-”.`,
    noTransport: 'Slack needs SLACK_SIGNING_SECRET (for HTTP) or SLACK_APP_TOKEN (for Socket Mode).',
    unreachable: (reason: string) =>
      `Slack cannot be reached now (${reason}). Is SLACK_API_URL right, and the network up?`,
  },
});

/** What Slack shows above an empty conversation; pressing one sends its message. */
export const suggestedPrompts: readonly SuggestedPrompt[] = [
  { title: 'Wie kündigt man?', message: 'Wie komme ich aus der Vereinbarung wieder raus?' },
  { title: 'Unsere Ziele', message: 'Welche Ziele hat unser Netzwerk?' },
  { title: 'Inhalt der Vereinbarung', message: 'inhalt' },
  { title: 'Was kann Dorfbote?', message: 'hilfe' },
];

export interface SuggestedPrompt {
  readonly title: string;
  readonly message: string;
}
