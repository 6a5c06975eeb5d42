import { DateTime } from 'luxon';
import { z } from 'zod';
import type { JsonObject } from '../kernel/json.js';
import type { Translated } from '../kernel/texts.js';
import type { Reply } from '../messages/reply.js';
import type { Block } from '../messages/view.js';
import type { Collection, CollectionSpec, Page } from '../ports/document-store.js';
import type { Turn } from './feature.js';
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

const pageSize = 10;
const keptDays = 3 * 365;
/** Stands for a person whose data was deleted. */
const erased = 'erased';

export const auditSpec: CollectionSpec<AuditEntry> = {
  name: 'audit',
  schema: AuditEntry,
  version: 1,
  indexes: [
    {
      fields: [
        ['at', -1],
        ['_id', 1],
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
    label: { de: texts.de.auditLabel, einfach: texts.einfach.auditLabel, en: texts.en.auditLabel },
    show: (entry) => ({ at: entry.at.toISOString(), kind: entry.kind, subject: entry.subject }),
    erase: (entry, personId) => ({ $set: erasedFields(entry, personId) }),
  },
};

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
  const named = async (id: string) =>
    id === erased ? texts[turn.language].erasedPerson : ((await log.nameOf(id)) ?? id);
  const what = log.kinds()[entry.kind]?.[turn.language] ?? entry.kind;
  const person = entry.details?.person;
  const concerned = typeof person === 'string' ? ` (${await named(person)})` : '';
  return [
    DateTime.fromJSDate(entry.at, { zone: log.zone }).toFormat('dd.MM.yyyy, HH:mm'),
    await named(entry.actor),
    `${what}: ${await named(entry.subject)}${concerned}`,
  ];
}
