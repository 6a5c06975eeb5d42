import type { JsonObject } from '../../kernel/json.js';
import type { FormValues } from '../../messages/form.js';

/** What the page and the server say to each other. Both sides import these types. */

/** Someone whom one can be. */
export interface PersonOnPage {
  readonly slug: string;
  readonly name: string;
  /** What they do and where, e.g. "Leitung, Kita Sonnenschein (erfunden)". */
  readonly title: string;
  readonly coordinator: boolean;
}

/** `GET /playground/setup`. */
export interface Setup {
  readonly networkName: string;
  readonly people: readonly PersonOnPage[];
}

/** `direct`: the person and the bot. `network`: the place that all share. */
export type PlaceOnPage = 'direct' | 'network';

export const botAuthor = 'bot';

/** Bytes of a file that a person sends. */
export const mostFileBytes = 5_000_000;

/** One message as the page shows it. A later one with the same id and a higher version replaces it. */
export interface ShownMessage {
  readonly id: string;
  readonly version: number;
  /** Orders messages; grows, also across restarts. */
  readonly position: number;
  /** ISO instant. */
  readonly at: string;
  readonly place: PlaceOnPage;
  /** Whose direct conversation it stands in, or who alone sees it in the shared place. */
  readonly onlyFor?: string;
  /** Id of the message whose thread it stands in. */
  readonly thread?: string;
  /** A person's slug, or `botAuthor`. */
  readonly author: string;
  /** Made by the server's renderer, everything in it escaped. */
  readonly html: string;
  /** One line, for announcements to screen readers. */
  readonly summary: string;
  /** The event's or delivery's key: the same thing said again replaces what the page shows. */
  readonly key?: string;
}

/** `POST /playground/people/:slug/events`. */
export interface EventBody {
  /** A UUID, the same for every try of the same thing. */
  readonly key: string;
  readonly place: PlaceOnPage;
  readonly thread?: string;
  readonly event:
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'action'; readonly id: string; readonly payload: JsonObject; readonly card?: string }
    | {
        readonly type: 'form';
        readonly id: string;
        readonly payload: JsonObject;
        readonly values: FormValues;
        readonly card?: string;
      }
    | { readonly type: 'opened' };
}

/**
 * A file for the bot, in the person's own conversation: `POST /playground/people/:slug/files?key=…&name=…`, its bytes as the
 * body (`application/octet-stream`), at most `mostFileBytes`. Answered like an event.
 */
export interface FileQuery {
  /** As of an event. */
  readonly key: string;
  readonly name: string;
}

/** The answer to an event. Messages reach all open pages as live updates too. */
export interface Answer {
  readonly messages: readonly ShownMessage[];
  /** HTML of a form to be opened, or shown again with its mistakes. */
  readonly form?: string;
  /** The message that stands for the form in the conversation, where typed words opened it. */
  readonly formCard?: string;
  /** HTML of the start tab. */
  readonly home?: string;
}

/** What went wrong, as `{"error": code}`. Those in `passing` may be tried again with the same key. */
export type ProblemCode =
  | 'malformed'
  | 'too-large'
  | 'not-json'
  | 'not-a-file'
  | 'foreign'
  | 'unknown-person'
  | 'too-many'
  | 'unavailable'
  | 'slow'
  | 'failed';

/**
 * `GET /playground/live` sends these as server-sent events of the name `messages`: first all there are, then each change.
 * The first one's event id names the start of the server; another name means that everything said before is gone.
 */
export type LiveMessages = readonly ShownMessage[];

/** Sent likewise, under the name `cleared`: somebody's direct conversation was emptied (`DELETE /playground/people/:slug/messages`). */
export interface LiveCleared {
  readonly slug: string;
}
