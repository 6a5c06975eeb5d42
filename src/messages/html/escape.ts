/**
 * What no page may hold: control characters (but tab and line feed), characters that turn the direction of the text
 * around them, and halves of characters. Hebrew and Arabic read right without them.
 */
const unprintable = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The text as it can be shown: line ends in one form, nothing invisible that could mislead. */
export function showable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(unprintable, '');
}

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

/** The address as a browser understands it, if it leads to a page or to mail; undefined for anything else. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
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
