import type { Job } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { errorName } from '../../../kernel/errors.js';
import { type Language, languages } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import type { OutboxEntry } from '../../../ports/outbox.js';
import type { Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { isReleased } from './access.js';
import { resultOf } from './closing.js';
import type { QuestionResult, Result } from './model.js';
import { resultTexts } from './texts.js';
import { followUpBlocks, notesOf } from './view.js';
import { offerWeakGoals } from './weak.js';
import { answerLines, rateText } from './words.js';

const atOnce = 200;
const roundsAtOnce = 20;
const longestSummary = 150;

type Telling = 'result' | 'follow-up';

/** Makes results known that are not yet, and goes on where that was cut short. */
export function tellingJob(context: Context): Job {
  return {
    name: 'evaluation.results',
    run: async () => {
      const { items } = await context.rounds.find({
        filter: { unfinished: { $in: ['reporting', 'following'] } },
        limit: roundsAtOnce,
      });
      let done = 0;
      let failed = 0;
      for (const round of items.filter(({ state }) => state === 'closed')) {
        try {
          if (await report(context, round)) done += 1;
          if (await tellFollowUp(context, round)) done += 1;
        } catch (error) {
          failed += 1;
          context.logger.error({ round: round._id, error: errorName(error) }, 'results not told');
        }
      }
      return { done, failed };
    },
  };
}

/**
 * Once a round has closed: keeps what it came to and tells those who may see it. True when that is done; false while the
 * last answers are still being taken in, or if there was nothing to do.
 */
export async function report(context: Context, round: Round): Promise<boolean> {
  if (!round.unfinished.includes('reporting')) return false;
  const result = await resultOf(context, round);
  if (!result) return false;
  await tell(context, round, 'result', (language) => toldView(round, result, language));
  await offerWeakGoals(context, round, result);
  return finished(context, round, 'reporting');
}

/** Sends what follows from a round to those who were asked. */
export async function tellFollowUp(context: Context, round: Round): Promise<boolean> {
  if (!round.unfinished.includes('following') || !round.followUp) return false;
  await tell(context, round, 'follow-up', (language) => followUpView(round, language));
  return finished(context, round, 'following');
}

async function finished({ rounds }: Context, { _id }: Round, what: 'reporting' | 'following'): Promise<boolean> {
  return (
    (await rounds.update(_id, { $pull: { unfinished: what }, $inc: { rev: 1 } }, { unfinished: what })) !== undefined
  );
}

/** One message each, under keys of their own: told again, nobody gets it twice. */
async function tell(context: Context, round: Round, what: Telling, view: (language: Language) => View): Promise<void> {
  for (const language of languages) await context.outbox.share(sharedId(round, what, language), view(language));
  await context.outbox.enqueue(
    (await context.people.coordinators()).map((each) => entryFor(context, round, what, each)),
  );
  if (what === 'result' && !isForThoseAsked(round)) return;
  let after: string | undefined;
  do {
    const page = await context.prompts.find({
      filter: { roundId: round._id },
      limit: atOnce,
      ...(after !== undefined && { after }),
    });
    const asked = page.items.filter(({ state }) => state !== 'declined');
    const people = await Promise.all(asked.map(({ personId }) => context.people.get(personId)));
    await context.outbox.enqueue(people.flatMap((person) => (person ? [entryFor(context, round, what, person)] : [])));
    after = page.next;
  } while (after !== undefined);
}

function isForThoseAsked(round: Round): boolean {
  return isReleased(round) && round.resultsFor !== 'coordinators';
}

function entryFor({ clock }: Context, round: Round, what: Telling, { id, language }: Person): OutboxEntry {
  return {
    key: `round:${round._id}:${what}:${id}`,
    personId: id,
    view: { shared: sharedId(round, what, language) },
    due: clock.now(),
    occasion: 'clock',
    batch: `round:${round._id}:${what}`,
  };
}

function sharedId({ _id }: Round, what: Telling, language: Language): string {
  return `round:${_id}:${what}:${language}`;
}

function hasAnything(question: QuestionResult): boolean {
  switch (question.type) {
    case 'answers':
      return question.total !== null;
    case 'number':
      return question.figures !== null;
    case 'texts':
      return question.n !== null && question.n > 0;
  }
}

/** What came of a round, short: the rest is a press away. */
function toldView(round: Round, result: Result, language: Language): View {
  const t = resultTexts[language];
  const title = t.told(round.title);
  const isShown = result.questions.some(hasAnything);
  const items = isShown ? answerLines(round, result, language) : [];
  const rate = rateText(result.overall, language);
  return {
    kind: 'evaluation.result-told',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: isShown ? t.toldText(rate) : t.toldNothing(rate, String(result.smallest)) },
      ...(items.length > 0 ? [{ type: 'list', items } as const] : []),
      ...notesOf(round, result, { language }),
      { type: 'actions', actions: [typedAction(`ergebnis ${round.number}`, t.show)] },
    ],
  };
}

function followUpView(round: Round, language: Language): View {
  const t = resultTexts[language];
  const isForAll = isForThoseAsked(round);
  return {
    kind: 'evaluation.follow-up',
    summary: cut(`${t.followUp}: ${round.title}`, longestSummary),
    title: round.title,
    language,
    blocks: [
      ...followUpBlocks(round, { language }),
      ...(isForAll ? [{ type: 'actions', actions: [typedAction(`ergebnis ${round.number}`, t.show)] } as const] : []),
    ],
  };
}
