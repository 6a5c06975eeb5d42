import type { Language } from '../../kernel/texts.js';
import { cut } from '../../messages/text.js';
import { type Answer, type NextStep, plainAnswer, usualSteps } from './answer.js';
import type { Unanswered } from './finder.js';
import { texts } from './texts.js';

/** Of a question that is quoted back. */
const longestPart = 80;
const unreadable = 'unverstaendlich';
/** The committees' card helps on with these. */
const aboutCommittees: readonly string[] = ['termine', 'gremien-details'];

/** The honest answer where no document says what is asked: what exactly is missing only if that was understood beyond doubt. */
export function refusal({ silence, sure, elsewhere = false, near }: Unanswered, language: Language): Answer {
  const t = texts[language];
  const about = silence && { about: silence.id };
  if (silence?.id === unreadable) {
    return { ...plainAnswer('not-in-agreement', false, t.notUnderstood), next: usualSteps(t), ...about };
  }
  const said = sure && silence ? [t.notRegulated, silence.says[language]] : [t.nothingFound];
  return {
    ...plainAnswer('not-in-agreement', false, ...said),
    near: near ? [near] : [],
    next: [...committees(silence?.id, language), ...usualSteps(t)],
    toCoordination: !elsewhere,
    ...about,
  };
}

function committees(about: string | undefined, language: Language): readonly NextStep[] {
  return about !== undefined && aboutCommittees.includes(about)
    ? [{ label: texts[language].committees, typed: 'gremien' }]
    : [];
}

/** What of several questions the documents do not answer, or was not understood, said below what they answer. */
export function besides(
  unanswered: readonly Unanswered[],
  open: readonly string[],
  language: Language,
): { readonly said: readonly string[]; readonly toCoordination: boolean } {
  const silences = unanswered.flatMap(({ silence, sure }) => (silence && sure ? [silence] : []));
  const said = new Set(silences.map(({ says }) => says[language]));
  const t = texts[language];
  return {
    said: [
      ...(said.size > 0 ? [t.notRegulatedBesides, ...said] : []),
      ...open.map((part) => t.notUnderstoodPart(cut(part, longestPart))),
    ],
    toCoordination: silences.some(({ elsewhere }) => !elsewhere),
  };
}
