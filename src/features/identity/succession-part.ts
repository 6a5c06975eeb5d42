import { z } from 'zod';
import { action, eventMark, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { type Named, personThere, withPerson } from '../../bot/persons.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import type { Context } from './context.js';
import { accountsOf, isCoordinator, readRegister } from './coordination.js';
import { resolvePerson } from './joining.js';
import { inPlace } from './roles.js';
import { Search } from './search.js';
import { type Successions, successionsOf, successionsSpec } from './succession.js';
import { successionTexts } from './succession-texts.js';

const mostAtOnce = 20;
/** What is younger may still be under way. */
const graceMs = 60_000;
const longestTyped = 300;

const people = [
  { kind: 'person', name: 'person' },
  { kind: 'literal', word: 'durch' },
  { kind: 'person', name: 'nachfolge' },
] as const;

/** `nachfolge PERSON durch PERSON`. */
export function successionPart(context: Context): Part {
  const successions = successionsOf(context);
  const both = new Both(context, successions);
  return {
    commands: [
      {
        id: 'identity.succession-sure',
        words: ['nachfolge'],
        slots: [...people, { kind: 'literal', word: 'ja' }],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(successionTexts, (t) => t.command),
        run: (turn, { person = '', nachfolge = '' }) => both.chooseFrom(turn, person, { by: nachfolge, sure: true }),
      },
      {
        id: 'identity.succession',
        words: ['nachfolge'],
        slots: people,
        role: 'coordinator',
        changes: true,
        personal: true,
        help: inAll(successionTexts, (t) => t.command),
        run: (turn, { person = '', nachfolge = '' }) => both.chooseFrom(turn, person, { by: nachfolge }),
      },
    ],
    actions: [
      action({
        id: 'identity.succession-from',
        role: 'coordinator',
        payload: z.object({ person: sentId, by: z.string().max(longestTyped), sure: z.boolean().optional() }),
        changes: true,
        run: async (turn, { person, ...rest }) =>
          inPlace(await both.chooseTo(turn, await both.there(turn, person), rest)),
      }),
      action({
        id: 'identity.succession-to',
        role: 'coordinator',
        payload: z.object({ person: sentId, from: sentId, sure: z.boolean().optional() }),
        changes: true,
        run: async (turn, { person, from, sure }) =>
          inPlace(await both.known(turn, await both.there(turn, from), await both.there(turn, person), sure)),
      }),
      action({
        id: 'identity.succeed',
        role: 'coordinator',
        payload: z.object({ from: sentId, to: sentId }),
        changes: true,
        run: async (turn, { from, to }) => inPlace(await both.handOver(turn, from, to)),
      }),
    ],
    collections: [stored(successionsSpec)],
    audits: { 'identity.succeeded': inAll(successionTexts, (t) => t.audit) },
    jobs: [
      {
        name: 'identity.successions',
        run: async () => {
          const before = new Date(context.clock.now().getTime() - graceMs);
          return { done: await successions.finishOpen(before, mostAtOnce), failed: 0 };
        },
      },
    ],
  };
}

interface Typed {
  /** Who takes over, as it was typed. */
  readonly by: string;
  /** Nothing is to be asked once it is clear who is meant. */
  readonly sure?: boolean | undefined;
}

/** Finds out who is meant on both sides, asks, and hands over. */
class Both {
  private readonly search: Search;

  constructor(
    private readonly context: Context,
    private readonly successions: Successions,
  ) {
    this.search = new Search(context);
  }

  there(turn: Turn, id: string): Promise<Named> {
    return personThere(this.search, turn, id);
  }

  chooseFrom(turn: Turn, typed: string, { by, sure }: Typed): Promise<Reply> {
    const payload = { by: by.slice(0, longestTyped), ...(sure && { sure }) };
    return withPerson(this.search, turn, typed, {
      action: 'identity.succession-from',
      payload,
      act: (from) => this.chooseTo(turn, from, { by, sure }),
    });
  }

  chooseTo(turn: Turn, from: Named, { by, sure }: Typed): Promise<Reply> {
    return withPerson(this.search, turn, by, {
      action: 'identity.succession-to',
      payload: { from: from.id, ...(sure && { sure }) },
      addIfNew: true,
      act: (to) => this.known(turn, from, to, sure),
    });
  }

  async known(turn: Turn, from: Named, to: Named, sure?: boolean): Promise<Reply> {
    if (from.id === to.id) throw new Refusal(successionTexts[turn.language].same, 'identity.succession-same');
    if (sure) return this.handOver(turn, from.id, to.id);
    return { type: 'message', private: true, view: await this.question(turn, from.id, to.id) };
  }

  private async question(turn: Turn, fromId: string, toId: string): Promise<View> {
    const t = successionTexts[turn.language];
    const from = await personThere(this.search, turn, fromId);
    const to = await personThere(this.search, turn, toId);
    const text = t.question(from.name, to.name);
    const stays = (await this.isCoordinator(from.id))
      ? [{ type: 'note', text: t.coordinationStays(to.name) } as const]
      : [];
    return {
      kind: 'identity.succession-sure',
      summary: text,
      language: turn.language,
      blocks: [
        { type: 'text', text },
        {
          type: 'facts',
          facts: [
            { label: t.from, value: from.label },
            { label: t.to, value: to.label },
          ],
        },
        {
          type: 'actions',
          actions: [{ id: 'identity.succeed', label: t.yes, payload: { from: from.id, to: to.id }, style: 'primary' }],
        },
        ...stays,
        { type: 'note', text: t.note },
      ],
    };
  }

  private async isCoordinator(id: string): Promise<boolean> {
    const person = await resolvePerson(this.context, id);
    if (!person) return false;
    const register = await readRegister(this.context);
    return isCoordinator(this.context, register, person, await accountsOf(this.context, person));
  }

  async handOver(turn: Turn, fromId: string, toId: string): Promise<Reply> {
    const t = successionTexts[turn.language];
    const [from, to] = [await this.there(turn, fromId), await this.there(turn, toId)];
    if (from.id === to.id) throw new Refusal(t.same, 'identity.succession-same');
    const order = { _id: eventMark(turn.inbound), from: from.id, to: to.id, by: turn.person.id, at: turn.now };
    const handover = await this.successions.carryOut(order);
    turn.audit('identity.succeeded', from.id, { person: to.id });
    const lines = handover?.lines ?? [];
    const text = lines.length > 0 ? t.done(from.name, to.name) : t.nothing(from.name, to.name);
    const view = noticeView('identity.succession', text, turn.language);
    const list = lines.length > 0 ? [{ type: 'list', items: lines } as const] : [];
    const actions = { type: 'actions', actions: [typedAction('gremien', t.committees)] } as const;
    return { type: 'message', private: true, view: { ...view, blocks: [...view.blocks, ...list, actions] } };
  }
}
