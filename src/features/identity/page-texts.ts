import { catalogue } from '../../kernel/texts.js';

/** The personal page, and the link that leads to it. */
export const pageTexts = catalogue({
  de: {
    pageCommand: 'der Link zu meiner persönlichen Seite',
    pageRenewCommand: 'ein neuer Link; der alte gilt dann nicht mehr',
    pageForCommand: 'der Link zur persönlichen Seite einer Person, zum Weitergeben',
    pageLockCommand: 'macht den Link einer Person ungültig',
    pageTitle: 'Ihre persönliche Seite',
    pageIntro:
      'Dort stehen Ihre Einladungen, Nachrichten und Angaben, auch ohne Slack und Teams. Der Link gilt, bis Sie ihn erneuern.',
    pageOpen: 'Persönliche Seite öffnen',
    pageNote: 'Wer diesen Link hat, sieht Ihre Seite und antwortet in Ihrem Namen. Geben Sie ihn nicht weiter.',
    pageRenew: 'Link erneuern',
    pageRenewSure: 'Der bisherige Link gilt dann nicht mehr. Einen neuen Link machen?',
    pageRenewed: 'Der alte Link gilt nicht mehr. Das ist der neue:',
    pageOf: (person: string) => `Persönliche Seite von ${person}`,
    pageOfIntro: (person: string) =>
      `Dieser Link gehört ${person}. Geben Sie ihn nur der Person selbst, zum Beispiel in einem Brief.`,
    pageOfNote: 'Wer den Link hat, handelt als diese Person. Ging er verloren, sperren Sie ihn.',
    pageLock: 'Link sperren',
    pageLockSure: (person: string) => `Der Link von ${person} gilt dann nicht mehr. Sperren?`,
    pageLocked: (person: string) => `Der bisherige Link von ${person} gilt nicht mehr.`,
    pageNewLink: 'Neuer Link',
    pageNowhere:
      'Einen Link zur persönlichen Seite kann ich hier nicht zeigen: Die öffentliche Adresse des Dorfboten ist nicht eingerichtet. Bitte wenden Sie sich an die Person, die ihn betreibt; sie setzt die Einstellung PUBLIC_URL.',
    pageWhose: 'Wessen Seite meinen Sie? Schreiben Sie zum Beispiel „seite sperren Erika Muster“.',
    pageOfNobody:
      'Diese Seite gehört zu niemandem mehr, es wurde nichts geändert. Einen neuen Link bekommen Sie bei der Koordination Ihres Netzwerks.',
    pageNoLinking:
      'Auf der persönlichen Seite lassen sich keine Zugänge verbinden, denn ein Link kann in fremde Hände geraten. Schreiben Sie „verbinden“ in Slack und in Teams.',
    pageNoErasing:
      'Wer zur Koordination gehört, löscht die eigenen Daten nicht über die persönliche Seite; es wurde nichts geändert. Schreiben Sie „meine daten löschen“ in Slack oder Teams.',
    auditPageShown: 'Link zur persönlichen Seite ausgegeben',
    auditPageLocked: 'Link zur persönlichen Seite gesperrt',
  },
  einfach: {
    pageCommand: 'der Link zu meiner eigenen Seite',
    pageRenewCommand: 'ein neuer Link. Der alte geht dann nicht mehr.',
    pageForCommand: 'der Link zur Seite von einer Person',
    pageLockCommand: 'der Link von einer Person geht dann nicht mehr',
    pageTitle: 'Ihre eigene Seite',
    pageIntro:
      'Dort sehen Sie Ihre Einladungen und Nachrichten. Sie brauchen kein Slack und kein Teams. Der Link geht, bis Sie einen neuen holen.',
    pageOpen: 'Meine Seite öffnen',
    pageNote: 'Geben Sie den Link niemandem. Wer den Link hat, sieht Ihre Seite. Und kann für Sie antworten.',
    pageRenew: 'Neuer Link',
    pageRenewSure: 'Der alte Link geht dann nicht mehr. Wollen Sie einen neuen Link?',
    pageRenewed: 'Der alte Link geht nicht mehr. Das ist der neue Link:',
    pageOf: (person: string) => `Eigene Seite von ${person}`,
    pageOfIntro: (person: string) => `Der Link ist für ${person}. Geben Sie ihn nur dieser Person.`,
    pageOfNote: 'Wer den Link hat, kann für die Person antworten. Ist der Link weg? Dann sperren Sie ihn.',
    pageLock: 'Link sperren',
    pageLockSure: (person: string) => `Der Link von ${person} geht dann nicht mehr. Wollen Sie das?`,
    pageLocked: (person: string) => `Der alte Link von ${person} geht nicht mehr.`,
    pageNewLink: 'Neuer Link',
    pageNowhere:
      'Ich kann den Link hier nicht zeigen. Es fehlt die Internet-Adresse vom Dorfboten. Fragen Sie bitte die Person, die den Dorfboten betreibt. Sie muss PUBLIC_URL einstellen.',
    pageWhose: 'Welche Seite meinen Sie? Schreiben Sie zum Beispiel „seite sperren Erika Muster“.',
    pageOfNobody:
      'Diese Seite gehört niemandem mehr. Ich habe nichts geändert. Einen neuen Link bekommen Sie bei der Koordination.',
    pageNoLinking: 'Das geht auf Ihrer Seite nicht. Schreiben Sie „verbinden“ in Slack und in Teams.',
    pageNoErasing:
      'Sie gehören zur Koordination. Darum geht Löschen hier nicht. Ich habe nichts geändert. Schreiben Sie „meine daten löschen“ in Slack oder in Teams.',
    auditPageShown: 'Link zur eigenen Seite gezeigt',
    auditPageLocked: 'Link zur eigenen Seite gesperrt',
  },
  en: {
    pageCommand: 'the link to my personal page',
    pageRenewCommand: 'a new link; the old one stops working',
    pageForCommand: 'the link to somebody’s personal page, to be handed over',
    pageLockCommand: 'makes somebody’s link worthless',
    pageTitle: 'Your personal page',
    pageIntro:
      'Your invitations, messages and data are there, without Slack or Teams. The link works until you renew it.',
    pageOpen: 'Open my personal page',
    pageNote: 'Whoever has this link sees your page and answers in your name. Do not pass it on.',
    pageRenew: 'Renew the link',
    pageRenewSure: 'The old link will stop working. Make a new one?',
    pageRenewed: 'The old link no longer works. This is the new one:',
    pageOf: (person: string) => `Personal page of ${person}`,
    pageOfIntro: (person: string) =>
      `This link belongs to ${person}. Give it to that person only, for example in a letter.`,
    pageOfNote: 'Whoever has the link acts as this person. If it got lost, lock it.',
    pageLock: 'Lock the link',
    pageLockSure: (person: string) => `The link of ${person} will stop working. Lock it?`,
    pageLocked: (person: string) => `The old link of ${person} no longer works.`,
    pageNewLink: 'New link',
    pageNowhere:
      'I cannot show a link to the personal page here: Dorfbote’s public address is not set up. Please ask whoever runs it to set PUBLIC_URL.',
    pageWhose: 'Whose page do you mean? Write “seite sperren Erika Muster”, for example.',
    pageOfNobody:
      'This page belongs to nobody any more; nothing was changed. The coordination office gives you a new link.',
    pageNoLinking:
      'Accounts cannot be linked on the personal page, because a link may get into other hands. Write “verbinden” in Slack and in Teams.',
    pageNoErasing:
      'Those in the coordination office do not delete their data by way of the personal page; nothing was changed. Write “meine daten löschen” in Slack or Teams.',
    auditPageShown: 'Link to the personal page handed out',
    auditPageLocked: 'Link to the personal page locked',
  },
});
