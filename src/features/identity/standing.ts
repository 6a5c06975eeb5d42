import type { Language } from '../../kernel/texts.js';
import { type Context, isOwn, isTrusted } from './context.js';
import { readRegister } from './coordination.js';
import { idsOf } from './joining.js';
import type { AccountDocument, PersonDocument } from './model.js';
import { texts } from './texts.js';

const mostAccounts = 1_000;
const longestLabel = 75;
const longestName = 30;

/**
 * How far the platforms vouch for a person: `own`, one of us with a confirmed address; `awaited`, known by an address
 * only, to which nobody but its owner comes; the others are nobody that a name alone makes certain.
 */
export type Standing = 'own' | 'awaited' | 'unconfirmed' | 'guest' | 'foreign';

/** The standing of each person by id. */
export async function standingsOf(
  context: Context,
  persons: readonly PersonDocument[],
): Promise<ReadonlyMap<string, Standing>> {
  const register = await readRegister(context);
  const ids = persons.flatMap(idsOf);
  const { items } = await context.accounts.find({ filter: { personId: { $in: ids } }, limit: mostAccounts });
  const standing = (person: PersonDocument): Standing => {
    const accounts = items.filter((account) => idsOf(person).includes(account.personId));
    return best(accounts.map((account) => standingOf(account)));
  };
  const standingOf = (account: AccountDocument): Standing => {
    if (isTrusted(context, register, account)) return account.email === undefined ? 'unconfirmed' : 'own';
    return isOwn(context, register, account) ? 'guest' : 'foreign';
  };
  return new Map(persons.map((person) => [person._id, standing(person)]));
}

const order: readonly Standing[] = ['own', 'unconfirmed', 'guest', 'foreign'];

function best(standings: readonly Standing[]): Standing {
  return order.find((standing) => standings.includes(standing)) ?? 'awaited';
}

/** Whether a name by itself may stand for this person where something is given away. */
export function isCertain(standing: Standing | undefined): boolean {
  return standing === 'own' || standing === 'awaited';
}

/** "Ben Muster, Gast, Kita Sonne (nicht bestätigt)": what tells people of one name apart, in a button's length. */
export function labelOf(person: PersonDocument, standing: Standing | undefined, language: Language): string {
  const t = texts[language];
  const places = { own: '', awaited: '', unconfirmed: t.unconfirmed, guest: t.guest, foreign: t.foreign };
  const partner = person.partner && t.confirmedPartner(person.partner.name);
  const request = person.request && t.unconfirmedPartner(person.request.partner.name);
  const more = [standing && places[standing], partner ?? request ?? person.address].filter(
    (part) => part && part !== person.name,
  );
  const label = [shortened(person.name, longestName), ...more].join(', ');
  return shortened(label, longestLabel);
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
