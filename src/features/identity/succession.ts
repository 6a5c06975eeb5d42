import { z } from 'zod';
import { eventMark, type Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { dayAt, formatInstant } from '../../kernel/dates.js';
import { inAll, type Language } from '../../kernel/texts.js';
import type { View } from '../../messages/view.js';
import type { Collection, CollectionSpec } from '../../ports/document-store.js';
import type { Person } from '../../ports/people.js';
import type { Context } from './context.js';
import { changePerson, idsOf, resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';
import { personOf } from './person-view.js';
import { successionTexts } from './succession-texts.js';

const Succession = z.object({
  /** Mark of the event that ordered it: delivered again, it is the same. */
  _id: z.string(),
  from: z.string(),
  to: z.string(),
  by: z.string(),
  at: z.date(),
  state: z.enum(['open', 'done']),
  /** By feature, once it is through with it: what moved. */
  moved: z.record(z.string(), z.array(z.string())),
});
export type Succession = z.infer<typeof Succession>;

export const successionsSpec: CollectionSpec<Succession> = {
  name: 'successions',
  schema: Succession,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['at', 1],
      ],
    },
    { fields: [['from', 1]] },
    { fields: [['to', 1]] },
    { fields: [['by', 1]] },
  ],
  retention: { days: 30, field: 'at' },
  personal: {
    personField: 'from',
    alsoIn: ['to', 'by'],
    label: inAll(successionTexts, (t) => t.label),
    purpose: inAll(successionTexts, (t) => t.purpose),
    show: async ({ from, to, at }, language, { zone, nameOf }) => {
      const t = successionTexts[language];
      return { [t.who]: await nameOf(from), [t.byWhom]: await nameOf(to), [t.when]: formatInstant(at, zone, language) };
    },
    erase: 'delete',
  },
};

export interface Successions {
  /** Writes down that it is to be done, and does it. Undefined if somebody is gone meanwhile. */
  carryOut(order: Pick<Succession, '_id' | 'from' | 'to' | 'by' | 'at'>): Promise<Handover | undefined>;
  /** Finishes what was cut short before this instant, at most so many. Resolves with how many. */
  finishOpen(before: Date, most: number): Promise<number>;
}

/** What came of it. */
export interface Handover {
  readonly from: PersonDocument;
  readonly to: PersonDocument;
  /** A line for each, in the language of whoever ordered it. */
  readonly lines: readonly string[];
}

export function successionsOf(context: Context): Successions {
  const open = context.store.collection(successionsSpec);
  return {
    async carryOut(order) {
      await open.insert({ ...order, state: 'open', moved: {} });
      const stored = await open.get(order._id);
      return stored && finish(context, open, stored);
    },
    async finishOpen(before, most) {
      const filter = { state: 'open', at: { $lt: before } };
      const { items } = await open.find({ filter, sort: [['at', 1]], limit: most });
      for (const succession of items) await finish(context, open, succession);
      return items.length;
    },
  };
}

/** Every step may be done again; a feature that is through is not asked again, so that what it moved stays known. */
async function finish(
  context: Context,
  all: Collection<Succession>,
  succession: Succession,
): Promise<Handover | undefined> {
  const from = await resolvePerson(context, succession.from);
  const to = await resolvePerson(context, succession.to);
  const by = await resolvePerson(context, succession.by);
  if (!from || !to || !by || to.unfinished === 'erasure' || from._id === to._id) {
    await all.update(succession._id, { $set: { state: 'done' } });
    return undefined;
  }
  const turn = turnFor(context, succession, await personOf(context, by));
  let read = succession;
  for (const feature of context.features?.() ?? []) {
    if (!feature.succeed || read.moved[feature.name]) continue;
    const lines: string[] = [];
    for (const id of idsOf(from)) lines.push(...(await feature.succeed(turn, id, to._id)));
    const field = `moved.${feature.name}`;
    await all.update(read._id, { $set: { [field]: lines } }, { [field]: { $exists: false } });
    read = (await all.get(read._id)) ?? read;
  }
  const handover = { from, to, lines: Object.values(read.moved).flat() };
  await context.noteAct({
    event: read._id,
    kind: 'identity.succeeded',
    person: from._id,
    by: read.by,
    at: read.at,
    details: { person: to._id },
  });
  await tellBoth(context, read, handover);
  await all.update(read._id, { $set: { state: 'done' } });
  return handover;
}

/** The same for every attempt. Acts are noted once, for the succession as a whole. */
function turnFor(context: Context, { _id, at }: Succession, person: Person): Turn {
  const now = context.clock.now();
  return {
    inbound: {
      key: `succession:${_id}`,
      at,
      from: person.reachable ?? { channel: 'page', realm: '', user: person.id },
      place: { kind: 'direct', conversation: '' },
      event: { type: 'action', id: 'identity.succeed', payload: {} },
    },
    person,
    language: person.language,
    now,
    today: dayAt(now, context.zone),
    audit: () => {},
  };
}

async function tellBoth(context: Context, { _id, at }: Succession, { from, to, lines }: Handover): Promise<void> {
  if (lines.length === 0) return;
  const message = (person: PersonDocument, about: PersonDocument, text: string) => ({
    key: `identity.succession:${_id}:${person._id}`,
    personId: person._id,
    about: [about._id],
    view: toldView(text, lines, person.language),
    due: at,
    occasion: 'change' as const,
  });
  const network = context.networkName;
  await context.outbox.enqueue([
    message(from, to, successionTexts[from.language].toldFrom(to.name, network)),
    message(to, from, successionTexts[to.language].toldTo(from.name, network)),
  ]);
}

function toldView(text: string, lines: readonly string[], language: Language): View {
  const view = noticeView('identity.succession', text, language);
  const note = { type: 'note', text: successionTexts[language].mistake } as const;
  return { ...view, blocks: [...view.blocks, { type: 'list', items: lines }, note] };
}

/** This room's own part: the partner passes on to whoever has none. */
export async function succeedForPartner(
  context: Context,
  turn: Turn,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const partner = (await resolvePerson(context, from))?.partner;
  if (!partner) return [];
  const partnerEvent = eventMark(turn.inbound);
  const successor = await changePerson(context, to, (read) =>
    read.partner === undefined
      ? { $set: { partner, partnerEvent }, $unset: { request: true, noPartner: true, askAgain: true } }
      : undefined,
  );
  // Done again after it was cut short, it still has moved.
  const passed = successor?.partnerEvent === partnerEvent;
  return passed ? [successionTexts[turn.language].partner(partner.name)] : [];
}
