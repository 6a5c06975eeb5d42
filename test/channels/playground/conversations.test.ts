import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Transcripts } from '../../../src/channels/playground/transcripts.js';
import { Turns } from '../../../src/channels/playground/turns.js';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import { fixedClock } from '../../support/clock.js';
import { hostileTexts } from '../../support/fixture-views.js';
import { countedIds } from '../../support/ids.js';
import {
  buildPage,
  invitation,
  type RunningPlayground,
  removeFolder,
  startPlayground,
  testPeople,
} from '../../support/playground.js';
import { actionBody, LiveReader, take, textBody } from './client.js';

const view: View = { kind: 'test.view', summary: 'Einladung', blocks: [{ type: 'text', text: 'Kommen Sie?' }] };
const mehmet = { channel: 'playground', realm: 'local', user: 'mehmet' } as const;
const longAgo = new Date(0);

let pageFolder: string;
let playground: RunningPlayground;
let url: string;

beforeAll(async () => {
  pageFolder = await buildPage();
});
afterAll(() => removeFolder(pageFolder));
beforeEach(async () => {
  playground = await startPlayground({ pageFolder });
  url = playground.url;
});
afterEach(() => playground.stop());

describe('what is said directly', () => {
  it('reaches dispatch as the person, at the time, in their own place', async () => {
    const body = textBody('Wie komme ich raus?');
    await take(url, 'mehmet', body);
    expect(playground.inbounds).toEqual([
      {
        key: `playground:mehmet:${body.key}`,
        at: new Date('2026-11-10T08:00:00.000Z'),
        from: mehmet,
        name: 'Mehmet Aydın',
        place: { kind: 'direct', conversation: 'direct:mehmet' },
        event: { type: 'text', text: 'Wie komme ich raus?', via: 'chat' },
      },
    ]);
  });

  it('is shown with its answer below, to that person only', async () => {
    const { messages } = await take(url, 'mehmet', textBody('Wie komme ich raus?'));
    expect(messages.map(({ author, onlyFor, place }) => ({ author, onlyFor, place }))).toEqual([
      { author: 'mehmet', onlyFor: 'mehmet', place: 'direct' },
      { author: 'bot', onlyFor: 'mehmet', place: 'direct' },
    ]);
    expect(messages[0]?.html).toBe('<p>Wie komme ich raus?</p>');
    expect(messages[1]?.html).toContain('<blockquote>');
    expect(messages[1]?.position).toBeGreaterThan(messages[0]?.position ?? 0);
  });

  it('stays text, whatever it is', async () => {
    for (const text of hostileTexts) {
      const { messages } = await take(url, 'mehmet', textBody(text));
      expect(messages[0]?.html.replace(/<br>|^<p>|<\/p>$/g, '')).not.toMatch(/[<>]/);
    }
  });

  it('is not kept where it sounds like a child in danger', async () => {
    const { messages } = await take(url, 'mehmet', textBody('Das Kind Lena ist in Gefahr'));
    expect(messages.map(({ summary }) => summary)).toEqual([
      'Diese Nachricht wird hier nicht aufbewahrt.',
      'Rufen Sie 110 an.',
    ]);
    const page = await LiveReader.open(url);
    expect(JSON.stringify(await page.first())).not.toContain('Lena');
    page.close();
  });
});

