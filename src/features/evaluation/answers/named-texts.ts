import { catalogue } from '../../../kernel/texts.js';

/** Rounds in which partners answer by name, one answer each. */
export const namedTexts = catalogue({
  de: {
    intro:
      'Mit Namen Ihrer Einrichtung: Eine Antwort je Einrichtung genügt. Die Koordination und alle aus Ihrer Einrichtung sehen, wer geantwortet hat und was. Im Ergebnis steht, welche Einrichtungen geantwortet haben, und bei freien Texten der Name der Einrichtung. Bis zum Ende der Umfrage lässt sich alles ändern.',
    forPartner: (partner: string) => `Sie antworten für „${partner}“, am Telefon erfragt. Das steht so dabei.`,
    done: (title: string) => `Auf „${title}“ ist für Ihre Einrichtung geantwortet.`,
    doneBy: (partner: string, name: string) => `Für „${partner}“ hat ${name} geantwortet.`,
    doneByPhone: (partner: string, name: string) =>
      `Für „${partner}“ ist am Telefon geantwortet worden, eingetragen von ${name}.`,
    somebody: 'jemand, der nicht mehr dabei ist,',
    until: (until: string) => `Bis ${until} lässt sich die Antwort ändern.`,
    show: 'Antwort ansehen',
    change: 'Antwort ändern',
    meanwhile: 'Inzwischen ist schon geantwortet worden. Sehen Sie nach, ob die Antwort so stimmt.',
    notNamed: (number: string) =>
      `Die Umfrage Nr. ${number} ist anonym: Dort antwortet jede Person selbst. Für eine Einrichtung eintragen lässt sich nur bei Umfragen mit Namen.`,
    partnerGone: 'Diese Einrichtung gibt es im Verzeichnis nicht mehr. „partner“ zeigt alle.',
    notBegun: (partner: string) => `Für „${partner}“ ist nichts offen. Beginnen Sie mit „umfrage NR für ${partner}“.`,
    commandFor: 'für eine Einrichtung eintragen, was sie am Telefon sagt',
    commandChange: 'die Antwort der eigenen Einrichtung ändern',
    respondents: 'Geantwortet haben',
    byPhone: 'am Telefon',
  },
  einfach: {
    intro:
      'Hier steht der Name Ihrer Einrichtung dabei. Eine Antwort für Ihre Einrichtung reicht. Die Koordination und Ihre Kollegen sehen die Antwort. Im Ergebnis steht: Diese Einrichtungen haben geantwortet. Neben einem Text steht der Name der Einrichtung. Sie können alles ändern, bis die Umfrage zu Ende ist.',
    forPartner: (partner: string) => `Sie antworten für „${partner}“. Dabei steht: am Telefon gefragt.`,
    done: (title: string) => `Ihre Einrichtung hat auf „${title}“ geantwortet.`,
    doneBy: (partner: string, name: string) => `Für „${partner}“ hat ${name} geantwortet.`,
    doneByPhone: (partner: string, name: string) =>
      `„${partner}“ hat am Telefon geantwortet. Aufgeschrieben hat es: ${name}`,
    somebody: 'jemand',
    until: (until: string) => `Sie können die Antwort bis ${until} ändern.`,
    show: 'Antwort ansehen',
    change: 'Antwort ändern',
    meanwhile: 'Es gibt schon eine Antwort. Bitte sehen Sie nach: Ist sie richtig?',
    notNamed: (number: string) => `Die Umfrage Nr. ${number} ist ohne Namen. Da antwortet jeder Mensch selbst.`,
    partnerGone: 'Diese Einrichtung gibt es nicht mehr. Schreiben Sie: partner',
    notBegun: (partner: string) => `Für „${partner}“ ist nichts offen. Schreiben Sie: umfrage NR für ${partner}`,
    commandFor: 'für eine Einrichtung antworten, mit der Sie telefoniert haben',
    commandChange: 'die Antwort von Ihrer Einrichtung ändern',
    respondents: 'Geantwortet haben',
    byPhone: 'am Telefon',
  },
  en: {
    intro:
      'With your organisation’s name: one answer per organisation is enough. The coordination office and everyone of your organisation see who answered and what. The results name the organisations that answered, and the organisation beside each free text. Until the survey ends everything can be changed.',
    forPartner: (partner: string) => `You are answering for “${partner}”, asked on the phone. It is marked so.`,
    done: (title: string) => `“${title}” has been answered for your organisation.`,
    doneBy: (partner: string, name: string) => `${name} answered for “${partner}”.`,
    doneByPhone: (partner: string, name: string) => `“${partner}” answered on the phone, entered by ${name}.`,
    somebody: 'somebody who has left',
    until: (until: string) => `The answer can be changed until ${until}.`,
    show: 'Show the answer',
    change: 'Change the answer',
    meanwhile: 'Somebody has answered meanwhile. Please check whether the answer is right.',
    notNamed: (number: string) =>
      `Survey no. ${number} is anonymous: everybody answers for themselves there. Answers are entered for an organisation only in surveys with names.`,
    partnerGone: 'This organisation is not in the directory any more. “partner” shows them all.',
    notBegun: (partner: string) => `Nothing is open for “${partner}”. Begin with “umfrage NR für ${partner}”.`,
    commandFor: 'enter for an organisation what it says on the phone',
    commandChange: 'change your organisation’s answer',
    respondents: 'Answered by',
    byPhone: 'on the phone',
  },
});
