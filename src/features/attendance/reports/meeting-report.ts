import { writeTable } from '../../../kernel/csv.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Block, FileBlock, PictureBlock, View } from '../../../messages/view.js';
import { type Represented, representationsOf } from '../checkin/representations.js';
import { expectedOf, type Listed, named, partnerNames, rowsOf } from '../checkin/rows.js';
import { notedText, repliesText } from '../checkin/view.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { longTime, meetingLine, shortPlace } from '../meeting-views.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { contentBlocks, type Minutes, minutesOf } from '../minutes/view.js';
import { replyOf } from '../replies/parties.js';
import { downloads } from './downloads.js';
import { reportTexts } from './texts.js';

const shown = ['present', 'deputy', 'guest', 'excused', 'absent'] as const;
const longestSummary = 150;

/** All that is reported of one meeting. */
export interface MeetingReport {
  readonly meeting: Meeting;
  readonly minutes: Minutes;
  readonly rows: readonly Invitation[];
  readonly people: readonly Listed[];
  /** By partner, with its name; nothing before a check-in. */
  readonly partners: readonly { readonly name: string; readonly represented: Represented }[];
}

export async function meetingReport(context: Context, meeting: Meeting, language: Language): Promise<MeetingReport> {
  const [rows, minutes, representations] = await Promise.all([
    rowsOf(context, meeting),
    minutesOf(context, meeting),
    representationsOf(context, meeting),
  ]);
  const names = await partnerNames(
    context,
    representations.map(({ partnerId }) => partnerId),
  );
  const partners = representations
    .map(({ partnerId, represented }) => ({
      name: names.get(partnerId) ?? reportTexts[language].forgotten,
      represented,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'de'));
  return { meeting, minutes, rows, partners, people: await named(context, expectedOf(meeting, rows), language) };
}

/** What the card shows at a glance. */
export function factsOf(report: MeetingReport, language: Language): Block {
  const t = reportTexts[language];
  const { meeting, rows, people, partners, minutes } = report;
  const there = partners.filter(({ represented }) => represented === 'yes' || represented === 'by-deputy').length;
  const open = minutes.tasks.filter(({ doneAt }) => !doneAt).length;
  const isKept = !meeting.closedAt;
  return {
    type: 'facts',
    facts: [
      ...(isKept ? [{ label: t.replies, value: repliesText(meeting, rows, language) }] : []),
      ...(isKept ? [{ label: t.attendance, value: notedText(people, language) }] : []),
      { label: t.partners, value: meeting.checkedInAt ? t.of(there, partners.length) : t.notChecked },
      { label: t.decisions, value: String(minutes.decisions.length) },
      { label: t.tasks, value: t.openOf(open, minutes.tasks.length) },
    ],
  };
}

/** Bars for dabei, Vertretung, Gast, abgesagt, nicht dabei; nothing before a check-in or once it is closed. */
export async function pictureOf(
  context: Context,
  { meeting, people }: MeetingReport,
  language: Language,
): Promise<readonly PictureBlock[]> {
  if (!meeting.checkedInAt || people.length === 0) return [];
  const t = reportTexts[language];
  const count = (presence: Invitation['presence']) => people.filter(({ row }) => row.presence === presence).length;
  const bars = [
    ...shown.map((presence) => [t[presence], count(presence)] as const),
    [t.unknown, count(undefined)] as const,
  ];
  const filled = bars.filter(([name, value]) => value > 0 || name !== t.unknown);
  const { svg, png } = await context.charts.draw({
    kind: 'bars',
    title: t.chartTitle,
    categories: filled.map(([name]) => name),
    values: filled.map(([, value]) => value),
  });
  const alt = t.chartAlt(filled.map(([name, value]) => `${name} ${value}`).join(', '));
  return [{ type: 'picture', alt, png, svg }];
}

/** The whole report as a page. */
export async function reportPageView(context: Context, report: MeetingReport, language: Language): Promise<View> {
  const t = reportTexts[language];
  const { meeting, people, partners, minutes } = report;
  const title = t.title(meetingLine(meeting, language, context.zone));
  const place = shortPlace(meeting, language);
  return {
    kind: 'attendance.report',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      {
        type: 'facts',
        facts: [
          { label: meetingTexts[language].when, value: longTime(meeting, language, context.zone) },
          ...(place === undefined ? [] : [{ label: meetingTexts[language].where, value: place }]),
        ],
      },
      factsOf(report, language),
      ...(meeting.closedAt ? [{ type: 'note', text: t.closed } as const] : []),
      ...(await pictureOf(context, report, language)),
      ...(partners.length > 0 ? [partnerTable(report, language)] : []),
      ...(people.length > 0 ? [peopleTable(report, language)] : []),
      { type: 'text', text: [strong(t.minutes)] },
      ...contentBlocks(minutes, language, true),
    ],
  };
}

/** The page's table of persons, as German Excel opens it; of partners once persons are deleted. */
export function reportTable(report: MeetingReport, language: Language): Uint8Array {
  const table = report.meeting.closedAt ? partnerTable(report, language) : peopleTable(report, language);
  return writeTable([table.columns, ...table.rows.map((row) => row.map(String))]);
}

/** Table and text to keep. */
export async function reportFiles(
  context: Context,
  report: MeetingReport,
  language: Language,
): Promise<readonly FileBlock[]> {
  const page = await reportPageView(context, report, language);
  return downloads(`bericht-${report.meeting.number}`, reportTable(report, language), page, language);
}

function partnerTable({ partners }: MeetingReport, language: Language) {
  const t = reportTexts[language];
  const words = { yes: t.wasYes, 'by-deputy': t.wasDeputy, excused: t.wasExcused, no: t.wasNo } as const;
  return {
    type: 'table',
    caption: t.byPartner,
    columns: [t.partner, t.represented],
    rows: partners.map(({ name, represented }) => [name, words[represented]]),
  } as const;
}

function peopleTable({ meeting, people }: MeetingReport, language: Language) {
  const t = reportTexts[language];
  const roles = { member: t.member, deputy: t.deputyRole, guest: t.guestRole, 'walk-in': t.walkIn } as const;
  return {
    type: 'table',
    caption: t.people,
    columns: [t.name, t.partner, t.role, t.reply, t.presence],
    rows: people.map(({ row, name, partner = '' }) => [
      name,
      partner,
      roles[row.role],
      t[replyOf(meeting, row) ?? 'none'],
      row.presence === undefined ? t.unknown : t[row.presence],
    ]),
  } as const;
}