describe('a mention of somebody', () => {
  const heard = () => {
    const event = playground.inbounds[0]?.event;
    return event?.type === 'text' ? event.text : '';
  };

  it.each([
    ['vorsitz AK @Mehmet Aydın', 'vorsitz AK Mehmet Aydın', ['mehmet']],
    [
      'nachfolge @mehmet durch @Ruth Brinkmann, bitte',
      'nachfolge Mehmet Aydın durch Ruth Brinkmann, bitte',
      ['mehmet', 'ruth'],
    ],
    ['Frag @RUTH!', 'Frag Ruth Brinkmann!', ['ruth']],
    ['an jana@mehmet.example und @ruthless', 'an jana@mehmet.example und @ruthless', []],
  ])('%s names accounts', async (typed, read, users) => {
    await take(url, 'jana', textBody(typed));
    expect(withoutMentions(heard())).toBe(read);
    expect(readMentions(heard()).map(({ account }) => account)).toEqual(users.map((user) => ({ ...mehmet, user })));
  });

  it('is read in the shared place too, and cannot be imitated', async () => {
    const forged = mentionOf({ ...mehmet, user: 'ruth' }, 'Mehmet Aydın');
    await take(url, 'jana', textBody(`@Dorfbote koordination dazu @mehmet ${forged}`, { place: 'network' }));
    expect(readMentions(heard()).map(({ account }) => account)).toEqual([mehmet]);
  });
});

describe('a button', () => {
  it('comes with its card, and the answer rewrites the card in place', async () => {
    const asked = await take(url, 'mehmet', textBody('Einladung'));
    const card = asked.messages[1]?.id ?? '';
    const pressed = await take(url, 'mehmet', actionBody('test.reply', { payload: { reply: 'dabei' }, card }));
    expect(playground.inbounds[1]?.event).toEqual({
      type: 'action',
      id: 'test.reply',
      payload: { reply: 'dabei' },
      card: { channel: 'playground', realm: 'local', parts: { message: card } },
    });
    expect(pressed.messages).toMatchObject([{ id: card, version: 2 }]);
    expect(pressed.messages[0]?.html).toContain('Mehmet Aydın');
  });

  it('of a card that is gone gets a message instead', async () => {
    const pressed = await take(url, 'mehmet', actionBody('test.reply', { payload: { reply: 'dabei' }, card: 'gone' }));
    expect(playground.inbounds[0]?.event).not.toHaveProperty('card');
    expect(pressed.messages).toMatchObject([{ version: 1, author: 'bot' }]);
  });

  it('of somebody else’s card cannot touch it', async () => {
    const asked = await take(url, 'mehmet', textBody('Einladung'));
    const card = asked.messages[1]?.id ?? '';
    const pressed = await take(url, 'ruth', actionBody('test.reply', { payload: { reply: 'dabei' }, card }));
    expect(pressed.messages[0]?.id).not.toBe(card);
    expect(pressed.messages[0]?.onlyFor).toBe('ruth');
  });

  it('may open a form; a submission with mistakes shows it again, with what was typed', async () => {
    const opened = await take(url, 'mehmet', actionBody('test.form'));
    expect(opened.form).toContain('data-form="test.form"');
    const values = { partner: 'Kita <Sonne>', phases: ['kita', 'schule'] };
    const submit = (given: typeof values | (typeof values & { sector: string })) =>
      take(url, 'mehmet', {
        key: randomUUID(),
        place: 'direct',
        event: { type: 'form', id: 'test.form', payload: { from: 'answer' }, values: given },
      });
    const again = await submit(values);
    expect(again.form).toContain('Bitte wählen Sie einen Bereich.');
    expect(again.form).toContain('value="Kita &lt;Sonne&gt;"');
    const done = await submit({ ...values, sector: 'bildung' });
    expect(done.messages[0]?.summary).toBe('Danke. Eingetragen: Kita <Sonne>, bildung.');
    expect(playground.inbounds.at(-1)?.event).toMatchObject({ type: 'form', values: { phases: ['kita', 'schule'] } });
  });
});

describe('the start tab', () => {
  it('is asked for and comes as HTML', async () => {
    const { home } = await take(url, 'jana', { key: randomUUID(), place: 'direct', event: { type: 'opened' } });
    expect(playground.inbounds[0]?.event).toEqual({ type: 'opened', surface: 'home' });
    expect(home).toContain('data-kind="bot.home"');
  });
});

