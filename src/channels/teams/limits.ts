/** What Teams, its connector and we ourselves can bear. Bytes are of UTF-8 JSON. */
export const limits = {
  /** Of one incoming activity. */
  bodyBytes: 256 * 1024,
  /** How deep an incoming activity's JSON may nest. */
  jsonDepth: 40,
  /** Teams refuses cards beyond 28 kB; the message around the card counts too. */
  cardBytes: 24_000,
  /** Buttons in one row; more go into further rows. */
  actionsPerSet: 6,
  /** One text element; longer texts go on in the next. */
  textChars: 3_000,
  /** A fact or a table's cell; longer ones are set as paragraphs. */
  cellChars: 800,
  /** The line that notifications show. */
  summaryChars: 150,
  /** A picture within a card. */
  pictureInCardBytes: 9_000,
  /** A picture beside the card, in the same message; a message may have about 100 kB. */
  pictureBytes: 48_000,
  /** Hits that a message extension shows. */
  searchResults: 25,
  /** One line of a search hit's preview. */
  previewChars: 120,
  /** Commands in one menu of the app. */
  menuCommands: 10,
  /** A file that a person sends. */
  fileBytes: 5_000_000,
  fileMs: 5_000,
  /** Files offered with one message. */
  filesPerMessage: 3,
  /** How long an offered file waits for the person's agreement. */
  offerDays: 1,
  uploadMs: 8_000,
  /** After so long an upload that nobody ended counts as dead. */
  uploadLeaseMs: 60_000,
  /** One call of the connector, tokens included. */
  connectorMs: 5_000,
  /** Fetching the keys that tokens are checked with. */
  keysMs: 5_000,
  /** People looked up for one message. */
  mentions: 10,
  /** The port's promise for profiles. */
  profileMs: 1_000,
  /** How long `stop` waits for what is in flight. */
  drainMs: 10_000,
} as const;
