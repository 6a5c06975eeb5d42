import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ChannelName } from '../messages/inbound.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { LinkKind, Links } from '../ports/links.js';
import { texts } from './texts.js';

const Secret = z.object({ _id: z.string(), value: z.string() });
type Secret = z.infer<typeof Secret>;

export const secretsSpec: CollectionSpec<Secret> = {
  name: 'secrets',
  schema: Secret,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: texts.keptSecret },
  personal: 'none',
};

const Revocation = z.object({
  /** Kind and subject. */
  _id: z.string(),
  /** Tokens of an earlier generation are worth nothing. */
  generation: z.number().int(),
});
type Revocation = z.infer<typeof Revocation>;

export const revocationsSpec: CollectionSpec<Revocation> = {
  name: 'link-revocations',
  schema: Revocation,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: texts.keptRevocation },
  personal: 'none',
};

/** Subject, expiry in milliseconds (0: never), generation. */
const Claims = z.tuple([z.string(), z.number().int(), z.number().int()]);
type Claims = z.infer<typeof Claims>;

const secretId = 'links';
const secretBytes = 32;
const longestToken = 1_000;

export interface LinkOptions {
  readonly store: DocumentStore;
  /** `LINK_SECRET`; made and kept in the store if left out. */
  readonly secret?: string;
  /** `PUBLIC_URL`. */
  readonly publicUrl?: string;
}

/** Tokens carry their claims, signed; the store holds only the secret and what was revoked. */
export function createLinks(options: LinkOptions): Links {
  return new SignedLinks(options);
}

class SignedLinks implements Links {
  constructor(private readonly options: LinkOptions) {}

  async issue(kind: LinkKind, subject: string, expires?: Date): Promise<string> {
    const claims: Claims = [subject, expires?.getTime() ?? 0, await this.generation(kind, subject)];
    const content = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${content}.${await this.signature(kind, content)}`;
  }

  async read(kind: LinkKind, token: string, now: Date): Promise<{ readonly subject: string } | 'expired' | 'unknown'> {
    const [content = '', signature = '', ...more] = token.slice(0, longestToken).split('.');
    if (more.length > 0 || !isSame(signature, await this.signature(kind, content))) return 'unknown';
    const claims = claimsIn(content);
    if (!claims) return 'unknown';
    const [subject, expires, generation] = claims;
    if (generation !== (await this.generation(kind, subject))) return 'unknown';
    return expires !== 0 && now.getTime() >= expires ? 'expired' : { subject };
  }

  async revoke(kind: LinkKind, subject: string): Promise<void> {
    const _id = revocationId(kind, subject);
    await this.revocations.upsert(_id, { $inc: { generation: 1 } }, { _id, generation: 0 });
  }

  address(path: string, channel: ChannelName): string | undefined {
    const { publicUrl } = this.options;
    if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '') + path;
    return channel === 'playground' || channel === 'page' ? path : undefined;
  }

  private get revocations() {
    return this.options.store.collection(revocationsSpec);
  }

  private async generation(kind: LinkKind, subject: string): Promise<number> {
    return (await this.revocations.get(revocationId(kind, subject)))?.generation ?? 0;
  }

  private async signature(kind: LinkKind, content: string): Promise<string> {
    const secret = this.options.secret ?? (await this.keptSecret());
    return createHmac('sha256', secret).update(`${kind}:${content}`).digest('base64url');
  }

  /**
   * Of several processes that start at the same time, the first one's secret is everybody's. Read each time: the store may
   * have been emptied meanwhile, by another process too.
   */
  private async keptSecret(): Promise<string> {
    const secrets = this.options.store.collection(secretsSpec);
    const known = await secrets.get(secretId);
    if (known) return known.value;
    const fresh = { _id: secretId, value: randomBytes(secretBytes).toString('base64url') };
    if ((await secrets.insert(fresh)) === 'inserted') return fresh.value;
    return (await secrets.get(secretId))?.value ?? fresh.value;
  }
}

/** Undefined for what is signed with our secret and yet not by us. */
function claimsIn(content: string): Claims | undefined {
  try {
    return Claims.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString())).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function revocationId(kind: LinkKind, subject: string): string {
  return `${kind}:${subject}`;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
