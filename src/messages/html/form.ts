import { unreachable } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import { localeOf } from '../../kernel/texts.js';
import type { Field, Form, Option } from '../form.js';
import { showable } from '../text.js';
import { attributes, escapeLabel, escapeText, exactAttribute } from './escape.js';
import { paragraphsHtml } from './inline.js';
import { texts } from './texts.js';

export interface FormHtmlOptions {
  /** Makes the ids unique on the page: letters, digits and hyphens. */
  readonly idPrefix: string;
  /** Level of the title among the page's headings; 2 if left out. */
  readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /** With a second button that gives up (`data-cancel`). */
  readonly cancel?: boolean;
  readonly newTab?: boolean;
  /** Where no script sends it: the address it is posted to, what goes with it, and the name of the button that gives up. */
  readonly post?: {
    readonly address: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly cancelName: string;
  };
}

/** Up to so many options stand below each other; more go into a list that opens. */
const optionsAtOnce = 5;

/** One field with the ids of its parts. */
interface Place {
  readonly id: string;
  readonly language: Language;
  readonly error: string | undefined;
}

/**
 * A form as one `<form data-form data-payload>`. Each field stands in an element with `data-field` (its id) and
 * `data-field-type`; its control has the field's id as name. Errors stand at their fields, and their number at the top. The
 * heading has the id `<idPrefix>-title`.
 */
export function formToHtml(form: Form, options: FormHtmlOptions): string {
  const language = form.language ?? 'de';
  const outer = attributes({
    class: 'form',
    lang: localeOf(language),
    'data-form': exactAttribute(form.id),
    'data-payload': exactAttribute(JSON.stringify(form.payload ?? {})),
    'aria-labelledby': `${options.idPrefix}-title`,
    novalidate: true,
    method: options.post && 'post',
    action: options.post && exactAttribute(options.post.address),
  });
  const level = options.headingLevel ?? 2;
  const intro = form.intro === undefined ? '' : introHtml(form, language, options);
  const fields = form.fields.map((field, index) =>
    fieldHtml(field, { id: `${options.idPrefix}-${index}`, language, error: form.errors?.[field.id] }),
  );
  return [
    `<form${outer}>`,
    hiddenHtml(options.post?.hidden ?? {}),
    `<h${level} class="form-title" id="${options.idPrefix}-title">${escapeText(form.title)}</h${level}>`,
    intro,
    errorSummary(form, language),
    ...fields,
    buttonsHtml(form, language, options),
    '</form>',
  ].join('');
}

function introHtml(form: Form, language: Language, options: FormHtmlOptions): string {
  return `<div class="intro">${paragraphsHtml(form.intro ?? '', { language, newTab: options.newTab ?? false })}</div>`;
}

/** How many mistakes there are, and those that belong to no field shown here. */
function errorSummary(form: Form, language: Language): string {
  const errors = Object.entries(form.errors ?? {});
  if (errors.length === 0) return '';
  const t = texts[language];
  const known = new Set(form.fields.map((field) => field.id));
  const elsewhere = errors.filter(([id]) => !known.has(id)).map(([, text]) => `<br>${escapeText(text)}`);
  const count = errors.length === 1 ? t.oneError : t.errors(String(errors.length));
  return `<p class="form-errors" role="alert">${escapeText(count)}${elsewhere.join('')}</p>`;
}

function buttonsHtml(form: Form, language: Language, options: FormHtmlOptions): string {
  const submit = `<button type="submit" class="action primary">${escapeText(form.submit)}</button>`;
  const how = options.post
    ? attributes({ type: 'submit', name: exactAttribute(options.post.cancelName), value: '1' })
    : ' type="button"';
  const cancel = `<button${how} class="action" data-cancel>${escapeText(texts[language].cancel)}</button>`;
  return `<div class="actions">${submit}${options.cancel ? cancel : ''}</div>`;
}

function hiddenHtml(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `<input${attributes({ type: 'hidden', name: exactAttribute(name), value: exactAttribute(value) })}>`,
    )
    .join('');
}

function fieldHtml(field: Field, place: Place): string {
  const content = isGroup(field) ? groupHtml(field, place) : singleHtml(field, place);
  const outer = attributes({
    class: place.error === undefined ? 'field' : 'field wrong',
    'data-field': exactAttribute(field.id),
    'data-field-type': field.type,
  });
  return `<div${outer}>${content}</div>`;
}

/** What is chosen by pressing one of several buttons needs a common heading. */
function isGroup(field: Field): field is Extract<Field, { type: 'choice' | 'choices' }> {
  if (field.type === 'choices') return true;
  return field.type === 'choice' && field.required === true && field.options.length <= optionsAtOnce;
}

function singleHtml(field: Exclude<Field, { type: 'choices' }>, place: Place): string {
  const label = `<label for="${place.id}">${labelHtml(field, place)}</label>`;
  return `${label}${hintHtml(field, place)}${controlHtml(field, place)}${errorHtml(place)}`;
}

