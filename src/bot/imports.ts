import { z } from 'zod';
import { writeTable } from '../kernel/csv.js';
import { formatInstant } from '../kernel/dates.js';
import { Refusal } from '../kernel/errors.js';
import { inAll, type Language, type Translated } from '../kernel/texts.js';
import type { Reply } from '../messages/reply.js';
import type { Action, Block, View } from '../messages/view.js';
import type { Collection, CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { action, eventMark, sentId, stored, type Turn } from './feature.js';
import type { Part } from './parts.js';
import { inPlace, noticeView } from './views.js';

const pageSize = 10;
/** Tables that the clock goes on with at a beat. */
const tablesAtBeat = 5;
const states = ['waiting', 'begun', 'done', 'dropped'] as const;

/** What every table that waits to be taken over holds, for its schema; beside it stand `rows` and `counts`. */
export const importFields = {
  /** Mark of the event that brought the file: delivered again, it is the same. */
  _id: z.string(),
  by: z.string(),
  at: z.date(),
  /** Bad lines and changes, a sentence each, as they were when the file came. */
  shown: z.array(z.string()),
  state: z.enum(states),
  /** Mark of the event that began it. */
  event: z.string().optional(),
};

/** A table that somebody sent, from its preview to the last row that is taken over. */
export interface TableImport<Row, Counts> {
  readonly _id: string;
  readonly by: string;
  readonly at: Date;
  /** What is still to be taken over. */
  readonly rows: Row[];
  readonly shown: string[];
  readonly counts: Counts;
  readonly state: (typeof states)[number];
  readonly event?: string | undefined;
}

/** What is said of every table, in the words of its room. */
export interface ImportTexts {
  readonly command: string;
  readonly takeCommand: string;
  readonly dropCommand: string;
  readonly howTo: string;
  readonly template: string;
  readonly title: string;
  readonly take: string;
  readonly drop: string;
  readonly more: string;
  readonly note: string;
  readonly nothing: string;
  readonly under: string;
  readonly look: string;
  readonly dropped: string;
  readonly none: string;
  readonly gone: string;
  readonly audit: string;
  readonly label: string;
  readonly purpose: string;
  readonly sent: string;
  readonly lines: string;
}

/** The collection of a room's tables: kept for a day at most, since they are about people who have not been asked. */
export function importsCollection<Row, Counts>(
  name: string,
  schema: z.ZodType<TableImport<Row, Counts>>,
  texts: Translated<ImportTexts>,
): CollectionSpec<TableImport<Row, Counts>> {
  return {
    name,
    schema,
    version: 1,
    indexes: [
      {
        fields: [
          ['by', 1],
          ['state', 1],
          ['at', -1],
        ],
      },
      { fields: [['state', 1]] },
    ],
    retention: { days: 1, field: 'at' },
    personal: {
      personField: 'by',
      label: inAll(texts, (t) => t.label),
      purpose: inAll(texts, (t) => t.purpose),
      show: ({ at, rows }, language, { zone }) => ({
        [texts[language].sent]: formatInstant(at, zone, language),
        [texts[language].lines]: String(rows.length),
      }),
      erase: 'delete',
    },
  };
}

/** How a room reads its tables and takes them over. */
export interface ImportOptions<Row, Counts> {
  /** The room's name, with which ids and codes begin. */
  readonly room: string;
  readonly store: DocumentStore;
  readonly spec: CollectionSpec<TableImport<Row, Counts>>;
  readonly texts: Translated<ImportTexts>;
  /** What is typed to learn how it goes; whether help shows it. */
  readonly how: { readonly word: string; readonly unlisted?: boolean };
  /** What is typed before `übernehmen` and `verwerfen`. */
  readonly word: string;
  readonly template: { readonly name: string; readonly rows: readonly (readonly string[])[] };
  /** Whether a file is such a table. */
  readonly holds: (bytes: Uint8Array) => boolean;
  /** What those who are not of the coordination office are told. */
  readonly refusal: (turn: Turn) => Promise<Refusal>;
  readonly read: (
    turn: Turn,
    bytes: Uint8Array,
  ) => Promise<Pick<TableImport<Row, Counts>, 'rows' | 'shown' | 'counts'>>;
  /** Stores rows; those that are stored already change nothing. */
  readonly takeOver: (rows: readonly Row[], importId: string) => Promise<void>;
  /** Rows taken over at a press; the clock goes on with the rest. */
  readonly rowsAtOnce: number;
  /** How many changes that are. */
  readonly changes: (counts: Counts) => number;
  readonly summary: (counts: Counts, language: Language) => string;
  readonly taken: (counts: Counts, language: Language) => string;
  /** Leads on from what was done. */
  readonly next?: (language: Language) => Action;
}

/** A CSV file whose rows are shown as what they would change, and taken over by one press. */
export function importPart<Row, Counts>(options: ImportOptions<Row, Counts>): Part {
  const { room, texts, word, how } = options;
  const imports = new Imports(options);
  const named = z.object({ import: sentId });
  const typed = { slots: [], role: 'coordinator', personal: true } as const;
  const press = { role: 'coordinator', payload: named, changes: true } as const;
  return {
    file: async (turn, { bytes }) => {
      if (!options.holds(bytes)) return undefined;
      if (!turn.person.coordinator) throw await options.refusal(turn);
      return { type: 'message', private: true, view: imports.preview(turn, await imports.receive(turn, bytes)) };
    },
    commands: [
      {
        ...typed,
        id: `${room}.import`,
        words: [how.word],
        changes: false,
        ...(how.unlisted && { unlisted: true }),
        help: inAll(texts, (t) => t.command),
        run: async (turn) => ({ type: 'message', private: true, view: howTo(options, turn.language) }),
      },
      {
        ...typed,
        id: `${room}.import-take`,
        words: [`${word} übernehmen`],
        changes: true,
        unlisted: true,
        help: inAll(texts, (t) => t.takeCommand),
        run: async (turn) => imports.take(turn, await imports.latestOf(turn, ['waiting', 'begun'])),
      },
      {
        ...typed,
        id: `${room}.import-drop`,
        words: [`${word} verwerfen`],
        changes: true,
        unlisted: true,
        help: inAll(texts, (t) => t.dropCommand),
        run: async (turn) => imports.drop(turn, await imports.latestOf(turn, ['waiting'])),
      },
    ],
    actions: [
      action({
        id: `${room}.import-page`,
        role: 'coordinator',
        payload: named.extend({ from: z.number().int().min(0).max(100_000) }),
        changes: false,
        run: async (turn, payload) => ({
          type: 'replace',
          view: imports.preview(turn, await imports.there(turn, payload.import), payload.from),
        }),
      }),
      action({
        ...press,
        id: `${room}.import-take`,
        run: async (turn, payload) => inPlace(await imports.take(turn, payload.import)),
      }),
      action({
        ...press,
        id: `${room}.import-drop`,
        run: async (turn, payload) => inPlace(await imports.drop(turn, payload.import)),
      }),
    ],
    collections: [stored(options.spec)],
    audits: { [`${room}.imported`]: inAll(texts, (t) => t.audit) },
    jobs: [{ name: `${room}.imports`, run: async () => ({ done: await imports.goOnWithAll(), failed: 0 }) }],
  };
}

class Imports<Row, Counts> {
  private readonly all: Collection<TableImport<Row, Counts>>;

  constructor(private readonly options: ImportOptions<Row, Counts>) {
    this.all = options.store.collection(options.spec);
  }

  async receive(turn: Turn, bytes: Uint8Array): Promise<TableImport<Row, Counts>> {
    const read = await this.options.read(turn, bytes);
    const _id = eventMark(turn.inbound);
    const fresh: TableImport<Row, Counts> = { _id, by: turn.person.id, at: turn.now, ...read, state: 'waiting' };
    await this.all.insert(fresh);
    return (await this.all.get(_id)) ?? fresh;
  }

  /** The latest table that this person sent, in the first of these states in which there is one. */
  async latestOf(turn: Turn, among: readonly (typeof states)[number][]): Promise<string> {
    for (const state of among) {
      const filter = { by: turn.person.id, state };
      const [latest] = (await this.all.find({ filter, sort: [['at', -1]], limit: 1 })).items;
      if (latest) return latest._id;
    }
    throw new Refusal(this.texts(turn).none, `${this.options.room}.no-import`);
  }

  async there(turn: Turn, id: string): Promise<TableImport<Row, Counts>> {
    const found = await this.all.get(id);
    if (found && found.state !== 'dropped') return found;
    throw new Refusal(this.texts(turn).gone, `${this.options.room}.import-gone`);
  }

  /** One press begins it; whoever comes again, or the clock, goes on with it. */
  async take(turn: Turn, id: string): Promise<Reply> {
    const event = eventMark(turn.inbound);
    const begun = await this.all.update(id, { $set: { state: 'begun', event } }, { state: 'waiting' });
    const current = begun ?? (await this.there(turn, id));
    const after = current.state === 'begun' ? await this.goOn(current) : current;
    const { room, changes, taken } = this.options;
    if (current.event === event) turn.audit(`${room}.imported`, String(changes(current.counts)));
    return after.state === 'done' ? this.said(turn, taken(after.counts, turn.language)) : this.underWay(turn, id);
  }

  async drop(turn: Turn, id: string): Promise<Reply> {
    const t = this.texts(turn);
    const change = { $set: { state: 'dropped', rows: [], shown: [] } };
    const now = (await this.all.update(id, change, { state: 'waiting' })) ?? (await this.all.get(id));
    if (!now) throw new Refusal(t.gone, `${this.options.room}.import-gone`);
    if (now.state === 'begun') return this.underWay(turn, id);
    return this.said(turn, now.state === 'dropped' ? t.dropped : this.options.taken(now.counts, turn.language));
  }

  /** Goes on with what presses began. Resolves with how many tables that were. */
  async goOnWithAll(): Promise<number> {
    const { items } = await this.all.find({ filter: { state: 'begun' }, limit: tablesAtBeat });
    for (const begun of items) await this.goOn(begun);
    return items.length;
  }

  /** What is taken over is with those whom it is about: it is not kept a second time. */
  private async goOn(begun: TableImport<Row, Counts>): Promise<TableImport<Row, Counts>> {
    const { rowsAtOnce, takeOver } = this.options;
    const [now, later] = [begun.rows.slice(0, rowsAtOnce), begun.rows.slice(rowsAtOnce)];
    await takeOver(now, begun._id);
    const isDone = later.length === 0;
    const change = { $set: { rows: later, ...(isDone && { state: 'done', shown: [] }) } } as const;
    // Of two at once the slower one may put back what the other has taken over already: never fewer than are left.
    return (await this.all.update(begun._id, change, { state: 'begun' })) ?? (await this.all.get(begun._id)) ?? begun;
  }

  preview(turn: Turn, { _id, shown, counts, state }: TableImport<Row, Counts>, from = 0): View {
    const { room, summary, changes, next } = this.options;
    const t = this.texts(turn);
    const text = summary(counts, turn.language);
    const page = shown.slice(from, from + pageSize);
    const waits = state === 'waiting' && changes(counts) > 0;
    const payload = { import: _id };
    const actions: readonly Action[] = [
      ...(waits ? [{ id: `${room}.import-take`, label: t.take, payload, style: 'primary' as const }] : []),
      ...(waits ? [{ id: `${room}.import-drop`, label: t.drop, payload }] : []),
      ...(shown.length > from + pageSize
        ? [{ id: `${room}.import-page`, label: t.more, payload: { ...payload, from: from + pageSize } }]
        : []),
      ...(!waits && next ? [next(turn.language)] : []),
    ];
    const blocks: readonly Block[] = [
      { type: 'text', text },
      ...(page.length > 0 ? [{ type: 'list', items: page } as const] : []),
      ...(actions.length > 0 ? [{ type: 'actions', actions } as const] : []),
      { type: 'note', text: waits ? t.note : t.nothing },
    ];
    return { kind: `${room}.import`, summary: text, title: t.title, language: turn.language, blocks };
  }

  private underWay(turn: Turn, id: string): Reply {
    const { under, look } = this.texts(turn);
    return this.said(turn, under, [{ id: `${this.options.room}.import-take`, label: look, payload: { import: id } }]);
  }

  private said({ language }: Turn, text: string, actions: readonly Action[] = []): Reply {
    const { room, next } = this.options;
    const view = noticeView(`${room}.import`, text, language, [...actions, ...(next ? [next(language)] : [])]);
    return { type: 'message', private: true, view };
  }

  private texts({ language }: Turn): ImportTexts {
    return this.options.texts[language];
  }
}

function howTo<Row, Counts>({ room, texts, template }: ImportOptions<Row, Counts>, language: Language): View {
  const t = texts[language];
  const view = noticeView(`${room}.import-how`, t.howTo, language);
  const file: Block = {
    type: 'file',
    name: template.name,
    mediaType: 'text/csv; charset=utf-8',
    bytes: writeTable(template.rows),
    label: t.template,
  };
  return { ...view, blocks: [...view.blocks, file] };
}
