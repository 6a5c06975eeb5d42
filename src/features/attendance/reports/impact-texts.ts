import { catalogue } from '../../../kernel/texts.js';

/** What the yearly report says of meetings and decisions. */
export const impactTexts = catalogue({
  de: {
    title: 'Treffen und Beschlüsse',
    meetings: 'Treffen mit erfasster Anwesenheit',
    partners: 'Einrichtungen, die mindestens einmal vertreten waren',
    decisions: 'Beschlüsse',
    byGoal: 'Beschlüsse nach strategischem Ziel',
    goal: 'Ziel (unsere Zählung)',
    goalName: (number: string) => `Ziel ${number}`,
    noGoal: 'keinem Ziel zugeordnet',
    count: 'Beschlüsse',
    limits:
      'Gezählt wird, was beim Treffen erfasst und im Protokoll festgehalten wurde. Wer dabei war, sagt nichts über die Wirkung.',
  },
  einfach: {
    title: 'Treffen und Beschlüsse',
    meetings: 'So viele Treffen haben wir gezählt',
    partners: 'So viele Einrichtungen waren einmal oder öfter da',
    decisions: 'So viele Beschlüsse gab es',
    byGoal: 'Beschlüsse zu jedem Ziel',
    goal: 'Ziel (so zählen wir)',
    goalName: (number: string) => `Ziel ${number}`,
    noGoal: 'zu keinem Ziel',
    count: 'Beschlüsse',
    limits: 'Wir zählen nur, was beim Treffen aufgeschrieben wurde. Das sagt nicht, ob es geholfen hat.',
  },
  en: {
    title: 'Meetings and decisions',
    meetings: 'Meetings with attendance recorded',
    partners: 'Organisations represented at least once',
    decisions: 'Decisions',
    byGoal: 'Decisions by strategic goal',
    goal: 'Goal (our counting)',
    goalName: (number: string) => `Goal ${number}`,
    noGoal: 'no goal named',
    count: 'Decisions',
    limits:
      'Only what was recorded at the meeting and in its minutes is counted. Having been there says nothing about effects.',
  },
});
