import { mostFileBytes } from './wire.js';

/** The playground's own limits. */
export const limits = {
  /** 40,000 characters of any script fit several times; megabytes do not. */
  bodyBytes: 1_000_000,
  fileBytes: mostFileBytes,
  textCharacters: 100_000,
  formFields: 100,
  /** Levels of lists and objects in a payload. */
  payloadDepth: 12,
  /** Kept in memory for each conversation, whichever comes first. */
  messagesKept: 200,
  charactersKept: 2_000_000,
  /** Answers remembered for a repeated try. */
  answersKept: 500,
  /** How long a request waits for its answer; a repeated try with the same key goes on waiting. */
  answerMs: 10_000,
  /** Events of one person: so many at once, then so many a second. */
  burst: 60,
  perSecond: 10,
  openPages: 24,
  heartbeatMs: 15_000,
  /** A page that reads more slowly than this piles up is disconnected, and starts afresh. */
  unreadBytes: 8_000_000,
  stopMs: 10_000,
} as const;
