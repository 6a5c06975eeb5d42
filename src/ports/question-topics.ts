/** What of the network a question asks for that no agreement says, but a room may know. */
export const networkTopics = [
  'termine',
  'gremien-details',
  'personen',
  'mitgliederliste',
  'massnahmen',
  'messung',
  'handlungsziele-inhalt',
  'aufgaben',
] as const;
export type NetworkTopic = (typeof networkTopics)[number];

/** Tells rooms whether a question is theirs, before the agreement has its word on everything. Implemented by the agreement feature. */
export interface QuestionTopics {
  /** Undefined for what the agreement answers, small talk, and whatever is not clearly one of these. */
  topicOf(question: string): NetworkTopic | undefined;
}
