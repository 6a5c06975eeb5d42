import { z } from 'zod';
import { action, type PageAnswer, type ReportPage, sentId, type Turn, type WorkTask } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { reportPath } from '../../../bot/reports.js';
import { typedAction } from '../../../bot/views.js';
import { type Day, dayAt } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import { pageFile } from '../../../messages/html.js';
import { viewToMarkdown } from '../../../messages/markdown.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { onMeeting } from '../checkin/which.js';
import { withCommittee } from '../committees/picking.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead, mustLeadCommittee } from '../permissions.js';
import {
  type CommitteeReport,
  committeeReport,
  entriesIn,
  periodCsv,
  periodFiles,
  periodPageView,
  periodPicture,
  periodTable,
  reportTitle,
} from './committee-report.js';
import { factsOf, meetingReport, pictureOf, reportFiles, reportPageView, reportTable } from './meeting-report.js';
import { after, before, isThere, type Period, periodOf, readPeriod, type Unit } from './period.js';
import { reportTexts } from './texts.js';

const periodId = 'attendance.period-report';
const pageSize = 10;
/** Of more entries than these a report takes longer than an answer may. */
const mostAtOnce = 500;
const everybody = new Set(['alle', 'alle gremien', 'netzwerk', 'gesamt', 'all']);
/** Counting, drawing, and what goes out as files. */
const reportSteps = 3;
/** Stands for all committees in a link's subject. */
const all = '-';

type ReportRequest = Parameters<ReportPage>[1];

const periodPayload = z.object({
  committee: sentId.optional(),
  unit: z.enum(['quarter', 'year']),
  from: z.iso.date(),
  at: z.number().int().min(0).max(10_000).optional(),
});

/** `bericht NR` and `bericht GREMIUM [quartal|jahr]`, with their pages. */
export function reportsPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.report',
        words: ['bericht'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'chair',
        changes: false,
        personal: true,
        help: inAll(reportTexts, (t) => t.command),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'bericht', async (meeting) => {
            await mustLead(context, turn, meeting);
            return { type: 'message', private: true, view: await meetingCard(context, turn, meeting) };
          }),
      },
      {
        id: periodId,
        words: ['bericht'],
        slots: [{ kind: 'name', name: 'gremium', most: 12 }],
        role: 'chair',
        changes: false,
        personal: true,
        help: inAll(reportTexts, (t) => t.committeeCommand),
        run: (turn, { gremium = '' }) => typed(context, turn, gremium),
      },
    ],
    actions: [
      action({
        id: periodId,
        role: 'chair',
        payload: periodPayload,
        changes: false,
        run: async (turn, { committee, unit, from, at = 0 }) => {
          const reply = await periodReply(context, turn, committee, periodOf(unit, from), at);
          return reply.type === 'message' && reply.view.kind === periodId
            ? { type: 'replace', view: reply.view }
            : reply;
        },
      }),
    ],
    works: {
      [periodId]: {
        role: 'chair',
        run: (subject, task) => {
          const { committee, unit, from } = periodPayload.parse(JSON.parse(subject));
          const reader = { ...task, today: dayAt(task.now, context.zone) };
          return periodCard(context, reader, committee, periodOf(unit, from), 0);
        },
      },
    },
    reports: {
      meeting: async (id, request) => {
        const meeting = await context.meetings.get(id);
        return meeting && meetingAnswer(context, meeting, request);
      },
      committee: (subject, request) => periodAnswer(context, subject, request),
    },
  };
}

async function meetingCard(context: Context, turn: Turn, meeting: Meeting): Promise<View> {
  const { language } = turn;
  const t = reportTexts[language];
  const report = await meetingReport(context, meeting, language);
  const title = t.title(meetingLine(meeting, language, context.zone, turn.today));
  const number = String(meeting.number);
  const page = () => reportPageView(context, report, language);
  return {
    kind: 'attendance.report-card',
    summary: cut(title, 150),
    title,
    language,
    blocks: [
      factsOf(report, language),
      ...(meeting.closedAt ? [{ type: 'note', text: t.closed } as const] : []),
      ...(await pictureOf(context, report, language)),
      ...(await toPage(
        context,
        { ...turn, channel: turn.inbound.from.channel },
        `meeting:${meeting._id}`,
        `bericht-${number}.html`,
        page,
      )),
      ...(await reportFiles(context, report, language)),
      {
        type: 'actions',
        actions: [
          ...(meeting.closedAt ? [] : [typedAction(`anwesenheit ${number}`, t.toAttendance)]),
          typedAction(`protokoll ${number}`, t.toMinutes),
          ...(meeting.committeeId === undefined
            ? []
            : [periodAction(t.toCommittee, meeting.committeeId, periodOf('year', turn.today))]),
        ],
      },
    ],
  };
}

