import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inAll } from '../../kernel/texts.js';
import type { Form, FormValues, Option } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import { cardView, seesAll } from './card.js';
import type { DirectoryContext } from './context.js';
import { type ListOptions, listView, payloadOf } from './list-view.js';
import type { PartnerDocument } from './model.js';
import { partnersNamed, partnerThere } from './picking.js';
import { texts } from './texts.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from './vocabulary.js';
import { readWish, type Wish } from './wish.js';

const searchFormId = 'partners.search';
const longestWords = 200;
/** What a select menu in Slack bears. */
const mostOptions = 100;

const wishPayload = z.object({
  words: z.string().max(longestWords).optional(),
  sectors: z.array(z.enum(sectors)).max(sectors.length).optional(),
  lifeStages: z.array(z.enum(lifeStages)).max(lifeStages.length).optional(),
  districts: z.array(z.string().max(120)).max(30).optional(),
});
const listPayload = wishPayload.extend({ from: z.number().int().min(0).max(100_000).optional() });

/** `partner [SUCHE]`: the directory as a list with filters, and a card for each. */
export function findingPart(context: DirectoryContext): Part {
  return {
    commands: [
      {
        id: 'partners.find',
        words: ['partner'],
        slots: [{ kind: 'name', name: 'suche', optional: true }],
        role: 'all',
        changes: false,
        help: inAll(texts, (t) => t.partnerCommand),
        run: async (turn, { suche }) => ({ type: 'message', view: await typedView(context, turn, suche ?? '') }),
      },
    ],
    actions: [
      action({
        id: 'partners.list',
        role: 'all',
        payload: listPayload,
        changes: false,
        run: async (turn, { from, ...wish }) => ({
          type: 'replace',
          view: await foundView(context, turn, wishOf(wish), from === undefined ? {} : { from }),
        }),
      }),
      action({
        id: 'partners.card',
        role: 'all',
        payload: z.object({ partner: sentId }),
        changes: false,
        run: async (turn, { partner }) => cardReply(context, turn, await partnerThere(context, turn, partner)),
      }),
    ],
    forms: [
      form({
        id: searchFormId,
        role: 'all',
        payload: wishPayload,
        changes: false,
        show: (turn, payload, values) => searchForm(context, turn, values ? wishIn(values) : wishOf(payload)),
        run: async (turn, _, values) => {
          const wish = wishIn(values);
          const read = readWish(wish.words, await context.finder.districts());
          return { type: 'message', view: await foundView(context, turn, merged(read, wish)) };
        },
      }),
    ],
  };
}

export async function cardReply(context: DirectoryContext, turn: Turn, partner: PartnerDocument): Promise<Reply> {
  return { type: 'message', view: await cardView(context, turn, partner) };
}

/** The one who is meant by name as a card, otherwise what fits what was typed. */
export async function typedView(context: DirectoryContext, turn: Turn, typed: string) {
  const options = typed === '' ? {} : { typed, mayBeQuestion: true };
  return foundView(context, turn, readWish(typed, await context.finder.districts()), options);
}

async function foundView(context: DirectoryContext, turn: Turn, wish: Wish, options: ListOptions = {}) {
  const { typed } = options;
  const named = typed === undefined ? undefined : await namedAlone(context, turn, typed);
  if (named) return cardView(context, turn, named);
  const finding = await context.finder.find(wish, turn.today);
  const [only, ...others] = finding.hits;
  if (typed !== undefined && only && others.length === 0 && !finding.isLoose) {
    return cardView(context, turn, await partnerThere(context, turn, only.id));
  }
  return listView(turn, wish, finding, options);
}

/** A partner whose whole name was typed, or the only one so called; those who left are the coordination's to see. */
async function namedAlone(context: DirectoryContext, turn: Turn, typed: string): Promise<PartnerDocument | undefined> {
  const { certain } = await partnersNamed(context, typed);
  const there = certain.filter(({ left }) => seesAll(turn) || left === undefined || left > turn.today);
  const [only, ...others] = there;
  return only && others.length === 0 ? context.partners.get(only.id) : undefined;
}

function wishOf({ words = '', sectors: areas, lifeStages: stages, districts }: z.infer<typeof wishPayload>): Wish {
  return {
    words,
    ...(areas && { sectors: areas }),
    ...(stages && { lifeStages: stages }),
    ...(districts && { districts }),
  };
}

function wishIn(values: FormValues): Wish {
  const list = (field: string) => [values[field] ?? []].flat();
  const words = list('words').join(' ').slice(0, longestWords);
  return {
    words,
    sectors: sectors.filter((sector) => list('sectors').includes(sector)),
    lifeStages: lifeStages.filter((stage) => list('lifeStages').includes(stage)),
    districts: list('districts').slice(0, 30),
  };
}

/** Filters that were typed among the words count beside those that were ticked. */
function merged(read: Wish, ticked: Wish): Wish {
  const both = <T>(one: readonly T[] = [], other: readonly T[] = []) => [...new Set([...one, ...other])];
  return {
    words: read.words,
    sectors: both(read.sectors, ticked.sectors),
    lifeStages: both(read.lifeStages, ticked.lifeStages),
    districts: both(read.districts, ticked.districts),
  };
}

async function searchForm(context: DirectoryContext, turn: Turn, wish: Wish): Promise<Form> {
  const t = texts[turn.language];
  const districts = [...(await context.finder.districts()).values()].slice(0, mostOptions);
  const options = (values: readonly string[], label: (value: never) => string): readonly Option[] =>
    values.map((value) => ({ value, label: label(value as never) }));
  const chosen = (values: readonly string[] | undefined) => (values && values.length > 0 ? { value: values } : {});
  return {
    id: searchFormId,
    title: t.form,
    submit: t.search,
    opener: t.searchAndFilter,
    language: turn.language,
    payload: payloadOf(wish),
    fields: [
      {
        id: 'words',
        type: 'text',
        label: t.words,
        hint: t.wordsHint,
        maxLength: longestWords,
        ...(wish.words !== '' && { value: wish.words }),
      },
      {
        id: 'sectors',
        type: 'choices',
        label: t.sectors,
        options: options(sectors, (sector) => sectorLabel(sector, turn.language)),
        ...chosen(wish.sectors),
      },
      {
        id: 'lifeStages',
        type: 'choices',
        label: t.lifeStages,
        options: options(lifeStages, (stage) => lifeStageLabel(stage, turn.language)),
        ...chosen(wish.lifeStages),
      },
      {
        id: 'districts',
        type: 'choices',
        label: t.districts,
        options: options(districts, (district) => district),
        ...chosen(wish.districts?.filter((district) => districts.includes(district))),
      },
    ],
  };
}
