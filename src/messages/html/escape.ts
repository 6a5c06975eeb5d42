import { showable } from '../text.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for between tags; line breaks become `<br>`. */
export function escapeText(text: string): string {
  return showable(text)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replaceAll('\n', '<br>');
}

/** Text for an attribute that people read or hear: on one line. */
export function escapeLabel(text: string): string {
  return exactAttribute(showable(text).replace(/\s+/g, ' ').trim());
}

/** A value for an attribute that comes back to us to the letter; only halves of characters cannot be carried. */
export function exactAttribute(value: string): string {
  return value.replace(/\p{Cs}/gu, '\ufffd').replace(/[&<>"'\n\r]/g, (character) => entities[character] ?? '');
}

/** Attributes with their values as made by the functions above; those without a value are left out. */
export function attributes(values: Readonly<Record<string, string | boolean | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (value === undefined || value === false) return '';
      return value === true ? ` ${name}` : ` ${name}="${value}"`;
    })
    .join('');
}