/** The link to the page; where no link can be shown the page itself, as a file. */
async function toPage(
  context: Context,
  reader: Pick<Reader, 'language' | 'now' | 'channel'>,
  subject: string,
  name: string,
  page: () => Promise<View>,
): Promise<readonly Block[]> {
  const t = reportTexts[reader.language];
  const path = await reportPath(context.links, subject, reader.now);
  const href = context.links.address(path, reader.channel);
  if (href !== undefined) {
    return [
      { type: 'link', text: t.openPage, href },
      { type: 'note', text: t.linkNote },
    ];
  }
  return [{ type: 'note', text: t.noLink }, pageFile(await page(), name, t.pageFile)];
}

async function typed(context: Context, turn: Turn, words: string): Promise<Reply> {
  const read = readPeriod(words, turn.today);
  if (!read) throw new Refusal(reportTexts[turn.language].whichPeriod, 'attendance.no-such-period');
  const { name, period } = read;
  const answer = (committee: string | undefined) => periodReply(context, turn, committee, period, 0);
  if (everybody.has(fold(name)) || (name === '' && turn.person.coordinator)) return answer(undefined);
  const [only] = turn.person.chairs;
  if (name === '' && only !== undefined) return answer(only);
  const rest = words.trim().slice(name.length);
  return withCommittee(
    context,
    turn,
    name,
    (found) => `bericht ${found}${rest}`,
    ({ _id }) => answer(_id),
  );
}

/** What a card of a period is made for and with. */
type Reader = WorkTask & { readonly today: Day };

/** The card at once, or beside the turn where there is much to count. */
async function periodReply(
  context: Context,
  turn: Turn,
  committeeId: string | undefined,
  period: Period,
  at: number,
): Promise<Reply> {
  await mustLeadCommittee(context, turn, committeeId);
  const { longWork } = context;
  if (!longWork || at > 0 || (await entriesIn(context, committeeId, period)) <= mostAtOnce) {
    const reader = { ...turn, channel: turn.inbound.from.channel, tell: async () => {} };
    return { type: 'message', private: true, view: await periodCard(context, reader, committeeId, period, at) };
  }
  const { unit, from } = period;
  const committee = committeeId === undefined ? undefined : await context.committees.get(committeeId);
  const name = committee?.name ?? 'alle';
  const subject = JSON.stringify({ ...(committeeId !== undefined && { committee: committeeId }), unit, from });
  const when = unit === 'year' ? `jahr ${from.slice(0, 4)}` : `quartal ${from.split('-').reverse().join('.')}`;
  const named = committeeId === undefined ? undefined : { id: committeeId, name: committee?.name ?? '' };
  const title = reportTitle({ ...(named && { committee: named }), period }, turn.language);
  return longWork.begin(turn, { kind: periodId, subject, title, again: `bericht ${name} ${when}` });
}

