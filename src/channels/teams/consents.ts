import type { TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import { errorName } from '../../kernel/errors.js';
import type { JsonObject } from '../../kernel/json.js';
import { type Language, languages } from '../../kernel/texts.js';
import type { Logger } from '../../ports/logger.js';
import { type StoredFile, storedActivity } from './file-cards.js';
import type { FileOffer, FileOffers } from './file-offers.js';
import { isFileStore } from './files.js';
import { accountOf, objectOf } from './inbound.js';
import { limits } from './limits.js';
import type { Talk } from './talk.js';
import { texts } from './texts.js';
import type { Wire } from './wire.js';

export interface ConsentsOptions {
  readonly offers: FileOffers;
  readonly local: boolean;
  readonly logger: Logger;
}

/** What `fileConsent/invoke` says. */
type Consent =
  | { readonly action: 'decline'; readonly offer: string; readonly language: Language }
  | {
      readonly action: 'accept';
      readonly offer: string;
      readonly language: Language;
      readonly uploadUrl: string;
      readonly stored: StoredFile;
    };

/** The person's answer to an offered file; undefined if the invoke has not the shape of one. */
export function readConsent({ value }: Wire): Consent | undefined {
  const said = objectOf(value);
  const context = objectOf(said?.context);
  const offer = context?.offer;
  if (typeof offer !== 'string') return undefined;
  // What was offered by an earlier version does not say it.
  const language = languages.find((each) => each === context?.language) ?? 'de';
  if (said?.action === 'decline') return { action: 'decline', offer, language };
  const info = objectOf(said?.uploadInfo);
  if (said?.action !== 'accept' || typeof info?.uploadUrl !== 'string') return undefined;
  const stored = { contentUrl: textOf(info, 'contentUrl'), uniqueId: textOf(info, 'uniqueId') };
  return {
    action: 'accept',
    offer,
    language,
    uploadUrl: info.uploadUrl,
    stored: { ...stored, fileType: textOf(info, 'fileType') },
  };
}

/** Puts files into people's own files once they agree. */
export class Consents {
  constructor(private readonly options: ConsentsOptions) {}

  /** Rejects with `Unavailable` while the store is gone; a repeated answer changes nothing. */
  async take(context: TurnContext, talk: Talk, consent: Consent): Promise<void> {
    const account = accountOf(talk.wire);
    const { language } = consent;
    if (consent.action === 'decline') {
      if (await this.options.offers.decline(consent.offer, account)) {
        await talk.settle(texts[language].fileDeclined, language);
      }
      return;
    }
    const taking = await this.options.offers.take(consent.offer, account);
    if (taking === 'taken') return;
    if (taking === 'expired') return talk.settle(texts[language].offerExpired, language);
    const { offer, bytes } = taking;
    if (!(await this.uploaded(consent.uploadUrl, bytes))) {
      if (!(await this.options.offers.reopen(offer))) return;
      return talk.postText(texts[offer.language].fileNotStored(offer.name), offer.language);
    }
    await this.show(context, talk, offer, consent.stored);
    await this.close(offer);
  }

  private async show(context: TurnContext, talk: Talk, offer: FileOffer, stored: StoredFile): Promise<void> {
    if (!isFileStore(stored.contentUrl, this.options.local)) {
      return talk.settle(texts[offer.language].fileStored(offer.name), offer.language);
    }
    const activity: Partial<Activity> = storedActivity(offer, stored);
    const card = talk.wire.replyToId;
    const done =
      card && (await talk.attempt('file', async () => void (await context.updateActivity({ ...activity, id: card }))));
    if (!done) await talk.attempt('file', async () => void (await context.sendActivity(activity)));
  }

  /** The file lies there by now: what goes wrong here is nothing to trouble the person with. */
  private async close(offer: FileOffer): Promise<void> {
    try {
      await this.options.offers.stored(offer);
    } catch (error) {
      this.options.logger.warn({ error: errorName(error) }, 'stored file not noted');
    }
  }

  /** The address carries its own permission; no credentials go along, and it must be Microsoft's store. */
  private async uploaded(address: string, bytes: Uint8Array): Promise<boolean> {
    if (!isFileStore(address, this.options.local)) {
      this.options.logger.warn({ reason: 'foreign-address' }, 'file not stored');
      return false;
    }
    const size = bytes.byteLength;
    try {
      const response = await fetch(address, {
        method: 'PUT',
        redirect: 'error',
        signal: AbortSignal.timeout(limits.uploadMs),
        headers: {
          'content-type': 'application/octet-stream',
          ...(size > 0 && { 'content-range': `bytes 0-${size - 1}/${size}` }),
        },
        body: Buffer.from(bytes),
      });
      await response.body?.cancel();
      if (!response.ok) this.options.logger.warn({ reason: `http-${response.status}` }, 'file not stored');
      return response.ok;
    } catch (error) {
      this.options.logger.warn({ reason: errorName(error) }, 'file not stored');
      return false;
    }
  }
}

function textOf(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value.slice(0, 4_000) : '';
}
