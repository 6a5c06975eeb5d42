import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.js';
import { inAll } from '../../kernel/texts.js';
import type { Form } from '../../messages/form.js';
import type { View } from '../../messages/view.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import { limits } from './limits.js';
import { asShown, asStored, type StoredView } from './stored-view.js';
import { texts } from './texts.js';

const dayMs = 86_400_000;
/** Several that were answered at the same time may stand above what is shown, until the next one. */
const mostFound = 100;

const Stored = z.object({
  /** Made from the event's key: the same event is the same turn. */
  _id: z.string(),
  personId: z.string(),
  at: z.date(),
  /** What was written, or the label of what was pressed; absent if it is not to be kept. */
  said: z.string().optional(),
  /** In one line, what was answered. */
  summary: z.string(),
  /** The answer as JSON: payloads have keys that no document may have. */
  answer: z.string(),
  /** A form's: the card it was opened from. */
  card: z.string().optional(),
});
type Stored = z.infer<typeof Stored>;

export const turnsSpec: CollectionSpec<Stored> = {
  name: 'page-turns',
  schema: Stored,
  version: 1,
  indexes: [
    {
      fields: [
        ['personId', 1],
        ['at', 1],
        ['_id', 1],
      ],
    },
  ],
  retention: { days: limits.turnDays, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(texts, (t) => t.turns),
    purpose: inAll(texts, (t) => t.turnsPurpose),
    show: (turn, language, { zone }) => ({
      [texts[language].at]: formatInstant(turn.at, zone, language),
      ...(turn.said === undefined ? {} : { [texts[language].said]: turn.said }),
      [texts[language].answer]: turn.summary,
    }),
    erase: 'delete',
  },
};

/** What was answered: something to read, or a form that is still open. */
export type Answer = { readonly view: View } | { readonly form: Form };

/** Something a person wrote or pressed on their page, and what came of it. */
export interface Turn {
  readonly id: string;
  readonly at: Date;
  readonly said?: string;
  readonly answer: Answer;
  readonly card?: string;
}

/** The last few turns of everybody, for a day. */
export class TurnBook {
  private readonly turns: Collection<Stored>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.turns = store.collection(turnsSpec);
  }

  /** Oldest first. */
  async latest(personId: string): Promise<readonly Turn[]> {
    return (await this.found(personId)).slice(0, limits.turnsShown).map(turnOf).reverse();
  }

  /** The turn, if it is this person's and still there. */
  async get(personId: string, id: string): Promise<Turn | undefined> {
    const stored = await this.turns.get(id);
    return stored?.personId === personId && stored.at >= this.oldest() ? turnOf(stored) : undefined;
  }

  /** Keeps a turn; the oldest beyond those shown go. */
  async add(personId: string, turn: Omit<Turn, 'at'>): Promise<void> {
    const { id, said, answer, card } = turn;
    await this.turns.insert({
      _id: id,
      personId,
      at: this.clock.now(),
      ...(said !== undefined && { said }),
      ...(card !== undefined && { card }),
      ...written(answer),
    });
    const over = (await this.found(personId)).slice(limits.turnsShown);
    if (over.length > 0) await this.turns.delete({ _id: { $in: over.map(({ _id }) => _id) } });
  }

  /** Rewrites an answer in place. False if it is no longer there. */
  async answerWith(id: string, answer: Answer): Promise<boolean> {
    return (await this.turns.update(id, { $set: written(answer) })) !== undefined;
  }

  async remove(personId: string, id: string): Promise<void> {
    await this.turns.delete({ _id: id, personId });
  }

  private async found(personId: string): Promise<readonly Stored[]> {
    const filter = { personId, at: { $gte: this.oldest() } };
    return (await this.turns.find({ filter, sort: [['at', -1]], limit: mostFound })).items;
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - limits.turnDays * dayMs);
  }
}

function written(answer: Answer): Pick<Stored, 'answer' | 'summary'> {
  if ('form' in answer) {
    const { form } = answer;
    const kept = form.afresh && !form.errors ? { form: { ...form, fields: [] } } : answer;
    return { answer: JSON.stringify(kept), summary: form.title };
  }
  return { answer: JSON.stringify({ view: asStored(answer.view) }), summary: answer.view.summary };
}

function turnOf({ _id, at, said, answer, card }: Stored): Turn {
  const read = JSON.parse(answer) as { readonly view: StoredView } | { readonly form: Form };
  return {
    id: _id,
    at,
    answer: 'view' in read ? { view: asShown(read.view) } : read,
    ...(said !== undefined && { said }),
    ...(card !== undefined && { card }),
  };
}