/** Chairs see their committee, coordinators all. */
async function periodCard(
  context: Context,
  turn: Reader,
  committeeId: string | undefined,
  period: Period,
  at: number,
): Promise<View> {
  await mustLeadCommittee(context, turn, committeeId);
  const { language } = turn;
  const t = reportTexts[language];
  await turn.tell(0, reportSteps);
  const report = await reportFor(context, committeeId, period, language);
  await turn.tell(1, reportSteps);
  const title = reportTitle(report, language);
  const shown = report.partners.slice(at, at + pageSize);
  const subject = subjectOf(committeeId, period);
  const page = () => periodPageView(context, report, language);
  const isEmpty = report.partners.length === 0;
  const picture = at === 0 ? await periodPicture(context, report, language) : [];
  await turn.tell(2, reportSteps);
  return {
    kind: periodId,
    summary: cut(title, 150),
    title,
    language,
    blocks: [
      { type: 'text', text: isEmpty ? t.nothing : t.counts(report.meetings, report.partners.length) },
      ...picture,
      ...(isEmpty ? [] : [periodTable(shown, language), { type: 'note', text: t.whatCounts } as const]),
      ...(isEmpty ? [] : await toPage(context, turn, subject, `bericht-${period.from}.html`, page)),
      ...(isEmpty ? [] : await periodFiles(context, report, language)),
      { type: 'actions', actions: periodActions(turn, report, committeeId, at) },
    ],
  };
}

function periodActions(
  { language, today }: Pick<Turn, 'language' | 'today'>,
  { period, partners }: CommitteeReport,
  committee: string | undefined,
  at: number,
): readonly Action[] {
  const t = reportTexts[language];
  const other: Unit = period.unit === 'year' ? 'quarter' : 'year';
  const day = period.until < today ? period.until : today;
  const next = after(period);
  const more = periodAction(t.more, committee, period, at + pageSize);
  return [
    ...(at + pageSize < partners.length ? [more] : []),
    periodAction(other === 'year' ? t.yearButton : t.quarterButton, committee, periodOf(other, day)),
    periodAction(t.before, committee, before(period)),
    ...(isThere(next, today) ? [periodAction(t.after, committee, next)] : []),
    typedAction('gremien', t.committees),
  ];
}

function periodAction(label: string, committee: string | undefined, { unit, from }: Period, at?: number): Action {
  return {
    id: periodId,
    label,
    payload: { ...(committee !== undefined && { committee }), unit, from, ...(at !== undefined && { at }) },
  };
}

async function reportFor(
  context: Context,
  committeeId: string | undefined,
  period: Period,
  language: Language,
): Promise<CommitteeReport> {
  const committee = committeeId === undefined ? undefined : await context.committees.get(committeeId);
  const named = committeeId === undefined ? undefined : { id: committeeId, name: committee?.name ?? '' };
  return committeeReport(context, named, period, language);
}

/** `committee:ID:quarter:2026-10-01`. */
function subjectOf(committee: string | undefined, { unit, from }: Period): string {
  return ['committee', committee ?? all, unit, from].join(':');
}

async function periodAnswer(
  context: Context,
  subject: string,
  request: ReportRequest,
): Promise<PageAnswer | undefined> {
  const { format, language } = request;
  const [id = all, unit, from = ''] = subject.split(':');
  const period = periodOf(unit === 'quarter' ? 'quarter' : 'year', from);
  const report = await reportFor(context, id === all ? undefined : id, period, language);
  const name = `bericht-${from}`;
  if (format === 'csv') return file(`${name}.csv`, 'text/csv; charset=utf-8', periodCsv(report, language));
  return answered(await periodPageView(context, report, language), name, request);
}

async function meetingAnswer(
  context: Context,
  meeting: Meeting,
  request: ReportRequest,
): Promise<PageAnswer | undefined> {
  const { format, language } = request;
  const report = await meetingReport(context, meeting, language);
  const name = `bericht-${meeting.number}`;
  if (format === 'csv') return file(`${name}.csv`, 'text/csv; charset=utf-8', reportTable(report, language));
  return answered(await reportPageView(context, report, language), name, request);
}

/** The page ends with where its table and its text are found. */
function answered(view: View, name: string, { format, path, language }: ReportRequest): PageAnswer | undefined {
  const t = reportTexts[language];
  if (format === 'md') return file(`${name}.md`, 'text/markdown; charset=utf-8', viewToMarkdown(view));
  if (format !== 'page') return undefined;
  const downloads: readonly Block[] = [
    { type: 'link', text: t.csv, href: `${path}.csv` },
    { type: 'link', text: t.markdown, href: `${path}.md` },
  ];
  return { view: { ...view, blocks: [...view.blocks, ...downloads] } };
}

function file(name: string, mediaType: string, body: string | Uint8Array): PageAnswer {
  return { file: { name, mediaType, body } };
}
