import { type Language, languages, localeOf } from '../../../kernel/texts.js';
import { texts } from '../texts.js';

const asked = new URLSearchParams(location.search).get('sprache');

/** The language of the page's own words; the bot's words are in each person's own language. */
export const language: Language = languages.find((each) => each === asked) ?? 'de';
export const locale = localeOf(language);
export const t = texts[language];

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

export function timeOfDay(iso: string): string {
  return clock.format(new Date(iso));
}
