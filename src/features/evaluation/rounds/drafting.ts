import { isDeepStrictEqual } from 'node:util';
import { eventMark, type Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundActions } from './actions.js';
import { roundView } from './card.js';
import { type Content, longestTitle } from './content.js';
import { endSeries } from './series.js';
import { fromTemplate, goalsIn, type Template, usualOpenDays, usualReminders } from './templates.js';
import { roundTexts } from './texts.js';

/** So many quarters back it matters what was asked. */
const quartersBack = 8;

/** The goals that short rounds asked about before, latest first. */
export async function askedBefore(context: Context): Promise<readonly (readonly number[])[]> {
  const { items } = await context.rounds.find({
    filter: { template: 'kurz' },
    sort: [['number', -1]],
    limit: quartersBack,
  });
  return items.filter(({ state }) => state === 'open' || state === 'closed').map(goalsIn);
}

/** A draft from a template, once for each event however often it is delivered. */
export async function draftFromTemplate(context: Context, turn: Turn, template: Template): Promise<Reply> {
  const content = fromTemplate(template, turn.today, template === 'kurz' ? await askedBefore(context) : []);
  const round = await storeDraft(context, turn, { ...content, template });
  return shown(turn, await roundView(context, turn, round));
}

export async function draftFrom(context: Context, turn: Turn, content: Content): Promise<Reply> {
  const round = await storeDraft(context, turn, content);
  return shown(turn, await roundView(context, turn, round));
}

/** A new draft with the same questions for the same people. */
export async function duplicate(context: Context, turn: Turn, from: Round): Promise<Reply> {
  const t = roundTexts[turn.language];
  const { questions, named, audience, openDays, remindAfterDays, resultsFor, resultsWhen } = from;
  const title = cut(roundTexts.de.copyTitle(from.title), longestTitle);
  const showing = { named, resultsFor, ...(resultsWhen && { resultsWhen }) };
  const round = await storeDraft(context, turn, { title, questions, audience, openDays, remindAfterDays, ...showing });
  return { type: 'message', private: true, view: await roundView(context, turn, round, t.copied(String(from.number))) };
}

async function storeDraft(
  context: Context,
  turn: Turn,
  content: Pick<Round, 'title' | 'questions'> & Partial<Round>,
): Promise<Round> {
  const _id = eventMark(turn.inbound);
  const known = await context.rounds.get(_id);
  if (known) return known;
  const fresh: Round = {
    named: false,
    audience: {},
    state: 'draft',
    openDays: usualOpenDays,
    remindAfterDays: [...usualReminders],
    occurrence: 1,
    resultsFor: 'everyone',
    by: turn.person.id,
    createdAt: turn.now,
    unfinished: [],
    ...content,
    _id,
    rev: 1,
    number: await context.numbers.give('round', _id),
  };
  await context.rounds.insert(fresh);
  return (await context.rounds.get(_id)) ?? fresh;
}

/** Compare-and-set on the version that was read. */
export async function editDraft(
  context: Context,
  turn: Turn,
  round: Round,
  { opensAt, repeats, ...content }: Content,
  rev: number,
): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const isOwn = !isDeepStrictEqual(content.questions, round.questions);
  const gone = {
    ...(!opensAt && { opensAt: true as const }),
    ...(!repeats && { repeats: true as const }),
    ...(isOwn && { template: true as const }),
  };
  const changed =
    round.event === mark
      ? round
      : await context.rounds.update(
          round._id,
          {
            $set: { ...content, ...(opensAt && { opensAt }), ...(repeats && { repeats }), state: 'draft', event: mark },
            $unset: gone,
            $inc: { rev: 1 },
          },
          { rev, state: round.state },
        );
  if (!changed) throw new Conflict('round');
  return shown(turn, await roundView(context, turn, changed));
}

export function mustBePending(turn: Turn, { state, number }: Round): void {
  if (state === 'draft' || state === 'scheduled') return;
  const t = roundTexts[turn.language];
  throw new Refusal(t.notDraft(String(number), t[`state-${state}`]), 'evaluation.not-a-draft');
}

export async function discard(context: Context, turn: Turn, round: Round): Promise<Reply> {
  mustBePending(turn, round);
  const gone = await context.rounds.delete({ _id: round._id, state: { $in: ['draft', 'scheduled'] } });
  if (gone === 0) return shown(turn, await roundView(context, turn, (await context.rounds.get(round._id)) ?? round));
  const t = roundTexts[turn.language];
  turn.audit('evaluation.discarded', subjectOf(round));
  // The round after it would have been planned when it opens: without it nothing repeats.
  const isSeries = round.repeats !== undefined && round.first !== undefined;
  if (isSeries) await endSeries(context, round);
  const said = t.discarded(String(round.number));
  const text = isSeries ? `${said} ${t.repetitionEnded}` : said;
  return shown(turn, {
    kind: 'evaluation.discarded',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [{ id: roundActions.list, label: t.allRounds }] },
    ],
  });
}

/** `umfrage neu`: which one. */
export function newView({ language }: Turn, problem?: string): View {
  const t = roundTexts[language];
  return {
    kind: 'evaluation.new',
    summary: t.newRound,
    title: t.newRound,
    language,
    blocks: [
      ...(problem === undefined ? [] : [{ type: 'text', text: problem } as const]),
      { type: 'text', text: t.newIntro },
      {
        type: 'actions',
        actions: [
          typedAction('umfrage neu quartal', t.newQuartal),
          typedAction('umfrage neu kurz', t.newKurz),
          { id: roundActions.create, label: t.newOwn, opensForm: true },
        ],
      },
    ],
  };
}

/** The subject under which acts are noted. */
export function subjectOf({ number }: Pick<Round, 'number'>): string {
  return `Nr. ${number}`;
}
