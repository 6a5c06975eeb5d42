import { createHash } from 'node:crypto';
import { type Context, changeRead, isTrusted } from './context.js';
import { idsOf, resolvePerson } from './joining.js';
import type { AccountDocument, CoordinationDocument, PersonDocument, UnnotedAct } from './model.js';

const registerId = 'coordination';
const mostCoordinators = 200;
/** So many latest events are told from new ones; platforms deliver again within minutes. */
const eventsKept = 200;

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
  if (ids.some((id) => register.withdrawn.includes(id))) return false;
  const taken = register.withdrawnAddresses ?? [];
  return addressesInSetting(context, register, accounts).some((address) => !taken.includes(markOf(address)));
}

/** Whether the setting names one of these accounts, whoever took the role away since. */
export function isBySetting(
  context: Context,
  register: CoordinationDocument,
  accounts: readonly AccountDocument[],
): boolean {
  return addressesInSetting(context, register, accounts).length > 0;
}

function addressesInSetting(
  context: Context,
  register: CoordinationDocument,
  accounts: readonly AccountDocument[],
): readonly string[] {
  return accounts.flatMap((account) => {
    const { email } = account;
    const counts = email !== undefined && context.coordinatorEmails.includes(email);
    return counts && isTrusted(context, register, account) ? [email] : [];
  });
}

function markOf(address: string): string {
  return createHash('sha256').update(`coordinator:${address}`).digest('base64url');
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
  for (const id of await possibleCoordinators(context, register)) {
    const person = await resolvePerson(context, id);
    if (!person || person.unfinished === 'erasure' || found.has(person._id)) continue;
    const accounts = await accountsOf(context, person);
    if (accounts.length > 0 && isCoordinator(context, register, person, accounts)) found.set(person._id, person);
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'de'));
}

/** Ids of all who may hold the role: those it was granted to, and whoever has an address that the setting names. */
export async function possibleCoordinators(
  context: Context,
  register: CoordinationDocument,
): Promise<readonly string[]> {
  const emails = [...context.coordinatorEmails];
  const page =
    emails.length === 0
      ? { items: [] }
      : await context.accounts.find({ filter: { email: { $in: emails } }, limit: mostCoordinators });
  return [...register.granted, ...page.items.map((account) => account.personId)];
}

/** An event in which somebody gives or takes the role. */
export interface RoleEvent {
  /** Who does it. */
  readonly by: string;
  /** Its mark. */
  readonly event: string;
}

/** Gives the role. Resolves with false if the person had it before this event. */
export async function grantCoordination(context: Context, person: PersonDocument, order: RoleEvent): Promise<boolean> {
  let granted = false as boolean;
  await change(context, async (register) => {
    granted = happenedIn(register, order.event);
    if (granted) return undefined;
    const accounts = await accountsOf(context, person);
    granted = !isCoordinator(context, register, person, accounts);
    const ids = idsOf(person);
    if (ids.some((id) => register.granted.includes(id))) return undefined;
    const addresses = addressesInSetting(context, register, accounts).map(markOf);
    return {
      granted: [...register.granted, person._id],
      withdrawn: register.withdrawn.filter((id) => !ids.includes(id)),
      withdrawnAddresses: (register.withdrawnAddresses ?? []).filter((mark) => !addresses.includes(mark)),
      events: withEvent(register, order.event),
      unnoted: [...(register.unnoted ?? []), actOf(context, 'identity.granted', person, order)],
    };
  });
  return granted;
}

function actOf(context: Context, kind: UnnotedAct['kind'], person: PersonDocument, order: RoleEvent): UnnotedAct {
  return { event: order.event, kind, person: person._id, by: order.by, at: context.clock.now() };
}

/** Brings acts into the log whose event was cut short by a crash. Resolves with how many stood with their change. */
export async function noteUnnoted(context: Context): Promise<number> {
  const { unnoted = [] } = await readRegister(context);
  if (unnoted.length === 0) return 0;
  for (const act of unnoted) await context.noteAct(act);
  const noted = unnoted.map(({ event }) => event);
  await change(context, async (register) => ({
    unnoted: (register.unnoted ?? []).filter(({ event }) => !noted.includes(event)),
  }));
  return unnoted.length;
}

function happenedIn(register: CoordinationDocument, event: string): boolean {
  return register.events?.includes(event) ?? false;
}

function withEvent(register: CoordinationDocument, event: string): string[] {
  return [...(register.events ?? []), event].slice(-eventsKept);
}

export type Withdrawal = 'withdrawn' | 'not-held' | 'last-one' | 'not-allowed';

/** Who takes it must hold it at that very moment: of two who remove each other, the second is too late. */
export interface WithdrawalOrder extends RoleEvent {
  /** It stays taken even if the person's data is deleted and the setting still names them. */
  readonly lasting: boolean;
}

/** Takes the role, unless nobody would be left who holds it. */
export async function withdrawCoordination(
  context: Context,
  person: PersonDocument,
  order: WithdrawalOrder,
): Promise<Withdrawal> {
  let outcome = 'not-held' as Withdrawal;
  await change(context, async (register) => {
    if (happenedIn(register, order.event)) {
      outcome = 'withdrawn';
      return undefined;
    }
    const holders = await metCoordinators(context, register);
    outcome = await judge(context, register, person, order.by, holders);
    return outcome === 'withdrawn' ? withoutCoordination(context, register, person, order) : undefined;
  });
  return outcome;
}

async function withoutCoordination(
  context: Context,
  register: CoordinationDocument,
  person: PersonDocument,
  order: WithdrawalOrder,
): Promise<RegisterChange> {
  const ids = idsOf(person);
  const addresses = addressesInSetting(context, register, await accountsOf(context, person));
  const withdrawn = register.withdrawn.filter((id) => !ids.includes(id));
  const marks = new Set([...(register.withdrawnAddresses ?? []), ...(order.lasting ? addresses.map(markOf) : [])]);
  return {
    granted: register.granted.filter((id) => !ids.includes(id)),
    withdrawn: addresses.length > 0 ? [...withdrawn, person._id] : withdrawn,
    withdrawnAddresses: [...marks],
    events: withEvent(register, order.event),
    // Who deletes their data leaves the role, which is no act of administration.
    ...(order.lasting && {
      unnoted: [...(register.unnoted ?? []), actOf(context, 'identity.withdrawn', person, order)],
    }),
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

/** Keeps what Slack said at start about the network's own workspaces. True if it was news. */
export async function rememberWorkspaces(context: Context): Promise<boolean> {
  const workspaces = [...context.trustedRealms.slack].sort();
  const known = (await readRegister(context)).workspaces ?? [];
  if (workspaces.length === 0 || known.join() === workspaces.join()) return false;
  await change(context, async () => ({ workspaces }));
  return true;
}

type RegisterChange = Partial<Omit<CoordinationDocument, '_id' | 'rev'>>;

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
