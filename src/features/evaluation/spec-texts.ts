import { catalogue } from '../../kernel/texts.js';

/** What is stored about surveys, as `meine daten` and the data protection page word it. */
export const specTexts = catalogue({
  de: {
    keptRounds: 'Damit Ergebnisse über die Jahre vergleichbar bleiben',
    keptAnswers: 'Ohne Namen; damit Ergebnisse über die Jahre vergleichbar bleiben',
    keptGoals: 'Solange das Netzwerk mit seinen Handlungszielen arbeitet',
    prompts: 'Umfragen an mich',
    purposePrompts:
      'Damit niemand doppelt gefragt wird. Bis zum Absenden steht hier Ihr Entwurf, danach nur noch, dass Sie geantwortet haben',
    round: 'Umfrage',
    stateOpen: 'noch nicht abgesendet',
    stateDone: 'beantwortet',
    stateDeclined: 'nicht teilgenommen',
    draft: 'Entwurf',
    draftAnswers: (count: string) => `${count} Antworten, noch nicht abgesendet`,
    namedAnswers: 'Antworten meiner Einrichtung mit Namen',
    answer: 'Antwort',
    actionGoals: 'Handlungsziele, an denen ich beteiligt bin',
    actionGoal: 'Handlungsziel',
  },
  einfach: {
    keptRounds: 'Damit man Ergebnisse aus verschiedenen Jahren vergleichen kann',
    keptAnswers: 'Hier stehen keine Namen. Damit man Ergebnisse vergleichen kann.',
    keptGoals: 'So lange das Netzwerk mit den Zielen arbeitet',
    prompts: 'Umfragen an mich',
    purposePrompts:
      'Damit wir niemanden zweimal fragen. Bis zum Absenden steht hier Ihr Entwurf. Danach steht hier nur: Sie haben geantwortet.',
    round: 'Umfrage',
    stateOpen: 'noch nicht abgesendet',
    stateDone: 'beantwortet',
    stateDeclined: 'nicht mitgemacht',
    draft: 'Entwurf',
    draftAnswers: (count: string) => `${count} Antworten, noch nicht abgesendet`,
    namedAnswers: 'Antworten von meiner Einrichtung mit Namen',
    answer: 'Antwort',
    actionGoals: 'Ziele, bei denen ich mitmache',
    actionGoal: 'Ziel',
  },
  en: {
    keptRounds: 'So that results can be compared over the years',
    keptAnswers: 'Without names; so that results can be compared over the years',
    keptGoals: 'As long as the network works with its action goals',
    prompts: 'Surveys sent to me',
    purposePrompts:
      'So that nobody is asked twice. Until you submit, your draft is here; afterwards only that you have answered',
    round: 'Survey',
    stateOpen: 'not yet submitted',
    stateDone: 'answered',
    stateDeclined: 'did not take part',
    draft: 'Draft',
    draftAnswers: (count: string) => `${count} answers, not yet submitted`,
    namedAnswers: 'My organisation’s named answers',
    answer: 'Answer',
    actionGoals: 'Action goals that I am part of',
    actionGoal: 'Action goal',
  },
});
