import type { Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import { holds, idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { promptId, type Round } from '../model.js';
import { resultTexts } from './texts.js';

const mostNames = 3;

/** Whether those whom a round's rule names may see its results by now. */
export function isReleased({ resultsWhen, releasedAt }: Pick<Round, 'resultsWhen' | 'releasedAt'>): boolean {
  return resultsWhen !== 'released' || releasedAt !== undefined;
}

/** Whether somebody may see a round's results: by the round's own rule; the coordination office always. */
export async function maySee(context: Context, turn: Pick<Turn, 'person'>, round: Round): Promise<boolean> {
  if (turn.person.coordinator) return true;
  if (!isReleased(round)) return false;
  switch (round.resultsFor) {
    case 'everyone':
      return true;
    case 'coordinators':
      return holds(turn.person, 'chair');
    case 'participants':
      return wasAsked(context, turn, round);
  }
}

async function wasAsked({ prompts }: Context, { person }: Pick<Turn, 'person'>, { _id }: Round): Promise<boolean> {
  for (const id of idsOf(person)) {
    if (await prompts.get(promptId(_id, id))) return true;
  }
  return false;
}

/** Says whom to ask instead. */
export async function forbidden({ people }: Context, { language, person }: Turn, round: Round): Promise<Refusal> {
  const t = resultTexts[language];
  const others = (await people.coordinators()).filter(({ id }) => !idsOf(person).includes(id));
  const names = others.slice(0, mostNames).map(({ name }) => name);
  const who = names.length > 0 ? `: ${names.join(', ')}` : '';
  const text = !isReleased(round)
    ? t.notReleased(who)
    : round.resultsFor === 'participants'
      ? t.forbiddenParticipants(who)
      : t.forbiddenCoordinators(who);
  return new Refusal(text, 'evaluation.results-not-allowed');
}
