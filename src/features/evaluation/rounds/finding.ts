import type { Command, Turn, Typed } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundTexts } from './texts.js';

const mostChoices = 5;
const longestLabel = 60;

type State = Round['state'];
export type OnRound = (turn: Turn, round: Round, typed: Typed) => Promise<Reply>;

/** The round that a button names; refused if it is gone. */
export async function roundById(context: Context, turn: Turn, id: string): Promise<Round> {
  const round = await context.rounds.get(id);
  if (!round) throw new Refusal(roundTexts[turn.language].gone, 'evaluation.round-gone');
  return round;
}

/** A command of the coordination office about one round. Without a number it means the only one in these states, or gives a choice. */
export function commandOn(
  context: Context,
  states: readonly State[],
  command: Pick<Command, 'id' | 'words' | 'help'> & Partial<Pick<Command, 'slots' | 'changes' | 'unlisted'>>,
  run: OnRound,
): Command {
  return {
    role: 'coordinator',
    changes: true,
    personal: true,
    ...command,
    slots: [{ kind: 'number', name: 'number', optional: true }, ...(command.slots ?? [])],
    run: async (turn, typed) => {
      if (typed.number !== undefined) {
        const id = await context.numbers.subject('round', typed.number, turn.language);
        return run(turn, await roundById(context, turn, id), typed);
      }
      const { items } = await context.rounds.find({
        filter: { state: { $in: [...states] } },
        sort: [['number', -1]],
        limit: mostChoices,
      });
      const [only, ...more] = items;
      if (!only) throw new Refusal(noneIn(turn, states), 'evaluation.none');
      return more.length === 0 ? run(turn, only, typed) : choice(turn, command.words[0], items, typed);
    },
  };
}

function noneIn(turn: Turn, states: readonly State[]): string {
  const t = roundTexts[turn.language];
  if (states.includes('draft') && states.includes('open')) return t.noneAtAll;
  return states.includes('draft') ? t.noneDraft : t.noneOpen;
}

function choice(turn: Turn, word: string, rounds: readonly Round[], typed: Typed): Reply {
  const t = roundTexts[turn.language];
  const rest = Object.values(typed).filter((value) => value !== undefined);
  const actions = rounds.map(({ number, title }) =>
    typedAction([word, number, ...rest].join(' '), cut(`${t.number(String(number))}: ${title}`, longestLabel)),
  );
  return shown(turn, {
    kind: 'evaluation.choice',
    summary: t.which,
    language: turn.language,
    blocks: [
      { type: 'text', text: t.which },
      { type: 'actions', actions },
    ],
  });
}
