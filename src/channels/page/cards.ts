import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.js';
import { inAll } from '../../kernel/texts.js';
import type { View } from '../../messages/view.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import { limits } from './limits.js';
import { asShown, asStored, type StoredView, versionOf } from './stored-view.js';
import { texts } from './texts.js';

const Stored = z.object({
  /** Made from the person and the message. */
  _id: z.string(),
  personId: z.string(),
  at: z.date(),
  /** The version of the message that this took the place of. A message that changed since is shown as it is now. */
  version: z.string(),
  summary: z.string(),
  /** The view as JSON. */
  view: z.string(),
});
type Stored = z.infer<typeof Stored>;

export const cardsSpec: CollectionSpec<Stored> = {
  name: 'page-cards',
  schema: Stored,
  version: 1,
  indexes: [{ fields: [['personId', 1]] }],
  retention: { days: limits.cardDays, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(texts, (t) => t.cards),
    purpose: inAll(texts, (t) => t.cardsPurpose),
    show: (card, language, { zone }) => ({
      [texts[language].at]: formatInstant(card.at, zone, language),
      [texts[language].card]: card.summary,
    }),
    erase: 'delete',
  },
};

/** A message on somebody's page. */
export interface PageMessage {
  readonly key: string;
  readonly at: Date;
  /** As it stands there. */
  readonly view: View;
  /** Of the message as it was sent. */
  readonly version: string;
}

/** What presses on the page made of its messages. */
export class CardBook {
  private readonly cards: Collection<Stored>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.cards = store.collection(cardsSpec);
  }

  /** The messages as they stand on the person's page. */
  async shown(
    personId: string,
    messages: readonly { readonly key: string; readonly at: Date; readonly view: View }[],
  ): Promise<readonly PageMessage[]> {
    if (messages.length === 0) return [];
    const ids = messages.map(({ key }) => idOf(personId, key));
    const { items } = await this.cards.find({ filter: { _id: { $in: ids } }, limit: ids.length });
    const rewritten = new Map(items.map((card) => [card._id, card]));
    return messages.map((message) => {
      const version = versionOf(message.view);
      const card = rewritten.get(idOf(personId, message.key));
      const view = card?.version === version ? asShown(JSON.parse(card.view) as StoredView) : message.view;
      return { ...message, view, version };
    });
  }

  async rewrite(personId: string, key: string, version: string, view: View): Promise<void> {
    const _id = idOf(personId, key);
    const content = {
      at: this.clock.now(),
      version,
      summary: view.summary,
      view: JSON.stringify(asStored(view)),
    };
    await this.cards.upsert(_id, { $set: content }, { _id, personId, ...content });
  }
}

function idOf(personId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([personId, key]))
    .digest('base64url');
}
