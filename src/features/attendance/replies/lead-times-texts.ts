import { catalogue } from '../../../kernel/texts.js';

export const leadTimesId = 'attendance.lead-times';

/** When a meeting's people are reminded by themselves. */
export const leadTimesTexts = catalogue({
  de: {
    command: 'wann bei einem Treffen von selbst erinnert wird',
    button: 'Erinnerungen einstellen',
    formTitle: 'Erinnerungen',
    submit: 'Speichern',
    opener: 'Erinnerungen einstellen',
    intro: 'Erinnert wird nur, wer noch nicht geantwortet hat, um 9 Uhr und gebündelt mit anderem.',
    silent: 'Fehlende Antwort: Arbeitstage vor der Frist',
    undecided: '„Vielleicht“: Arbeitstage vor dem Treffen',
    hint: 'Zahlen mit Komma, höchstens drei, zum Beispiel „5, 1“. Leer: keine Erinnerung.',
    bad: (most: string) => `Bitte höchstens drei ganze Zahlen von 1 bis ${most}, mit Komma, oder „aus“.`,
    set: (silent: string, undecided: string) =>
      `Erinnert wird, wer nicht antwortet: ${silent} vor der Frist; wer „Vielleicht“ sagt: ${undecided} vor dem Treffen.`,
    days: (days: string) => `${days} Arbeitstage`,
    never: 'gar nicht',
    audit: 'Erinnerungen eines Treffens eingestellt',
  },
  einfach: {
    command: 'wann ich von allein an ein Treffen erinnere',
    button: 'Erinnerungen einstellen',
    formTitle: 'Erinnerungen',
    submit: 'Speichern',
    opener: 'Erinnerungen einstellen',
    intro: 'Ich erinnere nur, wer noch nicht geantwortet hat. Das mache ich um 9 Uhr.',
    silent: 'Antwort fehlt: Arbeitstage vor dem letzten Tag',
    undecided: '„Vielleicht“: Arbeitstage vor dem Treffen',
    hint: 'Schreiben Sie Zahlen mit Komma. Zum Beispiel „5, 1“. Leer heißt: keine Erinnerung.',
    bad: (most: string) => `Schreiben Sie bitte bis zu drei Zahlen von 1 bis ${most}. Oder „aus“.`,
    set: (silent: string, undecided: string) =>
      `Ich erinnere, wenn eine Antwort fehlt: ${silent} vor dem letzten Tag. Und bei „Vielleicht“: ${undecided} vor dem Treffen.`,
    days: (days: string) => `${days} Arbeitstage`,
    never: 'gar nicht',
    audit: 'Erinnerungen für ein Treffen eingestellt',
  },
  en: {
    command: 'when people are reminded of a meeting by themselves',
    button: 'Set reminders',
    formTitle: 'Reminders',
    submit: 'Save',
    opener: 'Set reminders',
    intro: 'Only those who have not replied are reminded, at 9 o’clock and bundled with other things.',
    silent: 'Missing reply: working days before the deadline',
    undecided: '“Maybe”: working days before the meeting',
    hint: 'Numbers with commas, three at most, for example “5, 1”. Empty: no reminder.',
    bad: (most: string) => `At most three whole numbers from 1 to ${most}, with commas, or “aus”.`,
    set: (silent: string, undecided: string) =>
      `Reminded is who does not reply: ${silent} before the deadline; who says “maybe”: ${undecided} before the meeting.`,
    days: (days: string) => `${days} working days`,
    never: 'never',
    audit: 'Reminders of a meeting set',
  },
});
