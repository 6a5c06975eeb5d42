import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.js';
import { fold } from '../../kernel/fold.js';
import { nameInitials, nameWords } from '../../kernel/names.js';
import { inAll, languages } from '../../kernel/texts.js';
import type { Account } from '../../messages/inbound.js';
import { channelNames } from '../../messages/inbound.js';
import type { CollectionSpec } from '../../ports/document-store.js';
import { type Via, viaOf, vias } from './reach.js';
import { specText, specTexts } from './spec-texts.js';

/** Nobody is kept for ever: after this many days without a contact a person is forgotten. */
export const forgottenAfterDays = 3 * 365;

const dayMs = 86_400_000;

/** First and last contact are kept to the day. */
export function startOfUtcDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / dayMs) * dayMs);
}

const StoredPartner = z.object({ id: z.string().optional(), name: z.string() });
export type StoredPartner = z.infer<typeof StoredPartner>;

const PersonDocument = z.object({
  _id: z.string(),
  /** Counts changes that were worked out from what was read. */
  rev: z.number().int(),
  createdAt: z.date(),
  name: z.string(),
  /** The name's words, folded, for searching. Since version 2. */
  nameWords: z.array(z.string()),
  /** The letters that those words begin with. Since version 3. */
  initials: z.array(z.string()),
  /** The name, folded, for lists by name. Since version 4. */
  sortName: z.string(),
  /** Under which a coordinator named somebody whom the bot had not met. Nobody has confirmed it. */
  address: z.string().optional(),
  language: z.enum(languages),
  /** Confirmed by the coordination office. */
  partner: StoredPartner.optional(),
  /** Mark of the event in which a coordinator entered their own partner: delivered again, it is the same act. */
  partnerEvent: z.string().optional(),
  /** Waits for the coordination office. */
  request: z.object({ id: z.string(), partner: StoredPartner, at: z.date() }).optional(),
  /** What became of the last request. */
  decision: z
    .object({
      request: z.string(),
      partner: StoredPartner,
      outcome: z.enum(['confirmed', 'rejected']),
      by: z.string(),
      at: z.date(),
      /** Mark of the press that decided it: the same press delivered again is no second decision. */
      event: z.string(),
    })
    .optional(),
  /** "Für welche Einrichtung sprechen Sie?" is not asked before this instant. */
  askAgain: z.date().optional(),
  /** Said to speak for no partner: never asked again. */
  noPartner: z.boolean().optional(),
  pausedUntil: z.date().optional(),
  /** Key of the account they wrote from last, or last on the channel they chose. */
  reachable: z.string().optional(),
  /** Where they want to be reached; where they wrote last if left out. Since version 4. */
  chosenChannel: z.enum(channelNames).optional(),
  /** Where they are reached, for counting and narrowing down; absent: nowhere. Follows from the others. Since version 4. */
  via: z.enum(vias).optional(),
  /** As the coordination office entered it. Since version 4. */
  phone: z.string().optional(),
  /** Start of the day, UTC. */
  firstSeen: z.date(),
  lastSeen: z.date(),
  erasureAsked: z.date().optional(),
  /** Ids under which this person was known before; they stay valid. */
  absorbed: z.array(z.string()),
  /** Only a former id: this is who it is now. */
  mergedInto: z.string().optional(),
  /** A wider change that is under way, to be taken up by whoever comes across it. */
  unfinished: z.enum(['merge', 'erasure']).optional(),
});
export type PersonDocument = z.infer<typeof PersonDocument>;

