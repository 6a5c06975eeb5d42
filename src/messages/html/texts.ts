import { catalogue } from '../../kernel/texts.js';

export const texts = catalogue({
  de: {
    newTab: 'öffnet in einem neuen Tab',
    table: 'Tabelle',
    required: 'Pflichtfeld',
    pleaseChoose: 'Bitte wählen',
    atMost: (limit: string) => `Höchstens ${limit} Zeichen.`,
    oneError: 'Eine Angabe stimmt noch nicht.',
    errors: (count: string) => `${count} Angaben stimmen noch nicht.`,
    cancel: 'Abbrechen',
  },
  einfach: {
    newTab: 'öffnet eine neue Seite',
    table: 'Tabelle',
    required: 'muss ausgefüllt sein',
    pleaseChoose: 'Bitte wählen Sie aus',
    atMost: (limit: string) => `Nicht mehr als ${limit} Zeichen.`,
    oneError: 'Eine Angabe ist falsch oder fehlt.',
    errors: (count: string) => `${count} Angaben sind falsch oder fehlen.`,
    cancel: 'Abbrechen',
  },
  en: {
    newTab: 'opens in a new tab',
    table: 'Table',
    required: 'required',
    pleaseChoose: 'Please choose',
    atMost: (limit: string) => `At most ${limit} characters.`,
    oneError: 'One entry is not right yet.',
    errors: (count: string) => `${count} entries are not right yet.`,
    cancel: 'Cancel',
  },
});
