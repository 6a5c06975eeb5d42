import { z } from 'zod';
import { action, eventMark, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { type Named, personThere, withPerson } from '../../bot/persons.js';
import { inPlace, noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Context } from './context.js';
import { accountsOf, isCoordinator, readRegister } from './coordination.js';
import { resolvePerson } from './joining.js';
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
        id: 'identity.succession',
        words: ['nachfolge'],
        slots: people,
        role: 'coordinator',
        changes: true,
        personal: true,
        help: inAll(successionTexts, (t) => t.command),
        run: (turn, { person = '', nachfolge = '' }) => both.chooseFrom(turn, person, nachfolge),
      },
    ],
    actions: [
      action({
        id: 'identity.succession-from',
        role: 'coordinator',
        payload: z.object({ person: sentId, by: z.string().max(longestTyped) }),
        changes: true,
        run: async (turn, { person, by }) => inPlace(await both.chooseTo(turn, await both.there(turn, person), by)),
      }),
      action({
        id: 'identity.succession-to',
        role: 'coordinator',
        payload: z.object({ person: sentId, from: sentId }),
        changes: true,
        run: async (turn, { person, from }) => inPlace(await both.handOver(turn, from, person)),
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

/** Finds out who is meant on both sides, and hands over. */
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

  chooseFrom(turn: Turn, typed: string, by: string): Promise<Reply> {
    return withPerson(this.search, turn, typed, {
      action: 'identity.succession-from',
      payload: { by: by.slice(0, longestTyped) },
      act: (from) => this.chooseTo(turn, from, by),
    });
  }

  chooseTo(turn: Turn, from: Named, by: string): Promise<Reply> {
    return withPerson(this.search, turn, by, {
      action: 'identity.succession-to',
      payload: { from: from.id },
      addIfNew: true,
      act: (to) => this.handOver(turn, from.id, to.id),
    });
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
    const stays = (await this.isCoordinator(from.id))
      ? [{ type: 'note', text: t.coordinationStays(to.name) } as const]
      : [];
    const actions = { type: 'actions', actions: [typedAction('gremien', t.committees)] } as const;
    return { type: 'message', private: true, view: { ...view, blocks: [...view.blocks, ...list, ...stays, actions] } };
  }
}
