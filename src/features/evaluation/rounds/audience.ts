import type { Turn } from '../../../bot/feature.js';
import { fold } from '../../../kernel/fold.js';
import { nameDistance } from '../../../kernel/names.js';
import type { Field, FormValues, Option } from '../../../messages/form.js';
import type { AudienceFilter } from '../../../ports/audience.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { audienceTexts } from './audience-texts.js';
import { filterOf } from './reach.js';

const mostNames = 100;
const mostShown = 3;

type List = Exclude<keyof AudienceFilter, 'channels'>;
type Read = { readonly id: string } | { readonly problem: string };

/** The fields that choose whom a round asks. */
export async function audienceFields(context: Context, turn: Turn, before: FormValues): Promise<readonly Field[]> {
  const t = audienceTexts[turn.language];
  const { sectors, lifeStages } = context.vocabulary(turn.language);
  const committees = await committeesOf(context);
  const choices = (id: string, label: string, options: readonly Option[]): readonly Field[] =>
    options.length === 0 ? [] : [{ id, type: 'choices', label, options, value: listIn(before[id]) }];
  const text = (id: string, label: string, hint: string): Field => ({
    id,
    type: 'text',
    label,
    hint,
    ...(textIn(before[id]) !== '' && { value: textIn(before[id]) }),
  });
  return [
    ...choices('sectors', t.sectorsLabel, sectors),
    ...choices('lifeStages', t.lifeStagesLabel, lifeStages),
    text('districts', t.districtsLabel, t.districtsHint),
    ...choices(
      'committees',
      t.committeesLabel,
      committees.map(({ id, name }) => ({ value: id, label: name })),
    ),
    text('partners', t.partnersLabel, t.partnersHint),
    text('people', t.peopleLabel, t.peopleHint),
  ];
}

/** What the fields hold for a round. */
export async function audienceValues(context: Context, round: Round): Promise<FormValues> {
  const {
    people = [],
    partners = [],
    sectors = [],
    lifeStages = [],
    districts = [],
    committees = [],
  } = filterOf(round);
  const entries = await Promise.all(partners.map((id) => context.directory.get(id)));
  return {
    sectors,
    lifeStages,
    committees,
    districts: districts.join(', '),
    partners: entries.flatMap((entry) => entry?.name ?? []).join(', '),
    people: [...(await context.people.names(people)).values()].join(', '),
  };
}

/** Read from the form; what nobody understands is noted at its field. */
export async function audienceIn(
  context: Context,
  turn: Turn,
  values: FormValues,
  problems: Record<string, string>,
): Promise<Round['audience']> {
  const read = async (field: string, find: (name: string) => Promise<Read>) => {
    const names = namesIn(textIn(values[field]));
    if (names.length > mostNames) problems[field] = audienceTexts[turn.language].tooMany;
    const ids: string[] = [];
    for (const name of names.slice(0, mostNames)) {
      const found = await find(name);
      if ('problem' in found) problems[field] = found.problem;
      else ids.push(found.id);
    }
    return [...new Set(ids)];
  };
  return filled({
    sectors: listIn(values.sectors),
    lifeStages: listIn(values.lifeStages),
    districts: await read('districts', (name) => district(context, turn, name)),
    committees: listIn(values.committees),
    partners: await read('partners', (name) => partner(context, turn, name)),
    people: await read('people', (name) => person(context, turn, name)),
  });
}

/** Words between commas: areas, life stages, committees, districts, organisations, people; `alle` for everyone. */
export async function audienceTyped(
  context: Context,
  turn: Turn,
  typed: string,
): Promise<{ readonly audience: Round['audience'] } | { readonly problem: string }> {
  const words = namesIn(typed).filter((word) => !['alle', 'everyone', 'all'].includes(fold(word)));
  if (words.length > mostNames) return { problem: audienceTexts[turn.language].tooMany };
  const lists: Partial<Record<List, string[]>> = {};
  for (const word of words) {
    const meant = await meaningOf(context, turn, word);
    if ('problem' in meant) return meant;
    lists[meant.list] = [...(lists[meant.list] ?? []), meant.id];
  }
  return { audience: filled(lists) };
}

async function meaningOf(
  context: Context,
  turn: Turn,
  word: string,
): Promise<{ readonly list: List; readonly id: string } | { readonly problem: string }> {
  const { sectors, lifeStages } = context.vocabulary(turn.language);
  const known = (options: readonly Option[]) => options.find(({ label }) => fold(label) === fold(word))?.value;
  const [sector, stage] = [known(sectors), known(lifeStages)];
  if (sector !== undefined) return { list: 'sectors', id: sector };
  if (stage !== undefined) return { list: 'lifeStages', id: stage };
  const committee = (await committeesOf(context)).find(({ name }) => fold(name) === fold(word));
  if (committee) return { list: 'committees', id: committee.id };
  const inDistrict = await district(context, turn, word);
  if ('id' in inDistrict) return { list: 'districts', ...inDistrict };
  const entry = await partner(context, turn, word);
  if ('id' in entry) return { list: 'partners', ...entry };
  const someone = await person(context, turn, word);
  return 'id' in someone ? { list: 'people', ...someone } : { problem: audienceTexts[turn.language].unknownWord(word) };
}

export async function committeesOf({
  committees,
}: Context): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return (await committees?.()) ?? [];
}

async function district({ directory }: Context, turn: Turn, name: string): Promise<Read> {
  const found = await directory.matching({ districts: [name], day: turn.today });
  return found.length > 0 ? { id: name } : { problem: audienceTexts[turn.language].unknownDistrict(name) };
}

/** The partner that a typed name means beyond doubt. */
export async function partner({ directory }: Context, turn: Turn, name: string): Promise<Read> {
  const t = audienceTexts[turn.language];
  const found = await directory.search(name);
  const same = found.filter((each) => fold(each.name) === fold(name));
  const certain = same.length > 0 ? same : found.filter((each) => nameDistance(name, each.name) === 0);
  const [only, ...others] = certain;
  if (!only) return { problem: t.unknownPartner(name) };
  if (others.length === 0) return { id: only.id };
  return {
    problem: t.severalPartners(
      name,
      certain
        .slice(0, mostShown)
        .map((each) => each.name)
        .join(', '),
    ),
  };
}

async function person({ search }: Context, turn: Turn, name: string): Promise<Read> {
  const t = audienceTexts[turn.language];
  const { certain } = await search.find(name, turn.language);
  const [only, ...others] = certain;
  if (!only) return { problem: t.unknownPerson(name) };
  if (others.length === 0) return { id: only.id };
  return {
    problem: t.severalPersons(
      name,
      certain
        .slice(0, mostShown)
        .map(({ label }) => label)
        .join(', '),
    ),
  };
}

function filled(lists: Partial<Record<List, readonly string[]>>): Round['audience'] {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, list]) => (list.length > 0 ? [[name, [...new Set(list)]]] : [])),
  );
}

function namesIn(typed: string): readonly string[] {
  return typed
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function textIn(value: FormValues[string] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

export function listIn(value: FormValues[string] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
