import { fold } from '../../../kernel/fold.js';
import type { Filter, Page } from '../../../ports/document-store.js';
import { committeesMeant } from '../committees/names.js';
import type { Context } from '../context.js';
import type { Decision } from '../meetings/decisions.js';
import type { Committee } from '../model.js';
import { askedWords } from './stems.js';

/** What decisions are looked for by. */
export interface Search {
  readonly words: string;
  readonly committee?: string;
  readonly goal?: number;
}

/** How near the found ones come: all words, all words or like ones, one of them. */
const steps = ['all', 'near', 'some'] as const;
export type Nearness = (typeof steps)[number];

export interface FoundDecisions extends Page<Decision> {
  readonly nearness: Nearness;
  /** How many there are; left out where nothing was searched by, for no index counts all. */
  readonly total?: number;
}

const pageSize = 10;
const mostCommittees = 1_000;
const shortestName = 4;
const namesCommittee = new Set(
  'ak ag arbeitskreis arbeitsgruppe steuerungsgruppe praeventionskonferenz gremium'.split(' '),
);

/** The latest first, ten at a time. If nothing has all the words, what has like ones, and then what has some of them. */
export async function findDecisions(
  context: Context,
  search: Search,
  from: { readonly nearness?: Nearness; readonly after?: string } = {},
): Promise<FoundDecisions> {
  const asked = askedWords(search.words);
  const wanted = from.nearness === undefined ? steps : [from.nearness];
  for (const nearness of wanted) {
    const filter = filterFor(search, asked, nearness);
    const total = Object.keys(filter).length === 0 ? undefined : await context.decisions.count(filter);
    const isLast = asked.length === 0 || nearness === 'some' || wanted.length === 1;
    if (total === 0 && !isLast) continue;
    const page = await context.decisions.find({
      filter,
      sort: [['day', -1]],
      limit: pageSize,
      ...(from.after !== undefined && { after: from.after }),
    });
    return { ...page, nearness, ...(total !== undefined && { total }) };
  }
  return { items: [], nearness: 'some', total: 0 };
}

type Asked = ReturnType<typeof askedWords>;

function filterFor({ committee, goal }: Search, asked: Asked, nearness: Nearness): Filter {
  const fixed = {
    ...(committee !== undefined && { committeeId: committee }),
    ...(goal !== undefined && { goal }),
  };
  if (asked.length === 0) return fixed;
  if (nearness === 'some') return { ...fixed, words: { $in: asked.flatMap(formsOf) } };
  const conditions = asked.map((word) => (nearness === 'all' ? word.stem : { $in: formsOf(word) }));
  return { ...fixed, ...allOf(conditions) };
}

/** Every one of the conditions on the same field: a filter holds one of each, and one more inside it. */
function allOf([first, ...others]: readonly (string | { readonly $in: readonly string[] })[]): Filter {
  if (first === undefined) return {};
  return others.length === 0 ? { words: first } : { words: first, $or: [allOf(others)] };
}

function formsOf({ stem, near }: Asked[number]): readonly string[] {
  return near === undefined ? [stem] : [stem, near];
}

/** Takes a goal and a committee that the words name out of them and makes them filters. */
export async function readSearch(context: Context, typed: string): Promise<Search> {
  const goal = /(?<!\p{L})(?:strategische[sn]? )?(?:ziel|goal) ([1-8])(?!\d)/iu.exec(typed);
  const words = goal ? typed.replace(goal[0], ' ') : typed;
  const committee = await committeeIn(context, words);
  const left = committee ? without(words, committee.name) : words;
  return {
    words: left.replace(/\s+/g, ' ').trim(),
    ...(goal && { goal: Number(goal[1]) }),
    ...(committee && { committee: committee._id }),
  };
}

/** The committee whose whole name stands in a text. */
async function committeeIn(context: Context, text: string): Promise<{ _id: string; name: string } | undefined> {
  if (text.trim().length < shortestName) return undefined;
  const { items } = await context.committees.find({ sort: [['foldedName', 1]], limit: mostCommittees });
  const said = ` ${spaced(text)} `;
  const whole = items
    .filter(({ name }) => name.length >= shortestName && said.includes(` ${spaced(name)} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  return whole ?? shortened(text, items);
}

/** „AK Übergänge“ for „Arbeitskreis Bildungsübergänge“: what begins like a committee's name, up to where it means one. */
function shortened<T extends Pick<Committee, 'name'>>(text: string, all: readonly T[]): T | undefined {
  const words = text.trim().split(/\s+/);
  const at = words.findIndex((word) => namesCommittee.has(fold(word)));
  if (at < 0) return undefined;
  for (let until = words.length; until > at; until -= 1) {
    const [only, ...others] = committeesMeant(words.slice(at, until).join(' '), all);
    if (only && others.length === 0) return { ...only, name: words.slice(at, until).join(' ') };
  }
  return undefined;
}

function without(text: string, name: string): string {
  const words = new Set(spaced(name).split(' '));
  return text
    .split(/\s+/)
    .filter((word) => !words.has(spaced(word)))
    .join(' ');
}

function spaced(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
