import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, escaped, literal, mentionedUsers, pieces, written } from '../../../src/channels/slack/text.js';

const read = (raw: string) => written(raw, 'U0BOT', new Map([['U0ANNA', 'Anna Beispiel']]));

describe('what people wrote', () => {
  it.each([
    ['<@U0BOT> hilfe', 'hilfe'],
    ['<@U0BOT|dorfbote> hilfe', 'hilfe'],
    ['Hallo <@U0BOT>', 'Hallo'],
    ['<@U0ANNA> und <@U0FREMD> und <@U0FREMD|fritz>', 'Anna Beispiel und @U0FREMD und fritz'],
    ['<#C1|allgemein> <#C2>', '#allgemein #C2'],
    ['<!here> <!channel|@channel> <!subteam^S1|@leitung>', '@here @channel @leitung'],
    ['<https://example.org|Rathaus> <https://example.org/a?b&amp;c>', 'Rathaus https://example.org/a?b&c'],
    ['<mailto:a@example.org|a@example.org> <mailto:b@example.org>', 'a@example.org b@example.org'],
    ['5 &lt; 6 &amp;&amp; 7 &gt; 2', '5 < 6 && 7 > 2'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['<', '<'],
    ['<>', ''],
    ['  \n ', ''],
  ])('%j reads %j', (raw, text) => {
    expect(read(raw)).toBe(text);
  });

  it('names each mentioned person once', () => {
    expect(mentionedUsers('<@U1> <@U1|x> <@W2> <#C3> <!here> @U4 &lt;@U5&gt;')).toEqual(['U1', 'W2']);
  });

  it('never takes long, whatever it is', () => {
    const started = performance.now();
    for (const text of ['<'.repeat(100_000), '<@U'.repeat(30_000), '&amp;'.repeat(20_000)]) read(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('text for people', () => {
  it('is escaped only where Slack reads markup, and then wholly', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escaped(text)).not.toMatch(/[<>]/);
        const back = escaped(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(back).toBe(literal(text));
      }),
    );
  });

  it('in pieces is all there, and no piece is too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 40 }), (text, max) => {
        const parts = pieces(text, max);
        expect(parts.join('')).toBe(text);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('is cut between characters, with a sign that something is missing', () => {
    expect(cut('kurz', 10)).toBe('kurz');
    expect(cut('eine lange Zeile', 10)).toBe('eine lang…');
    expect(cut('😀😀😀', 4)).toBe('😀…');
  });
});
