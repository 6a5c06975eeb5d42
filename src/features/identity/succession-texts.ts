import { catalogue } from '../../kernel/texts.js';

/** `nachfolge`: what one person had goes to another. */
export const successionTexts = catalogue({
  de: {
    command: 'übergibt, was eine Person hatte, an eine andere',
    coordinationStays: (to: string) =>
      `Die Aufgabe der Koordination geht nicht mit über. Dafür gibt es „koordination dazu ${to}“.`,
    same: 'Das ist zweimal dieselbe Person; es wurde nichts geändert. Nennen Sie zwei verschiedene.',
    done: (from: string, to: string) => `Übergeben: ${to} hat von ${from} übernommen:`,
    nothing: (from: string, to: string) => `${from} hatte nichts, was an ${to} übergehen könnte.`,
    committees: 'Gremien',
    partner: (name: string) => `Einrichtung: ${name}`,
    toldFrom: (to: string, network: string) => `${to} hat im Netzwerk „${network}“ Ihre Aufgaben übernommen:`,
    toldTo: (from: string, network: string) => `Sie haben im Netzwerk „${network}“ von ${from} übernommen:`,
    mistake: 'Ist das ein Irrtum? Dann sagen Sie es bitte der Koordination.',
    audit: 'Nachfolge geregelt',
    label: 'Nachfolge',
    purpose: 'Damit eine Übergabe auch nach einer Störung zu Ende geführt wird',
    who: 'Wer',
    byWhom: 'Durch wen',
    when: 'Wann',
  },
  einfach: {
    command: 'gibt die Aufgaben einer Person an eine andere',
    coordinationStays: (to: string) =>
      `Die Aufgabe Koordination geht nicht mit. Schreiben Sie dafür: „koordination dazu ${to}“.`,
    same: 'Das ist zweimal die gleiche Person. Ich habe nichts geändert. Nennen Sie zwei verschiedene Personen.',
    done: (from: string, to: string) => `Das hat ${to} jetzt von ${from} bekommen:`,
    nothing: (from: string, to: string) => `${from} hatte keine Aufgaben. ${to} bekommt darum nichts.`,
    committees: 'Gremien',
    partner: (name: string) => `Einrichtung: ${name}`,
    toldFrom: (to: string, network: string) => `${to} macht im Netzwerk „${network}“ jetzt Ihre Aufgaben:`,
    toldTo: (from: string, network: string) =>
      `Sie machen im Netzwerk „${network}“ jetzt das, was ${from} gemacht hat:`,
    mistake: 'Ist das falsch? Dann sagen Sie es bitte der Koordination.',
    audit: 'Aufgaben an eine andere Person gegeben',
    label: 'Weitergabe von Aufgaben',
    purpose: 'Eine Weitergabe wird fertig, auch wenn etwas kaputtgeht.',
    who: 'Wer',
    byWhom: 'Wer macht weiter',
    when: 'Wann',
  },
  en: {
    command: 'hands on what one person had to another',
    coordinationStays: (to: string) =>
      `The coordination office’s role is not handed on. That is what “koordination dazu ${to}” is for.`,
    same: 'That is the same person twice; nothing was changed. Name two different ones.',
    done: (from: string, to: string) => `Handed on: ${to} has taken over from ${from}:`,
    nothing: (from: string, to: string) => `${from} had nothing to be handed on to ${to}.`,
    committees: 'Committees',
    partner: (name: string) => `Organisation: ${name}`,
    toldFrom: (to: string, network: string) => `${to} has taken over from you in “${network}”:`,
    toldTo: (from: string, network: string) => `In “${network}” you have taken over from ${from}:`,
    mistake: 'Is that a mistake? Then please tell the coordination office.',
    audit: 'Succession arranged',
    label: 'Succession',
    purpose: 'So that handing on is finished even after a failure',
    who: 'Who',
    byWhom: 'By whom',
    when: 'When',
  },
});
