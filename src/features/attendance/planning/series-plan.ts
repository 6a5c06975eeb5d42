import type { Turn } from '../../../bot/feature.js';
import { type Day, dayAt, readDay } from '../../../kernel/dates.js';
import type { FormValues } from '../../../messages/form.js';
import { textIn } from './form.js';
import { ruleFor } from './occurrences.js';
import type { Plan } from './plan.js';
import { type SeriesRule, type Skip, skips } from './series-model.js';
import { seriesTexts } from './series-texts.js';
import { planningTexts } from './texts.js';

export interface SeriesPlan {
  readonly rule: SeriesRule;
  readonly first: Day;
  readonly until?: Day;
  readonly skip: Skip;
}

type Read = { readonly plan?: SeriesPlan } | { readonly errors: Readonly<Record<string, string>> };

/** What the form says of a series; nothing if it is to be a single meeting. */
export function seriesPlanIn(
  values: FormValues,
  { start }: Pick<Plan, 'start'>,
  { today, language }: Pick<Turn, 'today' | 'language'>,
  zone: string,
): Read {
  const [, kind, every = ''] = /^(weeks|months):(\d{1,2})$/.exec(textIn(values, 'repeat')) ?? [];
  if (kind !== 'weeks' && kind !== 'months') return {};
  const first = dayAt(start, zone);
  const typed = textIn(values, 'until');
  const until = typed === '' ? undefined : readDay(typed, today);
  if (typed !== '' && until?.kind !== 'day') {
    const t = planningTexts[language];
    return { errors: { until: until ? t.noSuchDay(typed) : t.badDay(typed) } };
  }
  if (until?.kind === 'day' && until.day <= first) return { errors: { until: seriesTexts[language].untilBeforeStart } };
  const skip = skips.find((each) => each === textIn(values, 'skip')) ?? 'none';
  return {
    plan: {
      rule: ruleFor(first, kind, Math.max(1, Number(every))),
      first,
      ...(until?.kind === 'day' && { until: until.day }),
      skip,
    },
  };
}
