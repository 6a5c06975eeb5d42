import { describe, expect, it } from 'vitest';
import type { Command, Slot } from '../../src/bot/feature.js';
import { menuOf } from '../../src/bot/menu.js';

function command(id: string, word: string, more: Partial<Command> = {}): Command {
  const help = { de: `tut ${word}`, einfach: `tut ${word}`, en: `does ${word}` };
  return {
    id,
    words: [word],
    slots: [],
    role: 'all',
    changes: false,
    help,
    run: async () => ({ type: 'nothing' }),
    ...more,
  };
}

const name: Slot = { kind: 'name', name: 'name' };
const words = (commands: readonly Command[]) => menuOf(commands, 'de').map(({ word }) => word);

describe('the menu', () => {
  it('begins with help, wherever that is declared', () => {
    expect(words([command('a.x', 'x'), command('bot.help', 'hilfe')])).toEqual(['hilfe', 'x']);
  });

  it('gives every room its turn, so that none fills the menu alone', () => {
    const commands = ['x', 'y', 'z'].map((word) => command(`a.${word}`, word)).concat(command('b.u', 'u'));
    expect(words(commands)).toEqual(['x', 'u', 'y', 'z']);
  });

  it('shows first what is typed by itself and changes nothing, and last what only coordinators may', () => {
    const commands = [
      command('a.office', 'amt', { role: 'coordinator' }),
      command('a.lead', 'leiten', { role: 'chair' }),
      command('a.named', 'absatz', { slots: [name] }),
      command('a.change', 'pause', { changes: true, slots: [{ ...name, optional: true }] }),
      command('a.look', 'inhalt'),
    ];
    expect(words(commands)).toEqual(['inhalt', 'pause', 'absatz', 'leiten', 'amt']);
  });

  it('leaves out what is only another way of saying something', () => {
    expect(words([command('a.x', 'x'), command('a.y', 'y', { unlisted: true })])).toEqual(['x']);
  });

  it('says how a command is typed and what it does, in the language wanted', () => {
    const [entry] = menuOf([command('a.named', 'absatz', { slots: [name] })], 'en');
    expect(entry).toEqual({ word: 'absatz', usage: 'absatz NAME', help: 'does absatz' });
  });
});
