import { z } from 'zod';
import { action, eventMark, sentId, stored, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { noticeView, typedAction } from '../../../bot/views.js';
import { writeTable } from '../../../kernel/csv.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Collection, CollectionSpec } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import type { Invitations } from '../replies/invitations.js';
import { CommitteeRow, headings, holdsCommittees, readRows } from './import-rows.js';
import { committeeImportTexts } from './import-texts.js';
import { newsOf, takeOver } from './importing.js';

const pageSize = 10;
/** Rows taken over at a press; the clock goes on with the rest. */
const rowsAtOnce = 150;
const mostAtOnce = 5;

const CommitteeImport = z.object({
  /** Mark of the event that brought the file: delivered again, it is the same. */
  _id: z.string(),
  by: z.string(),
  at: z.date(),
  /** What is still to be taken over. */
  rows: z.array(CommitteeRow),
  /** Bad lines and changes, a sentence each, as they were when the file came. */
  shown: z.array(z.string()),
  counts: z.object({ news: z.number(), same: z.number(), bad: z.number() }),
  state: z.enum(['waiting', 'begun', 'done', 'dropped']),
  /** The event that began it. */
  event: z.string().optional(),
});
type CommitteeImport = z.infer<typeof CommitteeImport>;

export const committeeImportsSpec: CollectionSpec<CommitteeImport> = {
  name: 'committee-imports',
  schema: CommitteeImport,
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
    label: inAll(committeeImportTexts, (t) => t.label),
    purpose: inAll(committeeImportTexts, (t) => t.purpose),
    show: ({ at, rows }, language, { zone }) => ({
      [committeeImportTexts[language].sent]: formatInstant(at, zone, language),
      [committeeImportTexts[language].lines]: String(rows.length),
    }),
    erase: 'delete',
  },
};

/** A CSV file with committees and their members: shown as what it would change, taken over by one press. */
export function committeeImportPart(context: Context, invitations: Invitations): Part {
  const imports = new Imports(context, invitations);
  const named = z.object({ import: sentId });
  const onlyCoordination = { role: 'coordinator', changes: true, personal: true, unlisted: true } as const;
  return {
    file: async (turn, { bytes }) => {
      if (!holdsCommittees(bytes)) return undefined;
      if (!turn.person.coordinator) throw await imports.refusal(turn);
      return { type: 'message', private: true, view: previewOf(await imports.receive(turn, bytes), turn, 0) };
    },
    commands: [
      {
        ...onlyCoordination,
        id: 'attendance.import-how',
        words: ['gremien datei'],
        slots: [],
        changes: false,
        help: inAll(committeeImportTexts, (t) => t.command),
        run: async (turn) => ({ type: 'message', private: true, view: howTo(turn.language) }),
      },
      {
        ...onlyCoordination,
        id: 'attendance.import-take',
        words: ['gremien übernehmen'],
        slots: [],
        help: inAll(committeeImportTexts, (t) => t.takeCommand),
        run: async (turn) => imports.take(turn, await imports.waitingOf(turn)),
      },
      {
        ...onlyCoordination,
        id: 'attendance.import-drop',
        words: ['gremien verwerfen'],
        slots: [],
        help: inAll(committeeImportTexts, (t) => t.dropCommand),
        run: async (turn) => imports.drop(turn, await imports.waitingOf(turn)),
      },
    ],
    actions: [
      action({
        id: 'attendance.import-page',
        role: 'coordinator',
        payload: named.extend({ from: z.number().int().min(0).max(100_000) }),
        changes: false,
        run: async (turn, payload) => ({
          type: 'replace',
          view: previewOf(await imports.there(turn, payload.import), turn, payload.from),
        }),
      }),
      action({
        id: 'attendance.import-take',
        role: 'coordinator',
        payload: named,
        changes: true,
        run: async (turn, payload) => inPlace(await imports.take(turn, payload.import)),
      }),
      action({
        id: 'attendance.import-drop',
        role: 'coordinator',
        payload: named,
        changes: true,
        run: async (turn, payload) => inPlace(await imports.drop(turn, payload.import)),
      }),
    ],
    collections: [stored(committeeImportsSpec)],
    audits: { 'attendance.imported': inAll(committeeImportTexts, (t) => t.audit) },
    jobs: [{ name: 'attendance.imports', run: async () => ({ done: await imports.finishAll(), failed: 0 }) }],
  };
}

function inPlace(reply: Reply): Reply {
  return reply.type === 'message' ? { type: 'replace', view: reply.view } : reply;
}

class Imports {
  private readonly all: Collection<CommitteeImport>;

  constructor(
    private readonly context: Context,
    private readonly invitations: Invitations,
  ) {
    this.all = context.store.collection(committeeImportsSpec);
  }

  async receive(turn: Turn, bytes: Uint8Array): Promise<CommitteeImport> {
    const { rows, problems } = await readRows(this.context, bytes, turn.language);
    const { sentences, same } = await newsOf(this.context, rows, turn.language);
    const document: CommitteeImport = {
      _id: eventMark(turn.inbound),
      by: turn.person.id,
      at: turn.now,
      rows: [...rows],
      shown: [...problems, ...sentences],
      counts: { news: sentences.length, same, bad: problems.length },
      state: 'waiting',
    };
    await this.all.insert(document);
    return (await this.all.get(document._id)) ?? document;
  }

