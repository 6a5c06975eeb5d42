import type { Turn } from '../../bot/feature.js';
import type { Collection } from '../../ports/document-store.js';
import type { Committee } from './model.js';
import { texts } from './texts.js';

const mostCommittees = 1_000;
const mostAttempts = 20;
const counted = { $inc: { rev: 1 } };

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
    await committees.update(_id, { $addToSet: { memberIds: to }, ...counted }, { memberIds: from });
    const chaired = await committees.update(_id, { $set: { chairId: to }, ...counted }, { chairId: from });
    const left = await committees.update(_id, { $pull: { memberIds: from }, ...counted }, { memberIds: from });
    await handOnDeputies(committees, _id, from, to);
    if (chaired) moved.push(t.movedChair(name));
    else if (left) moved.push(t.movedMembership(name));
  }
  return moved;
}

/** Whoever stood in for them stands in for the successor; whom they stood in for has the successor. */
async function handOnDeputies(committees: Collection<Committee>, id: string, from: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const committee = await committees.get(id);
    const named = (person: string) => (person === from ? to : person);
    if (!committee?.deputies?.some(({ memberId, deputyId }) => memberId === from || deputyId === from)) return;
    const deputies = committee.deputies
      .map(({ memberId, deputyId }) => ({ memberId: named(memberId), deputyId: named(deputyId) }))
      .filter(({ memberId, deputyId }) => memberId !== deputyId);
    const change = { $set: { deputies }, ...counted };
    if (await committees.update(id, change, { rev: committee.rev ?? null })) return;
  }
}

async function committeesOf(committees: Collection<Committee>, person: string): Promise<readonly Committee[]> {
  const member = await committees.find({ filter: { memberIds: person }, limit: mostCommittees });
  const chair = await committees.find({ filter: { chairId: person }, limit: mostCommittees });
  return [...new Map([...member.items, ...chair.items].map((committee) => [committee._id, committee])).values()];
}
