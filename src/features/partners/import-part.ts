import { z } from 'zod';
import { action, eventMark, sentId, stored, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, View } from '../../messages/view.js';
import type { Collection, Page } from '../../ports/document-store.js';
import { changeTo } from './changing.js';
import type { DirectoryContext } from './context.js';
import { entryValuesIn, readEntry, valuesOf } from './entry.js';
import { mostRows, planImport } from './import-plan.js';
import { importTexts } from './import-texts.js';
import { type ImportRow, importsSpec, type PartnerImport } from './imports.js';
import { merge } from './merging.js';
import type { PartnerDocument } from './model.js';
import { contactAddresses } from './proposed-contacts.js';
import { changePartner, insertPartner } from './register.js';
import { newPartner } from './storing.js';
import { isPartnerTable } from './table.js';

const pageSize = 10;
const storePage = 1_000;
const mostPartners = 10_000;
const mostBytes = 3_000_000;
/** So many rows are taken over at a press; the clock goes on with the rest. */
const rowsAtOnce = 150;
const rowsAtBeat = 500;

/** The way back of `partner export`: a table is shown as what it would change, and taken over by one press. */
export function importPart(context: DirectoryContext): Part {
  const imports = new Imports(context);
  return {
    actions: [
      action({
        id: 'partners.import',
        role: 'coordinator',
        payload: z.object({ import: sentId }),
        changes: true,
        run: async (turn, payload) => ({ type: 'replace', view: await imports.apply(turn, payload.import) }),
      }),
      action({
        id: 'partners.import-page',
        role: 'coordinator',
        payload: z.object({ import: sentId, from: z.number().int().min(0).max(10_000) }),
        changes: false,
        run: async (turn, payload) => ({
          type: 'replace',
          view: previewView(turn, await imports.get(turn, payload.import), [], payload.from),
        }),
      }),
      action({
        id: 'partners.import-state',
        role: 'coordinator',
        payload: z.object({ import: sentId }),
        changes: false,
        run: async (turn, payload) => ({
          type: 'replace',
          view: stateView(turn, await imports.get(turn, payload.import)),
        }),
      }),
    ],
    collections: [stored(importsSpec)],
    audits: { 'partners.imported': inAll(importTexts, (t) => t.auditImported) },
    jobs: [{ name: 'partners.import', run: () => imports.goOn() }],
    file: (turn, { bytes }) => imports.preview(turn, bytes),
  };
}

class Imports {
  private readonly imports: Collection<PartnerImport>;

  constructor(private readonly context: DirectoryContext) {
    this.imports = context.store.collection(importsSpec);
  }

  /** Undefined for other people's tables. */
  async preview(turn: Turn, bytes: Uint8Array): Promise<Reply | undefined> {
    const t = importTexts[turn.language];
    if (!isPartnerTable(bytes)) return undefined;
    if (!turn.person.coordinator) throw new Refusal(t.notForYou, 'partners.import-not-allowed');
    if (bytes.byteLength > mostBytes) throw new Refusal(t.tooLarge(shown(mostRows)), 'partners.import-too-large');
    const id = eventMark(turn.inbound);
    const plan = planImport(bytes, await this.everybody(), (line) => `partner-${id}-${line}`, turn.language);
    const fresh: PartnerImport = {
      _id: id,
      by: turn.person.id,
      at: turn.now,
      state: 'ready',
      rows: [...plan.rows],
      addresses: contactAddresses(plan.rows.map(({ values }) => values)),
      shown: [...plan.shown],
      bad: plan.bad,
      same: plan.same,
      applied: 0,
      skipped: [],
    };
    await this.imports.insert(fresh);
    return { type: 'message', private: true, view: previewView(turn, fresh, plan.ignored) };
  }

  async get(turn: Turn, id: string): Promise<PartnerImport> {
    const found = await this.imports.get(id);
    if (found) return found;
    throw new Refusal(importTexts[turn.language].gone, 'partners.import-gone');
  }

  /** Once, however often it is pressed: each row is a change under a mark of its own. */
  async apply(turn: Turn, id: string): Promise<View> {
    const mark = eventMark(turn.inbound);
    const begun = await this.imports.update(
      id,
      { $set: { state: 'applying', begunBy: mark, by: turn.person.id } },
      { state: 'ready' },
    );
    const found = begun ?? (await this.get(turn, id));
    if (found.begunBy === mark) turn.audit('partners.imported', String(found.rows.length));
    return stateView(turn, await this.take(found, rowsAtOnce), found.begunBy !== mark);
  }

  /** Goes on with what a press began. */
  async goOn(): Promise<{ readonly done: number; readonly failed: number }> {
    const { items } = await this.imports.find({ filter: { state: 'applying' }, limit: 10 });
    let done = 0;
    for (const found of items) done += (await this.take(found, rowsAtBeat)).applied - found.applied;
    return { done, failed: 0 };
  }

