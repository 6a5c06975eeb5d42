import { z } from 'zod';
import { action, type Command, sentId, stored, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { noticeView, typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import { pageFile } from '../../../messages/html.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Block, View } from '../../../messages/view.js';
import { answerTexts } from '../answers/texts.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { forbidden, maySee } from './access.js';
import { resultOf } from './closing.js';
import { resultCsv, resultJson } from './export.js';
import { followUpForm, formFor, writable, writeFollowUp } from './follow-up.js';
import { type Result, resultsSpec } from './model.js';
import { csvType, fileName, jsonType, pageView, roundReport } from './page.js';
import { tellingJob } from './telling.js';
import { resultTexts } from './texts.js';
import { openView, resultActions, resultView } from './view.js';
import { writtenIn } from './written.js';

const perPage = 10;
const longestLabel = 60;

/** Results: what a round came to, for those who may see it, once it has closed. */
export function resultsPart(context: Context): Part {
  return {
    commands: commandsOf(context),
    actions: [
      action({
        id: resultActions.files,
        role: 'all',
        payload: z.object({ round: sentId }),
        changes: false,
        run: async (turn, { round }) => files(context, turn, await byId(context, turn, round)),
      }),
      action({
        id: resultActions.list,
        role: 'all',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => shown(turn, await listView(context, turn, after)),
      }),
    ],
    forms: [followUpForm(context, (turn, id) => byId(context, turn, id))],
    collections: [stored(resultsSpec)],
    audits: { 'evaluation.follow-up': inAll(resultTexts, (t) => t.auditFollowUp) },
    jobs: [tellingJob(context)],
    reports: { round: roundReport(context) },
  };
}

function commandsOf(context: Context): readonly Command[] {
  const number = { kind: 'number', name: 'number' } as const;
  return [
    {
      id: 'evaluation.result',
      words: ['ergebnis', 'ergebnisse'],
      slots: [{ ...number, optional: true }],
      role: 'all',
      changes: false,
      personal: true,
      help: inAll(resultTexts, (t) => t.command),
      run: async (turn, { number: typed }) =>
        typed === undefined
          ? shown(turn, await listView(context, turn))
          : showResult(context, turn, await byNumber(context, turn, typed)),
    },
    {
      id: 'evaluation.result-files',
      words: ['ergebnis csv'],
      slots: [number],
      role: 'all',
      changes: false,
      personal: true,
      unlisted: true,
      help: inAll(resultTexts, (t) => t.commandFiles),
      run: async (turn, { number: typed = '' }) => files(context, turn, await byNumber(context, turn, typed)),
    },
    {
      id: 'evaluation.follow-up',
      words: ['folgerung', 'folgerungen'],
      slots: [number, { kind: 'text', name: 'text', optional: true }],
      role: 'coordinator',
      changes: true,
      personal: true,
      help: inAll(resultTexts, (t) => t.followUpCommand),
      run: async (turn, { number: typed = '', text }) => {
        const round = await byNumber(context, turn, typed);
        if (text !== undefined) return writeFollowUp(context, turn, round, text);
        return { type: 'form', form: formFor(turn, writable(turn, round)) };
      },
    },
  ];
}

async function byNumber(context: Context, turn: Turn, typed: string): Promise<Round> {
  return byId(context, turn, await context.numbers.subject('round', typed, turn.language));
}

async function byId(context: Context, turn: Turn, id: string): Promise<Round> {
  const round = await context.rounds.get(id);
  if (!round) throw new Refusal(answerTexts[turn.language].gone, 'evaluation.round-gone');
  return round;
}

async function showResult(context: Context, turn: Turn, round: Round): Promise<Reply> {
  if (!(await maySee(context, turn, round))) throw await forbidden(context, turn, round);
  if (round.state === 'open') return shown(turn, await openView(context, turn, round));
  return shown(turn, await resultView(context, turn, round, await closedResult(context, turn, round)));
}

async function closedResult(context: Context, turn: Turn, round: Round): Promise<Result> {
  const t = resultTexts[turn.language];
  if (round.state !== 'closed') throw new Refusal(t.notStarted(String(round.number)), 'evaluation.not-started');
  const result = await resultOf(context, round);
  if (!result) throw new Refusal(t.counting, 'evaluation.results-not-settled');
  return result;
}

/** The page, the table and the data as files: also where no link can be shown. */
async function files(context: Context, turn: Turn, round: Round): Promise<Reply> {
  const { language } = turn;
  const t = resultTexts[language];
  if (!(await maySee(context, turn, round))) throw await forbidden(context, turn, round);
  if (round.state === 'open') return shown(turn, await openView(context, turn, round));
  const result = await closedResult(context, turn, round);
  const written = await writtenIn(context, round, result);
  const title = t.fileTitle(String(round.number));
  const blocks: readonly Block[] = [
    pageFile(await pageView(context, round, result, written, language), fileName(round, 'html'), t.filePage),
    {
      type: 'file',
      name: fileName(round, 'csv'),
      mediaType: csvType,
      bytes: resultCsv(context, round, result, written, language),
      label: t.fileCsv,
    },
    {
      type: 'file',
      name: fileName(round, 'json'),
      mediaType: jsonType,
      bytes: new TextEncoder().encode(resultJson(context, round, result, written, language)),
      label: t.fileJson,
    },
  ];
  const view: View = { kind: 'evaluation.result-files', summary: title, title, language, blocks };
  return { type: 'message', private: true, view };
}

/** The latest closed rounds that somebody may see the results of, ten at a time. */
async function listView(context: Context, turn: Turn, after?: string): Promise<View> {
  const { language } = turn;
  const t = resultTexts[language];
  const page = await context.rounds.find({
    filter: { state: 'closed' },
    sort: [['number', -1]],
    limit: perPage,
    ...(after !== undefined && { after }),
  });
  const allowed = await Promise.all(page.items.map((round) => maySee(context, turn, round)));
  const rounds = page.items.filter((_, index) => allowed[index]);
  const more =
    page.next === undefined ? [] : [{ id: resultActions.list, label: t.more, payload: { after: page.next } }];
  if (rounds.length === 0) {
    return noticeView('evaluation.results', t.none, language, [...more, typedAction('umfrage', t.mine)]);
  }
  return {
    kind: 'evaluation.results',
    summary: t.list,
    title: t.list,
    language,
    blocks: [
      {
        type: 'actions',
        actions: rounds.map(({ number, title }) =>
          typedAction(`ergebnis ${number}`, cut(`Nr. ${number} ${title}`, longestLabel)),
        ),
      },
      { type: 'actions', actions: [...more, typedAction('umfrage', t.mine)] },
    ],
  };
}
