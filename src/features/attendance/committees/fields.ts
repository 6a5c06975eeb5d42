import type { Turn } from '../../../bot/feature.js';
import type { Named } from '../../../bot/persons.js';
import { FormRefusal, unreachable } from '../../../kernel/errors.js';
import type { Language } from '../../../kernel/texts.js';
import type { Field, FormValues } from '../../../messages/form.js';
import type { Context } from '../context.js';
import { type CommitteeKind, committeeKinds } from '../model.js';
import { texts } from '../texts.js';
import { peopleIn } from './people-in.js';
import { committeeTexts } from './texts.js';

export function textIn(values: FormValues, field: string): string {
  return [values[field] ?? ''].flat().join(', ').trim();
}

export async function peopleOrMistake(
  context: Context,
  turn: Turn,
  field: string,
  typed: string,
  guestKey?: string,
): Promise<readonly Named[]> {
  const read = await peopleIn(context, turn, typed, guestKey);
  if ('problem' in read) throw new FormRefusal({ [field]: read.problem }, 'attendance.unclear-person');
  return read.people;
}

/** Fields about rules, shared by the forms of a new committee and of editing one. */
export function ruleFields(turn: Turn, values: { kind: string; replies: string; maybe: string }): readonly Field[] {
  const t = committeeTexts[turn.language];
  return [
    {
      id: 'kind',
      type: 'choice',
      label: t.kind,
      options: committeeKinds.map((value) => ({ value, label: kindName(value, turn.language) })),
      value: values.kind,
    },
    {
      id: 'replies',
      type: 'choice',
      label: t.repliesLabel,
      options: [
        { value: 'partner', label: t.onePerPartner },
        { value: 'all', label: t.everybody },
      ],
      value: values.replies,
    },
    {
      id: 'maybe',
      type: 'choice',
      label: t.maybeLabel,
      options: [
        { value: 'yes', label: t.yes },
        { value: 'no', label: t.no },
      ],
      value: values.maybe,
    },
  ];
}

/** Whether those who were at its meetings are asked a question afterwards. */
export function afterField({ language }: Turn, value = 'no'): Field {
  const t = committeeTexts[language];
  return {
    id: 'after',
    type: 'choice',
    label: t.afterLabel,
    hint: t.afterHint,
    options: [
      { value: 'no', label: t.no },
      { value: 'yes', label: t.yes },
    ],
    value: value === 'yes' ? 'yes' : 'no',
  };
}

export function kindIn(value: string): CommitteeKind | undefined {
  return committeeKinds.find((kind) => kind === value);
}

export function kindName(kind: CommitteeKind, language: Language): string {
  const t = texts[language];
  switch (kind) {
    case 'steering':
      return t.steering;
    case 'conference':
      return t.conference;
    case 'working-group':
      return t.workingGroup;
    default:
      return unreachable(kind);
  }
}
