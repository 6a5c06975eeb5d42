import { type Context, changeRead, isTrusted } from './context.js';
import { idsOf, resolvePerson } from './joining.js';
import type { AccountDocument, CoordinationDocument, PersonDocument } from './model.js';

const registerId = 'coordination';
const mostCoordinators = 200;

export async function readRegister(context: Context): Promise<CoordinationDocument> {
  const empty = { _id: registerId, rev: 0, granted: [], withdrawn: [] };
  return (await context.coordination.get(registerId)) ?? empty;
}

/** Granted by `koordination dazu`, or by the setting as long as nobody took it away. */
export function isCoordinator(
  context: Context,
  register: CoordinationDocument,
  person: PersonDocument,
  accounts: readonly AccountDocument[],
): boolean {
  const ids = idsOf(person);
  if (ids.some((id) => register.granted.includes(id))) return true;
  return isBySetting(context, accounts) && !ids.some((id) => register.withdrawn.includes(id));
}

export function isBySetting(context: Context, accounts: readonly AccountDocument[]): boolean {
  return accounts.some(
    (account) =>
      account.email !== undefined && context.coordinatorEmails.includes(account.email) && isTrusted(context, account),
  );
}

export function accountsOf(context: Context, person: PersonDocument): Promise<readonly AccountDocument[]> {
  return context.accounts.find({ filter: { personId: { $in: [...idsOf(person)] } } }).then((page) => page.items);
}

/** Those who hold the role and have been met; an address that is only waiting for its person does not count. */
export async function metCoordinators(
  context: Context,
  register: CoordinationDocument,
): Promise<readonly PersonDocument[]> {
  const found = new Map<string, PersonDocument>();
  for (const id of await candidates(context, register)) {
    const person = await resolvePerson(context, id);
    if (!person || person.unfinished === 'erasure' || found.has(person._id)) continue;
    const accounts = await accountsOf(context, person);
    if (accounts.length > 0 && isCoordinator(context, register, person, accounts)) found.set(person._id, person);
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'de'));
}

async function candidates(context: Context, register: CoordinationDocument): Promise<readonly string[]> {
  const emails = [...context.coordinatorEmails];
  const page =
    emails.length === 0
      ? { items: [] }
      : await context.accounts.find({ filter: { email: { $in: emails } }, limit: mostCoordinators });
  return [...register.granted, ...page.items.map((account) => account.personId)];
}

/** Gives the role. Resolves with false if the person had it before this event. */
export async function grantCoordination(context: Context, person: PersonDocument, event: string): Promise<boolean> {
  let changed = false as boolean;
  await change(context, async (register) => {
    changed = register.event === event || !isCoordinator(context, register, person, await accountsOf(context, person));
    const ids = idsOf(person);
    const isGranted = ids.some((id) => register.granted.includes(id));
    if (isGranted) return undefined;
    return {
      granted: [...register.granted, person._id],
      withdrawn: register.withdrawn.filter((id) => !ids.includes(id)),
      event,
    };
  });
  return changed;
}

export type Withdrawal = 'withdrawn' | 'not-held' | 'last-one' | 'not-allowed';

/**
 * Takes the role, unless nobody would be left who holds it. `by` must hold it at that very moment: of two coordinators
 * who remove each other, the second is too late.
 */
export async function withdrawCoordination(
  context: Context,
  person: PersonDocument,
  by: string,
  event: string,
): Promise<Withdrawal> {
  let outcome = 'not-held' as Withdrawal;
  await change(context, async (register) => {
    const holders = await metCoordinators(context, register);
    outcome = await judge(context, register, person, by, holders);
    if (outcome === 'not-held' && register.event === event) outcome = 'withdrawn';
    else if (outcome === 'withdrawn') return withoutCoordination(context, register, person, event);
    return undefined;
  });
  return outcome;
}

async function withoutCoordination(
  context: Context,
  register: CoordinationDocument,
  person: PersonDocument,
  event: string,
): Promise<RegisterChange> {
  const ids = idsOf(person);
  const bySetting = isBySetting(context, await accountsOf(context, person));
  const withdrawn = register.withdrawn.filter((id) => !ids.includes(id));
  return {
    granted: register.granted.filter((id) => !ids.includes(id)),
    withdrawn: bySetting ? [...withdrawn, person._id] : withdrawn,
    event,
  };
}

async function judge(
  context: Context,
  register: CoordinationDocument,
  person: PersonDocument,
  by: string,
  holders: readonly PersonDocument[],
): Promise<Withdrawal> {
  if (!isCoordinator(context, register, person, await accountsOf(context, person))) return 'not-held';
  if (!holders.some((holder) => idsOf(holder).includes(by))) return 'not-allowed';
  return holders.every((holder) => holder._id === person._id) ? 'last-one' : 'withdrawn';
}

type RegisterChange = Pick<CoordinationDocument, 'granted' | 'withdrawn' | 'event'>;

async function change(
  context: Context,
  decide: (register: CoordinationDocument) => Promise<RegisterChange | undefined>,
): Promise<void> {
  await context.coordination.insert({ _id: registerId, rev: 0, granted: [], withdrawn: [] });
  await changeRead(context.coordination, registerId, async (register) => {
    const next = await decide(register);
    return next && { $set: next };
  });
}
