import type { Turn } from '../../bot/feature.js';
import type { Collection } from '../../ports/document-store.js';
import type { Committee } from './model.js';
import { texts } from './texts.js';

const mostCommittees = 1_000;

/**
 * Hands on memberships and chairs. First the successor comes in, then the other goes: cut short in between, both are
 * members until it is done again.
 */
export async function succeedInCommittees(
  committees: Collection<Committee>,
  turn: Turn,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const t = texts[turn.language];
  const moved: string[] = [];
  for (const { _id, name } of await committeesOf(committees, from)) {
    await committees.update(_id, { $addToSet: { memberIds: to } }, { memberIds: from });
    const chaired = await committees.update(_id, { $set: { chairId: to } }, { chairId: from });
    const left = await committees.update(_id, { $pull: { memberIds: from } }, { memberIds: from });
    if (chaired) moved.push(t.movedChair(name));
    else if (left) moved.push(t.movedMembership(name));
  }
  return moved;
}

async function committeesOf(committees: Collection<Committee>, person: string): Promise<readonly Committee[]> {
  const member = await committees.find({ filter: { memberIds: person }, limit: mostCommittees });
  const chair = await committees.find({ filter: { chairId: person }, limit: mostCommittees });
  return [...new Map([...member.items, ...chair.items].map((committee) => [committee._id, committee])).values()];
}
