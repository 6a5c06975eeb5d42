import { writeTable } from '../../../kernel/csv.js';
import type { Language } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { FileBlock, PictureBlock, TableBlock, View } from '../../../messages/view.js';
import type { Filter } from '../../../ports/document-store.js';
import { partnerNames } from '../checkin/rows.js';
import type { Context } from '../context.js';
import type { Representation } from '../meetings/representations.js';
import { downloads } from './downloads.js';
import { type Period, periodName } from './period.js';
import { reportTexts } from './texts.js';

const pageSize = 1_000;
const mostPages = 50;
const mostDrawn = 20;
const longestSummary = 150;

/** How often one partner was represented. */
export interface PartnerLine {
  readonly name: string;
  readonly yes: number;
  readonly byDeputy: number;
  readonly excused: number;
  readonly no: number;
}

/** Of one committee, or of all, in a quarter or year. */
export interface CommitteeReport {
  /** Absent: all committees. */
  readonly committee?: { readonly id: string; readonly name: string };
  readonly period: Period;
  readonly meetings: number;
  /** By name. */
  readonly partners: readonly PartnerLine[];
}

/** Counts what check-ins left: partners, never persons. */
export async function committeeReport(
  context: Context,
  committee: CommitteeReport['committee'],
  period: Period,
  language: Language,
): Promise<CommitteeReport> {
  const rows = await all(context, filterFor(committee?.id, period));
  const byPartner = new Map<string, Representation[]>();
  for (const row of rows) byPartner.set(row.partnerId, [...(byPartner.get(row.partnerId) ?? []), row]);
  const names = await partnerNames(context, [...byPartner.keys()]);
  const partners = [...byPartner].map(([id, mine]): PartnerLine => {
    const count = (what: Representation['represented']) =>
      mine.filter(({ represented }) => represented === what).length;
    const name = names.get(id) ?? reportTexts[language].forgotten;
    return { name, yes: count('yes'), byDeputy: count('by-deputy'), excused: count('excused'), no: count('no') };
  });
  return {
    ...(committee && { committee }),
    period,
    meetings: new Set(rows.map(({ meetingId }) => meetingId)).size,
    partners: partners.toSorted((a, b) => a.name.localeCompare(b.name, 'de')),
  };
}

/** How many entries of check-ins a report counts. */
export function entriesIn({ representations }: Context, committeeId: string | undefined, period: Period) {
  return representations.count(filterFor(committeeId, period));
}

function filterFor(committeeId: string | undefined, { from, until }: Period): Filter {
  const day = { $gte: from, $lte: until };
  return committeeId === undefined ? { day } : { committeeId, day };
}

async function all(context: Context, filter: Filter): Promise<readonly Representation[]> {
  const rows: Representation[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await context.representations.find({
      filter,
      sort: [['day', 1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.items);
    after = page.next;
    if (after === undefined) break;
  }
  return rows;
}

export function reportTitle(
  { committee, period }: Pick<CommitteeReport, 'committee' | 'period'>,
  language: Language,
): string {
  const t = reportTexts[language];
  return t.periodTitle(committee?.name ?? t.everything, periodName(period, language));
}

/** One bar per partner, divided into represented, by deputy, excused, absent; the first of many. */
export async function periodPicture(
  context: Context,
  report: CommitteeReport,
  language: Language,
): Promise<readonly PictureBlock[]> {
  const t = reportTexts[language];
  const drawn = report.partners.slice(0, mostDrawn);
  if (drawn.length === 0) return [];
  const { svg, png } = await context.charts.draw({
    kind: 'shares',
    title: t.tableCaption,
    categories: drawn.map(({ name }) => name),
    parts: [t.present, t.deputy, t.excused, t.absent],
    values: drawn.map(({ yes, byDeputy, excused, no }) => [yes, byDeputy, excused, no]),
  });
  const left = report.partners.length - drawn.length;
  const lines = drawn.map((line) => t.altLine(line.name, line.yes + line.byDeputy, totalOf(line)));
  const alt = t.periodAlt([...lines, ...(left > 0 ? [t.moreShown(left)] : [])].join(', '));
  return [{ type: 'picture', alt, png, svg }];
}

/** The partners' table, or a stretch of it. */
export function periodTable(partners: readonly PartnerLine[], language: Language): TableBlock {
  const t = reportTexts[language];
  return {
    type: 'table',
    caption: t.tableCaption,
    columns: [t.partner, t.times, t.byDeputy, t.excused, t.absent, t.meetings],
    rows: partners.map((line) => [line.name, ...numbersOf(line).map(String)]),
  };
}

/** The whole report as a page. */
export async function periodPageView(context: Context, report: CommitteeReport, language: Language): Promise<View> {
  const t = reportTexts[language];
  const title = reportTitle(report, language);
  return {
    kind: 'attendance.period-report',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: t.counts(report.meetings, report.partners.length) },
      ...(await periodPicture(context, report, language)),
      ...(report.partners.length > 0
        ? [periodTable(report.partners, language)]
        : [{ type: 'text', text: t.nothing } as const]),
      { type: 'note', text: t.whatCounts },
    ],
  };
}

export function periodCsv({ partners }: CommitteeReport, language: Language): Uint8Array {
  const t = reportTexts[language];
  const columns = [t.partner, t.times, t.byDeputy, t.excused, t.absent, t.meetings, t.share];
  return writeTable([columns, ...partners.map((line) => [line.name, ...numbersOf(line), shareOf(line)])]);
}

export async function periodFiles(
  context: Context,
  report: CommitteeReport,
  language: Language,
): Promise<readonly FileBlock[]> {
  const page = await periodPageView(context, report, language);
  return downloads(`bericht-${report.period.from}`, periodCsv(report, language), page, language);
}

function numbersOf(line: PartnerLine): readonly number[] {
  return [line.yes + line.byDeputy, line.byDeputy, line.excused, line.no, totalOf(line)];
}

function totalOf({ yes, byDeputy, excused, no }: PartnerLine): number {
  return yes + byDeputy + excused + no;
}

/** In percent, to one decimal. */
function shareOf(line: PartnerLine): number {
  return Math.round(((line.yes + line.byDeputy) / totalOf(line)) * 1_000) / 10;
}
