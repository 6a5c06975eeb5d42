import { z } from 'zod';
import { action, type ReportPage, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { reportPath } from '../../../bot/reports.js';
import { typedAction } from '../../../bot/views.js';
import { yearOf } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import { pageFile } from '../../../messages/html.js';
import { viewToMarkdown } from '../../../messages/markdown.js';
import type { Reply } from '../../../messages/reply.js';
import type { Action, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { shown } from '../shown.js';
import { impactView } from './impact.js';
import { impactTexts } from './impact-texts.js';
import { thanksTexts } from './thanks-texts.js';

const filesId = 'evaluation.impact-files';
const firstYear = 2020;
const markdownType = 'text/markdown; charset=utf-8';

/** `wirkungsbericht`: what the network set out to do in a year, how it went, and what nobody can say. */
export function impactPart(context: Context): Part {
  const year = { kind: 'name', name: 'jahr', most: 1 } as const;
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
        run: async (turn, { jahr: typed }) => shown(turn, await cardView(context, turn, readYear(turn, typed))),
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
        run: (turn, { jahr: typed }) => files(context, turn, readYear(turn, typed)),
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
  };
}

/** A typed year, this one if left out; refused if there is no report of it. */
export function readYear({ today, language }: Turn, typed: string | undefined): number {
  const last = yearOf(today);
  const year = typed === undefined ? last : /^\d{4}$/.test(typed) ? Number(typed) : Number.NaN;
  if (year >= firstYear && year <= last) return year;
  throw new Refusal(impactTexts[language].badYear(String(firstYear), String(last)), 'evaluation.impact-year');
}

async function cardView(context: Context, turn: Turn, year: number): Promise<View> {
  const { language } = turn;
  const t = impactTexts[language];
  const path = await reportPath(context.links, `impact:${year}`, turn.now);
  const href = context.links.address(path, turn.inbound.from.channel);
  const title = t.cardTitle(String(year));
  const before: readonly Action[] =
    year > firstYear ? [typedAction(`wirkungsbericht ${year - 1}`, t.yearBefore(String(year - 1)))] : [];
  const thank = typedAction(`jahresdank ${year}`, thanksTexts[language].thank);
  return {
    kind: 'evaluation.impact-card',
    summary: title,
    title,
    language,
    blocks: [
      { type: 'text', text: href === undefined ? t.cardFiles : t.card },
      ...(href === undefined ? [] : [{ type: 'link', text: t.page, href } as const]),
      { type: 'actions', actions: [{ id: filesId, label: t.asFiles, payload: { year } }, ...before, thank] },
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
    blocks: [
      pageFile(report, fileName(year, 'html'), t.filePage),
      {
        type: 'file',
        name: fileName(year, 'md'),
        mediaType: markdownType,
        bytes: new TextEncoder().encode(viewToMarkdown(report)),
        label: t.fileMd,
      },
    ],
  };
  return { type: 'message', private: true, view };
}

function impactReport(context: Context): ReportPage {
  return async (subject, { format, path, language, now }) => {
    const year = Number(subject);
    if (!Number.isInteger(year)) return undefined;
    switch (format) {
      case 'page':
        return { view: await impactView(context, year, { language, now, path }) };
      case 'md': {
        const body = viewToMarkdown(await impactView(context, year, { language, now }));
        return { file: { name: fileName(year, 'md'), mediaType: markdownType, body } };
      }
      case 'csv':
      case 'json':
        return undefined;
    }
  };
}

function fileName(year: number, ending: string): string {
  return `wirkungsbericht-${year}.${ending}`;
}
