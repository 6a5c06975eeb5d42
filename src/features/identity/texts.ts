import { catalogue } from '../../kernel/texts.js';

/** People as such: their names, and who is meant. */
export const texts = catalogue({
  de: {
    unnamed: 'Ohne Namen',
    more: 'Weitere',
    whoExactly: (typed: string) => `Zu „${typed}“ passen mehrere. Wer ist gemeint?`,
    didYouMeanPerson: (typed: string) => `„${typed}“ kenne ich nicht. Ist eine dieser Personen gemeint?`,
    tooManyPersons: 'Es gibt noch mehr. Schreiben Sie sonst den ganzen Namen oder die E-Mail-Adresse.',
    unknownPerson: (typed: string) =>
      `„${typed}“ kenne ich nicht; es wurde nichts geändert. Prüfen Sie die Schreibweise. Hat die Person mir noch nie geschrieben, nennen Sie ihre E-Mail-Adresse.`,
    personGone: 'Diese Person gibt es hier nicht mehr; es wurde nichts geändert.',
    notMet: (name: string) =>
      `${name} hat mir noch nicht geschrieben, darum kann ich die Person noch nicht zuordnen; es wurde nichts geändert. Sobald sie sich einmal gemeldet hat, geht es. Oder nennen Sie die E-Mail-Adresse.`,
    guest: 'Gast',
    foreign: 'fremder Arbeitsbereich',
    unconfirmed: 'Adresse nicht bestätigt',
    confirmedPartner: (partner: string) => `${partner} (bestätigt)`,
    unconfirmedPartner: (partner: string) => `${partner} (nicht bestätigt)`,
  },
  einfach: {
    unnamed: 'Ohne Namen',
    more: 'Weitere',
    whoExactly: (typed: string) => `Es gibt mehrere Personen mit „${typed}“. Wen meinen Sie?`,
    didYouMeanPerson: (typed: string) => `„${typed}“ kenne ich nicht. Meinen Sie eine von diesen Personen?`,
    tooManyPersons: 'Es gibt noch mehr. Schreiben Sie sonst den ganzen Namen. Oder die E-Mail-Adresse.',
    unknownPerson: (typed: string) =>
      `„${typed}“ kenne ich nicht. Ich habe nichts geändert. Ist der Name richtig geschrieben? Vielleicht hat mir die Person noch nie geschrieben. Dann schreiben Sie bitte ihre E-Mail-Adresse.`,
    personGone: 'Diese Person ist nicht mehr hier. Ich habe nichts geändert.',
    notMet: (name: string) =>
      `${name} hat mir noch nie geschrieben. Darum kenne ich die Person nicht. Ich habe nichts geändert. Die Person kann mir schreiben. Dann geht es. Oder Sie schreiben die E-Mail-Adresse.`,
    guest: 'Gast',
    foreign: 'fremder Arbeitsbereich',
    unconfirmed: 'Adresse nicht geprüft',
    confirmedPartner: (partner: string) => `${partner} (geprüft)`,
    unconfirmedPartner: (partner: string) => `${partner} (nicht geprüft)`,
  },
  en: {
    unnamed: 'No name',
    more: 'More',
    whoExactly: (typed: string) => `“${typed}” fits several people. Who is meant?`,
    didYouMeanPerson: (typed: string) => `I do not know “${typed}”. Is it one of these people?`,
    tooManyPersons: 'There are more. Otherwise write the full name or the e-mail address.',
    unknownPerson: (typed: string) =>
      `I do not know “${typed}”; nothing was changed. Check the spelling. If they have never written to me, give their e-mail address.`,
    personGone: 'This person is no longer here; nothing was changed.',
    notMet: (name: string) =>
      `${name} has not written to me yet, so I cannot tell who that is; nothing was changed. It works once they have written to me. Or give the e-mail address.`,
    guest: 'guest',
    foreign: 'another workspace',
    unconfirmed: 'address not confirmed',
    confirmedPartner: (partner: string) => `${partner} (confirmed)`,
    unconfirmedPartner: (partner: string) => `${partner} (not confirmed)`,
  },
});
