import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Turn } from '../../bot/feature.js';
import { inAll } from '../../kernel/texts.js';
import type { Collection, CollectionSpec } from '../../ports/document-store.js';
import { texts } from './texts.js';
import { topicOf } from './topics.js';

/** What a person spoke of last in one place. Ids only: no word of what was written. */
const Conversation = z.object({
  _id: z.string(),
  personId: z.string(),
  /** Id of the matter, or of what the agreement is silent on. */
  about: z.string(),
  /** Mark of the question that was answered. */
  answer: z.string(),
  at: z.date(),
});
export type Conversation = z.infer<typeof Conversation>;

/** After so long nobody means what was spoken of before. */
const rememberedMs = 30 * 60_000;
const keptDays = 1;

export const conversationsSpec: CollectionSpec<Conversation> = {
  name: 'agreement-conversations',
  schema: Conversation,
  version: 1,
  indexes: [{ fields: [['personId', 1]] }],
  retention: { days: keptDays, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(texts, (t) => t.conversationLabel),
    purpose: inAll(texts, (t) => t.conversationPurpose),
    show: ({ about }, language) => ({ [texts[language].conversationTopic]: topicOf(about) ?? about }),
    erase: 'delete',
  },
};

/** What each person spoke of last, in each conversation and thread. */
export class Conversations {
  constructor(private readonly collection: Collection<Conversation>) {}

  /** Undefined if nothing was spoken of in the last half hour. */
  async last(turn: Turn): Promise<Conversation | undefined> {
    const found = await this.collection.get(idOf(turn));
    return found && turn.now.getTime() - found.at.getTime() <= rememberedMs ? found : undefined;
  }

  /** Of two questions at once the later one counts. */
  async remember(turn: Turn, about: string, answer: string): Promise<void> {
    const _id = idOf(turn);
    const last = { about, answer, at: turn.now };
    const changed = await this.collection.update(_id, { $set: last }, { at: { $lte: turn.now } });
    if (!changed) await this.collection.insert({ _id, personId: turn.person.id, ...last });
  }
}

function idOf({ person, inbound: { place } }: Turn): string {
  const where = JSON.stringify([person.id, place.conversation, place.thread ?? '']);
  return createHash('sha256').update(where).digest('base64url');
}
