import { catalogue } from '../../kernel/texts.js';

/** What the yearly report says of the directory. */
export const impactTexts = catalogue({
  de: {
    title: 'Partnerinnen und Partner',
    count: 'Im Verzeichnis',
    partners: (count: string) => `${count} Einrichtungen`,
    day: (day: string) => `Stand: ${day}`,
    gaps: 'Lücken',
    noGaps: 'In jedem Bereich und jeder Lebensphase ist mindestens eine Einrichtung eingetragen.',
    limits: 'Eine Lücke im Verzeichnis ist noch keine im Bedarf, und eine Einrichtung im Verzeichnis noch kein Platz.',
  },
  einfach: {
    title: 'Wer macht mit?',
    count: 'In unserer Liste',
    partners: (count: string) => `${count} Einrichtungen`,
    day: (day: string) => `So war es am ${day}`,
    gaps: 'Hier fehlt noch jemand',
    noGaps: 'Für jeden Bereich und jede Lebensphase gibt es eine Einrichtung.',
    limits: 'Die Liste sagt nicht, wie viel Hilfe die Menschen brauchen.',
  },
  en: {
    title: 'Partners',
    count: 'In the directory',
    partners: (count: string) => `${count} organisations`,
    day: (day: string) => `As of ${day}`,
    gaps: 'Gaps',
    noGaps: 'There is at least one organisation for every area of work and life stage.',
    limits: 'A gap in the directory is not one in what people need, nor is an entry a place for a child.',
  },
});
