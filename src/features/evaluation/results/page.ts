import type { ReportPage } from '../../../bot/feature.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Block, TableBlock, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { resultOf } from './closing.js';
import { resultCsv, resultJson, type Written } from './export.js';
import type { GroupRate, Rate, Result } from './model.js';
import { distributionPicture, type Family, familiesOf, trendPicture } from './pictures.js';
import { type Counts, sum } from './suppression.js';
import { resultTexts } from './texts.js';
import { trendOf } from './trend.js';
import { followUpBlocks, notesOf, respondentBlocks } from './view.js';
import {
  answeredIn,
  factsOf,
  figuresText,
  hiddenText,
  markedCount,
  nameOf,
  percentText,
  shortNameOf,
  tooFewText,
} from './words.js';
import { writtenIn } from './written.js';

const longestSummary = 150;
/** So many texts stand on a page; all of them are in the table. */
const mostTexts = 200;

export const csvType = 'text/csv; charset=utf-8';
export const jsonType = 'application/json; charset=utf-8';

/** `/berichte/TOKEN` for a round: the page, its table and its data. */
export function roundReport(context: Context): ReportPage {
  return async (subject, { format, path, language }) => {
    const round = await context.rounds.get(subject);
    const result = round && (await resultOf(context, round));
    if (!round || !result) return undefined;
    const written = await writtenIn(context, round, result);
    switch (format) {
      case 'page':
        return { view: await pageView(context, round, result, written, language, path) };
      case 'csv': {
        const body = resultCsv(context, round, result, written, language);
        return { file: { name: fileName(round, 'csv'), mediaType: csvType, body } };
      }
      case 'json': {
        const body = resultJson(context, round, result, written, language);
        return { file: { name: fileName(round, 'json'), mediaType: jsonType, body } };
      }
      case 'md':
        return undefined;
    }
  };
}

export function fileName({ number }: Pick<Round, 'number'>, ending: string): string {
  return `ergebnis-${number}.${ending}`;
}

/** Everything that is shown of a round: pictures with tables beside them. `path` is where the page stands, if it has an address. */
export async function pageView(
  context: Context,
  round: Round,
  result: Result,
  written: Written,
  language: Language,
  path?: string,
): Promise<View> {
  const t = resultTexts[language];
  const title = t.title(round.title, String(round.number));
  const blocks: Block[] = [
    { type: 'facts', facts: factsOf(context, round, result.overall, language) },
    ...followUpBlocks(round, { language }),
    ...(await respondentBlocks(context, round, language)),
  ];
  for (const family of familiesOf(round, result, language)) {
    blocks.push(...(await familyBlocks(context, family, result, language)));
  }
  blocks.push(
    ...numberBlocks(round, result, language),
    ...textBlocks(round, result, written, language),
    ...(await trendBlocks(context, round, result, language)),
    ...rateBlocks(context, round, result, language),
    ...notesOf(round, result, { language }),
    ...(path === undefined
      ? []
      : ([
          { type: 'link', text: t.fileCsv, href: `${path}.csv` },
          { type: 'link', text: t.fileJson, href: `${path}.json` },
        ] as const)),
  );
  return { kind: 'evaluation.result-page', summary: cut(title, longestSummary), title, language, blocks };
}

async function familyBlocks(
  context: Context,
  family: Family,
  result: Result,
  language: Language,
): Promise<readonly Block[]> {
  const t = resultTexts[language];
  const isAnyShown = family.members.some(({ result: { total } }) => total !== null);
  const picture = isAnyShown ? [await distributionPicture(context, family, result.smallest, language)] : [];
  const table: TableBlock = {
    type: 'table',
    caption: t.tableCaption(whatOf(family, language)),
    columns: [t.question, ...family.labels, t.count],
    rows: family.members.map(({ question, result: { total } }) => [
      shortNameOf(question, language),
      ...cells(total, family.labels.length, hiddenText(result, language), language),
    ]),
  };
  return [...picture, table, ...sectorTables(context, family, language)];
}

/** What a table is about, different from every other table's: its question, or the range of its answers. */
function whatOf({ labels, members }: Family, language: Language): string {
  const [only, ...more] = members;
  if (only && more.length === 0) return shortNameOf(only.question, language);
  return resultTexts[language].range(labels[0] ?? '', labels.at(-1) ?? '');
}

