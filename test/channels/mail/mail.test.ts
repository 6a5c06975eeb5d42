import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { messageIdFor } from '../../../src/channels/mail/addresses.js';
import { createMailChannel, type MailOptions } from '../../../src/channels/mail/channel.js';
import { messageAnchor } from '../../../src/messages/anchor.js';
import type { Account } from '../../../src/messages/inbound.js';
import type { View } from '../../../src/messages/view.js';
import { DeliveryFailure } from '../../../src/ports/messenger.js';
import { createLinks, revocationsSpec, secretsSpec } from '../../../src/web/links.js';
import { fixedClock } from '../../support/clock.js';
import { fixtureViews, hostileTexts, tinyPng } from '../../support/fixture-views.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { BrokenLine, PostOffice, type Refusals, type Taken } from './post-office.js';

const mia: Account = { channel: 'mail', realm: '', user: 'mia@praxis.example' };
const from = 'Dorfbote <bote@stadt.example>';
const publicUrl = 'https://bot.stadt.example';
const key = 'announcement:7:mia';

const invitation: View = {
  kind: 'test.invitation',
  summary: 'Einladung: AK Übergänge, Do. 12.11., 14 Uhr, Rathaus',
  title: 'Einladung: AK Übergänge',
  blocks: [
    { type: 'text', text: 'Wir sprechen über Übergänge: Größe, Maß & Zahl – „Ziel 6“.' },
    { type: 'facts', facts: [{ label: 'Wo', value: 'Rathaus, Raum 2' }] },
    { type: 'picture', alt: 'Vier Balken, steigend', png: tinyPng },
    {
      type: 'file',
      name: 'einladung.ics',
      mediaType: 'text/calendar; charset=utf-8; method=PUBLISH',
      bytes: Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'),
      label: 'Termin übernehmen',
    },
    {
      type: 'file',
      name: 'tagesordnung.csv',
      mediaType: 'text/csv; charset=utf-8',
      bytes: Buffer.from('Punkt;Thema\n1;Übergänge\n'),
      label: 'Tagesordnung',
    },
    {
      type: 'actions',
      actions: [
        { id: 'x.yes', label: 'Zusagen', style: 'primary' },
        { id: 'x.no', label: 'Absagen' },
      ],
    },
  ],
};
const plain: View = { kind: 'test.plain', summary: 'Kurz: ein Satz', blocks: [{ type: 'text', text: 'Ein Satz.' }] };

let office: PostOffice | undefined;
let line: BrokenLine | undefined;
let stored: TemporaryStore | undefined;
afterEach(async () => {
  await line?.close();
  await office?.close();
  await stored?.close();
  [office, line, stored] = [undefined, undefined, undefined];
});

async function channel(url: string, more: Partial<MailOptions> & { readonly shown?: boolean } = {}) {
  stored ??= await openTemporaryStore([secretsSpec, revocationsSpec]);
  const { shown = true, ...options } = more;
  const links = createLinks({ store: stored.store, ...(shown && { publicUrl }) });
  const mail = createMailChannel({
    smtp: { url, from },
    clock: fixedClock(),
    people: {
      peek: async ({ user }) =>
        user === mia.user
          ? { id: 'mia', name: 'Mia', language: 'de', accounts: [], coordinator: false, chairs: [] }
          : undefined,
    },
    links,
    networkName: 'Unser DINgg',
    replyTo: ['anna@stadt.example'],
    ...options,
  });
  await mail.start();
  return { mail, page: `${publicUrl}/ich/${await links.issue('ich', 'mia')}` };
}

async function opened(refusals: Refusals = {}, options: Parameters<typeof PostOffice.open>[1] = {}) {
  office = await PostOffice.open(refusals, options);
  return office;
}

function sentUnder(itsKey: string, taken: readonly Taken[]): Taken | undefined {
  return taken.find(({ mail }) => mail.messageId === messageIdFor(itsKey, 'stadt.example'));
}