  private async take(found: PartnerImport, most: number): Promise<PartnerImport> {
    if (found.state !== 'applying') return found;
    const until = Math.min(found.applied + most, found.rows.length);
    const skipped: number[] = [];
    for (const row of found.rows.slice(found.applied, until)) {
      if (!(await this.takeRow(found, row))) skipped.push(row.line);
    }
    for (const line of skipped) await this.imports.update(found._id, { $addToSet: { skipped: line } });
    const isDone = until === found.rows.length;
    const changed = await this.imports.update(found._id, {
      $max: { applied: until },
      ...(isDone && { $set: { state: 'done' } }),
    });
    return changed ?? found;
  }

  /** False: somebody else has changed the same since the preview. */
  private async takeRow(found: PartnerImport, row: ImportRow): Promise<boolean> {
    const author = { by: found.by, mark: `import:${found._id}:${row.line}` };
    const values = entryValuesIn(row.values);
    if (row.kind === 'new') {
      const read = readEntry(values, 'de');
      if ('errors' in read) return false;
      await insertPartner(this.context, await newPartner(this.context, row.partner, read.entry, author), author);
      return true;
    }
    let isFree = true as boolean;
    const changed = await changePartner(this.context, row.partner, author, (partner) => {
      const current = valuesOf(partner);
      const merged = merge(row.base, current, { ...current, ...values });
      isFree = merged.conflicts.length === 0;
      return isFree ? changeTo(this.context, partner, merged.values, 'de') : undefined;
    });
    return isFree && changed !== undefined;
  }

  private async everybody(): Promise<readonly PartnerDocument[]> {
    const partners: PartnerDocument[] = [];
    let after: string | undefined;
    do {
      const page = await this.page(after);
      partners.push(...page.items);
      after = page.next;
    } while (after !== undefined && partners.length < mostPartners);
    return partners;
  }

  private page(after: string | undefined): Promise<Page<PartnerDocument>> {
    return this.context.partners.find({
      sort: [['foldedName', 1]],
      limit: storePage,
      ...(after !== undefined && { after }),
    });
  }
}

function previewView(turn: Turn, found: PartnerImport, ignored: readonly string[], from = 0): View {
  const t = importTexts[turn.language];
  if (found.state !== 'ready') return stateView(turn, found);
  const ofKind = (kind: ImportRow['kind']) => String(found.rows.filter((row) => row.kind === kind).length);
  const counts = t.counts(ofKind('new'), ofKind('changed'), String(found.same), String(found.bad));
  const page = found.shown.slice(from, from + pageSize);
  const next = from + pageSize;
  const payload = { import: found._id };
  const actions: readonly Action[] = [
    ...(found.rows.length > 0 ? [{ id: 'partners.import', label: t.apply, payload, style: 'primary' } as const] : []),
    ...(next < found.shown.length
      ? [{ id: 'partners.import-page', label: t.more, payload: { ...payload, from: next } }]
      : []),
    typedAction('partner', t.directory),
  ];
  const notes = [
    found.rows.length > 0 ? t.nothingYet : t.nothingToDo,
    ...(found.shown.length > pageSize
      ? [t.page(String(from + 1), String(from + page.length), String(found.shown.length))]
      : []),
    ...(ignored.length > 0 ? [t.ignored(ignored.join(', '))] : []),
  ];
  return {
    kind: 'partners.import',
    summary: `${t.title}: ${counts}`.slice(0, 150),
    title: t.title,
    language: turn.language,
    blocks: [
      { type: 'text', text: counts },
      ...(page.length > 0 ? [{ type: 'list', items: page } as const] : []),
      { type: 'note', text: notes.join(' ') },
      { type: 'actions', actions },
    ],
  };
}

function stateView(turn: Turn, found: PartnerImport, isLate = false): View {
  const t = importTexts[turn.language];
  const directory = typedAction('partner', t.directory);
  if (found.state === 'ready') return previewView(turn, found, []);
  if (found.state === 'applying') {
    const look = { id: 'partners.import-state', label: t.look, payload: { import: found._id } };
    const text = t.progress(String(found.applied), String(found.rows.length));
    return noticeView('partners.import', text, turn.language, [look, directory]);
  }
  const taken = found.rows.filter(({ line }) => !found.skipped.includes(line));
  const ofKind = (kind: ImportRow['kind']) => String(taken.filter((row) => row.kind === kind).length);
  const lines = [
    ...(isLate ? [t.already] : []),
    t.done(ofKind('new'), ofKind('changed')),
    ...(found.skipped.length > 0 ? [t.skipped(found.skipped.join(', '))] : []),
  ];
  return noticeView('partners.import', lines.join(' '), turn.language, [directory]);
}

function shown(count: number): string {
  return count.toLocaleString('de-DE');
}
