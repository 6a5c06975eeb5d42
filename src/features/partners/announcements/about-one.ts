import { z } from 'zod';
import { type Command, sentId, type Turn, type Typed } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, View } from '../../../messages/view.js';
import { commonTexts } from './common-texts.js';
import { byNumber, type Context } from './context.js';
import type { Announcement, AnnouncementState } from './model.js';

export const one = z.object({ announcement: sentId });
/** Of what the person saw: an older version is not decided upon. */
export const oneVersion = z.object({ announcement: sentId, version: z.number().int() });

/** The same where a card says nothing of the version: the form that it opens does. */
export const seenVersion = z.object({ announcement: sentId, version: z.number().int().optional() });

const mostChoices = 5;
const longestLabel = 60;

/** Whether a card was pressed, or a form submitted that was opened from one: it is rewritten in place. */
export function answered(turn: Turn, view: View): Reply {
  const { event } = turn.inbound;
  const isCard = event.type === 'action' || event.type === 'form';
  return isCard ? { type: 'replace', view } : { type: 'message', private: true, view };
}

export type OnOne = (turn: Turn, announcement: Announcement, typed: Typed) => Promise<Reply>;

/** A command about one announcement. Without a number it means the only one in these states, or gives a choice. */
export function commandOn(
  context: Context,
  states: readonly AnnouncementState[],
  command: Omit<Command, 'run' | 'slots' | 'role' | 'changes'> & Partial<Pick<Command, 'slots' | 'role' | 'changes'>>,
  run: OnOne,
): Command {
  return {
    role: 'coordinator',
    changes: true,
    personal: true,
    ...command,
    // Only the coordination is shown what there is: an audience may be narrower than everybody.
    slots: [
      { kind: 'number', name: 'number', optional: (command.role ?? 'coordinator') === 'coordinator' },
      ...(command.slots ?? []),
    ],
    run: async (turn, typed) => {
      if (typed.number !== undefined) return run(turn, await byNumber(context, turn, typed.number), typed);
      const { items } = await context.announcements.find({
        filter: { state: { $in: [...states] } },
        sort: [['changedAt', -1]],
        limit: mostChoices + 1,
      });
      const [only, ...more] = items;
      if (!only) throw new Refusal(nothingThere(turn, states), 'announcements.none-open');
      if (more.length === 0) return run(turn, only, typed);
      return choice(turn, items, (number) => typedOn(command, number, typed));
    },
  };
}

function nothingThere(turn: Turn, states: readonly AnnouncementState[]): string {
  const t = commonTexts[turn.language];
  return states.includes('draft') ? t.noneOpen : t.noneSent;
}

/** What was typed, with the number that was left out: literal words and semicolons stand where they stood. */
function typedOn(
  { words, slots = [] }: Pick<Command, 'words'> & Partial<Pick<Command, 'slots'>>,
  number: number,
  typed: Typed,
) {
  const parts = slots.map((slot) => {
    if (slot.kind === 'literal') return slot.word;
    const names = slot.kind === 'fields' ? slot.names : [slot.name];
    return names.flatMap((name) => typed[name] ?? []).join('; ');
  });
  return [words[0], number, ...parts].filter((part) => part !== '').join(' ');
}

function choice(turn: Turn, found: readonly Announcement[], typedFor: (number: number) => string): Reply {
  const t = commonTexts[turn.language];
  const actions: readonly Action[] = found
    .slice(0, mostChoices)
    .map(({ number, title }) =>
      typedAction(typedFor(number), cut(`${t.number(String(number))} ${title}`, longestLabel)),
    );
  const view: View = {
    kind: 'announcements.choice',
    summary: t.whichOne,
    language: turn.language,
    blocks: [
      { type: 'text', text: t.whichOne },
      { type: 'actions', actions },
    ],
  };
  return { type: 'message', private: true, view };
}

/** A state as people read it. */
export function stateName({ state }: Pick<Announcement, 'state'>, { language }: Pick<Turn, 'language'>): string {
  return commonTexts[language][`state-${state}`];
}

/** The subject under which acts are noted. */
export function subjectOf({ number }: Pick<Announcement, 'number'>): string {
  return `Nr. ${number}`;
}
