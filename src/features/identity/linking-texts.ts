import { catalogue } from '../../kernel/texts.js';

/** `verbinden`: one person with identities on several platforms. */
export const linkingTexts = catalogue({
  de: {
    linkCommand: 'verbindet Ihre Zugänge in Slack und Teams',
    linkCode: (code: string, minutes: string) =>
      `Ihr Code: ${code}. Tippen Sie in dem anderen Programm „verbinden ${code}“. Er gilt ${minutes} Minuten und nur einmal.`,
    linkCodeSummary: 'Ihr Code zum Verbinden',
    linkCodeNote: 'Geben Sie den Code niemandem: Wer ihn tippt, gilt hier als Sie.',
    linked: 'Verbunden. Hier und dort sind Sie jetzt dieselbe Person.',
    linkOwnCode: 'Das ist Ihr eigener Code. Tippen Sie ihn in dem anderen Programm, nicht hier.',
    linkWrong: (left: string) =>
      `Dieser Code stimmt nicht oder gilt nicht mehr. Sie haben noch ${left}; einen neuen Code gibt es mit „verbinden“.`,
    linkTriesOne: 'einen Versuch',
    linkTriesMany: (count: string) => `${count} Versuche`,
    linkTriesNone: 'keinen Versuch',
    linkLocked: (minutes: string) =>
      `Das waren zu viele falsche Codes. Bitte warten Sie ${minutes} Minuten, und holen Sie dann mit „verbinden“ einen neuen.`,
    linkShape: 'Der Code hat sechs Ziffern. Einen neuen gibt es mit „verbinden“.',
    linkDifferentPartners:
      'Nicht verbunden: Hier und dort sind Sie für verschiedene Einrichtungen bestätigt. Tippen Sie auf einer Seite „einrichtung NAME“, lassen Sie es bestätigen, und versuchen Sie es dann noch einmal.',
    linkQuestion: (name: string, channel: string) =>
      `Dieser Code gehört zum Zugang von „${name}“ in ${channel}. Verbinden Sie nur, wenn das Ihr eigener Zugang ist: Danach sind beide dieselbe Person, mit denselben Rechten und Daten.`,
    linkQuestionNote:
      'Es wurde noch nichts verbunden. Hat Ihnen jemand anderes den Code geschickt, dann nicht verbinden. Tippen geht auch: „verbinden ja“ oder „verbinden nein“.',
    linkYes: 'Ja, das bin ich',
    linkNo: 'Nein, nicht verbinden',
    linkYesCommand: 'bestätigt das Verbinden',
    linkNoCommand: 'bricht das Verbinden ab',
    linkCancelled: 'Gut, es bleibt getrennt. Kam der Code von jemand anderem, sagen Sie es bitte der Koordination.',
    linkGone: 'Es ist nichts zu verbinden, oder der Code gilt nicht mehr. Einen neuen gibt es mit „verbinden“.',
    linkedElsewhere: (own: string, name: string, channel: string) =>
      `Ihr Zugang in ${own} ist jetzt mit dem von „${name}“ in ${channel} verbunden: Hier und dort sind Sie dieselbe Person.`,
    linkedReport: (who: string) =>
      `Waren Sie das nicht? Dann sagen Sie es gleich weiter: ${who}. Der Vorgang steht unter „änderungen“.`,
    coordinationOffice: 'der kommunalen Koordination',
    auditLinked: 'Zugänge verbunden',
  },
  einfach: {
    linkCommand: 'verbindet Ihren Zugang in Slack und in Teams',
    linkCode: (code: string, minutes: string) =>
      `Ihr Code ist ${code}. Gehen Sie in das andere Programm. Schreiben Sie dort „verbinden ${code}“. Der Code gilt ${minutes} Minuten. Er gilt nur ein Mal.`,
    linkCodeSummary: 'Ihr Code zum Verbinden',
    linkCodeNote: 'Zeigen Sie den Code niemandem.',
    linked: 'Fertig. Hier und dort sind Sie jetzt dieselbe Person.',
    linkOwnCode: 'Das ist Ihr eigener Code. Schreiben Sie ihn im anderen Programm.',
    linkWrong: (left: string) =>
      `Der Code ist falsch oder zu alt. Sie haben noch ${left}. Für einen neuen Code schreiben Sie „verbinden“.`,
    linkTriesOne: 'einen Versuch',
    linkTriesMany: (count: string) => `${count} Versuche`,
    linkTriesNone: 'keinen Versuch',
    linkLocked: (minutes: string) =>
      `Es waren zu viele falsche Codes. Warten Sie bitte ${minutes} Minuten. Schreiben Sie dann „verbinden“.`,
    linkShape: 'Der Code hat sechs Ziffern. Für einen neuen Code schreiben Sie „verbinden“.',
    linkDifferentPartners:
      'Das geht nicht. Hier und dort sprechen Sie für verschiedene Einrichtungen. Schreiben Sie auf einer Seite „einrichtung“ und den richtigen Namen. Die Koordination prüft das. Versuchen Sie es danach noch einmal.',
    linkQuestion: (name: string, channel: string) =>
      `Der Code gehört zu „${name}“ in ${channel}. Sind Sie das selbst? Nur dann dürfen Sie verbinden. Danach sind beide Zugänge eine Person.`,
    linkQuestionNote:
      'Ich habe noch nichts verbunden. Hat Ihnen jemand den Code geschickt? Dann drücken Sie „Nein“. Sie können auch „verbinden ja“ oder „verbinden nein“ schreiben.',
    linkYes: 'Ja, das bin ich',
    linkNo: 'Nein, nicht verbinden',
    linkYesCommand: 'sagt Ja zum Verbinden',
    linkNoCommand: 'sagt Nein zum Verbinden',
    linkCancelled:
      'Gut. Ich habe nichts verbunden. Kam der Code von jemand anderem? Sagen Sie es bitte der Koordination.',
    linkGone: 'Das geht nicht mehr. Der Code ist zu alt. Für einen neuen Code schreiben Sie „verbinden“.',
    linkedElsewhere: (own: string, name: string, channel: string) =>
      `Ihr Zugang in ${own} gehört jetzt zusammen mit „${name}“ in ${channel}. Hier und dort sind Sie dieselbe Person.`,
    linkedReport: (who: string) => `Waren Sie das nicht? Dann sagen Sie es schnell: ${who}.`,
    coordinationOffice: 'der Koordination der Stadt',
    auditLinked: 'Zugänge verbunden',
  },
  en: {
    linkCommand: 'links your accounts in Slack and Teams',
    linkCode: (code: string, minutes: string) =>
      `Your code: ${code}. In the other program, type “verbinden ${code}”. It is valid for ${minutes} minutes, and once only.`,
    linkCodeSummary: 'Your code for linking',
    linkCodeNote: 'Give this code to nobody: whoever types it counts as you.',
    linked: 'Linked. You are the same person here and there now.',
    linkOwnCode: 'That is your own code. Type it in the other program, not here.',
    linkWrong: (left: string) =>
      `This code is wrong or no longer valid. You have ${left} left; “verbinden” gives a new code.`,
    linkTriesOne: 'one try',
    linkTriesMany: (count: string) => `${count} tries`,
    linkTriesNone: 'no try',
    linkLocked: (minutes: string) =>
      `Those were too many wrong codes. Please wait ${minutes} minutes, then get a new one with “verbinden”.`,
    linkShape: 'The code has six digits. “verbinden” gives a new one.',
    linkDifferentPartners:
      'Not linked: here and there you are confirmed for different organisations. Type “einrichtung NAME” on one side, have it confirmed, then try again.',
    linkQuestion: (name: string, channel: string) =>
      `This code belongs to the account of “${name}” in ${channel}. Link only if that is your own account: afterwards both are the same person, with the same rights and data.`,
    linkQuestionNote:
      'Nothing has been linked yet. If somebody else sent you the code, do not link. You can also type “verbinden ja” or “verbinden nein”.',
    linkYes: 'Yes, that is me',
    linkNo: 'No, do not link',
    linkYesCommand: 'confirms the linking',
    linkNoCommand: 'calls the linking off',
    linkCancelled: 'Fine, they stay apart. If the code came from somebody else, please tell the coordination office.',
    linkGone: 'There is nothing to link, or the code is no longer valid. “verbinden” gives a new one.',
    linkedElsewhere: (own: string, name: string, channel: string) =>
      `Your account in ${own} is now linked with that of “${name}” in ${channel}: you are the same person here and there.`,
    linkedReport: (who: string) =>
      `Was that not you? Then tell at once: ${who}. What happened stands under “änderungen”.`,
    coordinationOffice: 'the municipal coordination office',
    auditLinked: 'Accounts linked',
  },
});
