import { networkTopics, type QuestionTopics } from '../../ports/question-topics.js';
import type { Understanding } from './understanding/understanding.js';

/** As sure as this that the agreement does not answer it. */
const clear = 0.6;
/** And as this that it is about this very thing. */
const clearTopic = 0.4;

export function createQuestionTopics(understanding: Understanding): QuestionTopics {
  return {
    topicOf(question) {
      const { kind, topic, confidence, silent } = understanding.understand(question);
      if (kind !== 'silent' || confidence < clear || (silent[0]?.probability ?? 0) < clearTopic) return undefined;
      return networkTopics.find((known) => known === topic);
    },
  };
}
