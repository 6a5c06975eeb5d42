import type { Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, View } from '../../messages/view.js';
import type { Context } from './context.js';
import { findPersons } from './find.js';
import type { PersonDocument } from './model.js';
import { texts } from './texts.js';

const mostChoices = 5;
const longestLabel = 75;

/** What to do once it is clear who is meant. */
export interface PersonAct {
  /** The action that does the same for a chosen person; its payload is `{ person: id }`. */
  readonly action: string;
  readonly act: (person: PersonDocument) => Promise<Reply>;
  /** For an address that nobody has yet; left out: refused like an unknown name. */
  readonly unknownAddress?: (address: string) => Promise<Reply>;
}

/** Acts on the typed PERSON; several matches or similar names give a choice, nobody is a friendly refusal. */
export async function withPerson(context: Context, turn: Turn, typed: string, what: PersonAct): Promise<Reply> {
  const t = texts[turn.language];
  const { certain, near, address } = await findPersons(context, typed);
  const [first, ...more] = certain;
  if (first && more.length === 0) return what.act(first);
  if (first) return choice(turn, t.whoExactly(typed), certain, what.action);
  if (near.length > 0) return choice(turn, t.didYouMeanPerson(typed), near, what.action);
  if (address !== undefined && what.unknownAddress) return what.unknownAddress(address);
  throw new Refusal(t.unknownPerson(typed), 'identity.unknown-person');
}

function choice(turn: Turn, question: string, persons: readonly PersonDocument[], action: string): Reply {
  const actions: readonly Action[] = persons
    .slice(0, mostChoices)
    .map((person) => ({ id: action, label: labelOf(person), payload: { person: person._id } }));
  const view = noticeView('identity.choose-person', question, turn.language, actions);
  return { type: 'message', private: true, view: persons.length > mostChoices ? withHint(view, turn) : view };
}

function withHint(view: View, turn: Turn): View {
  return { ...view, blocks: [...view.blocks, { type: 'note', text: texts[turn.language].tooManyPersons }] };
}

/** Two people of one name are told apart by whom they speak for, or by the address under which they were named. */
function labelOf(person: PersonDocument): string {
  const more = person.partner?.name ?? person.request?.partner.name ?? person.address;
  return (more && more !== person.name ? `${person.name}, ${more}` : person.name).slice(0, longestLabel);
}
