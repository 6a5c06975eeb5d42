import type { Turn } from '../../../bot/feature.js';
import type { Named } from '../../../bot/persons.js';
import { fold } from '../../../kernel/fold.js';
import { withoutMentions } from '../../../messages/mention.js';
import type { Context } from '../context.js';
import { committeeTexts } from './texts.js';

const mostNames = 300;

export type PeopleRead = { readonly people: readonly Named[] } | { readonly problem: string };

/** Whom a form's field names, with commas or lines between them; new addresses are kept. */
export async function peopleIn(
  context: Context,
  turn: Turn,
  typed: string,
  /** Under which somebody without any account is kept who is known by a name only; left out: refused. */
  guestKey?: string,
): Promise<PeopleRead> {
  const people = new Map<string, Named>();
  for (const name of namesIn(typed)) {
    const read = await personIn(context, turn, name, guestKey);
    if ('problem' in read) return read;
    people.set(read.person.id, read.person);
  }
  return { people: [...people.values()] };
}

function namesIn(typed: string): readonly string[] {
  const names = typed
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...new Set(names)].slice(0, mostNames);
}

export async function personIn(
  context: Context,
  turn: Turn,
  typed: string,
  guestKey?: string,
): Promise<{ readonly person: Named } | { readonly problem: string }> {
  const t = committeeTexts[turn.language];
  const found = await context.search().find(typed, turn.language);
  const [first, ...others] = found.certain;
  if (first && others.length === 0) return { person: first };
  const shown = withoutMentions(typed);
  if (first) return { problem: t.unclearPerson(shown) };
  if (found.address !== undefined) return { person: await context.search().withAddress(found.address, found.unmet) };
  if (guestKey === undefined || typed.includes('@')) return { problem: t.unknownPerson(shown) };
  return { person: await context.search().withoutAccount(`${guestKey}:${fold(shown)}`, shown) };
}
