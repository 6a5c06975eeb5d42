import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionOf } from '../../src/messages/mention.js';
import { cleaned, cut, showable } from '../../src/messages/text.js';

describe('text for people', () => {
  it.each([
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['\u202eGefahr\u202c \u2066x\u2069', 'Gefahr x'],
    ['Ki\u200bta\ufeff\u00ad\u0000', 'Kita'],
    ['Tab\tbleibt', 'Tab\tbleibt'],
    ['halb \ud83d da', 'halb  da'],
    ['👩‍👧 bleibt ❤️', '👩‍👧 bleibt ❤️'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('%j shows as %j', (text, shown) => {
    expect(showable(text)).toBe(shown);
  });

  it('shows mentions as names; while it is worked on they stay', () => {
    const text = `Frag ${mentionOf({ channel: 'slack', realm: 'T1', user: 'U2' }, 'Ben Muster')}`;
    expect(showable(text)).toBe('Frag Ben Muster');
    expect(cleaned(text)).toBe(text);
  });

  it('never changes when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(showable(showable(text))).toBe(showable(text));
      }),
    );
  });

  it('is cut between characters, with a sign that something is missing', () => {
    expect(cut('kurz', 10)).toBe('kurz');
    expect(cut('eine lange Zeile', 10)).toBe('eine lang…');
    expect(cut('😀😀😀', 4)).toBe('😀…');
  });
});
