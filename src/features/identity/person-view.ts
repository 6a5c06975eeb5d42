import type { Person } from '../../ports/people.js';
import type { Context } from './context.js';
import { accountsOf, isCoordinator, readRegister } from './coordination.js';
import { idsOf } from './joining.js';
import type { PersonDocument } from './model.js';
import { reachableOf } from './reach.js';

/** A person as other rooms see them. */
export async function personOf(context: Context, person: PersonDocument): Promise<Person> {
  const [accounts, register, chairs] = await Promise.all([
    accountsOf(context, person),
    readRegister(context),
    chairsOf(context, person),
  ]);
  const reachable = reachableOf(person, accounts, context.mailOn === true);
  return {
    id: person._id,
    ...(person.absorbed.length > 0 && { formerIds: person.absorbed }),
    name: person.name,
    language: person.language,
    accounts: accounts.map(({ account }) => account),
    coordinator: isCoordinator(context, register, person, accounts),
    chairs,
    ...partnerIn(person),
    ...(person.pausedUntil && { pausedUntil: person.pausedUntil }),
    ...(reachable && { reachable }),
  };
}

async function chairsOf(context: Context, person: PersonDocument): Promise<readonly string[]> {
  const chaired = context.committeesChairedBy;
  if (!chaired) return [];
  const lists = await Promise.all(idsOf(person).map((id) => chaired(id)));
  return [...new Set(lists.flat())];
}

/** The partner somebody speaks for, or says to speak for. */
export function partnerIn(person: PersonDocument): Pick<Person, 'partner'> {
  if (person.partner) return { partner: { ...person.partner, confirmed: true } };
  return person.request ? { partner: { ...person.request.partner, confirmed: false } } : {};
}
