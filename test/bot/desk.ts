import { z } from 'zod';
import { auditSpec } from '../../src/bot/audit.js';
import { createBuiltinFeature } from '../../src/bot/builtin.js';
import { createDispatch } from '../../src/bot/dispatch.js';
import { action, type Feature, form } from '../../src/bot/feature.js';
import { leaseSpec } from '../../src/bot/leases.js';
import { FormRefusal } from '../../src/kernel/errors.js';
import type { Inbound, InboundEvent } from '../../src/messages/inbound.js';
import type { Dispatch, Reply } from '../../src/messages/reply.js';
import type { View } from '../../src/messages/view.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Person } from '../../src/ports/people.js';
import { fixedClock } from '../support/clock.js';
import { countedIds } from '../support/ids.js';
import { openTemporaryStore, type TemporaryStore } from '../support/store.js';

export const staff: Person = {
  id: 'p1',
  name: 'Erika Beispiel',
  language: 'de',
  accounts: [],
  coordinator: false,
  chairs: [],
};
export const coordinator: Person = { ...staff, id: 'p2', name: 'Karin Muster', coordinator: true };

const help = { de: 'zählt', einfach: 'zählt', en: 'counts' };
const said = (text: string): Reply => ({
  type: 'message',
  view: { kind: 'test.said', summary: text, blocks: [{ type: 'text', text }] },
});

/** Dispatch on a real store, with a feature that counts how often it changed something. */
export class Desk {
  counted = 0;
  readonly questions: string[] = [];
  failWith: Error | undefined;

  private constructor(private readonly opened: TemporaryStore) {}

  static async open(): Promise<Desk> {
    return new Desk(await openTemporaryStore([leaseSpec, auditSpec]));
  }

  get store(): DocumentStore {
    return this.opened.store;
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  dispatchFor(person: Person, clock = fixedClock()): Dispatch {
    const people = {
      recognise: async () => person,
      get: async (id: string) => [staff, coordinator].find((each) => each.id === id),
      coordinators: async () => [coordinator],
      peek: async () => person,
      names: async () => new Map<string, string>(),
    };
    const counting = this.counting();
    const features: Feature[] = [
      counting,
      createBuiltinFeature({
        networkName: 'Testnetz',
        rooms: () => features,
        audit: {
          entries: this.store.collection(auditSpec),
          nameOf: async (id) => (await people.get(id))?.name,
          kinds: () => counting.audits,
          zone: 'Europe/Berlin',
        },
      }),
    ];
    return createDispatch({
      features,
      people,
      store: this.store,
      clock,
      ids: countedIds(),
      logger: silentLogger,
      networkName: 'Testnetz',
      zone: 'Europe/Berlin',
    });
  }

  private counting(): Feature {
    return {
      name: 'test',
      commands: [
        {
          id: 'test.count',
          words: ['zählen'],
          slots: [],
          role: 'all',
          changes: true,
          help,
          run: async (turn) => {
            if (this.failWith) throw this.failWith;
            this.counted += 1;
            turn.audit('test.counted', String(this.counted));
            return said(`gezählt: ${this.counted}`);
          },
        },
        {
          id: 'test.rule',
          words: ['verwalten'],
          slots: [],
          role: 'coordinator',
          changes: true,
          help,
          run: async () => said('ok'),
        },
      ],
      actions: [
        action({
          id: 'test.press',
          role: 'all',
          payload: z.object({ version: z.number() }),
          changes: true,
          run: async () => {
            this.counted += 1;
            return said('gedrückt');
          },
        }),
      ],
      forms: [nameForm],
      collections: [],
      audits: { 'test.counted': { de: 'Gezählt', einfach: 'Gezählt', en: 'Counted' } },
      jobs: [],
      pages: [],
      answer: async (_turn, question) => {
        this.questions.push(question);
        return question.startsWith('weiß') ? said('Antwort') : undefined;
      },
      below: async () => [{ type: 'note', text: 'darunter' }],
    };
  }
}

const nameForm = form({
  id: 'test.form',
  role: 'all',
  payload: z.object({}),
  changes: true,
  show: async (_turn, _payload, values) => ({
    id: 'test.form',
    title: 'Formular',
    submit: 'Senden',
    opener: 'Ausfüllen',
    fields: [{ type: 'text', id: 'name', label: 'Name', value: String(values?.name ?? '') }],
  }),
  run: async (_turn, _payload, values) => {
    if (!values.name) throw new FormRefusal({ name: 'Bitte einen Namen angeben.' }, 'test.no-name');
    return said(`angelegt: ${String(values.name)}`);
  },
});

let key = 0;
export function inbound(event: InboundEvent, overrides: Partial<Inbound> = {}): Inbound {
  key += 1;
  return {
    key: `event-${key}`,
    at: new Date('2026-11-10T08:00:00Z'),
    from: { channel: 'playground', realm: 'local', user: 'erika' },
    place: { kind: 'direct', conversation: 'd1' },
    event,
    ...overrides,
  };
}

export const typed = (text: string, overrides: Partial<Inbound> = {}) =>
  inbound({ type: 'text', text, via: 'chat' }, overrides);
export const pressed = (id: string, payload = {}) => inbound({ type: 'action', id, payload });

export function viewOf(reply: Reply): View {
  if (reply.type === 'message' || reply.type === 'replace' || reply.type === 'home') return reply.view;
  throw new Error(`no view in a reply of type ${reply.type}`);
}
