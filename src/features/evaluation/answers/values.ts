import { fold } from '../../../kernel/fold.js';
import { type Language, languages, localeOf } from '../../../kernel/texts.js';
import type { Question, Round } from '../model.js';
import { cannotSay, cannotSayWords, scaleWords } from '../questions.js';
import { answerTexts } from './texts.js';

/** What one question is answered with: a step from 1, `cannot-say`, an option's id, a number or a text. */
export type Value = string | number | readonly string[];

export const longestAnswer = 1_500;

/** What may be pressed for a question, in its order; none where something is to be written. */
export function choicesOf(
  question: Question,
  language: Language,
): readonly { readonly value: string | number; readonly label: string }[] {
  const { kind } = question;
  switch (kind.type) {
    case 'scale': {
      const steps = scaleWords[kind.steps].map((words, index) => ({ value: index + 1, label: words[language] }));
      return [...steps, { value: cannotSay, label: cannotSayWords[language] }];
    }
    case 'choice':
      return kind.options.map(({ id, text }) => ({ value: id, label: text[language] }));
    case 'number':
    case 'text':
      return [];
  }
}

/** An answer as people read it. */
export function valueLabel(question: Question, value: Value, language: Language): string {
  if (question.kind.type === 'number' && typeof value === 'number') return value.toLocaleString(localeOf(language));
  const choice = choicesOf(question, language).find((each) => each.value === value);
  return choice?.label ?? String(value);
}

/** Whether a pressed value is one of the question's. */
export function isChoiceOf(question: Question, value: string | number): boolean {
  return choicesOf(question, 'de').some((choice) => choice.value === value);
}

export type ReadValue = { readonly value: string | number } | { readonly problem: string };

/** A typed answer: the words of a step in any language, its number, an option, a number or a text. */
export function readValue(question: Question, typed: string, language: Language): ReadValue {
  const t = answerTexts[language];
  const text = typed.trim();
  switch (question.kind.type) {
    case 'scale':
    case 'choice': {
      const found = chosenBy(question, text);
      if (found !== undefined) return { value: found };
      const names = choicesOf(question, language).map(({ label }) => `„${label}“`);
      return { problem: t.outside(names.join(', ')) };
    }
    case 'number':
      return readNumber(question.kind, text, language);
    case 'text':
      return text.length > longestAnswer ? { problem: t.tooLong(String(longestAnswer)) } : { value: text };
  }
}

function chosenBy(question: Question, text: string): string | number | undefined {
  for (const language of languages) {
    const found = choicesOf(question, language).find(({ label }) => fold(label) === fold(text));
    if (found) return found.value;
  }
  const number = /^[1-9]\d?$/.test(text) ? Number(text) : undefined;
  if (number === undefined) return undefined;
  const pressed = choicesOf(question, 'de').filter(({ value }) => value !== cannotSay);
  return pressed[number - 1]?.value;
}

function readNumber(
  { least, most }: { readonly least?: number | undefined; readonly most?: number | undefined },
  text: string,
  language: Language,
): ReadValue {
  const t = answerTexts[language];
  const value = /^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (!Number.isFinite(value)) return { problem: t.needsNumber };
  if (least !== undefined && value < least) return { problem: t.numberAtLeast(String(least)) };
  if (most !== undefined && value > most) return { problem: t.numberAtMost(String(most)) };
  return { value };
}

/** The questions that are counted and asked one after the other; texts are optional and stand at the end. */
export function askedOf({ questions }: Pick<Round, 'questions'>): readonly Question[] {
  return questions.filter(({ kind }) => kind.type !== 'text');
}

export function textsOf({ questions }: Pick<Round, 'questions'>): readonly Question[] {
  return questions.filter(({ kind }) => kind.type === 'text');
}