/** A table by sector for each question of which any group is shown. */
function sectorTables(context: Context, family: Family, language: Language): readonly TableBlock[] {
  const t = resultTexts[language];
  const { sectors } = context.vocabulary(language);
  return family.members
    .filter(({ result: { groups } }) => groups.some(({ counts }) => counts !== null))
    .map(({ question, result: { groups } }) => ({
      type: 'table',
      caption: t.sectorCaption(shortNameOf(question, language)),
      columns: [t.group, ...family.labels, t.count],
      rows: groups.map(({ sector, counts }) => [
        sectors.find(({ value }) => value === sector)?.label ?? sector,
        ...cells(counts, family.labels.length, t.hiddenGroup, language),
      ]),
    }));
}

/** The numbers of a row and how many they are; dashes and why where they are not shown. */
function cells(counts: Counts | null, width: number, hidden: string, language: Language): readonly string[] {
  if (counts) return [...counts.map(String), markedCount(sum(counts), language)];
  return [...Array.from({ length: width }, () => '–'), hidden];
}

function numberBlocks(round: Round, result: Result, language: Language): readonly Block[] {
  const facts = answeredIn(round, result, 'number').map((answered) => ({
    label: nameOf(answered.question, language),
    value: figuresText(answered, result.smallest, language),
  }));
  return facts.length > 0 ? [{ type: 'facts', facts }] : [];
}

function textBlocks(round: Round, result: Result, written: Written, language: Language): readonly Block[] {
  const t = resultTexts[language];
  return answeredIn(round, result, 'texts').flatMap(({ question }): readonly Block[] => {
    const texts = written.get(question.id);
    const heading = { type: 'text', text: [strong(nameOf(question, language))] } as const;
    if (!texts) return [heading, { type: 'text', text: tooFewText(result.smallest, language) }];
    if (texts.length === 0) return [heading, { type: 'text', text: t.noAnswers }];
    return [
      heading,
      {
        type: 'list',
        items: texts
          .slice(0, mostTexts)
          .map(({ text, partner }) => (partner === undefined ? text : [strong(`${partner}: `), text])),
      },
      { type: 'note', text: texts.length > mostTexts ? t.textsTooMany(String(mostTexts)) : t.textsNote },
    ];
  });
}

async function trendBlocks(
  context: Context,
  round: Round,
  result: Result,
  language: Language,
): Promise<readonly Block[]> {
  const t = resultTexts[language];
  const trend = await trendOf(context, round, result, language);
  if (!trend) return [];
  return [
    { type: 'text', text: [strong(t.trendTitle)] },
    await trendPicture(context, trend, language),
    {
      type: 'table',
      caption: t.trendCaption,
      columns: [t.question, ...trend.points],
      rows: trend.series.map(({ name, values }) => [
        name,
        ...values.map((value) => (value === null ? '–' : `${value} %`)),
      ]),
    },
    { type: 'note', text: t.trendNote },
  ];
}

/** Of a named round's groups only those are without a rate of which nobody was asked. */
const nobody: Rate = { asked: 0, answered: 0 };

function rateBlocks(context: Context, { named }: Round, result: Result, language: Language): readonly Block[] {
  const t = resultTexts[language];
  const { sectors, lifeStages } = context.vocabulary(language);
  const rows = (groups: readonly GroupRate[], labels: readonly { readonly value: string; readonly label: string }[]) =>
    groups.map(({ id, rate }) => [
      labels.find(({ value }) => value === id)?.label ?? id,
      ...rateCells(named ? (rate ?? nobody) : rate, language),
    ]);
  return [
    {
      type: 'table',
      caption: t.rateCaption,
      columns: [t.group, t.asked, t.answered, t.percent],
      rows: [
        [t.everyone, ...rateCells(result.overall, language)],
        ...rows(result.sectors, sectors),
        ...rows(result.lifeStages, lifeStages),
      ],
    },
    { type: 'note', text: named ? t.severalGroups : t.firstGroups },
  ];
}

function rateCells(rate: Rate | null, language: Language): readonly string[] {
  if (!rate) return [resultTexts[language].hiddenGroup, '–', '–'];
  return [String(rate.asked), String(rate.answered), rate.asked === 0 ? '–' : `${percentText(rate)} %`];
}
