import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { withoutMentions } from '../../../messages/mention.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import type { Committee } from '../model.js';
import { committeesMeant, splitByCommittee } from './names.js';
import { allCommittees } from './register.js';
import { committeeTexts } from './texts.js';

const mostChoices = 5;
const longestLabel = 60;

/** Acts on the typed committee; several that are meant give a choice, none is a refusal. */
export async function withCommittee(
  context: Context,
  turn: Turn,
  typed: string,
  /** What is typed for a chosen one, e.g. `gremium NAME`. */
  command: (name: string) => string,
  act: (committee: Committee) => Promise<Reply>,
): Promise<Reply> {
  const [only, ...others] = committeesMeant(typed, await allCommittees(context));
  if (!only) throw unknown(turn, typed);
  return others.length === 0 ? act(only) : choice(turn, typed, [only, ...others], command);
}

/** Acts on a typed text that begins with a committee's name, and on what follows it. */
export async function withCommitteeAndRest(
  context: Context,
  turn: Turn,
  text: string,
  options: {
    /** The word between the committee and the rest, if there is one. */
    readonly between?: (word: string) => boolean;
    /** What is typed for a chosen one. */
    readonly command: (name: string, rest: string, between: string) => string;
    readonly act: (committee: Committee, rest: string, between: string) => Promise<Reply>;
  },
): Promise<Reply> {
  const split = splitByCommittee(text, await allCommittees(context), options.between);
  const [only, ...others] = split?.committees ?? [];
  if (!split || !only) throw unknown(turn, beginning(text, options.between));
  if (others.length === 0) return options.act(only, split.rest, split.between);
  return choice(turn, beginning(text, options.between), split.committees, (name) =>
    options.command(name, split.rest, split.between),
  );
}

function beginning(text: string, between: ((word: string) => boolean) | undefined): string {
  const words = text.trim().split(/\s+/);
  const at = between ? words.findIndex((word, index) => index > 0 && between(word)) : words.length - 1;
  return words.slice(0, Math.max(1, at)).join(' ');
}

function unknown(turn: Turn, typed: string): Refusal {
  return new Refusal(committeeTexts[turn.language].unknown(withoutMentions(typed)), 'attendance.unknown-committee');
}

function choice(turn: Turn, typed: string, found: readonly Committee[], command: (name: string) => string): Reply {
  const text = committeeTexts[turn.language].whichOne(withoutMentions(typed));
  const actions = found.slice(0, mostChoices).map(({ name }) => typedAction(command(name), cut(name, longestLabel)));
  return {
    type: 'message',
    private: true,
    view: {
      kind: 'attendance.choose-committee',
      summary: cut(text, 150),
      language: turn.language,
      blocks: [
        { type: 'text', text },
        { type: 'actions', actions },
      ],
    },
  };
}
