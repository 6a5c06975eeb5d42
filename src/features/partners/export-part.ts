import { z } from 'zod';
import { action, type Turn, type WorkTask } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { dayAt } from '../../kernel/dates.js';
import { counted, inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, Block, View } from '../../messages/view.js';
import type { DirectoryContext } from './context.js';
import { importTexts } from './import-texts.js';
import { partnerTable } from './table.js';
import { texts } from './texts.js';

const exportId = 'partners.export';
const typed = 'partner export';
/** One file. */
const rowsPerFile = 1_000;
/** As many files as a message bears on every platform. */
const filesAtOnce = 3;
/** Of more partners than these the table takes longer than an answer may. */
const mostAtOnce = 300;
const place = z.object({ after: z.string().max(1_000).optional(), part: z.number().int().min(0).max(1_000) });
type Place = z.infer<typeof place>;
type Asked = Pick<WorkTask, 'language' | 'now' | 'tell'>;

/** `partner export`: the directory as a table. */
export function exportPart(context: DirectoryContext): Part {
  return {
    commands: [
      {
        id: exportId,
        words: [typed],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(importTexts, (t) => t.exportCommand),
        run: (turn) => exported(context, turn, { part: 0 }),
      },
    ],
    actions: [
      action({
        id: exportId,
        role: 'coordinator',
        payload: place,
        changes: false,
        run: (turn, from) => exported(context, turn, from),
      }),
    ],
    works: {
      [exportId]: {
        role: 'coordinator',
        run: (subject, task) => exportView(context, task, place.parse(JSON.parse(subject))),
      },
    },
  };
}

async function exported(context: DirectoryContext, turn: Turn, from: Place): Promise<Reply> {
  const { longWork } = context;
  if (longWork && (await context.partners.count()) > mostAtOnce) {
    const title = importTexts[turn.language].exportTitle;
    return longWork.begin(turn, { kind: exportId, subject: JSON.stringify(from), title, again: typed });
  }
  return { type: 'message', private: true, view: await exportView(context, { ...turn, tell: async () => {} }, from) };
}

/** A file for each thousand; what one message does not bear comes with the next press. */
async function exportView(context: DirectoryContext, asked: Asked, from: Place): Promise<View> {
  const { language, now } = asked;
  const t = importTexts[language];
  const total = await context.partners.count();
  if (total === 0) return noticeView(exportId, t.empty, language);
  const { tables, next } = await tablesFrom(context, asked, from, total);
  const part = from.part + tables.length;
  const isOne = next === undefined && part === 1;
  const files = tables.map((bytes, index): Block => {
    const name = `partner-${dayAt(now, context.zone)}${isOne ? '' : `-${from.part + index + 1}`}.csv`;
    return { type: 'file', name, mediaType: 'text/csv; charset=utf-8', bytes, label: t.exportLabel };
  });
  const more: Action = { id: exportId, label: t.more, payload: { ...(next !== undefined && { after: next }), part } };
  const count = counted(total, texts[language].one, texts[language].many);
  return {
    kind: exportId,
    summary: t.exportTitle,
    title: t.exportTitle,
    language,
    blocks: [
      { type: 'text', text: t.exportText(count) },
      ...files,
      { type: 'note', text: t.exportNote },
      ...(next === undefined ? [] : [{ type: 'actions', actions: [more] } as const]),
    ],
  };
}

async function tablesFrom(
  { partners }: DirectoryContext,
  { tell }: Asked,
  from: Place,
  total: number,
): Promise<{ readonly tables: readonly Uint8Array[]; readonly next: string | undefined }> {
  const left = Math.ceil(total / rowsPerFile) - from.part;
  const files = Math.min(Math.max(left, 1), filesAtOnce);
  const tables: Uint8Array[] = [];
  let next = from.after;
  do {
    await tell(tables.length, files);
    const page = await partners.find({
      sort: [['foldedName', 1]],
      limit: rowsPerFile,
      ...(next !== undefined && { after: next }),
    });
    if (page.items.length === 0) break;
    tables.push(partnerTable(page.items));
    next = page.next;
  } while (next !== undefined && tables.length < filesAtOnce);
  return { tables, next };
}
