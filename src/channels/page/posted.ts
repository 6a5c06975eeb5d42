import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import type { FormValues } from '../../messages/form.js';
import { withoutForgedMentions } from '../../messages/mention.js';
import { Problem } from './errors.js';
import { limits } from './limits.js';

/** Names of what goes with every press; a form's own fields have others. */
export const names = {
  /** Made anew for each view of the page: what is sent twice from it is one event. */
  key: '_schluessel',
  kind: '_art',
  id: '_id',
  payload: '_angaben',
  /** The message or the turn that the button or form stands in. */
  card: '_karte',
  /** A message's version when it was shown. */
  version: '_stand',
  label: '_titel',
  /** A form's fields that take several values. */
  lists: '_mehrere',
  cancel: '_abbrechen',
} as const;

/** What a card is called in a form of the page. */
export type CardName =
  | { readonly turn: string }
  /** A message, by its outbox key. */
  | { readonly message: string; readonly version: string };

/** What a person did on their page. */
export type Posted = { readonly key: string; readonly card?: CardName } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly id: string; readonly payload: JsonObject; readonly label?: string }
  | { readonly kind: 'form'; readonly id: string; readonly payload: JsonObject; readonly values: FormValues }
  /** A form is given up. */
  | { readonly kind: 'cancel' }
);

const text = z.string().max(limits.textCharacters).transform(withoutForgedMentions);
const id = z.string().min(1).max(200);
const key = z.string().regex(/^[\w-]{1,100}$/);
const json = z
  .string()
  .max(limits.payloadCharacters)
  .transform((written, context) => {
    const read = readJson(written);
    if (isObject(read) && isShallow(read, limits.payloadDepth)) return read as JsonObject;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });
const label = text.transform((said) => said.slice(0, limits.labelCharacters));
const card = {
  [names.card]: z.string().max(300).optional(),
  [names.version]: z.string().max(100).optional(),
};

const Asked = z.object({ [names.key]: key, text });
const Pressed = z.object({
  ...card,
  [names.key]: key,
  [names.id]: id,
  [names.payload]: json,
  [names.label]: label.optional(),
});
const FilledIn = z
  .object({
    ...card,
    [names.key]: key,
    [names.id]: id,
    [names.payload]: json,
    [names.lists]: z.string().max(limits.payloadCharacters).optional(),
    [names.cancel]: z.string().optional(),
  })
  .catchall(z.union([text, z.array(text)]));

/** What the page's form sent; anything else is refused as `malformed`, too long a text as `too-large`. */
export function readPosted(sent: unknown): Posted {
  const kind = isObject(sent) && names.kind in sent ? sent[names.kind] : undefined;
  switch (kind) {
    case 'text': {
      const body = parsed(Asked, sent);
      return { kind, key: body[names.key], text: body.text };
    }
    case 'action': {
      const body = parsed(Pressed, sent);
      return {
        kind,
        key: body[names.key],
        id: body[names.id],
        payload: body[names.payload],
        ...(body[names.label] !== undefined && { label: body[names.label] }),
        ...cardIn(body[names.card], body[names.version]),
      };
    }
    case 'form': {
      const body = parsed(FilledIn, sent);
      const context = { key: body[names.key], ...cardIn(body[names.card], body[names.version]) };
      if (body[names.cancel] !== undefined) return { ...context, kind: 'cancel' };
      const values = valuesIn(body, body[names.lists]?.split(' ') ?? []);
      return { ...context, kind, id: body[names.id], payload: body[names.payload], values };
    }
    default:
      throw new Problem('malformed');
  }
}

function parsed<T>(schema: z.ZodType<T>, sent: unknown): T {
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  throw new Problem(read.error.issues.every(({ code }) => code === 'too_big') ? 'too-large' : 'malformed');
}

/** The same for the same thing sent twice from the same view of the page, different for anything else. */
export function eventId(personId: string, posted: Posted): string {
  return createHash('sha256')
    .update(JSON.stringify([personId, posted]))
    .digest('base64url');
}

/** As it stands in a form: `t` for a turn, `m` for a message. */
export function cardName(name: CardName): Readonly<Record<string, string>> {
  return 'turn' in name
    ? { [names.card]: `t${name.turn}` }
    : { [names.card]: `m${name.message}`, [names.version]: name.version };
}

function cardIn(name: string | undefined, version: string | undefined): { readonly card?: CardName } {
  const id = name?.slice(1) ?? '';
  if (name?.startsWith('t')) return { card: { turn: id } };
  if (name?.startsWith('m') && version !== undefined) return { card: { message: id, version } };
  return {};
}

/** One string a field, several where the form says so; what was left empty is absent. */
function valuesIn(body: Readonly<Record<string, unknown>>, lists: readonly string[]): FormValues {
  const fields = Object.entries(body).filter(([name]) => !name.startsWith('_'));
  return Object.fromEntries(
    fields.flatMap(([name, sent]): [string, string | readonly string[]][] => {
      const given = [sent].flat().filter((value): value is string => typeof value === 'string' && value !== '');
      const [first] = given;
      if (first === undefined) return [];
      return [[name, lists.includes(name) ? given : first]];
    }),
  );
}

function readJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    // Whatever it is, it is none of ours: refused as malformed.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep nesting would exhaust whatever walks through it. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}
