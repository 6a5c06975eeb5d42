import type { Translated } from '../../kernel/texts.js';
import type { goalNumbers, Question } from './model.js';

/** A strategic goal as this room speaks of it; the agreement's own words come from its document. */
export interface StrategicGoal {
  /** Counted by us: the agreement does not number its goals. */
  readonly number: (typeof goalNumbers)[number];
  readonly title: Translated;
  /** The goal as a question in plain words. */
  readonly question: Translated;
  readonly steps: 'success' | 'funding';
}

/** The eight goals, in the order of the agreement. */
export const strategicGoals: readonly StrategicGoal[] = [
  {
    number: 1,
    title: {
      de: 'Potenziale aller Kinder fördern, Teilhabe leben',
      einfach: 'Alle Kinder fördern, alle machen mit',
      en: 'Every child’s potential, integration and inclusion',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, jedes Kind und jeden Jugendlichen mit den eigenen Stärken zu fördern und alle einzubeziehen?',
      einfach: 'Wie gut fördern wir die Stärken von jedem Kind? Und wie gut können alle mitmachen?',
      en: 'How well do we, as a network, build on every child’s and young person’s strengths and include everybody?',
    },
    steps: 'success',
  },
  {
    number: 2,
    title: {
      de: 'Folgen von Kinderarmut verringern',
      einfach: 'Armen Kindern früh helfen',
      en: 'Reducing the effects of child poverty',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, die Folgen von Kinderarmut früh zu verringern?',
      einfach: 'Manche Kinder leben in Armut. Wie gut helfen wir ihnen früh genug?',
      en: 'How well do we, as a network, reduce the effects of child poverty early on?',
    },
    steps: 'success',
  },
  {
    number: 3,
    title: {
      de: 'Angebote in den Sozialräumen, größtmögliche Teilhabe',
      einfach: 'Angebote in der Nähe, alle können mitmachen',
      en: 'Support close to home, with the widest participation',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, Angebote in den Stadtteilen so zu gestalten, dass Kinder, Jugendliche und Eltern sie nutzen und mitgestalten?',
      einfach: 'Wie gut passen unsere Angebote zu den Menschen im Stadtteil? Können Kinder und Eltern mitmachen?',
      en: 'How well do we, as a network, shape support in the districts so that children, young people and parents use it and have a say?',
    },
    steps: 'success',
  },
  {
    number: 4,
    title: {
      de: 'Eltern in der Erziehung stärken',
      einfach: 'Eltern stärken',
      en: 'Strengthening parents',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, Eltern in ihrer Erziehung zu stärken?',
      einfach: 'Wie gut helfen wir Eltern bei der Erziehung?',
      en: 'How well do we, as a network, strengthen parents in bringing up their children?',
    },
    steps: 'success',
  },
  {
    number: 5,
    title: {
      de: 'Gemeinsam Verantwortung übernehmen',
      einfach: 'Zusammen Verantwortung übernehmen',
      en: 'Sharing responsibility',
    },
    question: {
      de: 'Wie gut gelingt es uns, gemeinsam Verantwortung für ein gelingendes und gesundes Aufwachsen zu übernehmen?',
      einfach: 'Kinder sollen gut und gesund groß werden. Wie gut sorgen wir zusammen dafür?',
      en: 'How well do we share responsibility for children growing up well and healthy?',
    },
    steps: 'success',
  },
  {
    number: 6,
    title: {
      de: 'Wirkung kennen, offen für Neues sein',
      einfach: 'Wissen, was hilft, und Neues probieren',
      en: 'Knowing what works, open to new ideas',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, die Wirkung unserer Arbeit zu kennen und Neues daraus zu machen?',
      einfach: 'Wie gut wissen wir, was unsere Arbeit bringt? Und probieren wir Neues aus?',
      en: 'How well do we, as a network, know the effects of our work and turn them into something new?',
    },
    steps: 'success',
  },
  {
    number: 7,
    title: {
      de: 'Handlungsziele ableiten und überprüfen',
      einfach: 'Ziele für die Arbeit setzen und prüfen',
      en: 'Deriving and reviewing action goals',
    },
    question: {
      de: 'Wie gut gelingt es uns im Netzwerk, uns aus den großen Zielen konkrete Handlungsziele zu setzen und sie regelmäßig zu überprüfen?',
      einfach: 'Wie gut machen wir aus den großen Zielen kleine Schritte? Und prüfen wir sie oft genug?',
      en: 'How well do we, as a network, turn the strategic goals into concrete action goals and review them regularly?',
    },
    steps: 'success',
  },
  {
    number: 8,
    title: {
      de: 'Präventionsarbeit verlässlich finanzieren',
      einfach: 'Sicheres Geld für die Arbeit',
      en: 'Reliable funding of prevention',
    },
    question: {
      de: 'Wie verlässlich ist Ihre Präventionsarbeit finanziert?',
      einfach: 'Wie sicher ist das Geld für Ihre Arbeit mit Kindern und Familien?',
      en: 'How reliably is your prevention work funded?',
    },
    steps: 'funding',
  },
];

/** The words of the five steps, lowest first. Numbers are not shown: in German school marks 1 is best. */
export const scaleWords: Readonly<Record<'success' | 'funding', readonly Translated[]>> = {
  success: [
    { de: 'gelingt noch nicht', einfach: 'klappt noch nicht', en: 'not yet' },
    { de: 'eher nicht', einfach: 'eher nicht', en: 'rather not' },
    { de: 'teils', einfach: 'teils', en: 'partly' },
    { de: 'überwiegend', einfach: 'meistens', en: 'mostly' },
    { de: 'gelingt gut', einfach: 'klappt gut', en: 'works well' },
  ],
  funding: [
    { de: 'gar nicht', einfach: 'gar nicht', en: 'not at all' },
    { de: 'kaum', einfach: 'kaum', en: 'hardly' },
    { de: 'teils', einfach: 'teils', en: 'partly' },
    { de: 'überwiegend', einfach: 'meistens', en: 'mostly' },
    { de: 'voll', einfach: 'ganz', en: 'fully' },
  ],
};

/** What is stored for "kann ich nicht beurteilen"; steps are stored as 1 to 5, lowest first. */
export const cannotSay = 'cannot-say';
export const cannotSayWords: Translated = {
  de: 'kann ich nicht beurteilen',
  einfach: 'weiß ich nicht',
  en: 'I cannot say',
};

/** The optional text at the end of the templates. */
export const closingQuestion: Question = {
  id: 'text',
  text: {
    de: 'Was möchten Sie uns noch mitgeben?',
    einfach: 'Was möchten Sie uns noch sagen?',
    en: 'Is there anything else you would like to tell us?',
  },
  kind: { type: 'text' },
};

export function strategicGoal(number: number): StrategicGoal | undefined {
  return strategicGoals.find((goal) => goal.number === number);
}

/** The edited question for a goal; its id is the same in every round, so that rounds can be compared. */
export function goalQuestion({ number, question, steps }: StrategicGoal): Question {
  return { id: `goal-${number}`, text: { ...question }, goal: number, kind: { type: 'scale', steps } };
}
