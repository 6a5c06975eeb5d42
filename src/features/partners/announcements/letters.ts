import { z } from 'zod';
import { action, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { withPerson } from '../../../bot/persons.js';
import { typedAction } from '../../../bot/views.js';
import { writeTable } from '../../../kernel/csv.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Delivery } from '../../../ports/outbox.js';
import { answered, commandOn, one, subjectOf } from './about-one.js';
import { batchOf, byId, type Context } from './context.js';
import { deliveryTexts } from './delivery-texts.js';
import { lettersTexts } from './letters-texts.js';
import type { Announcement } from './model.js';
import { deliveryActions } from './progress.js';

const lettersId = 'announcements.letters';
const informedId = 'announcements.informed';
const pageSize = 10;
/** Of one table, however short the text is. */
const mostRows = 1_000;
/** With the letter's text these are as many files as a message bears on every platform. */
const tablesAtOnce = 2;
const tablesId = 'announcements.letters-tables';
/** Of one file: each row repeats the text. */
const mostBytes = 900_000;
const longestLabel = 70;

const place = one.extend({ after: z.string().max(1_000).optional() });
/** The tables from here on; `part`: how many there were before. */
const tablesPlace = one.extend({ after: z.string().max(1_000), part: z.number().int().min(0).max(10_000) });
const informed = one.extend({ person: one.shape.announcement.optional() });

/** `briefe`: for those in neither Slack nor Teams nor mail. */
export function lettersPart(context: Context): Part {
  const sent = ['sent', 'sending'] as const;
  return {
    commands: [
      commandOn(
        context,
        sent,
        { id: lettersId, words: ['briefe'], changes: false, help: inAll(lettersTexts, (t) => t.command) },
        async (turn, found) => answered(turn, await lettersView(context, turn, found)),
      ),
      commandOn(
        context,
        sent,
        {
          id: 'announcements.informed-person',
          words: ['informiert'],
          slots: [{ kind: 'person', name: 'person', optional: true }],
          unlisted: true,
          help: inAll(lettersTexts, (t) => t.informedCommand),
        },
        async (turn, found, { person }) => {
          if (person === undefined) return noteInformed(context, turn, found);
          return withPerson(context.search, turn, person, {
            action: informedId,
            payload: { announcement: found._id },
            act: ({ id }) => noteInformed(context, turn, found, id),
          });
        },
      ),
    ],
    actions: [
      action({
        id: lettersId,
        role: 'coordinator',
        payload: place,
        changes: false,
        run: async (turn, { announcement, after }) =>
          answered(turn, await lettersView(context, turn, await byId(context, turn, announcement), after)),
      }),
      action({
        id: tablesId,
        role: 'coordinator',
        payload: tablesPlace,
        changes: false,
        run: async (turn, { announcement, ...at }) => ({
          type: 'message',
          private: true,
          view: await tablesView(context, turn, await byId(context, turn, announcement), at),
        }),
      }),
      action({
        id: informedId,
        role: 'coordinator',
        payload: informed,
        changes: true,
        run: async (turn, { announcement, person }) =>
          noteInformed(context, turn, await byId(context, turn, announcement), person),
      }),
    ],
    audits: { 'announcements.informed': inAll(lettersTexts, (t) => t.informedCommand) },
  };
}

async function lettersView(
  context: Context,
  turn: Turn,
  found: Announcement,
  after?: string,
  note?: string,
): Promise<View> {
  const t = lettersTexts[turn.language];
  if (!found.decidedAt) {
    throw new Refusal(deliveryTexts[turn.language].notYet(String(found.number)), 'announcements.not-sent');
  }
  const { letter } = await context.outbox.counts(batchOf(found));
  const title = t.title(String(found.number));
  const base = { kind: lettersId, summary: title, title, language: turn.language };
  const said: readonly Block[] = note === undefined ? [] : [{ type: 'text', text: note }];
  const report: Action = {
    id: deliveryActions.report,
    label: deliveryTexts[turn.language].who,
    payload: { announcement: found._id },
  };
  if (letter === 0) {
    return {
      ...base,
      blocks: [...said, { type: 'text', text: t.none(String(found.number)) }, { type: 'actions', actions: [report] }],
    };
  }
  const page = await context.outbox.deliveries(batchOf(found), {
    state: 'letter',
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  // Every file is sent with every message that holds it: what only says what has come of a press has none.
  const isFirst = after === undefined && note === undefined;
  const again = isFirst ? [] : [typedAction(`briefe ${found.number}`, t.files)];
  const all: Action = { id: informedId, label: t.informedAll, payload: { announcement: found._id } };
  const more: Action = {
    id: lettersId,
    label: deliveryTexts[turn.language].more,
    payload: { announcement: found._id, after: page.next },
  };
  return {
    ...base,
    blocks: [
      ...said,
      { type: 'text', text: t.count(String(letter)) },
      ...(isFirst ? await files(context, turn, found) : []),
      ...(hasLinks(context) ? [] : [{ type: 'note', text: t.noLinks } as const]),
      ...(await nameButtons(context, turn, found, page.items)),
      { type: 'actions', actions: [...(page.next === undefined ? [] : [more]), all, ...again, report] },
    ],
  };
}

function hasLinks(context: Context): boolean {
  return context.links.address('/ich/x', 'mail') !== undefined;
}

/** The text for one letter, and the first tables. */
async function files(context: Context, turn: Turn, found: Announcement): Promise<readonly Block[]> {
  const t = lettersTexts[turn.language];
  const german = lettersTexts.de;
  const text = [
    german.salutation,
    '',
    found.title,
    '',
    found.text,
    '',
    german.ownPage,
    '',
    german.closing(context.networkName),
  ];
  const letter: Block = {
    type: 'file',
    name: `brief-${found.number}.txt`,
    mediaType: 'text/plain; charset=utf-8',
    bytes: new TextEncoder().encode(text.join('\n')),
    label: t.letterText,
  };
  return [letter, ...(await tableBlocks(context, turn, found))];
}

async function tablesView(
  context: Context,
  turn: Turn,
  found: Announcement,
  at: { readonly after: string; readonly part: number },
): Promise<View> {
  const title = lettersTexts[turn.language].title(String(found.number));
  const blocks = await tableBlocks(context, turn, found, at);
  return { kind: tablesId, summary: title, title, language: turn.language, blocks };
}

/** A row for each letter; what one message does not bear comes with the next press. */
async function tableBlocks(
  context: Context,
  turn: Turn,
  found: Announcement,
  from: { readonly after?: string; readonly part: number } = { part: 0 },
): Promise<readonly Block[]> {
  const t = lettersTexts[turn.language];
  const { tables, next } = await tablesOf(context, found, from.after);
  const part = from.part + tables.length;
  const isOne = next === undefined && part === 1;
  const blocks = tables.map(
    (bytes, index): Block => ({
      type: 'file',
      name: `serienbrief-${found.number}${isOne ? '' : `-${from.part + index + 1}`}.csv`,
      mediaType: 'text/csv; charset=utf-8',
      bytes,
      label: isOne ? t.file : `${t.file} ${from.part + index + 1}`,
    }),
  );
  if (next === undefined) return blocks;
  const more: Action = { id: tablesId, label: t.moreTables, payload: { announcement: found._id, after: next, part } };
  return [...blocks, { type: 'actions', actions: [more] }];
}

async function tablesOf(
  context: Context,
  found: Announcement,
  after: string | undefined,
): Promise<{ readonly tables: readonly Uint8Array[]; readonly next?: string }> {
  const t = lettersTexts.de;
  const columns = [t.name, t.partner, t.link, t.heading, t.text];
  const limit = Math.floor(mostBytes / (found.text.length * 2 + found.title.length + 400));
  const tables: Uint8Array[] = [];
  let next = after;
  do {
    const page = await context.outbox.deliveries(batchOf(found), {
      state: 'letter',
      limit: Math.min(limit, mostRows),
      ...(next !== undefined && { after: next }),
    });
    if (page.items.length > 0) tables.push(writeTable([columns, ...(await rowsOf(context, found, page.items))]));
    next = page.next;
  } while (next !== undefined && tables.length < tablesAtOnce);
  return { tables, ...(next !== undefined && { next }) };
}

async function rowsOf(
  context: Context,
  { title, text }: Announcement,
  items: readonly Delivery[],
): Promise<readonly (readonly string[])[]> {
  const ids = items.flatMap(({ personId }) => personId ?? []);
  const names = await context.people.names(ids);
  return Promise.all(
    items.map(async ({ personId = '', group }) => [
      names.get(personId) ?? '',
      group === undefined ? '' : ((await context.directory.get(group))?.name ?? ''),
      await linkFor(context, personId),
      title,
      text,
    ]),
  );
}

/** The person's own page; empty where no link can be made. */
async function linkFor(context: Context, personId: string): Promise<string> {
  if (!hasLinks(context)) return '';
  return context.links.address(`/ich/${await context.links.issue('ich', personId)}`, 'mail') ?? '';
}

async function nameButtons(
  context: Context,
  turn: Turn,
  found: Announcement,
  items: readonly Delivery[],
): Promise<readonly Block[]> {
  const t = lettersTexts[turn.language];
  const ids = items.flatMap(({ personId }) => personId ?? []);
  const names = await context.people.names(ids);
  const actions = ids.map(
    (person): Action => ({
      id: informedId,
      label: cut(t.informedOne(names.get(person) ?? deliveryTexts[turn.language].erased), longestLabel),
      payload: { announcement: found._id, person },
    }),
  );
  return actions.length > 0 ? [{ type: 'actions', actions }] : [];
}

async function noteInformed(context: Context, turn: Turn, found: Announcement, person?: string): Promise<Reply> {
  const t = lettersTexts[turn.language];
  const keys = person === undefined ? undefined : [`${batchOf(found)}:${person}`];
  const count = await context.outbox.noteInformed(batchOf(found), keys);
  if (count > 0) turn.audit('announcements.informed', subjectOf(found), person === undefined ? undefined : { person });
  const note = count > 0 ? t.noted(String(count)) : t.notedNone;
  return answered(turn, await lettersView(context, turn, found, undefined, note));
}