describe('in the shared place', () => {
  it('people talk among themselves until they mention the bot', async () => {
    const said = await take(
      url,
      'jana',
      textBody('Wer kommt? Schreibt an jana@dorfbote.example', { place: 'network' }),
    );
    expect(playground.inbounds).toEqual([]);
    expect(said.messages).toMatchObject([{ author: 'jana', place: 'network' }]);
    expect(said.messages[0]).not.toHaveProperty('onlyFor');
  });

  it('a mention is answered for all in the thread that it begins', async () => {
    const { messages } = await take(
      url,
      'jana',
      textBody('Guten Tag @Dorfbote, Einladung bitte', { place: 'network' }),
    );
    const root = messages[0]?.id;
    expect(playground.inbounds[0]).toMatchObject({
      place: { kind: 'channel', conversation: 'network', thread: root },
      event: { type: 'text', text: 'Guten Tag Einladung bitte', via: 'mention' },
    });
    expect(messages[1]).toMatchObject({ author: 'bot', thread: root });
    expect(messages[1]).not.toHaveProperty('onlyFor');
  });

  it('a mention in a thread stays there', async () => {
    const first = await take(url, 'jana', textBody('Wer kommt?', { place: 'network' }));
    const thread = first.messages[0]?.id ?? '';
    const { messages } = await take(url, 'ruth', textBody('@dorfbote einladung', { place: 'network', thread }));
    expect(messages.map((message) => message.thread)).toEqual([thread, thread]);
  });

  it('what is personal is for the person only', async () => {
    const { messages } = await take(url, 'ruth', textBody('@Dorfbote meine daten', { place: 'network' }));
    expect(messages[0]).not.toHaveProperty('onlyFor');
    expect(messages[1]).toMatchObject({ onlyFor: 'ruth', place: 'network' });
  });

  it('neither a report of a child in danger nor its answer is shown to the others, whatever the reply says', async () => {
    const { messages } = await take(
      url,
      'ruth',
      textBody('@Dorfbote Das Kind Lena ist in Gefahr', { place: 'network' }),
    );
    expect(messages.map(({ onlyFor, summary }) => [onlyFor, summary])).toEqual([
      ['ruth', 'Diese Nachricht wird hier nicht aufbewahrt.'],
      ['ruth', 'Rufen Sie 110 an.'],
    ]);
  });

  it('anybody may press a public card, and all see it change', async () => {
    const asked = await take(url, 'jana', textBody('@Dorfbote Einladung', { place: 'network' }));
    const card = asked.messages[1]?.id ?? '';
    const page = await LiveReader.open(url);
    await take(url, 'ruth', { ...actionBody('test.reply', { payload: { reply: 'dabei' }, card }), place: 'network' });
    expect(playground.inbounds[1]?.place).toMatchObject({ kind: 'channel', thread: asked.messages[0]?.id });
    expect((await page.until(({ id, version }) => id === card && version === 2))?.html).toContain('Ruth Brinkmann');
    page.close();
  });
});

describe('what the bot sends of its own accord', () => {
  it('appears in the person’s conversation on every open page at once', async () => {
    const page = await LiveReader.open(url);
    expect(await page.first()).toEqual([]);
    await playground.channel.messenger.send(mehmet, view, 'invite:1:mehmet');
    expect(await page.until(({ key }) => key === 'invite:1:mehmet')).toMatchObject({
      author: 'bot',
      place: 'direct',
      onlyFor: 'mehmet',
      summary: 'Einladung',
    });
    page.close();
  });

  it('is found by its key, rewritten in place, and there for pages that open later', async () => {
    const { messenger } = playground.channel;
    expect(await messenger.find(mehmet, 'k', longAgo)).toBe('absent');
    const sent = await messenger.send(mehmet, view, 'k');
    expect(await messenger.find(mehmet, 'k', longAgo)).toEqual(sent);
    expect(await messenger.find({ ...mehmet, user: 'ruth' }, 'k', longAgo)).toBe('absent');
    await messenger.update(sent, invitation([['Ruth', 'dabei']]));
    const page = await LiveReader.open(url);
    const [shown] = await page.first();
    expect(shown).toMatchObject({ id: sent.parts.message, version: 2 });
    expect(shown?.html).toContain('Ruth');
    page.close();
  });

  it('fails for good where there is nobody, or no message any more', async () => {
    const { messenger } = playground.channel;
    await expect(messenger.send({ ...mehmet, user: 'niemand' }, view, 'k')).rejects.toMatchObject({
      kind: 'permanent',
    });
    await expect(messenger.send({ ...mehmet, realm: 'T1' }, view, 'k')).rejects.toMatchObject({ kind: 'permanent' });
    const ref = { channel: 'playground', realm: 'local', parts: { message: 'gone' } } as const;
    await expect(messenger.update(ref, view)).rejects.toMatchObject({ kind: 'permanent', reason: 'message-gone' });
  });

  it('waits while the playground is not open', async () => {
    await playground.channel.stop();
    await expect(playground.channel.messenger.send(mehmet, view, 'k')).rejects.toMatchObject({ kind: 'retry' });
  });
});

