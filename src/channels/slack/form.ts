import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { unreachable } from '../../kernel/errors.js';
import type { Field, Form, FormValues, Option } from '../../messages/form.js';
import { strong } from '../../messages/inline.js';
import { withoutForgedMentions } from '../../messages/mention.js';
import { showable } from '../../messages/text.js';
import type { View } from '../../messages/view.js';
import { limits } from './limits.js';
import { plain, words } from './render.js';
import { richText } from './rich-text.js';
import { texts } from './texts.js';
import type { ViewState } from './wire.js';

/** A form as a modal. `metadata` comes back with the submission. */
export function renderModal(form: Form, metadata: string): ModalView {
  if (metadata.length > limits.modal.metadata) throw new Error(`payload of form ${form.id} is too long for Slack`);
  const language = form.language ?? 'de';
  const blocks = [...(form.intro ? richText(form.intro) : []), ...form.fields.flatMap((field) => input(field, form))];
  if (blocks.length > limits.modal.blocks) throw new Error(`form ${form.id} has too many fields for Slack`);
  return {
    type: 'modal',
    callback_id: form.id,
    title: plain(words(form.title, limits.modal.title)),
    submit: plain(words(form.submit, limits.modal.button)),
    close: plain(texts[language].cancel),
    private_metadata: metadata,
    blocks,
  };
}

/** Mistakes as Slack wants them: by field, in an open modal. Undefined if one of them has no field there. */
export function fieldErrors(form: Form): Record<string, string> | undefined {
  const errors = Object.entries(form.errors ?? {});
  const known = new Set(form.fields.filter(isInput).map((field) => field.id));
  if (errors.length === 0 || !errors.every(([id]) => known.has(id))) return undefined;
  return Object.fromEntries(errors.map(([id, text]) => [id, words(text, limits.modal.error)]));
}

/** A message with one button that opens the form: for when nothing was pressed that could open it. */
export function openerView(form: Form): View {
  const language = form.language ?? 'de';
  const mistakes = Object.entries(form.errors ?? {}).map(([id, text]) => {
    const label = form.fields.find((field) => field.id === id)?.label ?? '';
    return label ? `${label}: ${text}` : text;
  });
  return {
    kind: 'slack.opener',
    summary: form.title,
    language,
    blocks: [
      ...(form.intro ? [{ type: 'text', text: form.intro } as const] : []),
      ...(mistakes.length > 0
        ? [{ type: 'text', text: texts[language].mend } as const, { type: 'list', items: mistakes } as const]
        : []),
      {
        type: 'actions',
        actions: [
          {
            id: form.id,
            label: form.opener,
            style: 'primary',
            opensForm: true,
            ...(form.payload && { payload: form.payload }),
          },
        ],
      },
    ],
  };
}

/** What was entered: one string per field, several for `choices`; what was left empty is absent. */
export function valuesOf(state: ViewState): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const [field, elements] of Object.entries(state.values)) {
    for (const element of Object.values(elements)) {
      const single =
        element.value ?? element.selected_date ?? element.selected_time ?? element.selected_option?.value ?? undefined;
      const several = element.selected_options?.map((option) => option.value);
      if (single) values[field] = withoutForgedMentions(single);
      else if (several && several.length > 0) values[field] = several;
    }
  }
  return values;
}

/** A choice of nothing cannot be an input in Slack. */
function isInput(field: Field): boolean {
  return !(field.type === 'choice' || field.type === 'choices') || field.options.length > 0;
}

function input(field: Field, form: Form): readonly KnownBlock[] {
  const mistake = form.errors?.[field.id];
  const shown = mistake ? richText([strong(mistake)]) : [];
  if (!isInput(field)) {
    return [...shown, ...richText([strong(`${field.label}: `), texts[form.language ?? 'de'].noOptions])];
  }
  const block: InputBlock = {
    type: 'input',
    block_id: field.id,
    label: plain(words(field.label, limits.modal.label)),
    optional: !field.required,
    element: element(field),
    ...(field.hint && { hint: plain(words(field.hint, limits.modal.hint)) }),
  };
  return [...shown, block];
}

function element(field: Field): InputBlock['element'] {
  switch (field.type) {
    case 'text':
      return { type: 'plain_text_input', ...typed(field) };
    case 'long-text':
      return { type: 'plain_text_input', multiline: true, ...typed(field) };
    case 'email':
      return { type: 'email_text_input', ...placed(field) };
    case 'number':
      return { type: 'number_input', is_decimal_allowed: true, ...placed(field) };
    case 'date':
      return { type: 'datepicker', action_id: field.id, ...(isDay(field.value) && { initial_date: field.value }) };
    case 'time':
      return { type: 'timepicker', action_id: field.id, ...(isTime(field.value) && { initial_time: field.value }) };
    case 'choice':
      return choice(field);
    case 'choices':
      return choices(field);
    default:
      return unreachable(field);
  }
}

type Typed = Extract<Field, { type: 'text' | 'email' | 'number' | 'long-text' }>;

function placed(field: Typed) {
  const max = Math.min(field.maxLength ?? limits.modal.value, limits.modal.value);
  return {
    action_id: field.id,
    ...(field.value && { initial_value: showable(field.value).slice(0, max) }),
    ...(field.placeholder && { placeholder: plain(words(field.placeholder, limits.modal.placeholder)) }),
  };
}

function typed(field: Typed) {
  return { ...placed(field), max_length: Math.min(field.maxLength ?? limits.modal.value, limits.modal.value) };
}

function choice(field: Extract<Field, { type: 'choice' }>): InputBlock['element'] {
  const chosen = field.options.find((entry) => entry.value === field.value);
  const initial = chosen && { initial_option: option(chosen) };
  // Radio buttons cannot be emptied again; a menu can.
  if (field.required && field.options.length <= limits.modal.visibleOptions) {
    return { type: 'radio_buttons', action_id: field.id, options: field.options.map(option), ...initial };
  }
  return { type: 'static_select', action_id: field.id, ...menu(field.options), ...initial };
}

function choices(field: Extract<Field, { type: 'choices' }>): InputBlock['element'] {
  const chosen = field.options.filter((entry) => field.value?.includes(entry.value)).map(option);
  const initial = chosen.length > 0 && { initial_options: chosen };
  if (field.options.length <= limits.modal.visibleOptions) {
    return { type: 'checkboxes', action_id: field.id, options: field.options.map(option), ...initial };
  }
  return { type: 'multi_static_select', action_id: field.id, ...menu(field.options), ...initial };
}

/** A menu takes a hundred options, or a hundred groups of a hundred. */
function menu(options: readonly Option[]) {
  const { options: perGroup, optionGroups } = limits.modal;
  if (options.length <= perGroup) return { options: options.map(option) };
  if (options.length > perGroup * optionGroups) throw new Error('too many options for a menu in Slack');
  const starts = Array.from({ length: Math.ceil(options.length / perGroup) }, (_, index) => index * perGroup);
  return {
    option_groups: starts.map((start) => {
      const members = options.slice(start, start + perGroup);
      return { label: plain(`${start + 1}–${start + members.length}`), options: members.map(option) };
    }),
  };
}

function option(entry: Option): PlainTextOption {
  if (entry.value.length > limits.modal.optionValue) throw new Error('an option value is too long for Slack');
  return { text: plain(words(entry.label, limits.modal.optionLabel)), value: entry.value };
}

function isDay(value: string | undefined): value is string {
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function isTime(value: string | undefined): value is string {
  return value !== undefined && /^\d{2}:\d{2}$/.test(value);
}
