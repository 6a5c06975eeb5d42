import type { Turn } from '../../../bot/feature.js';
import type { Language } from '../../../kernel/texts.js';
import type { Field, FormValues } from '../../../messages/form.js';
import type { Round } from '../model.js';
import { textIn } from './audience.js';
import { audienceTexts } from './audience-texts.js';

const ways = ['anonymous', 'named'] as const;
export const resultsFor = ['everyone', 'participants', 'coordinators'] as const;
export const resultsWhen = ['closed', 'released'] as const;

/** How people answer, who sees what comes of it, and when. */
export type Showing = Partial<Pick<Round, 'named' | 'resultsFor' | 'resultsWhen'>>;

export function showingFields({ language }: Turn, before: FormValues): readonly Field[] {
  const t = audienceTexts[language];
  const choice = (id: string, label: string, options: readonly { value: string; label: string }[]): Field => ({
    id,
    type: 'choice',
    label,
    options,
    value: textIn(before[id]) || (options[0]?.value ?? ''),
  });
  return [
    choice(
      'how',
      t.howLabel,
      ways.map((value) => ({ value, label: t[`how-${value}`] })),
    ),
    choice(
      'results',
      t.resultsLabel,
      resultsFor.map((value) => ({ value, label: t[`results-${value}`] })),
    ),
    choice(
      'when',
      t.whenLabel,
      resultsWhen.map((value) => ({ value, label: t[`when-${value}`] })),
    ),
  ];
}

export function showingValues({ named, resultsFor, resultsWhen }: Round): FormValues {
  return { how: named ? 'named' : 'anonymous', results: resultsFor, when: resultsWhen ?? 'closed' };
}

/** What the form says; what it leaves out stays as it is. */
export function showingIn(values: FormValues): Showing {
  const how = ways.find((each) => each === values.how);
  const who = resultsFor.find((each) => each === values.results);
  const when = resultsWhen.find((each) => each === values.when);
  return {
    ...(how && { named: how === 'named' }),
    ...(who && { resultsFor: who }),
    ...(when && { resultsWhen: when }),
  };
}

/** "alle im Netzwerk, sobald die Umfrage beendet ist" */
export function showingWords(
  round: Pick<Round, 'resultsFor' | 'resultsWhen' | 'releasedAt'>,
  language: Language,
): string {
  const t = audienceTexts[language];
  if (round.releasedAt) return t[`results-${round.resultsFor}`];
  return `${t[`results-${round.resultsFor}`]}, ${t[`when-${round.resultsWhen ?? 'closed'}`]}`;
}
