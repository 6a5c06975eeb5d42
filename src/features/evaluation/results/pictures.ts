import type { Language } from '../../../kernel/texts.js';
import type { PictureBlock } from '../../../messages/view.js';
import type { Chart } from '../../../ports/charts.js';
import { choicesOf } from '../answers/values.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import type { Result } from './model.js';
import { resultTexts } from './texts.js';
import type { Trend } from './trend.js';
import { type Answered, answeredIn, distributionText, shortNameOf } from './words.js';

/** Questions with the same answers belong into one picture and one table. */
export interface Family {
  readonly labels: readonly string[];
  readonly members: readonly Answered<'answers'>[];
}

export function familiesOf(round: Round, result: Result, language: Language): readonly Family[] {
  const families = new Map<string, { readonly labels: readonly string[]; readonly members: Answered<'answers'>[] }>();
  for (const answered of answeredIn(round, result, 'answers')) {
    const labels = choicesOf(answered.question, language).map(({ label }) => label);
    const key = JSON.stringify(labels);
    const family = families.get(key) ?? { labels, members: [] };
    families.set(key, family);
    family.members.push(answered);
  }
  return [...families.values()];
}

/** The distribution of each question as a bar, with every number in words for those who do not see it. */
export async function distributionPicture(
  { charts }: Context,
  { labels, members }: Family,
  smallest: number,
  language: Language,
): Promise<PictureBlock> {
  const t = resultTexts[language];
  const drawing = await charts.draw({
    kind: 'shares',
    title: t.pictureTitle,
    categories: members.map(({ question }) => shortNameOf(question, language)),
    parts: bestFirst(labels, members),
    values: members.map(({ result }) => result.total && bestFirst(result.total, members)),
  });
  const lines = members.map(({ question, result }) => {
    return `${shortNameOf(question, language)}: ${distributionText(question, result.total, smallest, language)}.`;
  });
  return { type: 'picture', alt: `${t.pictureTitle}. ${lines.join(' ')}`, ...drawing };
}

/** Of a scale the best step first, which has the colour that stands for it; "kann ich nicht beurteilen" stays the last. */
function bestFirst<T>(inOrder: readonly T[], [first]: Family['members']): readonly T[] {
  if (first?.question.kind.type !== 'scale') return inOrder;
  return [...inOrder.slice(0, -1).toReversed(), ...inOrder.slice(-1)];
}

export async function trendPicture({ charts }: Context, trend: Trend, language: Language): Promise<PictureBlock> {
  const t = resultTexts[language];
  const chart: Chart = {
    kind: 'lines',
    title: t.trendTitle,
    points: trend.points,
    series: trend.series,
    least: 0,
    most: 100,
  };
  const drawing = await charts.draw(chart);
  const lines = trend.series.map(({ name, values }) => {
    return `${name}: ${trend.points.map((point, at) => `${point} ${values[at] ?? '–'}`).join(', ')}.`;
  });
  return { type: 'picture', alt: `${t.trendTitle}. ${t.trendCaption}. ${lines.join(' ')}`, ...drawing };
}