/** What a send that fails comes to. */
async function failure(sending: Promise<unknown>): Promise<string> {
  try {
    await sending;
    return 'sent';
  } catch (error) {
    if (!(error instanceof DeliveryFailure)) throw error;
    return `${error.kind}: ${error.reason}`;
  }
}

describe('a mail', () => {
  it('says what it is about, who it is from, and that nobody typed it', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    const sent = await mail.messenger.send(mia, invitation, key);
    expect(taken).toHaveLength(1);
    const [{ mail: read, from: sender, to } = expect.fail()] = taken;
    expect([sender, to]).toEqual(['bote@stadt.example', ['mia@praxis.example']]);
    expect(read.subject).toBe('Einladung: AK Übergänge, Do. 12.11., 14 Uhr, Rathaus');
    expect(read.from?.text).toBe('"Dorfbote" <bote@stadt.example>');
    expect(read.replyTo?.text).toBe('anna@stadt.example');
    expect(read.headers.get('auto-submitted')).toBe('auto-generated');
    expect(read.messageId).toMatch(/^<[0-9a-f]{40}@stadt\.example>$/);
    expect(sent).toEqual({ channel: 'mail', realm: '', parts: { message: read.messageId } });
    expect(read.date).toEqual(fixedClock().now());
  });

  it('has the same message id for the same key, and another for any other', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    for (const each of [key, key, `${key}-2`]) await mail.messenger.send(mia, plain, each);
    const [first, second, third] = taken.map((one) => one.mail.messageId);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('carries umlauts, pictures inside and files attached, in text and in HTML', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    await mail.messenger.send(mia, invitation, key);
    const read = taken[0]?.mail;
    expect(read?.text).toContain('Wir sprechen über Übergänge: Größe, Maß & Zahl – „Ziel 6“.');
    expect(read?.text).toContain('[Bild: Vier Balken, steigend]');
    expect(read?.html).toContain('Größe, Maß &amp; Zahl');
    expect(read?.html).toContain('lang="de-DE"');
    const files = read?.attachments.map(({ filename, contentType, content, related }) => [
      filename,
      contentType,
      related ? 'inside' : content.toString(),
    ]);
    expect(files).toEqual([
      ['bild-1.png', 'image/png', 'inside'],
      ['einladung.ics', 'text/calendar', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
      ['tagesordnung.csv', 'text/csv', 'Punkt;Thema\n1;Übergänge\n'],
    ]);
    expect(taken[0]?.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=PUBLISH/i);
    expect(taken[0]?.raw.replaceAll('=\r\n', '')).toContain('src=3D"cid:bild-1.');
  });

  it('leads to the message on the personal page instead of having buttons, and says why it came and how to stop it', async () => {
    const { taken, url } = await opened();
    const { mail, page } = await channel(url);
    await mail.messenger.send(mia, invitation, key);
    const read = taken[0]?.mail;
    const there = `${page}#${messageAnchor(key)}`;
    expect(read?.text).toContain(`Antworten auf Ihrer persönlichen Seite (Zusagen, Absagen):\n${there}`);
    expect(read?.html).toContain(`href="${there}"`);
    expect(read?.html).not.toContain('<button');
    for (const said of [read?.text, String(read?.html)]) {
      expect(said).toContain('Sie bekommen diese Mail, weil');
      expect(said).toContain('„pause“');
      expect(said).toContain(page);
    }
  });

  it.each([
    ['the coordination office reads answers', ['anna@stadt.example'], 'schreiben Sie einfach auf diese Mail'],
    ['nobody reads answers', [], 'wenden Sie sich bitte an die Koordination'],
  ])('says how to answer where no link can be shown and %s', async (_who, replyTo, said) => {
    const { taken, url } = await opened();
    const { mail } = await channel(url, { shown: false, replyTo });
    await mail.messenger.send(mia, invitation, key);
    expect(taken[0]?.mail.text).toContain(said);
    expect(taken[0]?.mail.html).toContain(said);
    expect(taken[0]?.raw).not.toContain('/ich/');
  });

  it('has no link to a page for an address that is nobody’s', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    await mail.messenger.send({ ...mia, user: 'wer@anders.example' }, invitation, key);
    expect(taken[0]?.raw).not.toContain('/ich/');
  });

  it('is made of every view that there can be', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    await Promise.all(fixtureViews.map((view) => mail.messenger.send(mia, view, view.kind)));
    expect(taken).toHaveLength(fixtureViews.length);
    for (const { mail: read } of taken) {
      const targets = [...String(read.html).matchAll(/href="([^"]*)"/g)].map((match) => match[1]?.split(':')[0]);
      for (const target of targets) expect(['https', 'mailto']).toContain(target);
    }
  }, 60_000);
});

