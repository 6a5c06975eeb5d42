import { catalogue } from '../../../kernel/texts.js';

/** The yearly thanks to every partner, the same to all. */
export const thanksTexts = catalogue({
  de: {
    command: 'allen Partnern für ein Jahr danken, erst als Vorschau',
    commandSend: 'den Dank für ein Jahr verschicken',
    title: (year: string) => `Danke für ${year}`,
    text: (network: string, partners: string, year: string) =>
      `Danke, dass Sie ${network} mittragen. ${partners} Einrichtungen haben ${year} zusammen daran gearbeitet, dass Kinder und Jugendliche hier gut und gesund aufwachsen.`,
    rounds: (count: string) => (count === '1' ? '1 gemeinsame Umfrage' : `${count} gemeinsame Umfragen`),
    reached: (count: string) => (count === '1' ? '1 erreichtes Handlungsziel' : `${count} erreichte Handlungsziele`),
    together: (list: string) => `Das haben wir zusammen geschafft: ${list}.`,
    and: ' und ',
    to: (partner: string) => `Dieser Dank gilt allen in „${partner}“.`,
    previewTitle: (year: string) => `Dank für ${year}: Vorschau`,
    previewIntro: (count: string) =>
      `So geht es an alle, die für eine Einrichtung sprechen (${count} Personen), an alle gleich:`,
    at: (at: string) => `Gerade ist keine Arbeitszeit: Der Dank geht am ${at} Uhr hinaus.`,
    send: 'Senden',
    sent: (year: string) => `Der Dank für ${year} ist unterwegs.`,
    already: (year: string, day: string) =>
      `Für ${year} wurde am ${day} schon gedankt. Ein zweites Mal geht er nicht hinaus.`,
    report: 'Wirkungsbericht',
    thank: 'Allen danken',
    audit: 'Dank an alle Partner verschickt',
    kept: 'Damit niemand zweimal denselben Dank bekommt',
  },
  einfach: {
    command: 'allen Partnern danken',
    commandSend: 'den Dank verschicken',
    title: (year: string) => `Danke für ${year}`,
    text: (network: string, partners: string, _year: string) =>
      `Danke, dass Sie bei ${network} mitmachen. ${partners} Einrichtungen haben zusammen gearbeitet. Damit Kinder hier gut und gesund groß werden.`,
    rounds: (count: string) => (count === '1' ? '1 Umfrage' : `${count} Umfragen`),
    reached: (count: string) => (count === '1' ? '1 geschafftes Ziel' : `${count} geschaffte Ziele`),
    together: (list: string) => `Das haben wir zusammen gemacht: ${list}.`,
    and: ' und ',
    to: (partner: string) => `Danke an alle bei „${partner}“.`,
    previewTitle: (year: string) => `Dank für ${year}: So sieht er aus`,
    previewIntro: (count: string) => `Das bekommen alle aus den Einrichtungen (${count} Personen):`,
    at: (at: string) => `Jetzt ist keine Arbeitszeit. Wir schicken den Dank am ${at} Uhr.`,
    send: 'Senden',
    sent: (year: string) => `Wir verschicken den Dank für ${year}.`,
    already: (year: string, day: string) => `Den Dank für ${year} haben alle schon bekommen. Das war am ${day}.`,
    report: 'Bericht',
    thank: 'Allen danken',
    audit: 'Dank an alle verschickt',
    kept: 'Damit niemand zweimal den gleichen Dank bekommt',
  },
  en: {
    command: 'thank all partners for a year, as a preview first',
    commandSend: 'send the thanks for a year',
    title: (year: string) => `Thank you for ${year}`,
    text: (network: string, partners: string, year: string) =>
      `Thank you for being part of ${network}. In ${year}, ${partners} organisations worked together so that children and young people grow up well and healthy here.`,
    rounds: (count: string) => (count === '1' ? '1 common survey' : `${count} common surveys`),
    reached: (count: string) => (count === '1' ? '1 action goal reached' : `${count} action goals reached`),
    together: (list: string) => `Done together: ${list}.`,
    and: ' and ',
    to: (partner: string) => `This goes to everybody at “${partner}”.`,
    previewTitle: (year: string) => `Thanks for ${year}: preview`,
    previewIntro: (count: string) =>
      `This goes to all who speak for an organisation (${count} people), the same to everyone:`,
    at: (at: string) => `These are not working hours: the thanks go out on ${at}.`,
    send: 'Send',
    sent: (year: string) => `The thanks for ${year} are on their way.`,
    already: (year: string, day: string) => `Thanks for ${year} went out on ${day} already. They do not go out twice.`,
    report: 'Impact report',
    thank: 'Thank everybody',
    audit: 'Thanks sent to all partners',
    kept: 'So that nobody gets the same thanks twice',
  },
});
