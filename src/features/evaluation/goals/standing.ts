import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import { strong } from '../../../messages/inline.js';
import type { Block } from '../../../messages/view.js';
import type { Context } from '../context.js';
import type { Question, Round } from '../model.js';
import { type StrategicGoal, scaleWords } from '../questions.js';
import { maySee } from '../results/access.js';
import { resultsSpec } from '../results/model.js';
import { shareOf } from '../results/trend.js';
import { goalTexts } from './texts.js';

const lookedThrough = 40;
const mostShown = 4;

/** How a strategic goal is going, by what the last surveys said that this person may see. */
export async function standingBlocks(context: Context, turn: Turn, goal: StrategicGoal): Promise<readonly Block[]> {
  const t = goalTexts[turn.language];
  const lines: string[] = [];
  let latest: Round | undefined;
  for (const { round, question } of await askedAbout(context, goal)) {
    if (lines.length >= mostShown) break;
    if (!(await maySee(context, turn, round))) continue;
    const result = await context.store.collection(resultsSpec).get(round._id);
    const found = result?.questions.find(({ id }) => id === question.id);
    const share =
      result && found?.type === 'answers' && found.total ? shareOf(found.total, result.smallest) : undefined;
    if (!share || !round.closedAt) continue;
    const day = formatDay(dayAt(round.closedAt, context.zone), turn.language);
    const upper = scaleWords[goal.steps]
      .slice(-2)
      .map((words) => words[turn.language])
      .join(t.or);
    lines.push(t.standing(String(round.number), day, String(share.percent), upper, String(share.of)));
    latest ??= round;
  }
  return [
    { type: 'text', text: [strong(t.standingTitle)] },
    lines.length > 0 ? { type: 'list', items: lines } : { type: 'text', text: t.standingNone },
    ...(latest
      ? [{ type: 'actions', actions: [typedAction(`ergebnis ${latest.number}`, t.standingShow)] } as const]
      : []),
  ];
}

async function askedAbout(
  { rounds }: Context,
  { number }: StrategicGoal,
): Promise<readonly { readonly round: Round; readonly question: Question }[]> {
  const { items } = await rounds.find({ filter: { state: 'closed' }, sort: [['number', -1]], limit: lookedThrough });
  return items.flatMap((round) => {
    const question = round.questions.find(({ goal, kind }) => goal === number && kind.type === 'scale');
    return question ? [{ round, question }] : [];
  });
}
