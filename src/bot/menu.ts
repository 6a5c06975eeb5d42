import type { Language } from '../kernel/texts.js';
import type { Role } from '../ports/people.js';
import type { Command, Slot } from './feature.js';
import { usageOf } from './views.js';

/** A command as menus and manifests of platforms show it. */
export interface MenuEntry {
  /** What is typed first, e.g. `kündigungsfrist`. */
  readonly word: string;
  /** With what may follow, e.g. `kündigungsfrist [DATUM]`. */
  readonly usage: string;
  readonly help: string;
}

const roleOrder: readonly Role[] = ['all', 'chair', 'coordinator'];

/**
 * The commands in the order in which they deserve one of a menu's few places. Help comes first, then what everybody may
 * type, above all what is typed by itself and changes nothing; within that every room has its turn, so that none fills
 * the menu alone.
 */
export function menuOf(commands: readonly Command[], language: Language): readonly MenuEntry[] {
  const taken = new Map<string, number>();
  return commands
    .filter(({ unlisted }) => !unlisted)
    .map((command) => {
      const group = rankOf(command);
      const place = `${group} ${roomOf(command)}`;
      const turn = taken.get(place) ?? 0;
      taken.set(place, turn + 1);
      return { command, group, turn };
    })
    .sort((a, b) => a.group - b.group || a.turn - b.turn)
    .map(({ command }) => ({ word: command.words[0], usage: usageOf(command), help: command.help[language] }));
}

function rankOf(command: Command): number {
  if (command.id === 'bot.help') return -1;
  const isWhole = command.slots.every(mayBeLeftOut);
  return 4 * roleOrder.indexOf(command.role) + (isWhole ? 0 : 2) + (command.changes ? 1 : 0);
}

function roomOf(command: Command): string {
  return command.id.split('.', 1)[0] ?? '';
}

function mayBeLeftOut(slot: Slot): boolean {
  return slot.kind !== 'literal' && slot.optional === true;
}
