import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Conflict } from '../../kernel/errors.js';
import type { Context } from './context.js';
import { changePerson, idsOf, joinPersons, resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';

const minute = 60_000;
export const codeValidMinutes = 10;
export const mostWrongCodes = 5;
/** Who typed too many wrong codes has to wait this long. */
export const lockedMinutes = 60;
const mostDraws = 10;

const derive = promisify<string, string, number, Buffer>(scrypt);

/** Slow on purpose: six digits are few, and a reader of the store should not have tried them all in ten minutes. */
async function hashOf(code: string): Promise<string> {
  return (await derive(code, 'dorfbote.link-code', 24)).toString('base64url');
}

/** A fresh code for a person; earlier ones no longer count. */
export async function issueCode(context: Context, person: PersonDocument): Promise<string> {
  await context.linkCodes.delete({ personId: { $in: [...idsOf(person)] } });
  const expires = new Date(context.clock.now().getTime() + codeValidMinutes * minute);
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const code = context.ids.code();
    const inserted = await context.linkCodes.insert({ _id: await hashOf(code), personId: person._id, expires });
    if (inserted === 'inserted') return code;
  }
  throw new Conflict('link codes: no free code');
}

export type Redemption =
  | { readonly kind: 'joined' | 'own-code' | 'different-partners' | 'locked' }
  | { readonly kind: 'wrong'; readonly left: number };

/**
 * Joins the person who types a code with the one who was shown it. Each try is counted before the code is looked at,
 * and none is forgiven: a code of one's own typed in between must not buy more.
 */
export async function redeemCode(context: Context, personId: string, code: string): Promise<Redemption> {
  const tries = await countTry(context, personId);
  if (tries === undefined) return { kind: 'locked' };
  const outcome = await redeem(context, personId, code);
  if (outcome === 'wrong') return { kind: 'wrong', left: mostWrongCodes - tries };
  return { kind: outcome };
}

async function redeem(
  context: Context,
  personId: string,
  code: string,
): Promise<'joined' | 'own-code' | 'different-partners' | 'wrong'> {
  const hash = await hashOf(code);
  const now = context.clock.now();
  const shown = await context.linkCodes.get(hash);
  const person = await resolvePerson(context, personId);
  const other = shown && shown.expires > now ? await resolvePerson(context, shown.personId) : undefined;
  if (!shown || !person || !other) return 'wrong';
  const isMine = shown.usedBy !== undefined && idsOf(person).includes(shown.usedBy);
  if (shown.usedBy !== undefined && !isMine) return 'wrong';
  if (person._id === other._id) return isMine ? 'joined' : 'own-code';
  if (!isMine && !(await use(context, hash, person._id, now))) return 'wrong';
  const outcome = await joinPersons(context, person._id, other._id);
  if (outcome === 'gone') return 'wrong';
  return outcome === 'different-partners' ? outcome : 'joined';
}

/** A code is used once: of two who type it at the same time, one is too late. */
async function use(context: Context, hash: string, personId: string, now: Date): Promise<boolean> {
  const unused = { usedBy: { $exists: false }, expires: { $gt: now } };
  return (await context.linkCodes.update(hash, { $set: { usedBy: personId } }, unused)) !== undefined;
}

/** How many tries this one makes; undefined if there were too many already. */
async function countTry(context: Context, personId: string): Promise<number | undefined> {
  const now = context.clock.now();
  let tries = undefined as number | undefined;
  await changePerson(context, personId, ({ wrongCodes }) => {
    const counts = wrongCodes && now.getTime() - wrongCodes.since.getTime() < lockedMinutes * minute;
    const before = counts ? wrongCodes.count : 0;
    tries = before >= mostWrongCodes ? undefined : before + 1;
    if (tries === undefined) return undefined;
    return { $set: { wrongCodes: { count: tries, since: counts ? wrongCodes.since : now } } };
  });
  return tries;
}
