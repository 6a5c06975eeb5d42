import type { JsonObject } from '../kernel/json.js';
import type { Language } from '../kernel/texts.js';
import type { Inline } from './inline.js';

/** A message or card, said once, semantically; each channel's `render.ts` turns it into its own format. */
export interface View {
  /** `room.what`, e.g. `agreement.answer`; a channel may override the rendering of one kind. */
  readonly kind: string;
  /**
   * One line that begins with what, when, where. Slack's `text`, Teams' summary, push previews, screen readers.
   * At most 150 characters are kept by the platforms.
   */
  readonly summary: string;
  readonly title?: string;
  readonly blocks: readonly Block[];
  /**
   * Set where it shows what somebody has not submitted yet, and that is nobody else's: an action that shows it afresh.
   * Whoever keeps views keeps this instead, and not what was typed or pressed for it.
   */
  readonly afresh?: { readonly id: string; readonly payload: JsonObject };
  /** Language of the bot's own words in it; German if left out. */
  readonly language?: Language;
}

export type Block =
  | { readonly type: 'text'; readonly text: Inline }
  | { readonly type: 'list'; readonly items: readonly Inline[]; readonly ordered?: boolean }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | TableBlock
  | QuoteBlock
  /** Small print: hints, sources, who to ask. */
  | { readonly type: 'note'; readonly text: Inline }
  | { readonly type: 'link'; readonly text: string; readonly href: string }
  | PictureBlock
  | FileBlock
  | { readonly type: 'divider' }
  | { readonly type: 'actions'; readonly actions: readonly Action[] };

export interface Fact {
  readonly label: string;
  readonly value: Inline;
}

export interface TableBlock {
  readonly type: 'table';
  /** Says what the table shows; read out first. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Each row has as many cells as there are columns. */
  readonly rows: readonly (readonly Inline[])[];
}

/** A passage quoted to the letter. */
export interface QuoteBlock {
  readonly type: 'quote';
  readonly text: string;
  /** Document, version, section, paragraph. */
  readonly source: string;
}

/** Uploaded where the platform takes uploads, never linked by address. */
export interface PictureBlock {
  readonly type: 'picture';
  /** Says in words what the picture shows. */
  readonly alt: string;
  readonly png: Uint8Array;
  /** The same picture for pages, where it scales and its words can be read. */
  readonly svg?: string;
}

/** A file to keep: uploaded on platforms, a download on pages, an attachment in mails. At most 1,000,000 bytes. */
export interface FileBlock {
  readonly type: 'file';
  /** With its ending, e.g. `zustellung-12.csv`. */
  readonly name: string;
  /** E.g. `text/csv; charset=utf-8`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What it is, for the link or button. */
  readonly label: string;
}

/** A button. Whatever it does can be typed as well. */
export interface Action {
  /** Id of an action that a feature declares, e.g. `agreement.passage`, or of a form that it opens. */
  readonly id: string;
  /** At most 75 characters (Slack), better under 25. */
  readonly label: string;
  /** Ids and the version of what was asked; at most 1,500 characters as JSON. */
  readonly payload?: JsonObject;
  readonly style?: 'primary' | 'danger';
  /** `id` is a form's: pressing opens it. Teams must know that before the press. */
  readonly opensForm?: boolean;
  /** Asked before the press counts. */
  readonly confirm?: string;
}