export const peopleSpec: CollectionSpec<PersonDocument> = {
  name: 'people',
  schema: PersonDocument,
  version: 4,
  migrations: {
    1: (document) => ({ ...document, nameWords: [...nameWords(String(document.name ?? ''))] }),
    2: (document) => ({ ...document, initials: [...nameInitials(String(document.name ?? ''))] }),
    3: (document) => ({ ...document, sortName: fold(String(document.name ?? '')), ...viaIn(document) }),
  },
  indexes: [
    { fields: [['nameWords', 1]] },
    { fields: [['initials', 1]] },
    { fields: [['address', 1]], unique: true, sparse: true },
    { fields: [['request.at', 1]] },
    { fields: [['mergedInto', 1]] },
    { fields: [['unfinished', 1]] },
    { fields: [['lastSeen', 1]] },
    { fields: [['createdAt', 1]] },
    { fields: [['partner.id', 1]] },
    {
      fields: [
        ['partner.id', 1],
        ['sortName', 1],
      ],
    },
    { fields: [['via', 1]] },
    // Counting an audience by channel reads this index alone.
    {
      fields: [
        ['via', 1],
        ['mergedInto', 1],
        ['unfinished', 1],
        ['createdAt', 1],
        ['partner.id', 1],
      ],
    },
    {
      fields: [
        ['via', 1],
        ['sortName', 1],
      ],
    },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptPeople) },
  personal: {
    personField: '_id',
    label: inAll(specTexts, (t) => t.people),
    purpose: inAll(specTexts, (t) => t.purposePeople),
    show: (person, language, { zone }) => {
      if (person.mergedInto !== undefined) return {};
      const t = specText(language);
      return {
        [t.name]: person.name,
        ...(person.address === undefined ? {} : { [t.address]: person.address }),
        [t.language]: t.languages[person.language],
        ...(person.partner && { [t.partner]: person.partner.name }),
        ...(person.request && { [t.request]: person.request.partner.name }),
        ...(person.decision && { [t.decision]: t.outcome(person.decision.outcome, person.decision.partner.name) }),
        ...(person.noPartner ? { [t.partner]: t.none } : {}),
        ...(person.phone === undefined ? {} : { [t.phone]: person.phone }),
        ...(person.chosenChannel && { [t.chosenChannel]: t.channels[person.chosenChannel] }),
        ...(person.pausedUntil && { [t.paused]: t.dayBefore(person.pausedUntil, zone) }),
        [t.firstSeen]: t.contactDay(person.firstSeen),
        [t.lastSeen]: t.contactDay(person.lastSeen),
      };
    },
    erase: 'delete',
  },
};

function viaIn(document: Record<string, unknown>): { readonly via?: Via } {
  const text = (field: string) => (typeof document[field] === 'string' ? { [field]: document[field] } : {});
  const via = viaOf({ ...text('reachable'), ...text('address') });
  return via === undefined ? {} : { via };
}

/** A name with what it is found by. */
export function searchable(name: string): Pick<PersonDocument, 'name' | 'nameWords' | 'initials' | 'sortName'> {
  return { name, nameWords: [...nameWords(name)], initials: [...nameInitials(name)], sortName: fold(name) };
}

const AccountDocument = z.object({
  /** `slack:T1:U1`: who is first to insert it decides whose account it is. */
  _id: z.string(),
  account: z.object({ channel: z.enum(channelNames), realm: z.string(), user: z.string() }),
  personId: z.string(),
  name: z.string(),
  /** Lower case; only if the platform vouches for it. */
  email: z.string().optional(),
  guest: z.boolean(),
  /** The address for which other identities of the same person were looked for. */
  joinedBy: z.string().optional(),
  /** When the profile is to be looked up again. */
  profileDue: z.date(),
  lastSeen: z.date(),
});
export type AccountDocument = Omit<z.infer<typeof AccountDocument>, 'account'> & { account: Account };

export const accountsSpec: CollectionSpec<AccountDocument> = {
  name: 'accounts',
  schema: AccountDocument,
  version: 1,
  indexes: [{ fields: [['personId', 1]] }, { fields: [['email', 1]] }],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptAccounts) },
  personal: {
    personField: 'personId',
    label: inAll(specTexts, (t) => t.accounts),
    purpose: inAll(specTexts, (t) => t.purposeAccounts),
    show: (account, language) => {
      const t = specText(language);
      return {
        [t.platform]: t.channels[account.account.channel],
        [t.realm]: account.account.realm,
        [t.user]: account.account.user,
        [t.name]: account.name,
        ...(account.email === undefined ? {} : { [t.email]: account.email }),
        ...(account.guest ? { [t.guest]: t.yes } : {}),
        [t.lastSeen]: t.contactDay(account.lastSeen),
      };
    },
    erase: 'delete',
  },
};

