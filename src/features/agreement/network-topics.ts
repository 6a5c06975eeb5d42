import { findDays } from '../../kernel/dates.js';
import { fold } from '../../kernel/fold.js';
import { networkTopics, type QuestionTopics } from '../../ports/question-topics.js';
import type { Understanding } from './understanding/understanding.js';

const whetherWeMeet = /^(?:(?:treffen|sehen) wir uns|tagen wir|kommen wir\b.* zusammen|do we meet)\b/u;
/** Nothing but a word for a time depends on it. */
const anyDay = '2026-01-01';

/** „Treffen wir uns im Mai?“ asks for a date, not what meeting is for. */
export function asksWhetherWeMeet(question: string): boolean {
  return whetherWeMeet.test(fold(question).trim()) && findDays(question, anyDay).length > 0;
}

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