describe('what others wrote', () => {
  const headersOf = (raw: string) =>
    raw
      .slice(0, raw.indexOf('\r\n\r\n'))
      .split(/\r\n(?![ \t])/)
      .map((header) => header.split(':')[0]?.toLowerCase())
      .sort();

  it('cannot add headers or recipients, whatever stands in a summary, a title or a file’s name', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    await mail.messenger.send(mia, plain, 'plain');
    const usual = headersOf(taken[0]?.raw ?? '');
    const evil = ['x\r\nBcc: opfer@boese.example\r\n\r\nText', 'x\nBcc: a@b.example', 'x\u2028Bcc: y', ...hostileTexts];
    const sending = evil.map(async (text, index) => {
      const evilKey = `evil-${index}${text}`;
      await mail.messenger.send(mia, { ...plain, summary: text, title: text }, evilKey);
      return sentUnder(evilKey, taken);
    });
    for (const sent of await Promise.all(sending)) {
      expect(sent?.to).toEqual(['mia@praxis.example']);
      expect(headersOf(sent?.raw ?? '')).toEqual(usual);
    }
    const file = {
      type: 'file' as const,
      name: '../x"\r\nBcc: a@b.example\r\n.csv',
      mediaType: 'text/csv\r\nX-Evil: 1',
      bytes: Buffer.from('a'),
      label: 'x',
    };
    await mail.messenger.send(mia, { ...plain, blocks: [file] }, 'file');
    expect(headersOf(taken.at(-1)?.raw ?? '')).toEqual(usual);
    expect(taken.at(-1)?.raw).not.toMatch(/^(?:Bcc|X-Evil):/im);
    expect(taken.at(-1)?.mail.attachments[0]?.filename).not.toMatch(/[\\/"\r\n]/);
  });

  it('never adds a header, whatever it is', async () => {
    const { taken, url } = await opened();
    const { mail } = await channel(url);
    // The server makes every connection wait for a moment, so several wait together.
    const summaries = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 10, maxLength: 10 });
    const staysOne = async (summary: string) => {
      await mail.messenger.send(mia, { ...plain, summary }, `k${summary}`);
      const sent = sentUnder(`k${summary}`, taken);
      return sent?.to.join() === mia.user && headersOf(sent.raw).filter((name) => name === 'subject').length === 1;
    };
    await fc.assert(
      fc.asyncProperty(summaries, async (some) => (await Promise.all(some.map(staysOne))).every(Boolean)),
      { numRuns: 10 },
    );
  }, 60_000);

  it.each([
    'a@b.example\r\nRCPT TO:<x@boese.example>',
    'a@b.example, x@boese.example',
    '<x@boese.example>',
    '',
    'kein',
    'a b@c.example',
  ])('is no address to send to: %j', async (user) => {
    const { url } = await opened();
    const { mail } = await channel(url);
    expect(await failure(mail.messenger.send({ ...mia, user }, plain, key))).toBe('permanent: mail-bad-address');
    expect(office?.connections).toBe(0);
  });
});

