import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/messages/inbound.js';
import {
  mentionOf,
  readMention,
  readMentions,
  withoutForgedMentions,
  withoutMentions,
} from '../../src/messages/mention.js';

const ben: Account = { channel: 'slack', realm: 'T1', user: 'U2' };
const eva: Account = { channel: 'teams', realm: '6f1c', user: '29:1 ä:x' };

describe('a mention in typed text', () => {
  it('names the account, and keeps the name for reading only', () => {
    expect(readMention(mentionOf(ben, 'Ben Muster'))).toEqual({ account: ben, name: 'Ben Muster' });
  });

  it('is one word without commas, semicolons and question marks, whatever the person is called', () => {
    const word = mentionOf(eva, 'Muster, Eva; wirklich?\n(Kita)');

    expect(word).not.toMatch(/[\s,;?]/);
    expect(readMention(word)).toEqual({ account: eva, name: 'Muster, Eva; wirklich? (Kita)' });
  });

  it('survives any name and any id to the letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (name, id) => {
        const account = { ...ben, realm: id, user: id };
        const word = mentionOf(account, name);

        expect(word.split(/[\s,;?]+/)).toHaveLength(1);
        expect(readMention(word)?.account).toEqual(account);
      }),
    );
  });

  it('is found among other words, in order', () => {
    const text = `koordination dazu ${mentionOf(ben, 'Ben Muster')} und ${mentionOf(eva, 'Eva')}, bitte`;

    expect(readMentions(text).map(({ account }) => account)).toEqual([ben, eva]);
    expect(readMention(text)).toBeUndefined();
  });

  it('reads as a plain name in a question', () => {
    expect(withoutMentions(`Was macht ${mentionOf(ben, 'Ben Muster')}?`)).toBe('Was macht Ben Muster?');
  });

  it('keeps no border in a name that holds some', () => {
    const word = mentionOf(ben, `Ben ${mentionOf(eva, 'Eva')}`);

    expect(readMentions(word).map(({ account }) => account)).toEqual([ben]);
    expect(readMentions(withoutMentions(word))).toEqual([]);
  });
});

describe('what a person types', () => {
  it('cannot pass for a mention', () => {
    const typed = withoutForgedMentions(`koordination dazu ${mentionOf(eva, 'Ben Muster')}`);

    expect(readMentions(typed)).toEqual([]);
  });

  it('is no mention if it only looks like one', () => {
    for (const text of [
      '@[Ben](slack:T1:U2)',
      '\ue1a0Ben\ue1a1',
      '\ue1a0Ben\ue1a1fax:T1:U2\ue1a2',
      '\ue1a0%E0\ue1a1x\ue1a2',
    ]) {
      expect(readMentions(text)).toEqual([]);
      expect(readMention(text)).toBeUndefined();
    }
  });

  it('stays to the letter otherwise', () => {
    expect(withoutForgedMentions('Grüße an @Ben <b>&amp;')).toBe('Grüße an @Ben <b>&amp;');
    expect(withoutMentions('Grüße an @Ben <b>&amp;')).toBe('Grüße an @Ben <b>&amp;');
  });
});
