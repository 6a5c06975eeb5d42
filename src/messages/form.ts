import type { JsonObject } from '../kernel/json.js';
import type { Language } from '../kernel/texts.js';
import type { Inline } from './inline.js';

/** A Slack modal, a Teams dialog, an HTML form. */
export interface Form {
  /** Id of the form that a feature declares: its submission comes back under it, and an action of the same id opens it. */
  readonly id: string;
  /** At most 24 characters (Slack). */
  readonly title: string;
  /** Label of the button that submits; at most 24 characters. */
  readonly submit: string;
  readonly intro?: Inline;
  readonly fields: readonly Field[];
  /** Hidden context that comes back with the submission, and with the action that opens it; at most 1,500 characters as JSON. */
  readonly payload?: JsonObject;
  /**
   * Where a form cannot open by itself (Slack and Teams after typed text), a message with one button carries it, with
   * this label, e.g. "Einrichtung angeben".
   */
  readonly opener: string;
  /** Field id → what to mend; shown at the field, with `value` as it was typed. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly language?: Language;
  /** Its fields hold what somebody has not submitted yet, as `View.afresh`: whoever keeps it opens it anew by its action. */
  readonly afresh?: true;
}

interface FieldBase {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export type Field =
  | (FieldBase & {
      readonly type: 'text' | 'email' | 'number';
      readonly value?: string;
      readonly placeholder?: string;
      readonly maxLength?: number;
    })
  | (FieldBase & {
      readonly type: 'long-text';
      readonly value?: string;
      readonly placeholder?: string;
      readonly maxLength?: number;
    })
  | (FieldBase & { readonly type: 'date' /** ISO date */; readonly value?: string })
  | (FieldBase & { readonly type: 'time' /** HH:MM */; readonly value?: string })
  | (FieldBase & { readonly type: 'choice'; readonly options: readonly Option[]; readonly value?: string })
  | (FieldBase & { readonly type: 'choices'; readonly options: readonly Option[]; readonly value?: readonly string[] });

/** What a submission brings: one string per field, several for `choices`; what was left empty is absent. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;
