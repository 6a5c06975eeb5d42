import type { Turn } from '../../../bot/feature.js';
import type { Language } from '../../../kernel/texts.js';
import type { Field } from '../../../messages/form.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import { minutesTexts } from './texts.js';

const goals = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const longestLabel = 75;
const before = /^\(?(?:strategisches )?(?:ziel|goal) ([1-8])\)?\s*[:.–-]?\s+(?=\S)/iu;
const behind = /\s*\((?:strategisches )?(?:ziel|goal) ([1-8])\)[.!]?$/iu;

/** A decision's text and the strategic goal that it names in front (`Ziel 6: …`) or behind (`… (Ziel 6)`). */
export function readGoal(typed: string): { readonly text: string; readonly goal?: number } {
  for (const shape of [before, behind]) {
    const found = shape.exec(typed);
    if (found) return { text: typed.replace(shape, '').trim(), goal: Number(found[1]) };
  }
  return { text: typed };
}

/** "Ziel 6 (unsere Zählung)": the agreement does not number its goals. */
export function goalName(goal: number, language: Language): string {
  return minutesTexts[language].goal(String(goal));
}

/** The choice of a strategic goal, or none. */
export function goalField(context: Context, { language }: Pick<Turn, 'language'>, label: string, value: string): Field {
  const t = minutesTexts[language];
  return {
    id: 'goal',
    type: 'choice',
    label,
    options: [
      { value: '0', label: t.noGoal },
      ...goals.map((goal) => {
        const text = context.goals?.[goal - 1];
        const name = text === undefined ? t.goal(String(goal)) : t.goalShort(String(goal), text);
        return { value: String(goal), label: cut(name, longestLabel) };
      }),
    ],
    value: goals.some((goal) => String(goal) === value) ? value : '0',
  };
}

/** What a form brought; undefined for none. */
export function goalIn(value: unknown): number | undefined {
  return goals.find((goal) => String(goal) === value);
}
