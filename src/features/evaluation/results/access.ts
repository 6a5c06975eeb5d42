import type { Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { promptId, type Round } from '../model.js';
import { resultTexts } from './texts.js';

const mostNames = 3;

/** Whether somebody may see a round's results: by the round's own rule; the coordination office always. */
export async function maySee(context: Context, turn: Turn, round: Round): Promise<boolean> {
  if (turn.person.coordinator) return true;
  switch (round.resultsFor) {
    case 'everyone':
      return true;
    case 'coordinators':
      return false;
    case 'participants':
      return wasAsked(context, turn, round);
  }
}

async function wasAsked({ prompts }: Context, { person }: Turn, { _id }: Round): Promise<boolean> {
  for (const id of idsOf(person)) {
    if (await prompts.get(promptId(_id, id))) return true;
  }
  return false;
}

/** Says whom to ask instead. */
export async function forbidden({ people }: Context, { language }: Turn, { resultsFor }: Round): Promise<Refusal> {
  const t = resultTexts[language];
  const names = (await people.coordinators()).slice(0, mostNames).map(({ name }) => name);
  const who = names.length > 0 ? `: ${names.join(', ')}` : '';
  const text = resultsFor === 'participants' ? t.forbiddenParticipants(who) : t.forbiddenCoordinators(who);
  return new Refusal(text, 'evaluation.results-not-allowed');
}
