import type { Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, View } from '../../messages/view.js';
import type { Context } from './context.js';
import { findPersons } from './find.js';
import { resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';
import { isCertain, labelOf, standingsOf } from './standing.js';
import { texts } from './texts.js';

const mostChoices = 5;

/** What to do once it is clear who is meant. */
export interface PersonAct {
  /** The action that does the same for a chosen person; its payload is `{ person: id }`. */
  readonly action: string;
  readonly act: (person: PersonDocument) => Promise<Reply>;
  /** For an address that nobody has yet; left out: refused like an unknown name. */
  readonly unknownAddress?: (address: string) => Promise<Reply>;
  /**
   * The question before somebody gets it for whom no platform vouches: a guest, somebody of a foreign workspace, an
   * account without a confirmed address. `label` says who it is. Left out: not asked.
   */
  readonly sure?: (person: PersonDocument, label: string) => View;
}

/** Acts on the typed PERSON; several matches or similar names give a choice, nobody is a friendly refusal. */
export async function withPerson(context: Context, turn: Turn, typed: string, what: PersonAct): Promise<Reply> {
  const t = texts[turn.language];
  const { certain, near, address, unmet } = await findPersons(context, typed);
  const [first, ...more] = certain;
  if (first && more.length === 0) return actOn(context, turn, first, what);
  if (first) return choice(context, turn, t.whoExactly(typed), certain, what.action);
  if (near.length > 0) return choice(context, turn, t.didYouMeanPerson(typed), near, what.action);
  if (address !== undefined && what.unknownAddress) return what.unknownAddress(address);
  if (unmet !== undefined) throw new Refusal(t.notMet(unmet || t.unnamed), 'identity.person-not-met');
  throw new Refusal(t.unknownPerson(typed), 'identity.unknown-person');
}

/** Whom a button names, as they are today. */
export async function personThere(context: Context, turn: Turn, id: string): Promise<PersonDocument> {
  const person = await resolvePerson(context, id);
  if (person && person.unfinished !== 'erasure') return person;
  throw new Refusal(texts[turn.language].personGone, 'identity.person-gone');
}

async function actOn(context: Context, turn: Turn, person: PersonDocument, what: PersonAct): Promise<Reply> {
  if (!what.sure) return what.act(person);
  const standing = (await standingsOf(context, [person])).get(person._id);
  if (isCertain(standing)) return what.act(person);
  const view = what.sure(person, labelOf(person, standing, turn.language));
  return { type: 'message', private: true, view };
}

async function choice(
  context: Context,
  turn: Turn,
  question: string,
  persons: readonly PersonDocument[],
  action: string,
): Promise<Reply> {
  const shown = persons.slice(0, mostChoices);
  const standings = await standingsOf(context, shown);
  const actions: readonly Action[] = shown.map((person) => ({
    id: action,
    label: labelOf(person, standings.get(person._id), turn.language),
    payload: { person: person._id },
  }));
  const view = noticeView('identity.choose-person', question, turn.language, actions);
  return { type: 'message', private: true, view: persons.length > mostChoices ? withHint(view, turn) : view };
}

function withHint(view: View, turn: Turn): View {
  return { ...view, blocks: [...view.blocks, { type: 'note', text: texts[turn.language].tooManyPersons }] };
}
