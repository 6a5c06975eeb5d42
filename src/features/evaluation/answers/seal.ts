import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Collection } from '../../../ports/document-store.js';
import type { RoundKey } from './model.js';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface SealOptions {
  readonly roundKeys: Collection<RoundKey>;
  /** `ANSWERS_SECRET`. */
  readonly answersSecret?: string;
}

/** Locks what people answer in one anonymous round. */
export class Seal {
  private constructor(private readonly key: Buffer) {}

  /**
   * The round's, whose key has two halves: one in the store, made here if it is not there yet and destroyed when the round
   * closes, and `ANSWERS_SECRET`, which the store never sees. Of several processes that make one, the first one's is
   * everybody's.
   */
  static async of({ roundKeys, answersSecret = '' }: SealOptions, roundId: string): Promise<Seal> {
    const half = (await roundKeys.get(roundId))?.half ?? (await madeHalf(roundKeys, roundId));
    const key = hkdfSync('sha256', Buffer.from(half, 'base64url'), answersSecret, `answers:${roundId}`, keyBytes);
    return new Seal(Buffer.from(key));
  }

  /** `least`: so many bytes at least, and a power of two: the length says little of what is inside. */
  close(content: unknown, least: number): string {
    const nonce = randomBytes(nonceBytes);
    const locking = createCipheriv(cipher, this.key, nonce);
    const locked = Buffer.concat([locking.update(padded(JSON.stringify(content), least)), locking.final()]);
    return Buffer.concat([nonce, locking.getAuthTag(), locked]).toString('base64url');
  }

  /** Undefined for what was sealed under another key. */
  open(sealed: string): unknown {
    const bytes = Buffer.from(sealed, 'base64url');
    const unlocking = createDecipheriv(cipher, this.key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    try {
      unlocking.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = Buffer.concat([unlocking.update(bytes.subarray(nonceBytes + tagBytes)), unlocking.final()]);
      return JSON.parse(text.toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

async function madeHalf(roundKeys: Collection<RoundKey>, roundId: string): Promise<string> {
  const fresh = { _id: roundId, half: randomBytes(keyBytes).toString('base64url') };
  if ((await roundKeys.insert(fresh)) === 'inserted') return fresh.half;
  return (await roundKeys.get(roundId))?.half ?? fresh.half;
}

/** With blanks, which mean nothing in JSON. */
function padded(text: string, least: number): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  let size = least;
  while (size < bytes.length) size *= 2;
  return Buffer.concat([bytes], size).fill(' ', bytes.length);
}
