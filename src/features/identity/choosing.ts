import type { Turn } from '../../bot/feature.js';
import {
  personThere as candidateThere,
  type PersonAct as NamedAct,
  withPerson as withNamed,
} from '../../bot/persons.js';
import { Conflict } from '../../kernel/errors.js';
import type { Reply } from '../../messages/reply.js';
import type { Context } from './context.js';
import { resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';
import { Search } from './search.js';

/** What to do once it is clear who is meant: as for all features, with this room's own document. */
export interface PersonAct extends Omit<NamedAct, 'act'> {
  readonly act: (person: PersonDocument) => Promise<Reply>;
}

/** Acts on the typed PERSON; several matches or similar names give a choice, nobody is a friendly refusal. */
export function withPerson(context: Context, turn: Turn, typed: string, what: PersonAct): Promise<Reply> {
  return withNamed(new Search(context), turn, typed, {
    ...what,
    act: async ({ id }) => what.act(await documentOf(context, id)),
  });
}

/** Whom a button names, as they are today. */
export async function personThere(context: Context, turn: Turn, id: string): Promise<PersonDocument> {
  return documentOf(context, (await candidateThere(new Search(context), turn, id)).id);
}

async function documentOf(context: Context, id: string): Promise<PersonDocument> {
  const person = await resolvePerson(context, id);
  if (person) return person;
  throw new Conflict('a person is being erased');
}
