import { describe, expect, it } from 'vitest';
import type { Command, Slot } from '../../src/bot/feature.js';
import { textsSentBy, tidied } from '../../src/bot/inbound.js';
import { matchCommand } from '../../src/bot/match.js';
import { mentionOf, readMention } from '../../src/messages/mention.js';

const ben = { channel: 'slack', realm: 'T1', user: 'U2' } as const;
const eva = { channel: 'teams', realm: '6f1c', user: '29:1' } as const;
const [atBen, atEva] = [mentionOf(ben, 'Ben Muster, Kita'), mentionOf(eva, 'Eva durch und durch')];

function command(word: string, slots: readonly Slot[]): Command {
  const help = { de: '', einfach: '', en: '' };
  return { id: word, words: [word], slots, role: 'all', changes: true, help, run: async () => ({ type: 'nothing' }) };
}

const commands = [
  command('vorsitz', [{ kind: 'person', name: 'person' }]),
  command('nachfolge', [
    { kind: 'person', name: 'alt' },
    { kind: 'literal', word: 'durch' },
    { kind: 'person', name: 'neu' },
  ]),
  command('fehlt', [
    { kind: 'number', name: 'nr' },
    { kind: 'people', name: 'personen' },
  ]),
  command('einrichtung', [{ kind: 'name', name: 'name' }]),
  command('neuigkeit', [{ kind: 'text', name: 'text' }]),
  command('ankündigung', [{ kind: 'fields', names: ['titel', 'text'] }]),
];

const typed = (text: string) => matchCommand(commands, text, '2026-11-23')?.typed ?? {};

describe('a mention behind a command', () => {
  it('stays the account where a person is named', () => {
    expect(readMention(typed(`vorsitz ${atBen}`).person ?? '')?.account).toEqual(ben);
    const { alt, neu } = typed(`nachfolge ${atBen} durch ${atEva}`);
    expect([alt, neu].map((text) => readMention(text ?? '')?.account)).toEqual([ben, eva]);
  });

  it('stays the account among several people', () => {
    const people = typed(`fehlt 3 ${atBen}, Anna Berg, ${atEva}`).personen?.split(',') ?? [];
    expect(people.map((text) => readMention(text)?.account)).toEqual([ben, undefined, eva]);
  });

  it('is one person by itself only', () => {
    expect(typed(`vorsitz ${atBen} ${atEva}`)).toEqual({});
    expect(typed(`vorsitz Ben ${atBen}`)).toEqual({});
  });

  it('is a plain name in names and texts', () => {
    expect(typed(`einrichtung ${atBen}`).name).toBe('Ben Muster, Kita');
    expect(typed(`neuigkeit Danke an ${atEva}!`).text).toBe('Danke an Eva durch und durch!');
    expect(typed(`ankündigung Neu; Mit ${atBen}`)).toEqual({ titel: 'Neu', text: 'Mit Ben Muster, Kita' });
  });
});

describe('a mention anywhere else', () => {
  it('is a plain name in forms and searches', () => {
    const values = { name: `Für ${atBen}`, more: [atEva] };
    expect(tidied({ type: 'form', id: 'f', payload: {}, values })).toMatchObject({
      values: { name: 'Für Ben Muster, Kita', more: ['Eva durch und durch'] },
    });
    expect(tidied({ type: 'search', query: atEva })).toMatchObject({ query: 'Eva durch und durch' });
  });

  it('is a plain name to whoever looks for a child in danger', () => {
    expect(textsSentBy({ type: 'text', text: `Hilfe für ${atBen}`, via: 'chat' })).toEqual([
      'Hilfe für Ben Muster, Kita',
    ]);
  });
});
