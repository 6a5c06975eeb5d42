import type { Turn } from '../../../bot/feature.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { commonTexts } from './common-texts.js';
import { draftTexts } from './draft-texts.js';
import { longestText, longestTitle } from './model.js';

export interface Content {
  readonly title: string;
  readonly text: string;
}

/** Refused where it was typed. */
export function checkedTyped(turn: Turn, content: Content): Content {
  const problem = Object.values(problemsIn(turn, content))[0];
  if (problem !== undefined) throw new Refusal(problem, 'announcements.bad-content');
  return { title: content.title.trim(), text: content.text.trim() };
}

/** Refused at the fields of a form. */
export function checkedForm(turn: Turn, { title = '', text = '' }: FormValues): Content {
  const content = { title: String(title).trim(), text: String(text).trim() };
  const problems = problemsIn(turn, content);
  if (Object.keys(problems).length > 0) throw new FormRefusal(problems, 'announcements.bad-content');
  return content;
}

/** What is said of a text that is longer than it may be; undefined if it is not. */
export function lengthProblem(
  { language }: Pick<Turn, 'language'>,
  text: string,
  most = longestText,
): string | undefined {
  if (text.length <= most) return undefined;
  return draftTexts[language].tooLong(inWords(text.length), inWords(most));
}

function problemsIn(turn: Turn, { title, text }: Content): Readonly<Record<string, string>> {
  const t = draftTexts[turn.language];
  const inTitle = title.trim() === '' ? t.titleMissing : lengthProblem(turn, title, longestTitle);
  const inText = text.trim() === '' ? t.textMissing : lengthProblem(turn, text);
  return { ...(inTitle !== undefined && { title: inTitle }), ...(inText !== undefined && { text: inText }) };
}

function inWords(count: number): string {
  return count.toLocaleString('de-DE');
}

/** The form for title and text, with what was typed before. */
export function contentForm(turn: Turn, id: string, { title, text }: FormValues, more: Partial<Form> = {}): Form {
  const t = draftTexts[turn.language];
  return {
    id,
    title: t.form,
    submit: t.save,
    opener: t.formOpener,
    intro: commonTexts[turn.language].noCases,
    language: turn.language,
    fields: [
      {
        id: 'title',
        type: 'text',
        label: t.titleLabel,
        required: true,
        maxLength: longestTitle,
        ...(typeof title === 'string' && { value: title }),
      },
      {
        id: 'text',
        type: 'long-text',
        label: t.textLabel,
        required: true,
        maxLength: longestText,
        ...(typeof text === 'string' && { value: text }),
      },
    ],
    ...more,
  };
}
