import { z } from 'zod';
import { action, type ReportPage, type Turn, type Typed, type WorkSpec, type WorkTask } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { reportPath } from '../../../bot/reports.js';
import { typedAction } from '../../../bot/views.js';
import { yearOf } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import { pageFile } from '../../../messages/html.js';
import { viewToMarkdown } from '../../../messages/markdown.js';
import type { Reply } from '../../../messages/reply.js';
import type { Action, Block, FileBlock, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { shown } from '../shown.js';
import { impactOverYears, impactView, type Span } from './impact.js';
import { impactTexts } from './impact-texts.js';
import { thanksTexts } from './thanks-texts.js';

const filesId = 'evaluation.impact-files';
const overYears = 'evaluation.impact-over-years';
const spanShape = /^(\d{4})(?: ?[-–—] ?| bis | to )(\d{4})$/i;
const firstYear = 2020;
const markdownType = 'text/markdown; charset=utf-8';

/** `wirkungsbericht`: what the network set out to do in a year, how it went, and what nobody can say. */
export function impactPart(context: Context): Part {
  const year = { kind: 'name', name: 'jahr', most: 3 } as const;
  const isMeant = async (_: Turn, { jahr = '' }: Typed) => !jahr.includes(' ') || spanShape.test(jahr);
  return {
    commands: [
      {
        id: 'evaluation.impact',
        words: ['wirkungsbericht', 'jahresbericht'],
        slots: [{ ...year, optional: true }],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(impactTexts, (t) => t.command),
        isMeant,
        run: async (turn, { jahr: typed }) => {
          const span = readSpan(turn, typed);
          if (span.from < span.until) return together(context, turn, span);
          return shown(turn, await cardView(context, turn, span.from));
        },
      },
      {
        id: filesId,
        words: ['wirkungsbericht dateien'],
        slots: [year],
        role: 'coordinator',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(impactTexts, (t) => t.commandFiles),
        isMeant,
        run: async (turn, { jahr: typed }) => {
          const span = readSpan(turn, typed);
          return span.from < span.until ? together(context, turn, span) : files(context, turn, span.from);
        },
      },
    ],
    actions: [
      action({
        id: filesId,
        role: 'coordinator',
        payload: z.object({ year: z.number().int() }),
        changes: false,
        run: (turn, payload) => files(context, turn, readYear(turn, String(payload.year))),
      }),
    ],
    reports: { impact: impactReport(context) },
    works: { [overYears]: { role: 'coordinator', run: workOverYears(context) } },
  };
}

/** A typed year, this one if left out; refused if there is no report of it. */
export function readYear({ today, language }: Turn, typed: string | undefined): number {
  const last = yearOf(today);
  const year = typed === undefined ? last : /^\d{4}$/.test(typed) ? Number(typed) : Number.NaN;
  if (year >= firstYear && year <= last) return year;
  throw new Refusal(impactTexts[language].badYear(String(firstYear), String(last)), 'evaluation.impact-year');
}

/** One year, or several from the first to the last, however they were typed. */
function readSpan(turn: Turn, typed?: string): Span {
  const [, first, second] = spanShape.exec(typed ?? '') ?? [];
  const [one, other] = [readYear(turn, first ?? typed), readYear(turn, second ?? first ?? typed)];
  return { from: Math.min(one, other), until: Math.max(one, other) };
}

/** A report over years takes longer than an answer may. */
async function together(context: Context, turn: Turn, span: Span): Promise<Reply> {
  const { language, now, person, inbound } = turn;
  const subject = subjectOf(span);
  if (context.longWork) {
    const title = spanTitle(span, language);
    return context.longWork.begin(turn, { kind: overYears, subject, title, again: `wirkungsbericht ${subject}` });
  }
  const task = { language, now, person, channel: inbound.from.channel, tell: async () => {} };
  return { type: 'message', private: true, view: await workOverYears(context)(subject, task) };
}

function workOverYears(context: Context): WorkSpec['run'] {
  return async (subject, task: WorkTask) => {
    const { language, now, channel, tell } = task;
    const span = spanIn(subject);
    if (!span) throw new Error('no years are meant');
    const report = await impactOverYears(context, span, { language, now }, tell);
    const href = context.links.address(await reportPath(context.links, `impact:${subject}`, now), channel);
    return reportCard(spanTitle(span, language), href, language, reportFiles(report, subject, language));
  };
}

function subjectOf({ from, until }: Span): string {
  return `${from}-${until}`;
}

function spanIn(subject: string): Span | undefined {
  const [, from, until] = /^(\d{4})-(\d{4})$/.exec(subject) ?? [];
  return from === undefined ? undefined : { from: Number(from), until: Number(until) };
}

function spanTitle({ from, until }: Span, language: Language): string {
  const t = impactTexts[language];
  return t.cardTitleOverYears(t.span(String(from), String(until)));
}

async function cardView(context: Context, turn: Turn, year: number): Promise<View> {
  const { language } = turn;
  const t = impactTexts[language];
  const path = await reportPath(context.links, `impact:${year}`, turn.now);
  const href = context.links.address(path, turn.inbound.from.channel);
  const before: readonly Action[] =
    year > firstYear ? [typedAction(`wirkungsbericht ${year - 1}`, t.yearBefore(String(year - 1)))] : [];
  const three = { from: year - 2, until: year };
  const together: readonly Action[] =
    three.from >= firstYear
      ? [typedAction(`wirkungsbericht ${subjectOf(three)}`, t.span(String(three.from), String(three.until)))]
      : [];
  const thank = typedAction(`jahresdank ${year}`, thanksTexts[language].thank);
  const actions = [{ id: filesId, label: t.asFiles, payload: { year } }, ...before, ...together, thank];
  return reportCard(t.cardTitle(String(year)), href, language, [{ type: 'actions', actions }]);
}

/** The way to a report's page, and what else there is of it; without links, only that. */
function reportCard(title: string, href: string | undefined, language: Language, below: readonly Block[]): View {
  const t = impactTexts[language];
  return {
    kind: 'evaluation.impact-card',
    summary: title,
    title,
    language,
    blocks: [
      { type: 'text', text: href === undefined ? t.cardFiles : t.card },
      ...(href === undefined ? [] : [{ type: 'link', text: t.page, href } as const]),
      ...below,
    ],
  };
}

async function files(context: Context, turn: Turn, year: number): Promise<Reply> {
  const { language, now } = turn;
  const t = impactTexts[language];
  const report = await impactView(context, year, { language, now });
  const title = t.cardTitle(String(year));
  const view: View = {
    kind: 'evaluation.impact-files',
    summary: title,
    title,
    language,
    blocks: reportFiles(report, String(year), language),
  };
  return { type: 'message', private: true, view };
}

function reportFiles(report: View, years: string, language: Language): readonly FileBlock[] {
  const t = impactTexts[language];
  return [
    pageFile(report, fileName(years, 'html'), t.filePage),
    {
      type: 'file',
      name: fileName(years, 'md'),
      mediaType: markdownType,
      bytes: new TextEncoder().encode(viewToMarkdown(report)),
      label: t.fileMd,
    },
  ];
}

function impactReport(context: Context): ReportPage {
  return async (subject, { format, path, language, now }) => {
    const year = Number(subject);
    const span = spanIn(subject);
    if (!span && !Number.isInteger(year)) return undefined;
    const view = (at?: string) => {
      const how = { language, now, ...(at !== undefined && { path: at }) };
      return span ? impactOverYears(context, span, how) : impactView(context, year, how);
    };
    switch (format) {
      case 'page':
        return { view: await view(path) };
      case 'md': {
        const body = viewToMarkdown(await view());
        return { file: { name: fileName(subject, 'md'), mediaType: markdownType, body } };
      }
      case 'csv':
      case 'json':
        return undefined;
    }
  };
}

function fileName(years: string, ending: string): string {
  return `wirkungsbericht-${years}.${ending}`;
}
