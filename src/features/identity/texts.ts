import { catalogue } from '../../kernel/texts.js';

/** People as such: their names, and who is meant. */
export const texts = catalogue({
  de: {
    unnamed: 'Ohne Namen',
    more: 'Weitere',
    personGone: 'Diese Person gibt es hier nicht mehr; es wurde nichts geändert.',
    guest: 'Gast',
    foreign: 'fremder Arbeitsbereich',
    unconfirmed: 'Adresse nicht bestätigt',
    confirmedPartner: (partner: string) => `${partner} (bestätigt)`,
    unconfirmedPartner: (partner: string) => `${partner} (nicht bestätigt)`,
  },
  einfach: {
    unnamed: 'Ohne Namen',
    more: 'Weitere',
    personGone: 'Diese Person ist nicht mehr hier. Ich habe nichts geändert.',
    guest: 'Gast',
    foreign: 'fremder Arbeitsbereich',
    unconfirmed: 'Adresse nicht geprüft',
    confirmedPartner: (partner: string) => `${partner} (geprüft)`,
    unconfirmedPartner: (partner: string) => `${partner} (nicht geprüft)`,
  },
  en: {
    unnamed: 'No name',
    more: 'More',
    personGone: 'This person is no longer here; nothing was changed.',
    guest: 'guest',
    foreign: 'another workspace',
    unconfirmed: 'address not confirmed',
    confirmedPartner: (partner: string) => `${partner} (confirmed)`,
    unconfirmedPartner: (partner: string) => `${partner} (not confirmed)`,
  },
});
