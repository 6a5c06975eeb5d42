import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { errorName, Refusal } from '../../kernel/errors.js';
import { within } from '../../kernel/timeout.js';
import { isRoom } from '../../messages/inbound.js';
import type { Dispatch } from '../../messages/reply.js';
import type { Channel } from '../../ports/channel.js';
import type { Clock } from '../../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Links } from '../../ports/links.js';
import type { Logger } from '../../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { Outbox } from '../../ports/outbox.js';
import type { People, Person } from '../../ports/people.js';
import type { Profiles } from '../../ports/profiles.js';
import { CardBook, cardsSpec } from './cards.js';
import { stylesheetPath } from './document.js';
import { codeOf, Problem, problems } from './errors.js';
import { ownPagesOnly, privately } from './guard.js';
import { limits } from './limits.js';
import { readPosted } from './posted.js';
import { farewellHtml, problemHtml } from './problem-page.js';
import { pageHtml } from './render.js';
import { type Turn, TurnBook, turnsSpec } from './turns.js';
import { realm, Visit } from './visits.js';

export interface PageOptions {
  readonly dispatch: Dispatch;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly people: Pick<People, 'get'>;
  readonly links: Pick<Links, 'issue' | 'read'>;
  readonly outbox: Pick<Outbox, 'forPerson'>;
  readonly networkName: string;
  readonly zone: string;
  /** `PUBLIC_URL`. */
  readonly publicUrl?: string;
}

export interface PageChannel extends Channel {
  readonly collections: readonly CollectionSpec<never>[];
}

/** Everybody's own page under `/ich/TOKEN`: for those in neither Slack nor Teams, and for guests. Works without scripts. */
export function createPageChannel(options: PageOptions): PageChannel {
  return new PersonalPages(options);
}

/** Whose page it is. */
interface Visitor {
  readonly person: Person;
  /** Whom the link names: the person, or who they were before they were joined. */
  readonly subject: string;
  readonly token: string;
}

class PersonalPages implements PageChannel {
  readonly name = 'page';
  readonly collections = [turnsSpec, cardsSpec] as unknown as readonly CollectionSpec<never>[];
  private readonly turns: TurnBook;
  private readonly cards: CardBook;
  private readonly underWay = new Set<Promise<unknown>>();
  private open = false;

  constructor(private readonly options: PageOptions) {
    this.turns = new TurnBook(options.store, options.clock);
    this.cards = new CardBook(options.store, options.clock);
  }

  async start(): Promise<void> {
    this.open = true;
  }

  async stop(): Promise<void> {
    this.open = false;
    await within(limits.stopMs, Promise.allSettled([...this.underWay]));
  }

  ready(): boolean {
    return this.open;
  }

  readonly profiles: Profiles = { lookup: async () => undefined };

  /** What is in the outbox stands on the page by itself; only answers there are rewritten. */
  readonly messenger: Messenger = {
    send: async (to, _view, key) => {
      const person = isRoom(to) ? undefined : await this.options.people.get(to.user);
      if (!person) throw new DeliveryFailure('permanent', 'unknown-account');
      return { channel: 'page', realm, parts: { person: person.id, message: key } };
    },
    update: async ({ parts }, view) => {
      if (parts.message !== undefined) return;
      if (!(await this.turns.answerWith(parts.turn ?? '', { view }))) {
        throw new DeliveryFailure('permanent', 'message-gone');
      }
    },
    find: async (to, key) => {
      if (isRoom(to)) return 'absent';
      return { channel: 'page', realm, parts: { person: to.user, message: key } };
    },
  };

  mount(web: Express): void {
    const router = Router();
    router.use(privately);
    router.get(stylesheetPath.slice('/ich'.length), this.stylesheet);
    const body = express.urlencoded({
      extended: false,
      limit: limits.bodyBytes,
      parameterLimit: limits.fields,
      inflate: false,
    });
    router.get('/:token', this.admit, this.pace, this.show);
    router.post('/:token', ownPagesOnly(this.options.publicUrl), this.admit, this.pace, body, this.take);
    router.use((_request, _response, next) => next(new Problem('unknown')));
    router.use(this.onError);
    web.use('/ich', router);
  }

