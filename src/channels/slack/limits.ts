/** Slack's limits, as documented; where the documentation is silent, the safe side of what others measured. Characters unless said otherwise. */
export const limits = {
  message: {
    blocks: 50,
    /** Of all blocks together, as ASCII-escaped JSON. Undocumented: `msg_blocks_too_long` was seen from about 13,200 on. */
    serialised: 12_000,
    /** Slack refuses a second table in one message. */
    tables: 1,
    /** Our own bound: a view that needs more messages ends with a note that says how much is missing. */
    perView: 8,
    summary: 150,
  },
  home: { blocks: 100, serialised: 100_000 },
  /** Per block: Slack takes 3,000, but even a text without any ASCII letter has to fit into `message.serialised`. */
  text: { block: 1_900, header: 150 },
  list: { items: 50 },
  table: { rows: 100, columns: 20, characters: 10_000 },
  actions: { perBlock: 5, label: 75, value: 2_000, id: 255 },
  confirm: { title: 100, text: 300, button: 30 },
  picture: { alt: 2_000, bytes: 5_000_000, perView: 5 },
  modal: {
    blocks: 100,
    title: 24,
    button: 24,
    label: 2_000,
    hint: 2_000,
    placeholder: 150,
    value: 3_000,
    metadata: 3_000,
    error: 2_000,
    options: 100,
    optionGroups: 100,
    optionLabel: 75,
    optionValue: 150,
    /** Radio buttons and checkboxes; more become a menu. */
    visibleOptions: 10,
  },
  prompts: { count: 4 },
  link: 3_000,
  request: {
    /** Bytes of a request's body. */
    body: 1_000_000,
    /** Milliseconds within which Slack is answered (it gives up after 3,000). */
    acknowledge: 2_500,
    /** Seconds a signature is good for, both ways. */
    age: 300,
    /** Signatures remembered against replay. */
    remembered: 20_000,
    /** Events worked on at once; beyond it Slack is asked to come again. */
    inFlight: 1_000,
  },
  /** Bytes and number of files taken from one message. */
  file: { bytes: 5_000_000, perMessage: 3 },
  /** Milliseconds. */
  timeout: {
    call: 5_000,
    /** Until an answer that was taken shows in the history; later it would be said twice. */ lag: 2_000,
    profile: 900,
    drain: 10_000,
    hello: 10_000,
    close: 2_000,
  },
} as const;
