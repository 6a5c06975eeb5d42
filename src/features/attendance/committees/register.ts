import { eventMark, type Turn } from '../../../bot/feature.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import type { Change } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { type Committee, type CommitteeKind, committeeFrom } from '../model.js';
import { committeeTexts } from './texts.js';

/** A town has some dozens. */
export const mostCommittees = 1_000;
export const mostMembers = 500;
const mostAttempts = 20;

/** All committees by name. */
export async function allCommittees(context: Context): Promise<readonly Committee[]> {
  const { items } = await context.committees.find({ sort: [['foldedName', 1]], limit: mostCommittees });
  return items;
}

export async function committeeThere(context: Context, turn: Turn, id: string): Promise<Committee> {
  const found = await context.committees.get(id);
  if (!found) throw new Refusal(committeeTexts[turn.language].gone, 'attendance.committee-gone');
  return found;
}

/** What an event changed, kept with it: delivered again, it is told the same and noted the same. */
export interface Done {
  readonly committee: Committee;
  /** Ids of those whom it concerned. */
  readonly concerned: readonly string[];
  readonly changed: boolean;
}

interface Decided {
  readonly change: Change;
  readonly concerned: readonly string[];
}

/**
 * Changes a committee by what was read from it, as often as somebody else was quicker, once for each event. `decide`
 * returns undefined if there is nothing to change.
 */
export async function changeCommittee(
  context: Context,
  turn: Turn,
  id: string,
  decide: (committee: Committee) => Decided | undefined,
): Promise<Done> {
  const event = eventMark(turn.inbound);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const read = await committeeThere(context, turn, id);
    if (read.last?.event === event) return { committee: read, concerned: read.last.concerned, changed: true };
    const decided = decide(read);
    if (!decided) return { committee: read, concerned: [], changed: false };
    const { change, concerned } = decided;
    const committee = await context.committees.update(
      id,
      {
        ...change,
        $set: { ...change.$set, last: { event, concerned: [...concerned] } },
        $inc: { ...change.$inc, rev: 1 },
      },
      { rev: read.rev ?? null },
    );
    if (committee) return { committee, concerned, changed: true };
  }
  throw new Conflict(`committee ${id} keeps changing`);
}

/** A new committee, the same for every delivery of its event. Refused if there is one of that name. */
export async function createCommittee(
  context: Context,
  turn: Turn,
  { name, kind = kindOf(name), ...more }: NewCommittee,
): Promise<Committee> {
  const t = committeeTexts[turn.language];
  const committee = { ...committeeFrom({ _id: eventMark(turn.inbound), name, kind, memberIds: [], ...more }), rev: 1 };
  try {
    await context.committees.insert(committee);
  } catch (error) {
    if (error instanceof Conflict) throw new Refusal(t.exists(name), 'attendance.committee-exists');
    throw error;
  }
  return (await context.committees.get(committee._id)) ?? committee;
}

type NewCommittee = Pick<Committee, 'name'> &
  Partial<Pick<Committee, 'chairId' | 'memberIds' | 'guestIds' | 'onePerPartner' | 'maybeAllowed'>> & {
    readonly kind?: CommitteeKind;
  };

/** What a name says of its kind, until somebody says otherwise. */
export function kindOf(name: string): CommitteeKind {
  const words = fold(name);
  if (/steuer|lenkung/.test(words)) return 'steering';
  return /konferenz|forum|versammlung|plenum/.test(words) ? 'conference' : 'working-group';
}