  private readonly stylesheet: RequestHandler = (_request, response, next) => {
    const file = fileURLToPath(new URL('page.css', import.meta.url));
    response.sendFile(file, { dotfiles: 'allow', cacheControl: false }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  };

  private readonly pace: RequestHandler = rateLimit({
    windowMs: 60_000,
    limit: limits.perMinute,
    keyGenerator: (_request, response) => visitorOf(response.locals).person.id,
    handler: (_request, _response, next) => next(new Problem('too-many')),
    legacyHeaders: false,
  });

  /** Only whoever has a link that is worth something. */
  private readonly admit: RequestHandler<{ token: string }> = async (request, response, next) => {
    const { token } = request.params;
    const read = await this.options.links.read('ich', token, this.options.clock.now());
    if (typeof read === 'string') throw new Problem(read);
    const person = await this.options.people.get(read.subject);
    if (!person) throw new Problem('gone');
    response.locals.visitor = { person, subject: read.subject, token } satisfies Visitor;
    next();
  };

  private readonly show: RequestHandler<{ token: string }> = async (request, response) => {
    const { person, token } = visitorOf(response.locals);
    const address = `/ich/${token}`;
    const after = typeof request.query.ab === 'string' ? request.query.ab : undefined;
    const visit = this.visit(person);
    const [home, turns, messages] = await Promise.all([
      visit.home(),
      this.turns.latest(person.id),
      this.messages(person.id, after),
    ]);
    const cards = await this.cards.shown(person.id, messages.items);
    const { networkName, zone, ids } = this.options;
    response.type('text/html').send(
      pageHtml({
        person,
        networkName,
        zone,
        home,
        turns: await Promise.all(turns.map((turn) => this.seen(visit, turn))),
        key: ids.next(),
        address: messages.after === undefined ? address : pageAt(address, messages.after),
        messages: await Promise.all(cards.map(async (card) => ({ ...card, view: await visit.seen(card.view) }))),
        older: messages.next === undefined ? undefined : `${pageAt(address, messages.next)}#nachrichten`,
        newest: messages.after === undefined ? undefined : `${address}#nachrichten`,
      }),
    );
  };

  private async seen(visit: Visit, turn: Turn): Promise<Turn> {
    const { answer } = turn;
    return {
      ...turn,
      answer: 'view' in answer ? { view: await visit.seen(answer.view) } : await visit.opened(answer.form),
    };
  }

  /** From the latest ones if the place in the list is none (any more). */
  private async messages(personId: string, after: string | undefined) {
    const limit = limits.messagesAtOnce;
    if (after !== undefined) {
      try {
        return { ...(await this.options.outbox.forPerson(personId, { limit, after })), after };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return { ...(await this.options.outbox.forPerson(personId, { limit })), after: undefined };
  }

  private readonly take: RequestHandler<{ token: string }> = async (request, response) => {
    const visitor = visitorOf(response.locals);
    const posted = readPosted(request.body);
    const taking = this.visit(visitor.person).take(posted);
    this.underWay.add(taking);
    const outcome = await taking.finally(() => this.underWay.delete(taking));
    if ('farewell' in outcome) {
      if (!outcome.farewell) throw new Problem('gone');
      response.type('text/html').send(farewellHtml(outcome.farewell, this.options.networkName));
      return;
    }
    const address = `/ich/${await this.tokenAfter(visitor)}`;
    const after = typeof request.query.ab === 'string' ? request.query.ab : undefined;
    response.redirect(303, `${after === undefined ? address : pageAt(address, after)}#${outcome.anchor}`);
  };

  /** Whoever renews their link on this very page is led to the new one. */
  private async tokenAfter({ subject, token }: Visitor): Promise<string> {
    const { links, clock } = this.options;
    const read = await links.read('ich', token, clock.now());
    return typeof read === 'string' ? links.issue('ich', subject) : token;
  }

  private visit(person: Person): Visit {
    const isThere = async (id: string) => (await this.options.people.get(id)) !== undefined;
    return new Visit({ ...this.options, isThere, turns: this.turns, cards: this.cards }, person.id);
  }

  /** The last word on errors here: a page that says what to do. An unexpected error's message may hold what a person wrote. */
  private readonly onError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    const code = codeOf(error);
    if (code === 'failed') this.options.logger.error({ name: errorName(error) }, 'personal page failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const visitor = response.locals.visitor as Visitor | undefined;
    const address = visitor && `/ich/${visitor.token}`;
    if (code === 'too-many' || code === 'unavailable') response.set('Retry-After', '60');
    const isSent = code === 'unavailable' && request.method === 'POST' && typeof request.body === 'object';
    response
      .status(problems[code])
      .type('text/html')
      .send(
        problemHtml(code, {
          language: visitor?.person.language ?? 'de',
          networkName: this.options.networkName,
          ...(address !== undefined && { back: address }),
          ...(address !== undefined && isSent && { again: { address, fields: request.body } }),
        }),
      );
  };
}

function visitorOf(locals: Readonly<Record<string, unknown>>): Visitor {
  return locals.visitor as Visitor;
}

function pageAt(address: string, after: string): string {
  return `${address}?ab=${encodeURIComponent(after)}`;
}
