import { withoutMentions } from './mention.js';

/**
 * What no message needs and what can hide what it says: control and format characters (direction marks, zero-width
 * spaces, tags) and halves of characters. Tabs, line feeds and the joiners of emoji and of Persian stay.
 */
const invisible = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** Line ends in one form, nothing invisible. Mentions stay. */
export function cleaned(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(invisible, '');
}

/** The text as people may read it: cleaned, mentions as plain names. Every renderer passes everything through here. */
export function showable(text: string): string {
  return cleaned(withoutMentions(text));
}

/** At most `max` characters, with an ellipsis where something is missing. Never cuts a character in half. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, wholeCharacters(text, max - 1)).trimEnd()}…`;
}

/** `length`, or one less if a cut there would fall inside a surrogate pair. */
export function wholeCharacters(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}
