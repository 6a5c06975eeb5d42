import { networkTopics, type QuestionTopics } from '../../ports/question-topics.js';
import type { Understanding } from './understanding/understanding.js';

/** As sure as this that the agreement does not answer it. */
const clear = 0.6;

export function createQuestionTopics(understanding: Understanding): QuestionTopics {
  return {
    topicOf(question) {
      const { kind, topic, confidence } = understanding.understand(question);
      if (kind !== 'silent' || confidence < clear) return undefined;
      return networkTopics.find((known) => known === topic);
    },
  };
}
