import { catalogue } from '../kernel/texts.js';

/** Who is meant by a typed PERSON. */
export const personsTexts = catalogue({
  de: {
    whoExactly: (typed: string) => `Zu „${typed}“ passen mehrere. Wer ist gemeint?`,
    didYouMean: (typed: string) => `„${typed}“ kenne ich nicht. Ist eine dieser Personen gemeint?`,
    tooManyFit: 'Es gibt noch mehr. Schreiben Sie sonst den ganzen Namen oder die E-Mail-Adresse.',
    unknown: (typed: string) => `„${typed}“ kenne ich nicht; es wurde nichts geändert. Prüfen Sie die Schreibweise.`,
    notKnown: (typed: string) => `„${typed}“ kenne ich nicht. Prüfen Sie die Schreibweise.`,
    giveAddress: 'Hat die Person mir noch nie geschrieben, nennen Sie ihre E-Mail-Adresse.',
    giveAddressKept:
      'Hat die Person mir noch nie geschrieben, nennen Sie ihre E-Mail-Adresse: Ich merke sie mir und ordne sie zu, sobald die Person sich meldet.',
    gone: 'Diese Person gibt es hier nicht mehr; es wurde nichts geändert.',
    notMet: (name: string) =>
      `${name} hat mir noch nicht geschrieben, darum kann ich die Person noch nicht zuordnen; es wurde nichts geändert. Sobald sie sich einmal gemeldet hat, geht es. Oder nennen Sie die E-Mail-Adresse.`,
    notYetMet: (name: string) =>
      `${name} hat mir noch nicht geschrieben, darum kann ich die Person noch nicht zuordnen. Nennen Sie die E-Mail-Adresse.`,
    unnamed: 'Ohne Namen',
    nobodyNamed: 'Ich habe keinen Namen gelesen; es wurde nichts geändert. Schreiben Sie Namen mit Komma dazwischen.',
    tooMany: (most: string) =>
      `Das sind zu viele auf einmal; es wurde nichts geändert. Nennen Sie höchstens ${most} Personen je Nachricht.`,
  },
  einfach: {
    whoExactly: (typed: string) => `Es gibt mehrere Personen mit „${typed}“. Wen meinen Sie?`,
    didYouMean: (typed: string) => `„${typed}“ kenne ich nicht. Meinen Sie eine von diesen Personen?`,
    tooManyFit: 'Es gibt noch mehr. Schreiben Sie sonst den ganzen Namen. Oder die E-Mail-Adresse.',
    unknown: (typed: string) =>
      `„${typed}“ kenne ich nicht. Ich habe nichts geändert. Ist der Name richtig geschrieben?`,
    notKnown: (typed: string) => `„${typed}“ kenne ich nicht. Ist der Name richtig geschrieben?`,
    giveAddress: 'Vielleicht hat mir die Person noch nie geschrieben. Dann schreiben Sie bitte ihre E-Mail-Adresse.',
    giveAddressKept:
      'Vielleicht hat mir die Person noch nie geschrieben. Dann schreiben Sie bitte ihre E-Mail-Adresse. Ich merke sie mir. Schreibt mir die Person später, dann weiß ich, wer sie ist.',
    gone: 'Diese Person ist nicht mehr hier. Ich habe nichts geändert.',
    notMet: (name: string) =>
      `${name} hat mir noch nie geschrieben. Darum kenne ich die Person nicht. Ich habe nichts geändert. Die Person kann mir schreiben. Dann geht es. Oder Sie schreiben die E-Mail-Adresse.`,
    notYetMet: (name: string) =>
      `${name} hat mir noch nie geschrieben. Darum kenne ich die Person nicht. Schreiben Sie bitte die E-Mail-Adresse.`,
    unnamed: 'Ohne Namen',
    nobodyNamed: 'Ich sehe keinen Namen. Ich habe nichts geändert. Schreiben Sie die Namen mit Komma dazwischen.',
    tooMany: (most: string) =>
      `Das sind zu viele Namen. Ich habe nichts geändert. Schreiben Sie höchstens ${most} Namen in eine Nachricht.`,
  },
  en: {
    whoExactly: (typed: string) => `“${typed}” fits several people. Who is meant?`,
    didYouMean: (typed: string) => `I do not know “${typed}”. Is it one of these people?`,
    tooManyFit: 'There are more. Otherwise write the full name or the e-mail address.',
    unknown: (typed: string) => `I do not know “${typed}”; nothing was changed. Check the spelling.`,
    notKnown: (typed: string) => `I do not know “${typed}”. Check the spelling.`,
    giveAddress: 'If they have never written to me, give their e-mail address.',
    giveAddressKept:
      'If they have never written to me, give their e-mail address: I keep it and know who it is as soon as they write.',
    gone: 'This person is no longer here; nothing was changed.',
    notMet: (name: string) =>
      `${name} has not written to me yet, so I cannot tell who that is; nothing was changed. It works once they have written to me. Or give the e-mail address.`,
    notYetMet: (name: string) =>
      `${name} has not written to me yet, so I cannot tell who that is. Give the e-mail address.`,
    unnamed: 'No name',
    nobodyNamed: 'I read no name; nothing was changed. Write names with commas in between.',
    tooMany: (most: string) =>
      `These are too many at once; nothing was changed. Name at most ${most} people in one message.`,
  },
});