const UnnotedAct = z.object({
  /** Mark of the event. */
  event: z.string(),
  kind: z.enum(['identity.granted', 'identity.withdrawn']),
  /** Ids of the person concerned and of who did it. */
  person: z.string(),
  by: z.string(),
  at: z.date(),
});
export type UnnotedAct = z.infer<typeof UnnotedAct>;

const CoordinationDocument = z.object({
  _id: z.string(),
  rev: z.number().int(),
  /** Given by `koordination dazu`. */
  granted: z.array(z.string()),
  /** Taken from somebody who has it by the setting. */
  withdrawn: z.array(z.string()),
  /**
   * Hashes of addresses in the setting whose person lost the role by `koordination weg`: deleting one's data and coming
   * back does not restore it.
   */
  withdrawnAddresses: z.array(z.string()).optional(),
  /** Marks of the latest events that changed it: delivered again, each is the same act. */
  events: z.array(z.string()).optional(),
  /** Acts that stand with their change until the log of acts has them, so that no crash in between loses one. */
  unnoted: z.array(UnnotedAct).optional(),
  /** The network's own Slack workspaces, as Slack named them at the last start: for processes that do not start it. */
  workspaces: z.array(z.string()).optional(),
});
export type CoordinationDocument = z.infer<typeof CoordinationDocument>;

/** One document, so that "never the last one" is one conditional write. */
export const coordinationSpec: CollectionSpec<CoordinationDocument> = {
  name: 'coordination',
  schema: CoordinationDocument,
  version: 1,
  indexes: [{ fields: [['granted', 1]] }, { fields: [['withdrawn', 1]] }],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptCoordination) },
  personal: {
    personField: 'granted',
    alsoIn: ['withdrawn'],
    label: inAll(specTexts, (t) => t.coordination),
    purpose: inAll(specTexts, (t) => t.purposeCoordination),
    show: (_, language) => ({ [specText(language).role]: specText(language).coordinationOffice }),
    erase: (_, personId) => ({ $pull: { granted: personId, withdrawn: personId }, $inc: { rev: 1 } }),
  },
};

const LinkCode = z.object({
  /** Hash of the code: an insert that finds one there means drawing another. */
  _id: z.string(),
  personId: z.string(),
  /** Key of the account that it was shown to. */
  shownTo: z.string(),
  expires: z.date(),
  /** The person who typed it; a code is used once. */
  usedBy: z.string().optional(),
  /** Mark of the event that joins the two; delivered again, it is the same act. */
  joining: z.object({ event: z.string(), since: z.date() }).optional(),
});
export type LinkCode = z.infer<typeof LinkCode>;

export const linkCodesSpec: CollectionSpec<LinkCode> = {
  name: 'link-codes',
  schema: LinkCode,
  version: 1,
  indexes: [{ fields: [['personId', 1]] }, { fields: [['usedBy', 1]] }],
  retention: { days: 1, field: 'expires' },
  personal: {
    personField: 'personId',
    alsoIn: ['usedBy'],
    label: inAll(specTexts, (t) => t.linkCodes),
    purpose: inAll(specTexts, (t) => t.purposeLinkCodes),
    show: (code, language, { zone }) => ({
      [specText(language).validUntil]: formatInstant(code.expires, zone, language),
    }),
    erase: 'delete',
  },
};

const LinkTries = z.object({
  /** Hash of the account's key: it outlives the person, so that deleting one's data buys no new tries. */
  _id: z.string(),
  count: z.number().int(),
  since: z.date(),
});
export type LinkTries = z.infer<typeof LinkTries>;

export const linkTriesSpec: CollectionSpec<LinkTries> = {
  name: 'link-tries',
  schema: LinkTries,
  version: 1,
  indexes: [],
  retention: { days: 1, field: 'since' },
  personal: 'none',
};
