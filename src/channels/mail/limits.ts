/** Limits of mail: what servers and mail programs bear, and how long a server may take. */
export const limits = {
  /** What mail programs show of a subject. */
  subjectCharacters: 150,
  fileNameCharacters: 100,
  connectMs: 10_000,
  greetingMs: 10_000,
  dnsMs: 10_000,
  /** Between two signs of life. */
  silenceMs: 20_000,
  /** For all of it: a messenger settles within a minute. */
  wholeMs: 50_000,
  stopMs: 10_000,
} as const;
