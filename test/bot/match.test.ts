import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Slot } from '../../src/bot/feature.js';
import { matchCommand } from '../../src/bot/match.js';

const today = '2026-11-23';

function command(words: readonly [string, ...string[]], slots: readonly Slot[], changes = false): Command {
  const help = { de: '', einfach: '', en: '' };
  return { id: words[0], words, slots, role: 'all', changes, help, run: async () => ({ type: 'nothing' }) };
}

const commands = [
  command(['hilfe', 'hallo', 'help', '?'], []),
  command(['absatz'], [{ kind: 'name', name: 'name' }]),
  command(['kündigungsfrist', 'kündigung'], [{ kind: 'date', name: 'datum', optional: true }]),
  command(['treffen', 'termine'], []),
  command(['treffen neu'], [{ kind: 'fields', names: ['gremium', 'titel', 'datum', 'ort'], optional: true }], true),
  command(['notiz'], [{ kind: 'fields', names: ['titel', 'text'], rest: true }], true),
  command(['pause'], [{ kind: 'date', name: 'datum' }], true),
  command(
    ['verschieben'],
    [
      { kind: 'number', name: 'nr' },
      { kind: 'date', name: 'datum' },
      { kind: 'time', name: 'uhrzeit' },
    ],
    true,
  ),
  command(
    ['nachfolge'],
    [
      { kind: 'person', name: 'alt' },
      { kind: 'literal', word: 'durch' },
      { kind: 'person', name: 'neu' },
    ],
    true,
  ),
  command(
    ['absage'],
    [
      { kind: 'number', name: 'nr' },
      { kind: 'text', name: 'bemerkung', optional: true },
    ],
    true,
  ),
  command(['sprache'], [{ kind: 'word', name: 'sprache', words: ['deutsch', 'einfach', 'englisch'] }], true),
  command(
    ['fehlt'],
    [
      { kind: 'number', name: 'nr' },
      { kind: 'people', name: 'personen' },
    ],
    true,
  ),
];

function matched(text: string) {
  const match = matchCommand(commands, text, today);
  return match && { command: match.command.id, typed: match.typed, exact: match.exact };
}

describe('a command', () => {
  it.each([
    ['hilfe', 'hilfe', {}],
    ['  HILFE! ', 'hilfe', {}],
    ['Hilfe?', 'hilfe', {}],
    ['?', 'hilfe', {}],
    ['kuendigungsfrist', 'kündigungsfrist', {}],
    ['Kündigungsfrist 10.11.', 'kündigungsfrist', { datum: '10.11.' }],
    ['kündigung 31.02.2027', 'kündigungsfrist', { datum: '31.02.2027' }],
    ['kündigung 3. Dezember 2026', 'kündigungsfrist', { datum: '3. Dezember 2026' }],
    ['absatz Ziel 6', 'absatz', { name: 'Ziel 6' }],
    ['treffen', 'treffen', {}],
    ['Treffen neu', 'treffen neu', {}],
    [
      'treffen neu AK Übergänge; Herbst; 12.11. 14 Uhr; Rathaus',
      'treffen neu',
      { gremium: 'AK Übergänge', titel: 'Herbst', datum: '12.11. 14 Uhr', ort: 'Rathaus' },
    ],
    ['verschieben Nr. 12 19.11. 25:00', 'verschieben', { nr: '12', datum: '19.11.', uhrzeit: '25:00' }],
    ['verschieben #12 morgen 14 Uhr', 'verschieben', { nr: '12', datum: 'morgen', uhrzeit: '14 Uhr' }],
    ['nachfolge Anna Berg durch Ben Tal', 'nachfolge', { alt: 'Anna Berg', neu: 'Ben Tal' }],
    ['absage 12 bin im Urlaub, leider', 'absage', { nr: '12', bemerkung: 'bin im Urlaub, leider' }],
    ['absage 12', 'absage', { nr: '12' }],
    ['sprache EINFACH', 'sprache', { sprache: 'einfach' }],
    ['fehlt 3 Berg, Tal', 'fehlt', { nr: '3', personen: 'Berg, Tal' }],
  ])('is recognised in “%s”', (text, id, typed) => {
    expect(matched(text)).toEqual({ command: id, typed, exact: true });
  });

  it.each([
    'Kündigung ohne Grund möglich?',
    'Treffen wir uns im Mai?',
    'Absatz wo finde ich den zum Geld?',
    'absatz wie lange läuft das',
    'pause',
    'pause wann denn',
    'verschieben 12 bald',
    'treffen neu nur ein Teil',
    'nachfolge Anna Berg',
    'sprache klingonisch',
    'absage wie geht das',
    'Treffen neu?',
    'Wie kündige ich?',
  ])('is not seen in the question “%s”', (text) => {
    expect(matched(text)).toBeUndefined();
  });

  it('is found in spite of small typos, and then marked as not exact', () => {
    expect(matched('kündigunsfrist 10.11.')).toMatchObject({ command: 'kündigungsfrist', exact: false });
    expect(matched('hifle')).toMatchObject({ command: 'hilfe', exact: false });
    expect(matchCommand(commands, 'pausse 10.12.', today)?.corrected).toBe('pause 10.12.');
  });

  it('is not seen in another word that differs by its first letter', () => {
    expect(matched('nause 10.12.')).toBeUndefined();
    expect(matched('apuse 10.12.')).toMatchObject({ command: 'pause', exact: false });
  });

  it('keeps line breaks of a text at its end', () => {
    expect(matched('absage 12 erste Zeile\nzweite  Zeile')?.typed).toEqual({
      nr: '12',
      bemerkung: 'erste Zeile\nzweite  Zeile',
    });
  });

  it('is looked for in any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const match = matchCommand(commands, text, today);
        return match === undefined || commands.includes(match.command);
      }),
    );
  });

  it('does not make long messages slow to read', () => {
    expect(matched(`verschieben ${'12 '.repeat(2_000)}`)).toBeUndefined();
    expect(matched(`nachfolge ${'durch '.repeat(1_500)}`)).toBeUndefined();
  });

  it('leaves further semicolons to the last part where the command says so', () => {
    expect(matchCommand(commands, 'notiz Titel; eins; zwei ;drei', today)?.typed).toEqual({
      titel: 'Titel',
      text: 'eins; zwei; drei',
    });
    expect(matchCommand(commands, 'treffen neu a; b; c; d; e', today)).toBeUndefined();
  });
});
