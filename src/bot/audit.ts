import { z } from 'zod';
import { formatInstant } from '../kernel/dates.js';
import type { JsonObject } from '../kernel/json.js';
import { inAll, type Translated } from '../kernel/texts.js';
import type { Inbound } from '../messages/inbound.js';
import type { Reply } from '../messages/reply.js';
import type { Block } from '../messages/view.js';
import type { Collection, CollectionSpec, Page } from '../ports/document-store.js';
import { eventMark, type Turn } from './feature.js';
import { texts } from './texts.js';

const AuditEntry = z.object({
  _id: z.string(),
  at: z.date(),
  /** Id of the person who did it. */
  actor: z.string(),
  kind: z.string(),
  /** What it was done to: an id, or a name that is public in the network (a committee, a partner). */
  subject: z.string(),
  details: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null).optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** One administrative act, as a handler notes it. */
export type Act = Pick<AuditEntry, 'kind' | 'subject' | 'details'>;

const pageSize = 10;
const keptDays = 3 * 365;
/** Stands for a person whose data was deleted. */
const erased = 'erased';

export const auditSpec: CollectionSpec<AuditEntry> = {
  name: 'audit',
  schema: AuditEntry,
  version: 1,
  indexes: [
    // Two fields, since the index by which entries expire has `at` alone and would take the place of one on `at`.
    {
      fields: [
        ['at', -1],
        ['_id', -1],
      ],
    },
    { fields: [['actor', 1]] },
    { fields: [['subject', 1]] },
    { fields: [['details.person', 1]] },
  ],
  retention: { days: keptDays, field: 'at' },
  personal: {
    personField: 'actor',
    alsoIn: ['subject', 'details.person'],
    label: inAll(texts, (t) => t.auditLabel),
    purpose: inAll(texts, (t) => t.auditKept),
    show: async (entry, language, wording) => {
      const t = texts[language];
      const name = (id: string) => (id === erased ? t.erasedPerson : wording.nameOf(id));
      return {
        [t.auditWhen]: formatInstant(entry.at, wording.zone, language),
        [t.auditWho]: await name(entry.actor),
        [t.auditWhat]: await deedOf(entry, wording.act(entry.kind), name),
      };
    },
    erase: (entry, personId) => ({ $set: erasedFields(entry, personId) }),
  },
};

/** The acts of one event as entries. Their ids derive from the event: stored again, they are there already. */
export function entriesOf(
  inbound: Pick<Inbound, 'key'>,
  actor: string,
  at: Date,
  acts: readonly Act[],
): readonly AuditEntry[] {
  const mark = eventMark(inbound);
  return acts.map((act, index) => ({ _id: entryId(mark, index), at, actor, ...act }));
}

/** Notes the only act of an event by the event's mark, as `entriesOf` would: whoever comes second finds it there. */
export async function noteAct(
  entries: Collection<AuditEntry>,
  act: {
    readonly event: string;
    readonly by: string;
    readonly at: Date;
    readonly kind: string;
    readonly person: string;
    readonly details?: JsonObject;
  },
): Promise<void> {
  const { event, at, by: actor, kind, person: subject, details } = act;
  await entries.insert({ _id: entryId(event, 0), at, actor, kind, subject, ...(details && { details }) });
}

function entryId(mark: string, index: number): string {
  return `${mark}-${index}`;
}

function erasedFields(entry: AuditEntry, personId: string): Record<string, string> {
  const fields = { actor: entry.actor, subject: entry.subject, 'details.person': entry.details?.person };
  return Object.fromEntries(Object.entries(fields).flatMap(([path, id]) => (id === personId ? [[path, erased]] : [])));
}

export interface AuditLog {
  readonly entries: Collection<AuditEntry>;
  /** The name of what an id stands for today, a person or a partner; undefined if it is no id or nobody's any more. */
  readonly nameOf: (id: string) => Promise<string | undefined>;
  /** How each kind is worded; every feature declares its own. */
  readonly kinds: () => Readonly<Record<string, Translated>>;
  readonly zone: string;
}

/** One page of the log, newest first. */
export async function auditPage(log: AuditLog, turn: Turn, after?: string): Promise<Reply> {
  const t = texts[turn.language];
  const page = await log.entries.find({
    sort: [['at', -1]],
    limit: pageSize,
    ...(after === undefined ? {} : { after }),
  });
  const view = {
    kind: 'bot.audit',
    summary: t.auditTitle,
    title: t.auditTitle,
    language: turn.language,
    blocks: await pageBlocks(log, page, turn),
  };
  return after === undefined ? { type: 'message', private: true, view } : { type: 'replace', view };
}

async function pageBlocks(log: AuditLog, page: Page<AuditEntry>, turn: Turn): Promise<readonly Block[]> {
  const t = texts[turn.language];
  if (page.items.length === 0) return [{ type: 'text', text: t.auditEmpty }];
  const rows = await Promise.all(page.items.map((entry) => auditRow(log, entry, turn)));
  const table: Block = {
    type: 'table',
    caption: t.auditPage(String(pageSize)),
    columns: [t.auditWhen, t.auditWho, t.auditWhat],
    rows,
  };
  if (page.next === undefined) return [table];
  return [table, { type: 'actions', actions: [{ id: 'bot.audit', label: t.more, payload: { after: page.next } }] }];
}

async function auditRow(log: AuditLog, entry: AuditEntry, turn: Turn): Promise<readonly string[]> {
  const name = async (id: string) =>
    id === erased ? texts[turn.language].erasedPerson : ((await log.nameOf(id)) ?? id);
  const act = log.kinds()[entry.kind]?.[turn.language] ?? entry.kind;
  return [formatInstant(entry.at, log.zone, turn.language), await name(entry.actor), await deedOf(entry, act, name)];
}

/** "Koordination gegeben: Carla Kita", with the person concerned behind it where the subject is not one. */
async function deedOf(entry: AuditEntry, act: string, name: (id: string) => Promise<string> | string): Promise<string> {
  const person = entry.details?.person;
  const concerned = typeof person === 'string' ? ` (${await name(person)})` : '';
  return `${act}: ${await name(entry.subject)}${concerned}`;
}
