/** The languages of the bot's own words: German, plain German (`sprache einfach`), English. Quotes stay as they are. */
export const languages = ['de', 'einfach', 'en'] as const;
export type Language = (typeof languages)[number];

/** One thing said in every language. */
export type Translated<T = string> = Readonly<Record<Language, T>>;

type Text = string | ((...args: never[]) => string);
/** Widens literal texts to `string`, so that the other languages need the same keys and parameters, not the same words. */
type Shape<C> = {
  readonly [K in keyof C]: C[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

/**
 * A room's text catalogue. German defines the keys and their parameters; plain German and English must have every
 * one of them, which the type check enforces. `catalogue(...)[person.language].greeting('Kita')`.
 */
export function catalogue<const C extends Readonly<Record<string, Text>>>(texts: {
  readonly de: C;
  readonly einfach: Shape<NoInfer<C>>;
  readonly en: Shape<NoInfer<C>>;
}): Translated<Shape<C>> {
  return texts as unknown as Translated<Shape<C>>;
}

/** One text of a catalogue in every language, for declarations. */
export function inAll<C>(texts: Translated<C>, pick: (t: C) => string): Translated {
  return { de: pick(texts.de), einfach: pick(texts.einfach), en: pick(texts.en) };
}

/** "1 Treffen", "2 Treffen": a count with the right noun. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** BCP 47 tag for `lang` attributes and Intl. */
export function localeOf(language: Language): 'de-DE' | 'en-GB' {
  return language === 'en' ? 'en-GB' : 'de-DE';
}
