/** The personal page's own limits. */
export const limits = {
  /** A long text, percent-encoded, and a form around it. */
  bodyBytes: 400_000,
  fields: 200,
  textCharacters: 40_000,
  payloadCharacters: 2_000,
  /** Levels of lists and objects in a payload. */
  payloadDepth: 12,
  labelCharacters: 75,
  /** Of what was written, on the page. */
  saidCharacters: 2_000,
  /** Questions and answers that stay on the page, and for how long. */
  turnsShown: 10,
  turnDays: 1,
  /** As long as the messages themselves. */
  cardDays: 90,
  messagesAtOnce: 10,
  /** What one person may ask for in a minute. */
  perMinute: 120,
  stopMs: 10_000,
} as const;
