import { z } from 'zod';
import { action, eventMark, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { writeTable } from '../../kernel/csv.js';
import { formatInstant } from '../../kernel/dates.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll, type Language } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, Block, View } from '../../messages/view.js';
import type { Collection, CollectionSpec } from '../../ports/document-store.js';
import type { Context } from './context.js';
import { type Beside, besideKnown, takeOver } from './import-people.js';
import { headings, holdsPeople, ImportRow, readRows } from './import-rows.js';
import { importTexts } from './import-texts.js';
import { inPlace } from './roles.js';
import { specText } from './spec-texts.js';

const pageSize = 10;
/** What is younger may still be under way. */
const graceMs = 60_000;
const mostAtOnce = 5;

const PeopleImport = z.object({
  /** Mark of the event that brought the file: delivered again, it is the same. */
  _id: z.string(),
  by: z.string(),
  at: z.date(),
  rows: z.array(ImportRow),
  /** Bad lines and changes, a sentence each, as they were when the file came. */
  shown: z.array(z.string()),
  counts: z.object({ added: z.number(), changed: z.number(), same: z.number(), bad: z.number() }),
  state: z.enum(['waiting', 'begun', 'done', 'dropped']),
  /** When it was begun, and by which event. */
  begun: z.object({ at: z.date(), event: z.string() }).optional(),
});
type PeopleImport = z.infer<typeof PeopleImport>;

/** Rows wait here until somebody takes them over; a day at most, since they are about people who have not been asked. */
export const importsSpec: CollectionSpec<PeopleImport> = {
  name: 'people-imports',
  schema: PeopleImport,
  version: 1,
  indexes: [
    {
      fields: [
        ['by', 1],
        ['state', 1],
        ['at', -1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['begun.at', 1],
      ],
    },
  ],
  retention: { days: 1, field: 'at' },
  personal: {
    personField: 'by',
    label: inAll(importTexts, (t) => t.label),
    purpose: inAll(importTexts, (t) => t.purpose),
    show: ({ at, rows }, language, { zone }) => ({
      [importTexts[language].sent]: formatInstant(at, zone, language),
      [importTexts[language].lines]: String(rows.length),
    }),
    erase: 'delete',
  },
};

/** A CSV file with people: what it would change is shown first, then taken over by one press. */
export function importPart(context: Context): Part {
  const imports = context.store.collection(importsSpec);
  const waitingOf = async (turn: Turn): Promise<string> => {
    const filter = { by: turn.person.id, state: 'waiting' };
    const [latest] = (await imports.find({ filter, sort: [['at', -1]], limit: 1 })).items;
    if (!latest) throw new Refusal(importTexts[turn.language].none, 'identity.no-import');
    return latest._id;
  };
  const named = z.object({ import: sentId });
  return {
    file: async (turn, { bytes }) => {
      if (!holdsPeople(bytes)) return undefined;
      if (!turn.person.coordinator) {
        throw new Refusal(importTexts[turn.language].onlyCoordination, 'identity.import-not-allowed');
      }
      return { type: 'message', private: true, view: previewOf(await receive(context, imports, turn, bytes), turn, 0) };
    },
    commands: [
      {
        id: 'identity.import',
        words: ['personen'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(importTexts, (t) => t.command),
        run: async (turn) => ({ type: 'message', private: true, view: howTo(turn.language) }),
      },
      {
        id: 'identity.import-take',
        words: ['personen übernehmen'],
        slots: [],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(importTexts, (t) => t.takeCommand),
        run: async (turn) => take(context, imports, turn, await waitingOf(turn)),
      },
      {
        id: 'identity.import-drop',
        words: ['personen verwerfen'],
        slots: [],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(importTexts, (t) => t.dropCommand),
        run: async (turn) => drop(imports, turn, await waitingOf(turn)),
      },
    ],
    actions: [
      action({
        id: 'identity.import-page',
        role: 'coordinator',
        payload: z.object({ import: sentId, from: z.number().int().min(0).max(100_000) }),
        changes: false,
        run: async (turn, payload) => ({
          type: 'replace',
          view: previewOf(await there(imports, turn, payload.import), turn, payload.from),
        }),
      }),
      action({
        id: 'identity.import-take',
        role: 'coordinator',
        payload: named,
        changes: true,
        run: async (turn, payload) => inPlace(await take(context, imports, turn, payload.import)),
      }),
      action({
        id: 'identity.import-drop',
        role: 'coordinator',
        payload: named,
        changes: true,
        run: async (turn, payload) => inPlace(await drop(imports, turn, payload.import)),
      }),
    ],
    collections: [stored(importsSpec)],
    audits: { 'identity.imported': inAll(importTexts, (t) => t.audit) },
    jobs: [
      {
        name: 'identity.imports',
        run: async () => {
          const before = new Date(context.clock.now().getTime() - graceMs);
          const filter = { state: 'begun', 'begun.at': { $lt: before } };
          const { items } = await imports.find({ filter, sort: [['begun.at', 1]], limit: mostAtOnce });
          for (const begun of items) await finish(context, imports, begun);
          return { done: items.length, failed: 0 };
        },
      },
    ],
  };
}

async function receive(
  context: Context,
  imports: Collection<PeopleImport>,
  turn: Turn,
  bytes: Uint8Array,
): Promise<PeopleImport> {
  const { rows, problems } = await readRows(context, bytes, turn.language);
  const beside = await besideKnown(context, rows);
  const news = beside.flatMap((one) => sentenceFor(one, turn.language) ?? []);
  const added = beside.filter(({ person }) => !person).length;
  const document: PeopleImport = {
    _id: eventMark(turn.inbound),
    by: turn.person.id,
    at: turn.now,
    rows: [...rows],
    shown: [...problems, ...news],
    counts: { added, changed: news.length - added, same: rows.length - news.length, bad: problems.length },
    state: 'waiting',
  };
  await imports.insert(document);
  return (await imports.get(document._id)) ?? document;
}

/** Undefined: nothing would change. */
function sentenceFor({ row, person, changes }: Beside, language: Language): string | undefined {
  const t = importTexts[language];
  if (!person) return t.fresh(row.name, row.partner?.name ?? '');
  const { channels } = specText(language);
  const { name, partner, phone, chosenChannel } = changes;
  const parts = [
    ...(name === undefined ? [] : [t.fromTo(t.name, person.name, name)]),
    ...(partner ? [t.fromTo(t.partner, person.partner?.name ?? '', partner.name)] : []),
    ...(phone === undefined ? [] : [t.fromTo(t.phone, person.phone ?? '', phone)]),
    ...(chosenChannel ? [t.fromTo(t.channel, '', channels[chosenChannel])] : []),
  ];
  return parts.length > 0 ? t.changed(person.name, parts.join('; ')) : undefined;
}

function previewOf({ _id, shown, counts, state }: PeopleImport, turn: Turn, from: number): View {
  const t = importTexts[turn.language];
  const { added, changed, same, bad } = counts;
  const text = t.counts(added, changed, same, bad);
  const page = shown.slice(from, from + pageSize);
  const waits = state === 'waiting' && added + changed > 0;
  const payload = { import: _id };
  const actions: Action[] = [
    ...(waits ? [{ id: 'identity.import-take', label: t.take, payload, style: 'primary' as const }] : []),
    ...(waits ? [{ id: 'identity.import-drop', label: t.drop, payload }] : []),
    ...(shown.length > from + pageSize
      ? [{ id: 'identity.import-page', label: t.more, payload: { ...payload, from: from + pageSize } }]
      : []),
  ];
  const blocks: readonly Block[] = [
    { type: 'text', text },
    ...(page.length > 0 ? [{ type: 'list', items: page } as const] : []),
    ...(actions.length > 0 ? [{ type: 'actions', actions } as const] : []),
    { type: 'note', text: waits ? t.note : t.nothing },
  ];
  return { kind: 'identity.import', summary: text, title: t.title, language: turn.language, blocks };
}

function howTo(language: Language): View {
  const t = importTexts[language];
  const view = noticeView('identity.import-how', t.howTo, language);
  const example = ['Erika Muster', 'erika.muster@kita.example', 'Kita Beispiel', '02064 0000-0', 'Mail'];
  const template: Block = {
    type: 'file',
    name: 'personen-vorlage.csv',
    mediaType: 'text/csv; charset=utf-8',
    bytes: writeTable([headings, example]),
    label: t.template,
  };
  return { ...view, blocks: [...view.blocks, template] };
}

async function there(imports: Collection<PeopleImport>, turn: Turn, id: string): Promise<PeopleImport> {
  const found = await imports.get(id);
  if (found && found.state !== 'dropped') return found;
  throw new Refusal(importTexts[turn.language].gone, 'identity.import-gone');
}

/** One press begins it; whoever comes again, or the clock after a crash, finishes it. */
async function take(context: Context, imports: Collection<PeopleImport>, turn: Turn, id: string): Promise<Reply> {
  const t = importTexts[turn.language];
  const found = await there(imports, turn, id);
  const event = eventMark(turn.inbound);
  const begun = { at: turn.now, event };
  const current =
    (await imports.update(id, { $set: { state: 'begun', begun } }, { state: 'waiting' })) ??
    (await imports.get(id)) ??
    found;
  if (current.state === 'dropped') throw new Refusal(t.gone, 'identity.import-gone');
  if (current.state === 'begun') await finish(context, imports, current);
  const { added, changed } = current.counts;
  if (current.begun?.event === event) turn.audit('identity.imported', String(added + changed));
  return said(turn, t.taken(added, changed));
}

async function finish(context: Context, imports: Collection<PeopleImport>, { _id, rows }: PeopleImport): Promise<void> {
  await takeOver(context, rows);
  // What was taken over is with its people now: it is not kept a second time.
  await imports.update(_id, { $set: { state: 'done', rows: [], shown: [] } }, { state: 'begun' });
}

async function drop(imports: Collection<PeopleImport>, turn: Turn, id: string): Promise<Reply> {
  const t = importTexts[turn.language];
  const dropped = await imports.update(id, { $set: { state: 'dropped', rows: [], shown: [] } }, { state: 'waiting' });
  const now = dropped ?? (await imports.get(id));
  if (now?.state === 'dropped') return said(turn, t.dropped);
  if (!now) throw new Refusal(t.gone, 'identity.import-gone');
  return said(turn, t.taken(now.counts.added, now.counts.changed));
}

function said(turn: Turn, text: string): Reply {
  return { type: 'message', private: true, view: noticeView('identity.import', text, turn.language) };
}
