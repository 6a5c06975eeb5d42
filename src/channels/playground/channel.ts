import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type RequestHandler, Router } from 'express';
import { type Account, isRoom, type MessageRef, type Room } from '../../messages/inbound.js';
import type { Dispatch } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import type { Channel } from '../../ports/channel.js';
import type { Clock } from '../../ports/clock.js';
import type { Ids } from '../../ports/ids.js';
import type { Logger } from '../../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../../ports/messenger.js';
import type { Profiles } from '../../ports/profiles.js';
import { errorHandler, Problem } from './errors.js';
import { bytesOnly, jsonOnly, ownPagesOnly, safeHeaders, thisMachineOnly } from './guard.js';
import { networkConversation, readBody, readFile, realm, refOf } from './inbound.js';
import { limits } from './limits.js';
import { LivePages } from './live.js';
import { Pace } from './pace.js';
import { Transcripts } from './transcripts.js';
import { contentsOf, Turns } from './turns.js';
import { botAuthor, type PersonOnPage, type Setup } from './wire.js';

/** An invented person whom one can be on the playground. */
export interface PlaygroundPerson extends PersonOnPage {
  readonly email: string;
}

export interface PlaygroundOptions {
  readonly dispatch: Dispatch;
  /** In the order shown; the first two have the panes that are open at first. Slugs of letters, digits and hyphens. */
  readonly people: readonly PlaygroundPerson[];
  readonly networkName: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Where the built page lies; beside this module if left out. */
  readonly pageFolder?: string;
}

const pageFiles = ['app.js', 'base.css', 'panes.css', 'chat.css', 'composer.css', 'cards.css'];

/** A chat page on this machine, on which one can be several people at once. Everything said stays in memory. */
export function createPlaygroundChannel(options: PlaygroundOptions): Channel {
  return new Playground(options);
}

class Playground implements Channel {
  readonly name = 'playground';
  private readonly live: LivePages;
  private readonly transcripts: Transcripts;
  private readonly turns: Turns;
  private readonly pace: Pace;
  private readonly people: ReadonlyMap<string, PlaygroundPerson>;
  private readonly pageFolder: string;
  private open = false;

  constructor(private readonly options: PlaygroundOptions) {
    this.live = new LivePages(options.clock.now().toISOString());
    this.transcripts = new Transcripts(options.clock, options.ids, (message) => this.live.publish([message]));
    this.turns = new Turns(options.dispatch, this.transcripts, options.people);
    this.pace = new Pace(options.clock);
    this.people = new Map(options.people.map((person) => [person.slug, person]));
    this.pageFolder = options.pageFolder ?? fileURLToPath(new URL('./page/', import.meta.url));
  }

  async start(): Promise<void> {
    if (!existsSync(join(this.pageFolder, 'app.js'))) {
      throw new Error('the playground’s page is not built; run "npm run build"');
    }
    this.open = true;
  }

  async stop(): Promise<void> {
    this.open = false;
    await this.turns.settled(limits.stopMs);
    this.live.closeAll();
  }

  ready(): boolean {
    return this.open;
  }

  readonly profiles: Profiles = {
    lookup: async (account) => {
      const person = account.channel === this.name && account.realm === realm && this.people.get(account.user);
      if (!person) return undefined;
      return { name: person.name, email: { address: person.email, confirmed: true }, guest: false, locale: 'de-DE' };
    },
  };

  readonly messenger: Messenger = {
    send: async (to, view, key) => {
      this.expectOpen();
      return refOf(isRoom(to) ? this.postToRoom(to, view, key) : this.postToPerson(to, view, key));
    },
    update: async (message: MessageRef, view) => {
      this.expectOpen();
      const changed = this.transcripts.change(message.parts.message ?? '', contentsOf(view));
      if (!changed) throw new DeliveryFailure('permanent', 'message-gone');
    },
    find: async (to, key, since) => {
      const found = isRoom(to)
        ? this.transcripts.findShared(key, since)
        : this.transcripts.findDirect(to.user, key, since);
      return typeof found === 'string' ? found : refOf(found.id);
    },
  };

  mount(web: Express): void {
    web.get('/', thisMachineOnly, safeHeaders, this.file('index.html'));
    web.use('/playground', this.routes());
  }

  private routes(): Router {
    const router = Router();
    router.use(thisMachineOnly, ownPagesOnly, safeHeaders);
    for (const name of pageFiles) router.get(`/${name}`, this.file(name));
    router.get('/setup', (_request, response) => {
      response.json(this.setup());
    });
    router.get('/live', (_request, response) => {
      if (!this.open) throw new Problem('unavailable');
      this.live.open(response, this.transcripts.all());
    });
    router.post(
      '/people/:slug/events',
      jsonOnly,
      this.admit,
      express.json({ limit: limits.bodyBytes, inflate: false }),
      this.take,
    );
    router.post(
      '/people/:slug/files',
      bytesOnly,
      this.admit,
      express.raw({ type: 'application/octet-stream', limit: limits.fileBytes, inflate: false }),
      this.takeFile,
    );
    router.delete('/people/:slug/messages', this.admit, this.clear);
    router.use(errorHandler(this.options.logger));
    return router;
  }

  private file(name: string): RequestHandler {
    return (_request, response, next) => {
      response.sendFile(name, { root: this.pageFolder, cacheControl: false }, (error) => {
        if (error && !response.headersSent) next(error);
      });
    };
  }

  private setup(): Setup {
    return {
      networkName: this.options.networkName,
      people: this.options.people.map(({ email: _email, ...shown }) => shown),
    };
  }

  /** Before the body is read. */
  private readonly admit: RequestHandler<{ slug: string }> = (request, _response, next) => {
    if (!this.open) throw new Problem('unavailable');
    if (!this.people.has(request.params.slug)) throw new Problem('unknown-person');
    if (!this.pace.allows(request.params.slug)) throw new Problem('too-many');
    next();
  };

  private readonly take: RequestHandler<{ slug: string }> = async (request, response) => {
    const person = this.people.get(request.params.slug);
    if (!person) throw new Problem('unknown-person');
    response.json(await this.turns.take(person, readBody(request.body)));
  };

  private readonly takeFile: RequestHandler<{ slug: string }> = async (request, response) => {
    const person = this.people.get(request.params.slug);
    if (!person) throw new Problem('unknown-person');
    response.json(await this.turns.take(person, readFile(request.query, request.body)));
  };

  private readonly clear: RequestHandler<{ slug: string }> = (request, response) => {
    const { slug } = request.params;
    this.transcripts.clearDirect(slug);
    this.live.publishCleared({ slug });
    response.status(204).end();
  };

  private postToPerson(to: Account, view: View, key: string): string {
    if (to.realm !== realm || !this.people.has(to.user)) throw new DeliveryFailure('permanent', 'unknown-account');
    const draft = { place: 'direct', onlyFor: to.user, author: botAuthor, key } as const;
    return this.transcripts.post({ ...draft, ...contentsOf(view) }).id;
  }

  /** There is one room, which all people on the page share. */
  private postToRoom(to: Room, view: View, key: string): string {
    const isOurs = to.realm === realm && to.conversation === networkConversation;
    if (!isOurs) throw new DeliveryFailure('permanent', 'channel-not-found');
    return this.transcripts.post({ place: 'network', author: botAuthor, key, ...contentsOf(view) }).id;
  }

  private expectOpen(): void {
    if (!this.open) throw new DeliveryFailure('retry', 'not-started');
  }
}
