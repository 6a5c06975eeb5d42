import type { Turn } from '../../../bot/feature.js';
import type { Field, FormValues, Option } from '../../../messages/form.js';
import type { Entered } from '../merging.js';
import { limits, planFields } from './plan.js';
import { seriesTexts } from './series-texts.js';
import { planningTexts } from './texts.js';

/** What stands in a submitted form, as texts. */
export function enteredIn(values: FormValues): Entered {
  return Object.fromEntries(planFields.map((field) => [field, textIn(values, field)]));
}

export function textIn(values: FormValues, field: string): string {
  return [values[field] ?? ''].flat().join(', ').trim();
}

/** The fields of a meeting with what stands in them. */
export function meetingFields(turn: Turn, entered: Entered): readonly Field[] {
  const t = planningTexts[turn.language];
  const value = (field: string) => (entered[field] ? { value: entered[field] } : {});
  return [
    { id: 'title', type: 'text', label: t.title, hint: t.titleHint, maxLength: limits.title, ...value('title') },
    { id: 'day', type: 'date', label: t.day, required: true, ...value('day') },
    { id: 'start', type: 'time', label: t.start, required: true, ...value('start') },
    { id: 'end', type: 'time', label: t.end, hint: t.endHint, ...value('end') },
    { id: 'place', type: 'text', label: t.place, maxLength: limits.place, ...value('place') },
    { id: 'link', type: 'text', label: t.link, hint: t.linkHint, maxLength: limits.link, ...value('link') },
    agendaField(turn, entered.agenda),
    { id: 'replyBy', type: 'date', label: t.replyBy, hint: t.replyByHint, ...value('replyBy') },
    {
      id: 'maybe',
      type: 'choice',
      label: t.maybe,
      options: [
        { value: 'yes', label: t.yes },
        { value: 'no', label: t.no },
      ],
      value: entered.maybe === 'no' ? 'no' : 'yes',
    },
  ];
}

export function agendaField({ language }: Turn, value: string | undefined): Field {
  const t = planningTexts[language];
  return {
    id: 'agenda',
    type: 'long-text',
    label: t.agendaLabel,
    hint: t.agendaHint,
    maxLength: limits.agenda,
    ...(value && { value }),
  };
}

/** How often it repeats: kind and number, as the form's values hold it. */
export const repeatValues = [
  'none',
  'weeks:1',
  'weeks:2',
  'weeks:3',
  'weeks:4',
  'months:1',
  'months:2',
  'months:3',
] as const;

/** The fields that make a series of it. */
export function seriesFields({ language }: Turn, values: FormValues): readonly Field[] {
  const t = seriesTexts[language];
  const options: readonly Option[] = repeatValues.map((value) => ({ value, label: repeatLabel(value, language) }));
  const until = textIn(values, 'until');
  return [
    { id: 'repeat', type: 'choice', label: t.label, options, value: textIn(values, 'repeat') || 'none' },
    { id: 'until', type: 'date', label: t.untilLabel, hint: t.untilHint, ...(until !== '' && { value: until }) },
    {
      id: 'skip',
      type: 'choice',
      label: t.skipLabel,
      options: [
        { value: 'none', label: t.skipNone },
        { value: 'public', label: t.skipPublic },
        { value: 'school', label: t.skipSchool },
      ],
      value: textIn(values, 'skip') || 'public',
    },
  ];
}

function repeatLabel(value: (typeof repeatValues)[number], language: Turn['language']): string {
  const t = seriesTexts[language];
  switch (value) {
    case 'none':
      return t.none;
    case 'weeks:1':
      return t.weekly;
    case 'weeks:2':
    case 'weeks:3':
    case 'weeks:4':
      return t.everyWeeks(value.slice('weeks:'.length));
    case 'months:1':
      return t.monthlyOption;
    case 'months:2':
      return t.twoMonthlyOption;
    case 'months:3':
      return t.quarterlyOption;
  }
}

export const scopes = ['this', 'following', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** For which meetings of a series a change is meant. */
export function scopeField({ language }: Turn, value: string, cancels = false): Field {
  const t = seriesTexts[language];
  return {
    id: 'scope',
    type: 'choice',
    label: cancels ? t.scopeOff : t.scope,
    options: [
      { value: 'this', label: t.scopeThis },
      { value: 'following', label: t.scopeFollowing },
      { value: 'all', label: t.scopeAll },
    ],
    value: scopes.find((scope) => scope === value) ?? 'this',
  };
}

export function scopeIn(values: FormValues): Scope {
  const chosen = textIn(values, 'scope');
  return scopes.find((scope) => scope === chosen) ?? 'this';
}
