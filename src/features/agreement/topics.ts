import { silences } from '../../content/agreement/answers/silences.js';
import { answers } from '../../content/agreement/answers.js';

const topics: ReadonlyMap<string, string> = new Map([...answers, ...silences].map(({ id, topic }) => [id, topic]));

const goals: ReadonlySet<string> = new Set(
  answers
    .filter(({ id, ...matter }) => 'listsGoals' in matter || id.startsWith('strategisches-ziel-'))
    .map(({ id }) => id),
);

/** True if a matter is one of the strategic goals, or all of them. */
export function isAboutGoals(id: string): boolean {
  return goals.has(id);
}

/** What a matter, or something the agreement is silent on, is about, in a few German words; undefined if nothing has this id. */
export function topicOf(id: string): string | undefined {
  return topics.get(id);
}
