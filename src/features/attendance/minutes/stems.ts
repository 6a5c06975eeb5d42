import { stemmer } from '@orama/stemmers/german';
import { fold } from '../../../kernel/fold.js';

/** Words that say nothing about what was decided. */
const stopWords = new Set(
  fold(
    `der die das den dem des ein eine einen einem einer eines und oder auch als am an auf aus bei beim da dass daß für
    hat haben im in ins ist es gibt ich mit nach nicht noch nur ob ohne sich sie sind so über um uns unser unsere unseren
    vom von vor was wer wen wem wie wird werden wurde wurden worden wo zu zum zur zwischen bitte welche welcher welches
    welchen wir man kann können soll sollen alle alles schon bisher je gefasst beschlossen beschlüsse beschluss beschluß
    beschließen entschieden entscheidung entscheidungen thema wegen bezüglich zuletzt
    the a an of to in for and or about on which what was were has have been decided decision decisions`,
  )
    .split(/\s+/)
    .filter(Boolean),
);
const mostWords = 400;
const mostAsked = 8;
/** Words that begin alike, „Sprache“ and „Sprachkurse“, are about like things: so many letters of words at least so long. */
const beginning = 6;

/** What a decision is found by: the stems of its words, and the beginnings of long ones. */
export function searchWords(text: string): readonly string[] {
  const tokens = tokensOf(text);
  return [...new Set([...tokens.map(stemOf), ...tokens.flatMap((token) => beginningOf(token) ?? [])])].slice(
    0,
    mostWords,
  );
}

/** What is looked for, word by word: its stem, and the beginning that near ones share with it. */
export function askedWords(text: string): readonly { readonly stem: string; readonly near?: string }[] {
  const tokens = [...new Set(tokensOf(text))].slice(0, mostAsked);
  return tokens.map((token) => {
    const near = beginningOf(token);
    return { stem: stemOf(token), ...(near !== undefined && { near }) };
  });
}

function tokensOf(text: string): readonly string[] {
  return (fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).filter((token) => !isStopWord(token));
}

/** Every form of "Beschluss" stands in all of them. */
function isStopWord(token: string): boolean {
  return stopWords.has(token) || /^beschl(?:uss|uess|oss)/.test(token);
}

/** The German stem, whatever its umlauts ("Übergang", "Übergänge"); plurals such as "Kitas" are of no German make. */
function stemOf(token: string): string {
  if (!/^[a-z]+$/.test(token)) return token;
  const stem = fold(stemmer(token)).replace(/(?<=[aeiou])s$/, '');
  return stem.replace(/(?<=[aou])e/g, '');
}

/** Marked, so that it is no word's stem. */
function beginningOf(token: string): string | undefined {
  return token.length >= beginning ? `${token.slice(0, beginning)}~` : undefined;
}
