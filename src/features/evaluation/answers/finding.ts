import type { Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { type Prompt, promptId, type Round } from '../model.js';
import { legible } from './drafts.js';
import { type Answered, answeredFor, phoned } from './named.js';
import { answerTexts } from './texts.js';

/** One person's record of one round. */
export interface Asked {
  readonly round: Round;
  readonly prompt: Prompt;
  /** Who has answered for the partner, where the round is named. */
  readonly answered?: Answered;
  /** The partner that is answered for, as it was heard on the phone. */
  readonly forPartner?: string;
}

const mostOpen = 50;
const mostRounds = 20;

/** What a card names; refused if the round is gone, or does not ask this person. */
export async function askedIn(context: Context, turn: Turn, roundId: string, partnerId?: string): Promise<Asked> {
  const t = answerTexts[turn.language];
  const round = await context.rounds.get(roundId);
  if (!round) throw new Refusal(t.gone, 'evaluation.round-gone');
  if (partnerId !== undefined && turn.person.coordinator) return phoned(context, turn, round, partnerId);
  const prompt = await promptOf(context, turn, roundId);
  if (!prompt) throw new Refusal(t.notAsked(String(round.number)), 'evaluation.not-asked');
  const answered = await answeredFor(context, round, prompt);
  return { round, prompt: await legible(context, round, prompt), ...(answered && { answered }) };
}

async function promptOf(context: Context, { person }: Turn, roundId: string): Promise<Prompt | undefined> {
  for (const id of idsOf(person)) {
    const prompt = await context.prompts.get(promptId(roundId, id));
    if (prompt) return prompt;
  }
  return undefined;
}

/** What is open for a person, that which ends first in front. */
export async function openFor(context: Context, turn: Turn): Promise<readonly Asked[]> {
  const { items } = await context.prompts.find({
    filter: { personId: { $in: [...idsOf(turn.person)] }, state: 'open' },
    sort: [['_id', -1]],
    limit: mostOpen,
  });
  const asked = await Promise.all(
    items.map(async (prompt): Promise<readonly Asked[]> => {
      const round = prompt.over || prompt.onBehalf ? undefined : await context.rounds.get(prompt.roundId);
      return round?.state === 'open' ? [{ round, prompt: await legible(context, round, prompt) }] : [];
    }),
  );
  return asked.flat().toSorted((a, b) => endOf(a) - endOf(b) || a.round.number - b.round.number);
}

/** The latest open round that somebody has answered or declined: what they can still do about it. */
export async function settledFor(context: Context, turn: Turn): Promise<Asked | undefined> {
  const { items } = await context.rounds.find({ filter: { state: 'open' }, sort: [['number', -1]], limit: mostRounds });
  for (const round of items) {
    const prompt = await promptOf(context, turn, round._id);
    if (!prompt || prompt.over || prompt.state === 'open') continue;
    const answered = await answeredFor(context, round, prompt);
    return { round, prompt, ...(answered && { answered }) };
  }
  return undefined;
}

function endOf({ round }: Asked): number {
  return round.closesAt?.getTime() ?? 0;
}
