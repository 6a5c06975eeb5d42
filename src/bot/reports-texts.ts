import { catalogue } from '../kernel/texts.js';

export const reportsTexts = catalogue({
  de: {
    expiredTitle: 'Dieser Link ist abgelaufen',
    expired:
      'Links zu Berichten gelten 30 Tage. Lassen Sie sich den Bericht bei Dorfbote noch einmal zeigen: Dabei entsteht ein neuer Link.',
    unknownTitle: 'Dieser Link führt zu keinem Bericht',
    unknown:
      'Vielleicht fehlt am Ende ein Stück der Adresse. Öffnen Sie den Link noch einmal aus der Nachricht, oder fragen Sie die kommunale Koordination.',
  },
  einfach: {
    expiredTitle: 'Der Link geht nicht mehr',
    expired: 'Der Link ist älter als 30 Tage. Fragen Sie bei Dorfbote noch einmal nach dem Bericht.',
    unknownTitle: 'Hier ist kein Bericht',
    unknown: 'Vielleicht fehlt ein Stück vom Link. Öffnen Sie den Link noch einmal. Oder fragen Sie die Koordination.',
  },
  en: {
    expiredTitle: 'This link has expired',
    expired: 'Links to reports are good for 30 days. Have Dorfbote show the report again: that makes a new link.',
    unknownTitle: 'This link leads to no report',
    unknown:
      'Perhaps the end of the address is missing. Open the link again from the message, or ask the municipal coordination office.',
  },
});
