/**
 * An expected failure: it carries a text for the person and a text for the log. The first may name what the person
 * typed; the second holds ids and counts only.
 */
export class Refusal extends Error {
  constructor(
    /** What the person reads, in their language: what is wrong and what to do. */
    readonly forPerson: string,
    /** What the log says: a short code such as `notice.bad-date`. */
    readonly forLog: string,
  ) {
    super(forLog);
    this.name = 'Refusal';
  }
}

/** A form came back with mistakes: each is shown at its field, and what was typed is kept. */
export class FormRefusal extends Error {
  constructor(
    /** Field id → what to mend, in the person's language. */
    readonly fields: Readonly<Record<string, string>>,
    readonly forLog: string,
  ) {
    super(forLog);
    this.name = 'FormRefusal';
  }
}

/** Something outside (store, platform) cannot be reached now; trying again later may help. */
export class Unavailable extends Error {
  constructor(
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${what} unavailable`, options);
    this.name = 'Unavailable';
  }
}

/** Two writers met: the document changed since it was read, or a unique key is taken. */
export class Conflict extends Error {
  constructor(readonly what: string) {
    super(`conflict: ${what}`);
    this.name = 'Conflict';
  }
}

/** For the `default` of exhaustive switches: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

/** The message of anything thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What kind of error it is, for logs: an unexpected error's message could hold what a person wrote. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The HTTP status that an error carries, 400 to 599, as Express gives them; undefined for any other error. */
export function httpStatusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}