  async waitingOf(turn: Turn): Promise<string> {
    const filter = { by: turn.person.id, state: 'waiting' };
    const [latest] = (await this.all.find({ filter, sort: [['at', -1]], limit: 1 })).items;
    if (!latest) throw new Refusal(committeeImportTexts[turn.language].none, 'attendance.no-import');
    return latest._id;
  }

  async there(turn: Turn, id: string): Promise<CommitteeImport> {
    const found = await this.all.get(id);
    if (found && found.state !== 'dropped') return found;
    throw new Refusal(committeeImportTexts[turn.language].gone, 'attendance.import-gone');
  }

  /** One press begins it; whoever comes again, or the clock, goes on with it. */
  async take(turn: Turn, id: string): Promise<Reply> {
    const t = committeeImportTexts[turn.language];
    const event = eventMark(turn.inbound);
    const begun = await this.all.update(id, { $set: { state: 'begun', event } }, { state: 'waiting' });
    const current = begun ?? (await this.there(turn, id));
    const after = current.state === 'begun' ? await this.goOn(current) : current;
    if (current.event === event) turn.audit('attendance.imported', String(current.counts.news));
    return said(turn, after.state === 'done' ? t.taken(after.counts.news) : t.under);
  }

  async drop(turn: Turn, id: string): Promise<Reply> {
    const t = committeeImportTexts[turn.language];
    const change = { $set: { state: 'dropped', rows: [], shown: [] } };
    const dropped = (await this.all.update(id, change, { state: 'waiting' })) ?? (await this.all.get(id));
    if (!dropped) throw new Refusal(t.gone, 'attendance.import-gone');
    return said(turn, dropped.state === 'dropped' ? t.dropped : t.taken(dropped.counts.news));
  }

  async finishAll(): Promise<number> {
    const { items } = await this.all.find({ filter: { state: 'begun' }, limit: mostAtOnce });
    for (const begun of items) await this.goOn(begun);
    return items.length;
  }

  async refusal(turn: Turn): Promise<Refusal> {
    const t = committeeImportTexts[turn.language];
    const names = (await this.context.people().coordinators()).slice(0, 3).map(({ name }) => name);
    return new Refusal(t.onlyCoordination(names.join(', ') || t.coordinationOffice), 'attendance.import-not-allowed');
  }

  /** What is taken over already changes nothing when done again. */
  private async goOn(begun: CommitteeImport): Promise<CommitteeImport> {
    const [now, later] = [begun.rows.slice(0, rowsAtOnce), begun.rows.slice(rowsAtOnce)];
    const touched = await takeOver(this.context, now, begun._id);
    for (const committeeId of touched) await this.invitations.inviteNewcomers(committeeId);
    const done = later.length === 0;
    const change = { $set: { rows: later, ...(done && { state: 'done', shown: [] }) } };
    return (await this.all.update(begun._id, change, { state: 'begun' })) ?? begun;
  }
}

function previewOf({ _id, shown, counts, state }: CommitteeImport, turn: Turn, from: number): View {
  const t = committeeImportTexts[turn.language];
  const text = t.counts(counts.news, counts.same, counts.bad);
  const page = shown.slice(from, from + pageSize);
  const waits = state === 'waiting' && counts.news > 0;
  const payload = { import: _id };
  const actions: readonly Action[] = [
    ...(waits ? [{ id: 'attendance.import-take', label: t.take, payload, style: 'primary' as const }] : []),
    ...(waits ? [{ id: 'attendance.import-drop', label: t.drop, payload }] : []),
    ...(shown.length > from + pageSize
      ? [{ id: 'attendance.import-page', label: t.more, payload: { ...payload, from: from + pageSize } }]
      : []),
    ...(waits ? [] : [typedAction('gremien', t.list)]),
  ];
  const blocks: readonly Block[] = [
    { type: 'text', text },
    ...(page.length > 0 ? [{ type: 'list', items: page } as const] : []),
    { type: 'actions', actions },
    { type: 'note', text: waits ? t.note : t.nothing },
  ];
  return { kind: 'attendance.import', summary: text, title: t.title, language: turn.language, blocks };
}

function howTo(language: Language): View {
  const t = committeeImportTexts[language];
  const view = noticeView('attendance.import-how', t.howTo, language);
  const examples = [
    ['Arbeitskreis Beispiel', 'Erika Muster', 'erika.muster@kita.example', 'Vorsitz'],
    ['Arbeitskreis Beispiel', 'Max Muster', 'max.muster@schule.example', 'Mitglied'],
    ['Arbeitskreis Beispiel', 'Kim Muster', 'kim.muster@schule.example', 'Vertretung für max.muster@schule.example'],
    ['Arbeitskreis Beispiel', 'Prof. Gast', '', 'Gast'],
  ];
  const template: Block = {
    type: 'file',
    name: 'gremien-vorlage.csv',
    mediaType: 'text/csv; charset=utf-8',
    bytes: writeTable([headings, ...examples]),
    label: t.template,
  };
  return { ...view, blocks: [...view.blocks, template] };
}

function said(turn: Turn, text: string): Reply {
  const t = committeeImportTexts[turn.language];
  const view = noticeView('attendance.import', text, turn.language, [typedAction('gremien', t.list)]);
  return { type: 'message', private: true, view };
}
