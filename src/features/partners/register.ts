import { eventMark, type Turn } from '../../bot/feature.js';
import { Conflict } from '../../kernel/errors.js';
import type { Change } from '../../ports/document-store.js';
import type { DirectoryContext } from './context.js';
import type { PartnerDocument } from './model.js';

const mostAttempts = 20;
/** So many latest events are told from new ones; platforms deliver again within minutes. */
const eventsKept = 20;

/** What is to be changed, and the names of the fields for the history; undefined: nothing. */
export type Decided = { readonly change: Change; readonly fields: readonly string[] } | undefined;

export interface Changed {
  readonly partner: PartnerDocument;
  /** Whether this event changed it, now or when it was delivered before. */
  readonly isMine: boolean;
}

/** Who makes a change, and the mark by which the same change is known again. */
export interface Author {
  readonly by: string;
  readonly mark: string;
}

export function authorOf(turn: Turn): Author {
  return { by: turn.person.id, mark: eventMark(turn.inbound) };
}

/**
 * Changes a partner by what was read of it, as often as somebody else was quicker, and notes who changed what. Once for
 * each mark: a second time it only says what came of it. Resolves with undefined if there is no such partner.
 */
export async function changePartner(
  context: DirectoryContext,
  id: string,
  author: Author,
  decide: (partner: PartnerDocument) => Decided | Promise<Decided>,
): Promise<Changed | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const read = await context.partners.get(id);
    if (!read) return undefined;
    const done = read.events.find(({ mark }) => mark === author.mark);
    if (done) {
      await noteChange(context, { _id: id, rev: done.rev }, author, done.fields);
      return { partner: read, isMine: true };
    }
    const decided = await decide(read);
    if (!decided) return { partner: read, isMine: false };
    const changed = await context.partners.update(id, stampedChange(context, read, author, decided), { rev: read.rev });
    if (!changed) continue;
    await noteChange(context, changed, author, decided.fields);
    return { partner: changed, isMine: true };
  }
  throw new Conflict('partner keeps changing');
}

function stampedChange(
  context: DirectoryContext,
  read: PartnerDocument,
  { mark }: Author,
  { change, fields }: NonNullable<Decided>,
): Change {
  const rev = read.rev + 1;
  return {
    ...change,
    $set: {
      ...change.$set,
      rev,
      events: [...read.events, { mark, rev, fields: [...fields] }].slice(-eventsKept),
      changedAt: context.clock.now(),
    },
  };
}

/** Makes an entry, once for its id. */
export async function insertPartner(
  context: DirectoryContext,
  partner: PartnerDocument,
  author: Author,
): Promise<PartnerDocument> {
  const outcome = await context.partners.insert(partner);
  const there = outcome === 'inserted' ? partner : ((await context.partners.get(partner._id)) ?? partner);
  await noteChange(context, { ...partner, rev: 0 }, author, ['created']);
  return there;
}

export function changeId(partner: string, rev: number): string {
  return `${partner}:${rev}`;
}

async function noteChange(
  context: DirectoryContext,
  { _id, rev }: Pick<PartnerDocument, '_id' | 'rev'>,
  { by }: Author,
  fields: readonly string[],
): Promise<void> {
  await context.changes.insert({
    _id: changeId(_id, rev),
    partner: _id,
    by,
    at: context.clock.now(),
    fields: [...fields],
  });
}
