import { answers, silences } from '../../content/agreement/answers.js';

const topics: ReadonlyMap<string, string> = new Map([...answers, ...silences].map(({ id, topic }) => [id, topic]));

/** What a matter, or something the agreement is silent on, is about, in a few German words; undefined if nothing has this id. */
export function topicOf(id: string): string | undefined {
  return topics.get(id);
}
