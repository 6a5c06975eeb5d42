import { stemmer } from '@orama/stemmers/german';
import { editDistance, fold, toleratedEdits } from '../../kernel/fold.js';

/** Words without a matter of their own: not searched for, and no part of what a passage must cover. */
const stopWords = new Set(
  fold(
    `der die das den dem des ein eine einen einem einer eines und oder aber auch als am an auf aus bei bin bist da dann dass denn dir doch du
    er es euch euer fuer für habe haben hat hatte hier ich ihm ihn ihr ihre ihren ihrer im in ins ist ja jetzt kann kein keine können könnt man mal mehr mein
    meine mich mir mit muss müssen nach nicht noch nun nur ob ohne schon sehr sein seine sich sie sind so soll sollen über um uns unser unsere unseren
    vom von vor war waren was wann warum weil welche welcher welches welchem wenn wer wie wieder will wir wird wirst wo wollen wollte würde zu zum zur
    bitte danke hallo eigentlich denn etwa etwas gibt geht gehen steht stehen sagt darin drin dazu davon dafür darf dürfen machen macht tun setzt setzen gesetzt nutzt weiß wissen sagen
    vereinbarung kooperationsvereinbarung dinslaken the a an of to in on is are do does we you i it what how who when where why which for and or`,
  )
    .split(/\s+/)
    .filter(Boolean),
);

/** Folded words of a text: letters and digits, at most as many as anybody reads. */
export function tokensOf(text: string): readonly string[] {
  return (fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).slice(0, 1_500);
}

export function isStopWord(token: string): boolean {
  return stopWords.has(token);
}

const stems = new Map<string, string>();
const mostStems = 20_000;

/** German stem of a folded word. */
export function stemOf(token: string): string {
  const known = stems.get(token);
  if (known !== undefined) return known;
  const stem = /^[a-z]+$/.test(token) ? fold(stemmer(token)) : token;
  if (stems.size < mostStems) stems.set(token, stem);
  return stem;
}

/** The words a room knows: splits compounds into them and finds the one that a typo meant. */
export class Vocabulary {
  private readonly byInitial = new Map<string, string[]>();

  constructor(private readonly words: ReadonlySet<string>) {
    for (const word of words) {
      const initial = word.slice(0, 1);
      this.byInitial.set(initial, [...(this.byInitial.get(initial) ?? []), word]);
    }
  }

  has(token: string): boolean {
    return this.words.has(token);
  }

  /** The known word nearest to an unknown one, if it is near enough; typos seldom hit the first letter. */
  corrected(token: string): string | undefined {
    let limit = toleratedEdits(token.length);
    let nearest: string | undefined;
    if (limit === 0 || isStopWord(token)) return undefined;
    for (const word of this.byInitial.get(token.slice(0, 1)) ?? []) {
      if (word.length < 5 || Math.abs(word.length - token.length) > limit) continue;
      const edits = editDistance(token, word, limit);
      if (edits > limit || (nearest !== undefined && edits === limit)) continue;
      nearest = word;
      limit = edits;
    }
    return nearest;
  }

  /** Known words that a compound is made of (`vertragsende`: vertrag, ende); empty if it cannot be split into them. */
  parts(token: string): readonly string[] {
    if (token.length < 8 || token.length > 40) return [];
    for (let cut = token.length - 3; cut >= 4; cut -= 1) {
      const head = this.known(token.slice(0, cut));
      if (head === undefined) continue;
      const rest = token.slice(cut);
      const tail = this.known(rest);
      if (tail !== undefined) return [head, tail];
      const more = this.parts(rest);
      if (more.length > 0) return [head, ...more];
    }
    return [];
  }

  /** The word itself, or without the letters that join German compounds. */
  private known(text: string): string | undefined {
    if (text.length < 3) return undefined;
    const forms = [text, text.replace(/(?:es|s|en|n|er)$/, '')];
    return forms.find((form) => form.length >= 3 && this.words.has(form));
  }
}
