import { stemmer } from '@orama/stemmers/german';
import { fold } from '../../kernel/fold.js';

/** Words that say nothing about whom somebody is looking for. */
const stopWords = new Set(
  fold(
    `der die das den dem des ein eine einen einem einer eines und oder auch als am an auf aus bei beim da daß dass für fuer hat haben ich
    im in ins ist es gibt mein meine meinen meiner mich mir mit nach nicht noch nur ob ohne sehr sich sie sind so über uns unser unsere
    unseren vom von vor was wer wen wem wie wird wo zu zum zur bitte danke hallo welche welcher welches welchen welchem
    alle alles jemand jemanden man kann können könnte partner partnerin partnerinnen einrichtung einrichtungen
    the a an of to in for and or who is are there which`,
  )
    .split(/\s+/)
    .filter(Boolean),
);
const mostTokens = 1_000;
const mostStems = 20_000;
const stems = new Map<string, string>();

/** Folded words of a text. */
export function tokensOf(text: string): readonly string[] {
  return (fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).slice(0, mostTokens);
}

export function isStopWord(token: string): boolean {
  return stopWords.has(token);
}

/** German stem of a folded word. */
export function stemOf(token: string): string {
  const known = stems.get(token);
  if (known !== undefined) return known;
  const stem = /^[a-z]+$/.test(token) ? fold(stemmer(token)) : token;
  if (stems.size < mostStems) stems.set(token, stem);
  return stem;
}

/** Takes German compounds apart into words that stand by themselves elsewhere. */
export class Compounds {
  private readonly words = new Set<string>();
  private readonly known = new Map<string, readonly string[]>();

  constructor(words: Iterable<string>) {
    for (const word of words) if (word.length >= 4 && !isStopWord(word)) this.words.add(word);
  }

  /** The parts of a compound, such as `sprach` and `foerderung`; empty if it is none of these words' making. */
  parts(token: string): readonly string[] {
    const known = this.known.get(token);
    if (known) return known;
    const parts = this.split(token);
    if (this.known.size < mostStems) this.known.set(token, parts);
    return parts;
  }

  private split(token: string): readonly string[] {
    if (token.length < 8 || token.length > 40) return [];
    for (let cut = token.length - 4; cut >= 4; cut -= 1) {
      const head = this.word(token.slice(0, cut));
      const tail = this.word(token.slice(cut));
      if (head !== undefined && tail !== undefined) return [head, tail];
    }
    return [];
  }

  /** The word as it is known: itself, without the letter that joins, or with the one that compounds drop. */
  private word(text: string): string | undefined {
    return [text, text.replace(/(?:es|s|en|n)$/, ''), `${text}e`].find(
      (form) => form.length >= 4 && this.words.has(form),
    );
  }
}
