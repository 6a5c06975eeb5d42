import { type Composition, compose } from '../../../src/composition.js';
import { readConfig } from '../../../src/config/config.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { unmetPerson } from '../../../src/features/identity/find.js';
import { peopleSpec } from '../../../src/features/identity/model.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import type { Links } from '../../../src/ports/links.js';
import type { Outbox } from '../../../src/ports/outbox.js';
import { createLinks } from '../../../src/web/links.js';
import { createWebApp, WebServer } from '../../../src/web/server.js';
import { type FixedClock, fixedClock } from '../../support/clock.js';
import { type FreshFolder, freshFolder } from '../../support/folder.js';
import { countedIds } from '../../support/ids.js';
import { type LogLine, logbook } from '../../support/logbook.js';

const secret = 'a-secret-for-links-that-is-long-enough';

/** The whole bot with its real parts on the embedded store, asked over HTTP. */
export class PageHouse {
  private events = 0;

  private constructor(
    readonly url: string,
    readonly clock: FixedClock,
    readonly links: Links,
    readonly outbox: Outbox,
    readonly log: readonly LogLine[],
    private readonly composition: Composition,
    private readonly server: WebServer,
    private readonly folder: FreshFolder,
  ) {}

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<PageHouse> {
    const folder = await freshFolder();
    const clock = fixedClock();
    const { logger, lines } = logbook();
    const config = readConfig({ DATA_DIR: folder.path, LINK_SECRET: secret, ...settings });
    const composition = await compose(config, { clock, ids: countedIds(), logger }, { serving: true });
    const web = createWebApp();
    for (const channel of composition.channels) {
      channel.mount?.(web);
      if (channel.name === 'page') await channel.start();
    }
    const server = new WebServer(web, logger);
    const port = await server.listen('127.0.0.1', 0);
    const { store } = composition.storage;
    const links = createLinks({ store, secret });
    const outbox = createOutbox({ store, clock, onEnqueued() {} });
    const url = `http://127.0.0.1:${port}`;
    return new PageHouse(url, clock, links, outbox, lines, composition, server, folder);
  }

  get store() {
    return this.composition.storage.store;
  }

  get people() {
    return this.composition.features.people;
  }

  /** Somebody in neither Slack nor Teams, with the address of their page. */
  async person(id: string, name: string, partner?: string): Promise<string> {
    const person = unmetPerson(id, name, this.clock.now());
    await this.store.collection(peopleSpec).insert({ ...person, ...(partner && { partner: { name: partner } }) });
    return this.pageOf(id);
  }

  async pageOf(id: string): Promise<string> {
    return `${this.url}/ich/${await this.links.issue('ich', id)}`;
  }

  /** A message that was sent to somebody, or stands on their page. */
  async sent(personId: string, key: string, view: View): Promise<void> {
    await this.outbox.adopt({
      key,
      personId,
      view,
      message: { channel: 'page', realm: 'ich', parts: { message: key } },
    });
  }

  /** What somebody of the playground says, such as the coordination office. */
  says(slug: string, text: string): Promise<Reply> {
    this.events += 1;
    return this.composition.dispatch({
      key: `said-${this.events}`,
      at: this.clock.now(),
      from: { channel: 'playground', realm: 'local', user: slug },
      place: { kind: 'direct', conversation: `direct:${slug}` },
      event: { type: 'text', text, via: 'chat' },
    });
  }

  async close(): Promise<void> {
    const page = this.composition.channels.find(({ name }) => name === 'page');
    await page?.stop();
    await this.server.close(200);
    await this.composition.close();
    await this.folder.remove();
  }
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Where it led. */
  readonly url: string;
}

export async function get(url: string): Promise<Answered> {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, html: await response.text(), url: response.url };
}

/** Presses a button as a browser without scripts does, and follows where that leads. */
export async function press(
  page: Answered,
  label: string,
  typed: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const { address, fields } = formOf(page, label);
  const body = new URLSearchParams(fields);
  for (const [name, value] of Object.entries(typed)) body.set(name, value);
  const origin = new URL(page.url).origin;
  const posted = await fetch(new URL(address, page.url), {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
  });
  const location = posted.headers.get('location');
  if (posted.status !== 303 || location === null) {
    return { status: posted.status, headers: posted.headers, html: await posted.text(), url: page.url };
  }
  const next = new URL(location, page.url);
  return { ...(await get(next.href)), url: next.href };
}

/** The form whose button has this label: where it goes, and what goes with it. */
export function formOf(page: Answered, label: string): { address: string; fields: [string, string][] } {
  const forms = page.html.match(/<form[^>]*>.*?<\/form>/gs) ?? [];
  const form = forms.find((each) => new RegExp(`>${label}</button>`).test(each));
  if (form === undefined) throw new Error(`no button “${label}”`);
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    address: unescaped(/<form[^>]* action="([^"]*)"/.exec(form)?.[1] ?? ''),
    fields: hidden.map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
  };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#10;', '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What a reader of the page sees, without tags. */
export function wordsOf({ html }: Answered): string {
  return unescaped(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

/** A card whose button rewrites it in place: the language of the bot's words. */
export const languageCard: View = {
  kind: 'test.card',
  summary: 'Neu im Netzwerk: Praxis Muster',
  title: 'Neu im Netzwerk: Praxis Muster',
  blocks: [
    { type: 'text', text: 'Sprachförderung in Lohberg, ab Januar.' },
    {
      type: 'actions',
      actions: [
        { id: 'identity.language', label: 'Einfaches Deutsch', payload: { language: 'einfach' } },
        { id: 'identity.data', label: 'Nachfragen', payload: { source: '' }, confirm: 'Wirklich nachfragen?' },
      ],
    },
  ],
};
