import { createHash } from 'node:crypto';
import { z } from 'zod';
import { languages } from '../../kernel/texts.js';
import { type Account, accountKey } from '../../messages/inbound.js';
import type { FileBlock, View } from '../../messages/view.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import { limits } from './limits.js';
import { texts } from './texts.js';

const offerSchema = z.object({
  _id: z.string(),
  /** To whom it is offered. */
  account: z.string(),
  name: z.string(),
  label: z.string(),
  language: z.enum(languages),
  /** Number of bytes. */
  size: z.number(),
  /** Base64; gone once the file is stored. */
  bytes: z.string().optional(),
  state: z.enum(['offered', 'uploading', 'stored']),
  /** When the state was reached. */
  since: z.date(),
  offered: z.date(),
});

/** A file that waits until the person agrees to have it put into their own files. */
export type FileOffer = z.infer<typeof offerSchema>;

export const offerSpec: CollectionSpec<FileOffer> = {
  name: 'teams-file-offers',
  schema: offerSchema,
  version: 1,
  indexes: [{ fields: [['account', 1]] }],
  retention: { days: limits.offerDays, field: 'offered' },
  personal: {
    personField: 'account',
    holds: 'account',
    purpose: { de: texts.de.offerPurpose, einfach: texts.einfach.offerPurpose, en: texts.en.offerPurpose },
    label: { de: texts.de.offer, einfach: texts.einfach.offer, en: texts.en.offer },
    show: ({ name, label }, language) => ({ [texts[language].offer]: `${label} (${name})` }),
    erase: 'delete',
  },
};

/** What comes of an agreement: the file to store, or why there is none. */
export type Taking =
  | { readonly offer: FileOffer; readonly bytes: Uint8Array }
  /** Told before: it is stored, or being stored. */
  | 'taken'
  | 'expired';

const dayMs = 86_400_000;

export function filesOf(view: View): readonly FileBlock[] {
  return view.blocks.filter((block): block is FileBlock => block.type === 'file').slice(0, limits.filesPerMessage);
}

/** Files on their way to people, each for a day. */
export class FileOffers {
  private readonly offers: Collection<FileOffer>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.offers = store.collection(offerSpec);
  }

  /** Keeps a view's files for somebody. What is sent again under the same key is the same offer. */
  async make(view: View, account: Account, key?: string): Promise<readonly FileOffer[]> {
    const offers: FileOffer[] = [];
    for (const [index, file] of filesOf(view).entries()) {
      const now = this.clock.now();
      const offer: FileOffer = {
        _id: key === undefined ? this.ids.next() : hashed([accountKey(account), key, index]),
        account: accountKey(account),
        name: file.name,
        label: file.label,
        language: view.language ?? 'de',
        size: file.bytes.byteLength,
        bytes: Buffer.from(file.bytes).toString('base64'),
        state: 'offered',
        since: now,
        offered: now,
      };
      const { _id, ...rest } = offer;
      offers.push(await this.offers.upsert(_id, { $set: rest }, offer));
    }
    return offers;
  }

  /** The person agrees. Of several who ask at once one gets the file; if that one dies, another may after a while. */
  async take(id: string, account: Account): Promise<Taking> {
    const offer = await this.of(id, account);
    if (!offer) return 'expired';
    const now = this.clock.now();
    const dead = new Date(now.getTime() - limits.uploadLeaseMs);
    const taken = await this.offers.update(
      id,
      { $set: { state: 'uploading', since: now } },
      { $or: [{ state: 'offered' }, { state: 'uploading', since: { $lt: dead } }] },
    );
    return taken?.bytes === undefined ? 'taken' : { offer: taken, bytes: Buffer.from(taken.bytes, 'base64') };
  }

  async stored({ _id }: FileOffer): Promise<void> {
    await this.offers.update(_id, { $set: { state: 'stored', since: this.clock.now() }, $unset: { bytes: true } });
  }

  /** It could not be stored: the person may agree once more. False if somebody else has stored it meanwhile. */
  async reopen({ _id }: FileOffer): Promise<boolean> {
    const change = { $set: { state: 'offered', since: this.clock.now() } };
    return (await this.offers.update(_id, change, { state: 'uploading' })) !== undefined;
  }

  /** The person does not want it; false if it is stored already, or being stored. */
  async decline(id: string, account: Account): Promise<boolean> {
    const offer = await this.of(id, account);
    if (!offer) return true;
    return (await this.offers.delete({ _id: id, state: 'offered' })) > 0;
  }

  /** Somebody else's offer is none. */
  private async of(id: string, account: Account): Promise<FileOffer | undefined> {
    const offer = await this.offers.get(id);
    const isOwn = offer?.account === accountKey(account);
    const age = this.clock.now().getTime() - (offer?.offered.getTime() ?? 0);
    return isOwn && age < limits.offerDays * dayMs ? offer : undefined;
  }
}

function hashed(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
