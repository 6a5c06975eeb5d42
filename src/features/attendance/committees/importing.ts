import { Conflict } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import { type Committee, committeeFrom } from '../model.js';
import type { CommitteeRow, Someone } from './import-rows.js';
import { committeeImportTexts } from './import-texts.js';
import { allCommittees, kindOf } from './register.js';

const mostAttempts = 20;

/** What rows would change, a sentence each, and how many would change nothing. */
export async function newsOf(
  context: Context,
  rows: readonly CommitteeRow[],
  language: Language,
): Promise<{ readonly sentences: readonly string[]; readonly same: number }> {
  const known = new Map((await allCommittees(context)).map((committee) => [committee.foldedName, committee]));
  const t = committeeImportTexts[language];
  const fresh = [...new Set(rows.map(({ committee }) => committee))].filter((name) => !known.has(fold(name)));
  const news = rows.flatMap((row) => sentenceFor(row, known.get(fold(row.committee)), language) ?? []);
  return { sentences: [...fresh.map((name) => t.newCommittee(name)), ...news], same: rows.length - news.length };
}

/** Undefined: nothing would change. */
function sentenceFor(row: CommitteeRow, committee: Committee | undefined, language: Language): string | undefined {
  const t = committeeImportTexts[language];
  const { person, of } = row;
  const id = person.id ?? '';
  switch (row.role) {
    case 'member':
      return committee?.memberIds.includes(id) ? undefined : t.newMember(person.name, row.committee);
    case 'chair':
      return id !== '' && committee?.chairId === id ? undefined : t.newChair(person.name, row.committee);
    case 'guest':
      return committee?.guestIds?.includes(id) ? undefined : t.newGuest(person.name, row.committee);
    case 'deputy': {
      const isSame = committee?.deputies?.some((one) => one.deputyId === id && one.memberId === of?.id);
      return isSame ? undefined : t.newDeputy(person.name, of?.name ?? '', row.committee);
    }
  }
}

/** Stores rows; those that are stored already change nothing. Resolves with the ids of the committees they are about. */
export async function takeOver(
  context: Context,
  rows: readonly CommitteeRow[],
  importId: string,
): Promise<readonly string[]> {
  const touched = new Set<string>();
  for (const row of rows) {
    const { _id } = await committeeNamed(context, row.committee, importId);
    const personId = await idOf(context, row.person, _id);
    const ofId = row.of && (await idOf(context, row.of, _id));
    await enter(context, _id, row, personId, ofId);
    touched.add(_id);
  }
  return [...touched];
}

async function committeeNamed(context: Context, name: string, importId: string): Promise<Committee> {
  const foldedName = fold(name);
  const known = await context.committees.findOne({ foldedName });
  if (known) return known;
  const fresh = committeeFrom({ _id: `${importId}:${foldedName}`, name, kind: kindOf(name), memberIds: [], rev: 1 });
  try {
    await context.committees.insert(fresh);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    // Somebody entered one of that name meanwhile: theirs it is.
  }
  return (await context.committees.findOne({ foldedName })) ?? fresh;
}

async function idOf(context: Context, { id, address, name }: Someone, committeeId: string): Promise<string> {
  if (id !== undefined) return id;
  if (address !== undefined) return (await context.search().withAddress(address, name)).id;
  return (await context.search().withoutAccount(`guest:${committeeId}:${fold(name)}`, name)).id;
}

/** As often as somebody else was quicker. */
async function enter(
  context: Context,
  committeeId: string,
  row: CommitteeRow,
  personId: string,
  ofId: string | undefined,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const committee = await context.committees.get(committeeId);
    const $set = committee && entered(committee, row, personId, ofId);
    if (!committee || !$set) return;
    const change = { $set, $inc: { rev: 1 } };
    if (await context.committees.update(committeeId, change, { rev: committee.rev ?? null })) return;
  }
  throw new Conflict(`committee ${committeeId} keeps changing`);
}

function entered(
  { memberIds, guestIds = [], deputies = [], chairId }: Committee,
  { role }: CommitteeRow,
  personId: string,
  ofId: string | undefined,
): Partial<Committee> | undefined {
  const withMember = memberIds.includes(personId) ? memberIds : [...memberIds, personId];
  switch (role) {
    case 'member':
      return withMember === memberIds ? undefined : { memberIds: withMember };
    case 'chair':
      return chairId === personId ? undefined : { chairId: personId, memberIds: withMember };
    case 'guest':
      return guestIds.includes(personId) ? undefined : { guestIds: [...guestIds, personId] };
    case 'deputy': {
      if (ofId === undefined || ofId === personId) return undefined;
      const others = deputies.filter(({ memberId }) => memberId !== ofId);
      const members = memberIds.includes(ofId) ? memberIds : [...memberIds, ofId];
      return { memberIds: members, deputies: [...others, { memberId: ofId, deputyId: personId }] };
    }
  }
}
