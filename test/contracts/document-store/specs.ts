import { z } from 'zod';
import { stored } from '../../../src/bot/feature.js';
import type { CollectionSpec, DocumentStore } from '../../../src/ports/document-store.js';

export type Store = () => DocumentStore;

const nothingPersonal = {
  retention: { keep: 'until-deleted', why: { de: 'Test', einfach: 'Test', en: 'Test' } },
  personal: 'none',
} as const;

/** Anything goes: for what operators mean. */
export interface Thing {
  readonly _id: string;
  readonly [field: string]: unknown;
}
export const thingSpec: CollectionSpec<Thing> = {
  name: 'things',
  schema: z.looseObject({ _id: z.string() }),
  version: 1,
  indexes: [{ fields: [['kind', 1]] }, { fields: [['list.name', 1]] }, { fields: [['n', 1]] }],
  ...nothingPersonal,
};

export interface Meeting {
  readonly _id: string;
  readonly title: string;
  readonly version: number;
  readonly at?: Date | undefined;
  readonly guests?: readonly string[] | undefined;
  readonly replies?: Readonly<Record<string, string>> | undefined;
  readonly place?: { readonly name: string; readonly room?: string | undefined } | undefined;
}
export const meetingSpec: CollectionSpec<Meeting> = {
  name: 'meetings',
  schema: z.object({
    _id: z.string(),
    title: z.string().max(200),
    version: z.number(),
    at: z.date().optional(),
    guests: z.array(z.string()).optional(),
    replies: z.record(z.string(), z.string()).optional(),
    place: z.object({ name: z.string(), room: z.string().optional() }).optional(),
  }),
  version: 1,
  indexes: [{ fields: [['at', 1]] }],
  ...nothingPersonal,
};

/** Unique keys: an optional address, one account for each realm and user, every key in a list. */
export interface Member {
  readonly _id: string;
  readonly email?: string | null | undefined;
  readonly realm?: string | undefined;
  readonly user?: string | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}
export const memberSpec: CollectionSpec<Member> = {
  name: 'members',
  schema: z.object({
    _id: z.string(),
    email: z.string().nullable().optional(),
    realm: z.string().optional(),
    user: z.string().optional(),
    code: z.string().optional(),
    keys: z.array(z.string()).optional(),
  }),
  version: 1,
  indexes: [
    { fields: [['email', 1]], unique: true, sparse: true },
    {
      fields: [
        ['realm', 1],
        ['user', 1],
      ],
      unique: true,
      sparse: true,
    },
    { fields: [['keys', 1]], unique: true, sparse: true },
  ],
  ...nothingPersonal,
};

/** One unique key that everybody has, null and missing being one. */
export const codeSpec: CollectionSpec<Member> = {
  ...memberSpec,
  name: 'codes',
  indexes: [{ fields: [['code', 1]], unique: true }],
};

export interface Task {
  readonly _id: string;
  readonly state: 'waiting' | 'taken';
  readonly rank: number;
  readonly by?: string | undefined;
}
export const taskSpec: CollectionSpec<Task> = {
  name: 'tasks',
  schema: z.object({
    _id: z.string(),
    state: z.enum(['waiting', 'taken']),
    rank: z.number(),
    by: z.string().optional(),
  }),
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['rank', 1],
      ],
    },
  ],
  ...nothingPersonal,
};

export const contractSpecs = [
  stored(thingSpec),
  stored(meetingSpec),
  stored(memberSpec),
  stored(codeSpec),
  stored(taskSpec),
];

/** `p-007`: ids that sort as they count. */
export function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`);
}