describe('what the mail server answers', () => {
  it.each([
    ['not now, at the recipient', { recipient: 450 }, 'retry: mail-not-now'],
    ['not now, at the sender', { sender: 421 }, 'retry: mail-not-now'],
    ['not now, at the text', { content: 451 }, 'retry: mail-not-now'],
    ['that there is no such recipient', { recipient: 550 }, 'permanent: mail-recipient-refused'],
    ['that the sender may not', { sender: 553 }, 'permanent: mail-sender-refused'],
    ['that it does not take such a text', { content: 554 }, 'permanent: mail-content-refused'],
  ])('is told: %s', async (_what, refusals, outcome) => {
    const { url } = await opened(refusals);
    const { mail } = await channel(url);
    expect(await failure(mail.messenger.send(mia, plain, key))).toBe(outcome);
    expect(office?.connections).toBe(1);
  });

  it('is told: that the text is too large for it', async () => {
    const { url } = await opened({}, { size: 100 });
    const { mail } = await channel(url);
    expect(await failure(mail.messenger.send(mia, plain, key))).toBe('permanent: mail-too-large');
  });

  it('is told: that the password is wrong, and it is tried again later', async () => {
    const { port } = await opened(
      {},
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(new Error('no')),
      },
    );
    const { mail } = await channel(`smtp://bote:geheim@127.0.0.1:${port}`);
    expect(await failure(mail.messenger.send(mia, plain, key))).toBe('retry: mail-login-refused');
  });

  it('is yes after a login', async () => {
    const logins: unknown[] = [];
    const { port, taken } = await opened(
      {},
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, done) => {
          logins.push([username, password]);
          done(null, { user: username });
        },
      },
    );
    const { mail } = await channel(`smtp://bote%40stadt.example:ge%3Aheim@127.0.0.1:${port}`);
    await mail.messenger.send(mia, plain, key);
    expect(logins).toEqual([['bote@stadt.example', 'ge:heim']]);
    expect(taken).toHaveLength(1);
  });
});

describe('a line that breaks', () => {
  it.each([
    ['before-data', 'retry: mail-unreachable', 0],
    ['in-data', 'unclear: mail-connection-lost', 0],
    ['after-data', 'unclear: mail-connection-lost', 1],
  ] as const)('%s: comes to %s, and nothing goes out twice', async (when, outcome, arrived) => {
    const { port, taken } = await opened();
    line = await BrokenLine.to(port, when);
    const { mail } = await channel(line.url);
    expect(await failure(mail.messenger.send(mia, plain, key))).toBe(outcome);
    await until(() => taken.length === arrived, 'what arrived');
    expect(office?.connections).toBe(1);
  });

  it('is not there at all: it is tried again later', async () => {
    const closed = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    const { mail } = await channel(`smtp://127.0.0.1:${closed}`);
    expect(await failure(mail.messenger.send(mia, plain, key))).toBe('retry: mail-unreachable');
  });

  it('does not give a password away in the open', async () => {
    const { mail } = await channel('smtp://bote:geheim@mail.stadt.invalid:25');
    expect(await failure(mail.messenger.send(mia, plain, key))).toMatch(/^retry: /);
  });
});

describe('a mail that was sent', () => {
  it('cannot be changed, and nobody can tell whether it is there', async () => {
    const { url } = await opened();
    const { mail } = await channel(url);
    const sent = await mail.messenger.send(mia, plain, key);
    expect(await failure(mail.messenger.update(sent, plain))).toBe('permanent: mail-not-changeable');
    expect(await mail.messenger.find(mia, key, new Date(0))).toBe('unknown');
  });

  it('goes to people, not to rooms', async () => {
    const { url } = await opened();
    const { mail } = await channel(url);
    const room = { channel: 'mail', realm: '', conversation: 'alle' } as const;
    expect(await failure(mail.messenger.send(room, plain, key))).toBe('permanent: mail-no-rooms');
  });
});
