import type { DirectoryContext } from './context.js';
import type { ReadEntry } from './entry.js';
import type { Contact, ContactField, PartnerDocument } from './model.js';
import { partnerFrom } from './model.js';
import { type Author, changeId } from './register.js';
import { sameDistrict } from './wish.js';

/** A new entry of what was read, as it is stored by its author. */
export async function newPartner(
  context: DirectoryContext,
  id: string,
  entry: ReadEntry,
  { mark }: Author,
): Promise<PartnerDocument> {
  const now = context.clock.now();
  const contact = await contactFrom(context, entry, undefined, {
    at: now,
    change: changeId(id, 0),
    partner: { id, name: entry.facts.name },
  });
  return {
    ...partnerFrom(id, { ...entry.facts, districts: await asWritten(context, entry.facts.districts) }, now),
    ...(contact && { contact }),
    events: [{ mark, rev: 0, fields: ['created'] }],
  };
}

/** Districts in the spelling that the directory has already: they are compared to the letter. */
export async function asWritten(context: DirectoryContext, districts: readonly string[]): Promise<string[]> {
  const known = await context.finder.districts();
  return districts.map((district) => sameDistrict(district, known) ?? district);
}

interface Noted {
  readonly at: Date;
  readonly change: string;
  /** Whose contact it is. */
  readonly partner: { readonly id: string; readonly name: string };
}

/**
 * A contact with its consents. What its person agreed to stays agreed as long as it is the same; anything else is agreed
 * to from this change on.
 */
export async function contactFrom(
  context: DirectoryContext,
  { contact, publish }: Pick<ReadEntry, 'contact' | 'publish'>,
  before: Contact | undefined,
  { partner, ...noted }: Noted,
): Promise<Contact | undefined> {
  if (Object.keys(contact).length === 0) return undefined;
  const person = await personBehind(context, contact, before, partner);
  const consents = publish.map((field) => consentFor(field, contact, before) ?? { field, ...noted });
  return { ...contact, ...(person !== undefined && { person }), consents };
}

function consentFor(field: ContactField, contact: ReadEntry['contact'], before: Contact | undefined) {
  return before?.[field] === contact[field] ? before?.consents.find((consent) => consent.field === field) : undefined;
}

/** The person under the contact's address, who speaks for the partner; they can see and erase what is kept of them. */
async function personBehind(
  context: DirectoryContext,
  { email, name }: ReadEntry['contact'],
  before: Contact | undefined,
  partner: Noted['partner'],
): Promise<string | undefined> {
  if (email === undefined) return undefined;
  if (before?.email === email && before.person !== undefined) return before.person;
  return (await context.peopleSearch?.().withAddress(email, name, partner))?.id;
}
