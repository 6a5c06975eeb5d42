import { catalogue } from '../../../kernel/texts.js';

/** Goals that go badly, offered to chairs for their agenda. */
export const weakTexts = catalogue({
  de: {
    title: 'Ein Thema für Ihr nächstes Treffen?',
    intro: (round: string, meeting: string, day: string) =>
      `In der Umfrage „${round}“ stehen einzelne Ziele schwach da. Ihr nächstes Treffen: ${meeting}, ${day}.`,
    line: (goal: string, share: string, of: string) => `${goal}: ${share} % in den beiden oberen Stufen, von ${of}`,
    button: (number: string) => `Ziel ${number} aufnehmen`,
    item: (number: string, title: string) => `Ziel ${number} (unsere Zählung): ${title} – was hilft uns weiter?`,
    added: (meeting: string, day: string, item: string) => `Auf der Tagesordnung von ${meeting}, ${day}: „${item}“.`,
    there: (item: string) => `„${item}“ steht schon auf der Tagesordnung.`,
    refused: 'Diese Tagesordnung ändern nur der Vorsitz und die Koordination.',
    gone: 'Dieses Treffen ist vorbei oder abgesagt. „treffen“ zeigt die nächsten.',
    full: 'Die Tagesordnung ist voll. Nehmen Sie zuerst einen Punkt heraus.',
    noMeeting: 'Für Ihre Gremien ist kein Treffen geplant. Legen Sie mit „treffen neu“ eines an.',
    agenda: 'Tagesordnung',
    command: 'ein Ziel auf die Tagesordnung des nächsten Treffens setzen',
  },
  einfach: {
    title: 'Ein Thema für das nächste Treffen?',
    intro: (round: string, meeting: string, day: string) =>
      `In der Umfrage „${round}“ läuft etwas noch nicht gut. Ihr nächstes Treffen: ${meeting}, ${day}.`,
    line: (goal: string, share: string, of: string) =>
      `${goal}: ${share} % sagen, es läuft gut. ${of} haben geantwortet.`,
    button: (number: string) => `Ziel ${number} besprechen`,
    item: (number: string, title: string) => `Ziel ${number} (unsere Zählung): ${title} – was hilft uns weiter?`,
    added: (meeting: string, day: string, item: string) => `Das besprechen Sie bei ${meeting}, ${day}: „${item}“.`,
    there: (item: string) => `„${item}“ steht schon da.`,
    refused: 'Das dürfen nur der Vorsitz und die Koordination.',
    gone: 'Dieses Treffen ist vorbei. Schreiben Sie: treffen',
    full: 'Da passt nichts mehr dazu. Bitte zuerst etwas streichen.',
    noMeeting: 'Es ist kein Treffen geplant. Schreiben Sie: treffen neu',
    agenda: 'Tagesordnung',
    command: 'ein Ziel beim nächsten Treffen besprechen',
  },
  en: {
    title: 'A topic for your next meeting?',
    intro: (round: string, meeting: string, day: string) =>
      `In the survey “${round}” some goals do badly. Your next meeting: ${meeting}, ${day}.`,
    line: (goal: string, share: string, of: string) => `${goal}: ${share} % in the two upper steps, of ${of}`,
    button: (number: string) => `Take up goal ${number}`,
    item: (number: string, title: string) => `Ziel ${number} (unsere Zählung): ${title} – was hilft uns weiter?`,
    added: (meeting: string, day: string, item: string) => `On the agenda of ${meeting}, ${day}: “${item}”.`,
    there: (item: string) => `“${item}” is on the agenda already.`,
    refused: 'Only the chair and the coordination office change this agenda.',
    gone: 'This meeting is over or cancelled. “treffen” shows the next ones.',
    full: 'The agenda is full. Please take out an item first.',
    noMeeting: 'No meeting of your committees is planned. Set one up with “treffen neu”.',
    agenda: 'Agenda',
    command: 'put a goal on the agenda of the next meeting',
  },
});