describe('the people', () => {
  it('are vouched for by the playground, with their address', async () => {
    expect(await playground.channel.profiles.lookup(mehmet)).toEqual({
      name: 'Mehmet Aydın',
      email: { address: 'mehmet.aydin@kita.example', confirmed: true },
      guest: false,
      locale: 'de-DE',
    });
    expect(await playground.channel.profiles.lookup({ ...mehmet, user: 'niemand' })).toBeUndefined();
    expect(await playground.channel.profiles.lookup({ ...mehmet, channel: 'slack' })).toBeUndefined();
  });
});

describe('what is kept in memory', () => {
  const draft = { place: 'direct', onlyFor: 'jana', author: 'bot', html: '<p>x</p>', summary: 'x' } as const;
  const transcripts = () => new Transcripts(fixedClock(), countedIds('m'), () => undefined);

  it('is bounded by number; the oldest goes first, and whether it was there is unknown then', () => {
    const kept = transcripts();
    for (let count = 0; count <= 200; count += 1) kept.post({ ...draft, key: `k${count}` });
    expect(kept.all()).toHaveLength(200);
    expect(kept.findDirect('jana', 'k0', longAgo)).toBe('unknown');
    expect(kept.findDirect('jana', 'k1', longAgo)).toMatchObject({ key: 'k1' });
    expect(kept.findDirect('jana', 'k0', new Date('2026-11-11'))).toBe('absent');
  });

  it('is bounded by size, but the newest message always stays', () => {
    const kept = transcripts();
    kept.post(draft);
    kept.post({ ...draft, html: 'x'.repeat(3_000_000) });
    expect(kept.all()).toHaveLength(1);
  });

  it('stays bounded when messages grow by being rewritten', () => {
    const kept = transcripts();
    const ids = [1, 2, 3].map(() => kept.post(draft).id);
    for (const id of ids) kept.change(id, { html: 'x'.repeat(900_000), summary: 'x' });
    expect(kept.all()).toHaveLength(2);
  });
});

describe('an answer that takes too long', () => {
  it('lets the page try again with the same key, which then gets the answer', async () => {
    vi.useFakeTimers();
    const [person] = testPeople;
    if (!person) throw new Error('nobody');
    let finish: (reply: Reply) => void = () => {};
    let dispatched = 0;
    const turns = new Turns(
      () => {
        dispatched += 1;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
      new Transcripts(fixedClock(), countedIds('m'), () => undefined),
      testPeople,
    );
    const body = textBody('Hallo');
    const first = expect(turns.take(person, body)).rejects.toMatchObject({ code: 'slow' });
    await vi.advanceTimersByTimeAsync(10_000);
    await first;
    const second = turns.take(person, body);
    finish({ type: 'message', view });
    expect((await second).messages).toHaveLength(2);
    expect(dispatched).toBe(1);
    vi.useRealTimers();
  });
});
