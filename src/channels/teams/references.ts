import { z } from 'zod';
import { type Account, accountKey } from '../../messages/inbound.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import { accountOf, conversationKey, placeOf } from './inbound.js';
import { texts } from './texts.js';
import { tenantOf, type Wire } from './wire.js';

const referenceSchema = z.object({
  /** The account's key. */
  _id: z.string(),
  /** The person's and the bot's ids as the connector knows them. */
  member: z.string(),
  bot: z.string(),
  serviceUrl: z.string(),
  tenant: z.string().optional(),
  /** The personal chat, once there is one. */
  chat: z.string().optional(),
  /** Where they were met last: there the connector says who they are. */
  met: z.string(),
  locale: z.string().optional(),
  seen: z.date(),
});

/** Organisations in which one person is met. */
const mostRealms = 10;

/** How the bot reaches a person of its own accord. */
export type Reference = z.infer<typeof referenceSchema>;

export const referenceSpec: CollectionSpec<Reference> = {
  name: 'teams-references',
  schema: referenceSchema,
  version: 1,
  indexes: [{ fields: [['member', 1]] }],
  retention: {
    keep: 'until-deleted',
    why: { de: texts.de.referenceWhy, einfach: texts.einfach.referenceWhy, en: texts.en.referenceWhy },
  },
  personal: {
    personField: '_id',
    holds: 'account',
    label: { de: texts.de.reference, einfach: texts.einfach.reference, en: texts.en.reference },
    show: (_, language) => ({ [texts[language].reference]: texts[language].referenceKept }),
    erase: 'delete',
  },
};

const installationSchema = z.object({
  /** The conversation, hashed. */
  _id: z.string(),
  installation: z.string(),
  seen: z.date(),
});
type Installation = z.infer<typeof installationSchema>;

export const installationSpec: CollectionSpec<Installation> = {
  name: 'teams-installations',
  schema: installationSchema,
  version: 1,
  indexes: [],
  retention: {
    keep: 'until-deleted',
    why: { de: texts.de.installationWhy, einfach: texts.einfach.installationWhy, en: texts.en.installationWhy },
  },
  personal: 'none',
};

/** Conversation references, by account. */
export class References {
  private readonly references: Collection<Reference>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.references = store.collection(referenceSpec);
  }

  async of(account: Account): Promise<Reference | undefined> {
    return this.references.get(accountKey(account));
  }

  /** The account of somebody whom the connector knows under this id, if they have met the bot in this organisation. */
  async byMember(member: string, realm: string): Promise<Account | undefined> {
    const { items } = await this.references.find({ filter: { member }, limit: mostRealms });
    const own = accountKey({ channel: 'teams', realm, user: '' });
    const found = items.find(({ _id }) => _id.startsWith(own));
    return found && { channel: 'teams', realm, user: found._id.slice(own.length) };
  }

  /** Keeps what an event says about reaching its sender; writes only what is new. */
  async remember(wire: Wire): Promise<void> {
    const _id = accountKey(accountOf(wire));
    const tenant = tenantOf(wire);
    const place = placeOf(wire);
    const news = {
      member: wire.from.id,
      bot: wire.recipient.id,
      serviceUrl: wire.serviceUrl,
      met: place.conversation,
      ...(tenant && { tenant }),
      ...(place.kind === 'direct' && { chat: place.conversation }),
      ...(wire.locale && { locale: wire.locale }),
    };
    const known = await this.references.get(_id);
    if (known && Object.entries(news).every(([key, value]) => known[key as keyof Reference] === value)) return;
    const seen = this.clock.now();
    await this.references.upsert(_id, { $set: { ...news, seen } }, { _id, ...news, seen });
  }

  async rememberChat(account: Account, chat: string): Promise<void> {
    await this.references.update(accountKey(account), { $set: { chat, seen: this.clock.now() } });
  }

  async forget(account: Account): Promise<void> {
    await this.references.delete({ _id: accountKey(account) });
  }
}

/** Which conversations have the app: two events tell of each installation, which is to be greeted once. */
export class Installations {
  private readonly installations: Collection<Installation>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.installations = store.collection(installationSpec);
  }

  /** The key of this conversation's installation: the same for all events that tell of it. */
  async key(wire: Wire): Promise<string> {
    const _id = conversationKey(wire);
    const seen = this.clock.now();
    const fresh = { _id, installation: this.ids.next(), seen };
    const { installation } = await this.installations.upsert(_id, { $set: { seen } }, fresh);
    return `teams:installed:${installation}`;
  }

  async forget(wire: Wire): Promise<void> {
    await this.installations.delete({ _id: conversationKey(wire) });
  }
}
