import { z } from 'zod';
import { fold } from '../../kernel/fold.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Account, Inbound, InboundEvent, MessageRef, Place } from '../../messages/inbound.js';
import { mentionOf, withoutForgedMentions } from '../../messages/mention.js';
import { Problem } from './errors.js';
import { limits } from './limits.js';
import { texts } from './texts.js';
import type { EventBody, PersonOnPage, ShownMessage } from './wire.js';

export const realm = 'local';
/** The place that all share. */
export const networkConversation = 'network';
const id = z.string().min(1).max(200);
/** What people type; mentions in it are put in by `withMentions` alone. */
const text = z.string().max(limits.textCharacters).transform(withoutForgedMentions);
const payload = z.custom<JsonObject>((value) => isObject(value) && isShallow(value, limits.payloadDepth));
const values = z
  .record(z.string().max(200), z.union([text, z.array(text).max(limits.formFields)]))
  .refine((fields) => Object.keys(fields).length <= limits.formFields);

const key = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

const Body = z.strictObject({
  key,
  place: z.enum(['direct', 'network']),
  thread: id.optional(),
  event: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text }),
    z.strictObject({ type: z.literal('action'), id, payload, card: id.optional() }),
    z.strictObject({ type: z.literal('form'), id, payload, values, card: id.optional() }),
    z.strictObject({ type: z.literal('opened') }),
  ]),
});

const FileQuery = z.strictObject({ key, name: z.string().trim().min(1).max(200) });

/** A file, as an event in the person's own place. */
export interface FileBody {
  readonly key: string;
  readonly place: 'direct';
  readonly event: Extract<InboundEvent, { type: 'file' }>;
}

export type Taken = EventBody | FileBody;

/** A file that the page sent; refused as `malformed` if it has no key or name. An empty one has no body. */
export function readFile(query: unknown, body: unknown): FileBody {
  const read = FileQuery.safeParse(query);
  if (!read.success) throw new Problem('malformed');
  const { name } = read.data;
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  return { key: read.data.key, place: 'direct', event: { type: 'file', name, bytes } };
}

/** What the page sent; anything else is refused as `malformed`, too long a text as `too-large`. */
export function readBody(sent: unknown): EventBody {
  const read = Body.safeParse(sent);
  if (read.success) return read.data;
  throw new Problem(read.error.issues.every(({ code }) => code === 'too_big') ? 'too-large' : 'malformed');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep nesting would exhaust whatever walks through it. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

export function accountOf(slug: string): Account {
  return { channel: 'playground', realm, user: slug };
}

export function refOf(message: string): MessageRef {
  return { channel: 'playground', realm, parts: { message } };
}

const mention = /(^|\s)@dorfbote(?![\p{L}\p{N}_])[,:]?[ \t]*/iu;

/** In the shared place the bot listens only where it is mentioned. */
export function isMention(said: string): boolean {
  return mention.test(said);
}

/** The text with `@Name` and `@slug` of people on the page as words that name their accounts. Nobody where two have the name. */
export function withMentions(said: string, people: readonly PersonOnPage[]): string {
  if (!said.includes('@')) return said;
  const called = (name: string) =>
    people.filter((each) => [each.slug, each.name].some((own) => fold(own) === fold(name)));
  const names = people.flatMap(({ slug, name }) => [name, slug]).sort((a, b) => b.length - a.length);
  if (names.length === 0) return said;
  const atName = new RegExp(`(?<=^|\\s)@(${names.map(literally).join('|')})(?![\\p{L}\\p{N}_-])`, 'giu');
  return said.replace(atName, (whole, name: string) => {
    const [person, ...others] = called(name);
    return person && others.length === 0 ? mentionOf(accountOf(person.slug), person.name) : whole;
  });
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

export interface Circumstances {
  readonly person: PersonOnPage;
  /** Whom one can mention. */
  readonly people: readonly PersonOnPage[];
  readonly at: Date;
  /** The card that was pressed or whose form came back, where the person sees it. */
  readonly card: ShownMessage | undefined;
  /** The message whose thread it belongs to. */
  readonly thread: string | undefined;
}

export function toInbound(body: Taken, { person, people, at, card, thread }: Circumstances): Inbound {
  const place = card?.place ?? body.place;
  return {
    key: keyOf(person.slug, body.key),
    at,
    from: accountOf(person.slug),
    name: person.name,
    place: placeOf(place, person.slug, thread),
    event: eventOf(body, card, people),
  };
}

/** Keys of different persons never meet. */
export function keyOf(slug: string, key: string): string {
  return `playground:${slug}:${key}`;
}

function placeOf(place: EventBody['place'], slug: string, thread: string | undefined): Place {
  if (place === 'direct') return { kind: 'direct', conversation: `direct:${slug}` };
  const name = texts.de.tabNetwork;
  return { kind: 'channel', conversation: networkConversation, name, ...(thread === undefined ? {} : { thread }) };
}

function eventOf(body: Taken, card: ShownMessage | undefined, people: readonly PersonOnPage[]): InboundEvent {
  const { event } = body;
  const from = card === undefined ? {} : { card: refOf(card.id) };
  switch (event.type) {
    case 'text':
      return body.place === 'direct'
        ? { type: 'text', text: withMentions(event.text, people), via: 'chat' }
        : { type: 'text', text: withMentions(event.text.replace(mention, '$1').trim(), people), via: 'mention' };
    case 'action':
      return { type: 'action', id: event.id, payload: event.payload, ...from };
    case 'form':
      return { type: 'form', id: event.id, payload: event.payload, values: event.values, ...from };
    case 'file':
      return event;
    case 'opened':
      return { type: 'opened', surface: 'home' };
  }
}
