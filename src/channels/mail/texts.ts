import { catalogue } from '../../kernel/texts.js';

/** What mails say around a message. */
export const texts = catalogue({
  de: {
    answerOnPage: 'Antworten auf Ihrer persönlichen Seite',
    answerByMail: 'Zum Antworten schreiben Sie einfach auf diese Mail; die Koordination liest Ihre Antwort.',
    answerElsewhere: 'Zum Antworten wenden Sie sich bitte an die Koordination des Netzwerks.',
    attached: (label: string, name: string) => `${label} (im Anhang: ${name})`,
    picture: (words: string) => `[Bild: ${words}]`,
    source: (source: string) => `Quelle: ${source}`,
    why: (network: string) =>
      `Sie bekommen diese Mail, weil Sie im Netzwerk „${network}“ mit dieser Adresse eingetragen sind.`,
    page: 'Ihre persönliche Seite mit allen Nachrichten und Ihren Angaben',
    pageSecret: 'Der Link gehört nur Ihnen. Bitte leiten Sie diese Mail nicht weiter.',
    stopOnPage: 'Keine Mails mehr? Schreiben Sie auf Ihrer Seite „pause“ oder „meine daten löschen“.',
    stopByMail: 'Keine Mails mehr? Sagen Sie es bitte der Koordination des Netzwerks.',
    automatic: 'Diese Mail kommt vom Dorfboten und wurde automatisch verschickt.',
    noSummary: 'Nachricht vom Dorfboten',
  },
  einfach: {
    answerOnPage: 'Auf Ihrer eigenen Seite antworten',
    answerByMail: 'Wollen Sie antworten? Dann antworten Sie auf diese Mail. Die Koordination liest das.',
    answerElsewhere: 'Wollen Sie antworten? Dann sprechen Sie bitte mit der Koordination.',
    attached: (label: string, name: string) => `${label} (im Anhang: ${name})`,
    picture: (words: string) => `[Bild: ${words}]`,
    source: (source: string) => `Das steht hier: ${source}`,
    why: (network: string) => `Warum bekommen Sie diese Mail? Sie gehören zum Netzwerk „${network}“.`,
    page: 'Ihre eigene Seite mit allen Nachrichten',
    pageSecret: 'Der Link ist nur für Sie. Schicken Sie diese Mail nicht weiter.',
    stopOnPage: 'Sie wollen keine Mails mehr? Schreiben Sie auf Ihrer Seite „pause“ oder „meine daten löschen“.',
    stopByMail: 'Sie wollen keine Mails mehr? Sagen Sie es bitte der Koordination.',
    automatic: 'Diese Mail kommt vom Dorfboten. Das ist ein Computer-Programm.',
    noSummary: 'Nachricht vom Dorfboten',
  },
  en: {
    answerOnPage: 'Answer on your personal page',
    answerByMail: 'To answer, simply reply to this mail; the coordination office reads your reply.',
    answerElsewhere: 'To answer, please turn to the network’s coordination office.',
    attached: (label: string, name: string) => `${label} (attached: ${name})`,
    picture: (words: string) => `[Picture: ${words}]`,
    source: (source: string) => `Source: ${source}`,
    why: (network: string) =>
      `You get this mail because you are registered in the network “${network}” with this address.`,
    page: 'Your personal page with all messages and your data',
    pageSecret: 'The link is yours alone. Please do not forward this mail.',
    stopOnPage: 'No more mails? Write “pause” or “meine daten löschen” on your page.',
    stopByMail: 'No more mails? Please tell the network’s coordination office.',
    automatic: 'This mail comes from Dorfbote and was sent automatically.',
    noSummary: 'Message from Dorfbote',
  },
});