function groupHtml(field: Extract<Field, { type: 'choice' | 'choices' }>, place: Place): string {
  const radios = field.type === 'choice';
  const group = attributes({
    role: radios ? 'radiogroup' : undefined,
    'aria-required': radios ? 'true' : undefined,
    'aria-invalid': radios && place.error !== undefined ? 'true' : undefined,
    'aria-describedby': describedBy(field, place),
  });
  const boxes = field.options.map((option, index) => boxHtml(field, option, index, place));
  const legend = `<legend>${labelHtml(field, place)}</legend>`;
  return `<fieldset${group}>${legend}${hintHtml(field, place)}${boxes.join('')}${errorHtml(place)}</fieldset>`;
}

function boxHtml(
  field: Extract<Field, { type: 'choice' | 'choices' }>,
  option: Option,
  index: number,
  place: Place,
): string {
  const chosen = field.type === 'choices' ? field.value?.includes(option.value) : field.value === option.value;
  const box = attributes({
    type: field.type === 'choices' ? 'checkbox' : 'radio',
    id: `${place.id}-${index}`,
    name: exactAttribute(field.id),
    value: exactAttribute(option.value),
    checked: chosen === true,
    'aria-invalid': field.type === 'choices' && place.error !== undefined ? 'true' : undefined,
  });
  return `<div class="option"><input${box}><label for="${place.id}-${index}">${escapeText(option.label)}</label></div>`;
}

function labelHtml(field: Field, place: Place): string {
  const required = field.required ? ` <span class="required">(${texts[place.language].required})</span>` : '';
  return `${escapeText(field.label)}${required}`;
}

function hintHtml(field: Field, place: Place): string {
  const parts = [field.hint ?? '', limitHint(field, place.language)].filter((part) => part.trim() !== '');
  return parts.length === 0 ? '' : `<p class="hint" id="${place.id}-hint">${escapeText(parts.join(' '))}</p>`;
}

function limitHint(field: Field, language: Language): string {
  const limit = 'maxLength' in field ? field.maxLength : undefined;
  return limit === undefined ? '' : texts[language].atMost(limit.toLocaleString(localeOf(language)));
}

function errorHtml(place: Place): string {
  return place.error === undefined ? '' : `<p class="error" id="${place.id}-error">${escapeText(place.error)}</p>`;
}

function describedBy(field: Field, place: Place): string | undefined {
  const ids = [
    hintHtml(field, place) === '' ? [] : [`${place.id}-hint`],
    place.error === undefined ? [] : [`${place.id}-error`],
  ].flat();
  return ids.length === 0 ? undefined : ids.join(' ');
}

function controlHtml(field: Exclude<Field, { type: 'choices' }>, place: Place): string {
  const common = {
    id: place.id,
    name: exactAttribute(field.id),
    required: field.required === true,
    'aria-describedby': describedBy(field, place),
    'aria-invalid': place.error === undefined ? undefined : 'true',
  };
  switch (field.type) {
    case 'text':
    case 'email':
    case 'number':
      return `<input${attributes({
        ...common,
        // Browsers throw away what does not look like a number to them; the mistake is to be shown instead.
        type: field.type === 'number' ? 'text' : field.type,
        inputmode: field.type === 'number' ? 'decimal' : undefined,
        value: escapeLabel(field.value ?? '') || undefined,
        placeholder: escapeLabel(field.placeholder ?? '') || undefined,
        maxlength: field.maxLength === undefined ? undefined : String(field.maxLength),
      })}>`;
    case 'long-text':
      return longTextHtml(field, common);
    case 'date':
    case 'time':
      return `<input${attributes({ ...common, type: field.type, value: escapeLabel(field.value ?? '') || undefined })}>`;
    case 'choice':
      return selectHtml(field, common, place.language);
    default:
      return unreachable(field);
  }
}

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

function longTextHtml(field: Extract<Field, { type: 'long-text' }>, common: Attributes): string {
  const area = attributes({
    ...common,
    rows: '4',
    placeholder: escapeLabel(field.placeholder ?? '') || undefined,
    maxlength: field.maxLength === undefined ? undefined : String(field.maxLength),
  });
  // A first line break directly after the tag is not part of the text.
  return `<textarea${area}>\n${exactAttribute(showable(field.value ?? ''))}</textarea>`;
}

function selectHtml(field: Extract<Field, { type: 'choice' }>, common: Attributes, language: Language): string {
  const empty = `<option value="">${escapeText(texts[language].pleaseChoose)}</option>`;
  const options = field.options.map((option) => {
    const chosen = attributes({ value: exactAttribute(option.value), selected: option.value === field.value });
    return `<option${chosen}>${escapeText(option.label).replaceAll('<br>', ' ')}</option>`;
  });
  return `<select${attributes(common)}>${empty}${options.join('')}</select>`;
}
