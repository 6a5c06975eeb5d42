import { unreachable } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Language } from '../../kernel/texts.js';
import type { Field, Form, FormValues } from '../../messages/form.js';
import { withoutForgedMentions } from '../../messages/mention.js';
import { type CardElement, textElements } from './card.js';
import { cleanLine } from './escape.js';
import { type CardAttachment, cardOf } from './render.js';
import { texts } from './texts.js';

/** What a form's button carries back, under `formKey`: clients merge the inputs' values into the same object. */
export interface FormContext {
  readonly id: string;
  readonly payload: JsonObject;
  /** Activity of the card from which the form was opened. */
  readonly card?: string;
}
export const formKey = 'dorfbote.form';

/** Prefixes keep a form's fields apart from everything else, and tell many choices (comma-separated) from text. */
const oneKey = 'field.';
const manyKey = 'many.';
/** Up to this many options are all shown; more fold into a menu. */
const openOptions = 5;

/** A form as a card: in a dialog, or in the conversation where there are no dialogs. */
export function renderForm(form: Form, context: FormContext, where: 'dialog' | 'conversation'): CardAttachment {
  const language = form.language ?? 'de';
  const data = { [formKey]: context };
  const submit: CardElement = {
    ...(where === 'dialog' ? { type: 'Action.Submit' } : { type: 'Action.Execute', verb: form.id }),
    title: cleanLine(form.submit),
    style: 'positive',
    data: data as unknown as JsonObject,
  };
  const title = where === 'dialog' ? [] : textElements([{ kind: 'strong', text: form.title }], { size: 'Large' });
  const body = [
    ...title,
    ...(form.intro ? textElements(form.intro) : []),
    ...strayErrors(form),
    ...form.fields.flatMap((field) => fieldElements(field, form.errors?.[field.id], language)),
    { type: 'ActionSet', actions: [submit] },
  ];
  return cardOf(body, form.title, language);
}

/** Field id → what was typed, from the data of a submission; what was left empty is absent. */
export function valuesOf(data: Readonly<Record<string, unknown>>): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(data)) {
    const text =
      typeof value === 'number' ? String(value) : typeof value === 'string' ? withoutForgedMentions(value) : '';
    if (text.trim() === '') continue;
    if (key.startsWith(oneKey)) values[key.slice(oneKey.length)] = text;
    if (key.startsWith(manyKey)) values[key.slice(manyKey.length)] = text.split(',').map(withCommas);
  }
  return values;
}

/** Several choices come back joined by commas, which must not occur in one. */
function withoutCommas(value: string): string {
  return value.replaceAll('%', '%25').replaceAll(',', '%2C');
}

function withCommas(value: string): string {
  return value.replaceAll('%2C', ',').replaceAll('%25', '%');
}

/** Errors of fields that the form does not show stand at its top. */
function strayErrors(form: Form): CardElement[] {
  const shown = new Set(form.fields.map((field) => field.id));
  return Object.entries(form.errors ?? {})
    .filter(([id]) => !shown.has(id))
    .flatMap(([, message]) => errorElements(message));
}

function errorElements(message: string): CardElement[] {
  return textElements(`⚠ ${message}`, { color: 'Attention', weight: 'Bolder' });
}

/** Adaptive Cards have no place for a server's errors at an input: they stand right above it. */
function fieldElements(field: Field, error: string | undefined, language: Language): CardElement[] {
  const label = cleanLine(field.label);
  const common = {
    id: (field.type === 'choices' ? manyKey : oneKey) + field.id,
    label,
    ...(field.required && { isRequired: true, errorMessage: texts[language].required(label) }),
  };
  return [
    ...(error ? errorElements(error) : []),
    { ...inputOf(field), ...common },
    ...(field.hint ? textElements(field.hint, { size: 'Small', isSubtle: true }) : []),
  ];
}

function inputOf(field: Field): CardElement {
  switch (field.type) {
    case 'text':
    case 'email':
    case 'long-text':
      return {
        type: 'Input.Text',
        ...(field.type === 'email' && { style: 'Email' }),
        ...(field.type === 'long-text' && { isMultiline: true }),
        ...(field.placeholder && { placeholder: cleanLine(field.placeholder) }),
        ...(field.maxLength && { maxLength: field.maxLength }),
        ...(field.value && { value: field.value }),
      };
    case 'number':
      return {
        type: 'Input.Number',
        ...(field.placeholder && { placeholder: cleanLine(field.placeholder) }),
        ...(field.value && Number.isFinite(Number(field.value)) && { value: Number(field.value) }),
      };
    case 'date':
      return { type: 'Input.Date', ...(field.value && { value: field.value }) };
    case 'time':
      return { type: 'Input.Time', ...(field.value && { value: field.value }) };
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        style: field.options.length <= openOptions ? 'expanded' : 'compact',
        wrap: true,
        choices: field.options.map(({ value, label }) => ({ title: cleanLine(label), value })),
        ...(field.value && { value: field.value }),
      };
    case 'choices':
      return {
        type: 'Input.ChoiceSet',
        isMultiSelect: true,
        style: 'expanded',
        wrap: true,
        choices: field.options.map(({ value, label }) => ({
          title: cleanLine(label),
          value: withoutCommas(value),
        })),
        ...(field.value?.length && { value: field.value.map(withoutCommas).join(',') }),
      };
    default:
      return unreachable(field);
  }
}
