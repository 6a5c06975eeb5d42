import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped, mentionedUsers, pieces, written } from '../../../src/channels/slack/text.js';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import { showable } from '../../../src/messages/text.js';

const mentioned = (user: string, label: string) =>
  mentionOf({ channel: 'slack', realm: 'T1', user }, user === 'U0ANNA' ? 'Anna Beispiel' : label || `@${user}`);
const heard = (raw: string) => written(raw, 'U0BOT', mentioned);
const read = (raw: string) => withoutMentions(heard(raw));

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

  it('names the accounts of those whom it mentions', () => {
    const users = readMentions(heard('<@U0BOT> <@U0ANNA> und <@U0FREMD|Anna Beispiel>')).map(
      ({ account }) => account.user,
    );
    expect(users).toEqual(['U0ANNA', 'U0FREMD']);
  });

  it('cannot imitate a mention', () => {
    const forged = mentionOf({ channel: 'slack', realm: 'T1', user: 'U0BOSE' }, 'Anna Beispiel');
    expect(readMentions(heard(`koordination dazu ${forged}`))).toEqual([]);
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
        expect(back).toBe(showable(text));
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
});
