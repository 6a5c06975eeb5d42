import type { Turn } from '../../../bot/feature.js';
import { fold } from '../../../kernel/fold.js';
import { nameDistance } from '../../../kernel/names.js';
import type { Language } from '../../../kernel/texts.js';
import type { ChannelName } from '../../../messages/inbound.js';
import type { AudienceCount, AudienceFilter } from '../../../ports/audience.js';
import { lifeStageLabel, lifeStages, readLifeStage, readSector, sectorLabel, sectors } from '../vocabulary.js';
import { audienceTexts } from './audience-texts.js';
import type { Context } from './context.js';
import type { Announcement } from './model.js';

const mostNamed = 100;
const mostLetterNames = 10;
const mostRooms = 100;

export type ChosenAudience = Announcement['audience'];
export const everyone: ChosenAudience = { filter: {}, rooms: [] };

/** Those among whom it is nobody's secret. */
export function isForEveryone({ filter, onlyRooms }: ChosenAudience): boolean {
  return Object.keys(filter).length === 0 && onlyRooms !== true;
}

/** Its persons, rooms apart. */
export async function peopleIn(
  context: Context,
  { filter, onlyRooms }: ChosenAudience,
  at: Date,
): Promise<AudienceCount> {
  return onlyRooms ? { total: 0, byChannel: {}, byLetter: 0 } : context.audience.count(filter, at);
}

/** Platforms that somebody may choose by. */
export const choosableChannels = ['slack', 'teams', 'mail', 'playground'] as const satisfies readonly ChannelName[];

/** How many an announcement would reach now, rooms included, and in words. */
export interface Reach {
  readonly count: AudienceCount;
  readonly rooms: number;
  readonly words: string;
  /** Who is reached only by letter, by name; undefined if nobody. */
  readonly letters?: string;
}

export async function reachOf(context: Context, audience: ChosenAudience, language: Language): Promise<Reach> {
  const now = context.clock.now();
  const [count, names] = await Promise.all([
    peopleIn(context, audience, now),
    audienceWords(context, audience, language),
  ]);
  const t = audienceTexts[language];
  const people = audience.onlyRooms ? t.noPerson : count.total === 1 ? t.onePerson : t.people(String(count.total));
  const channels = Object.entries(count.byChannel).flatMap(([channel, number]) =>
    number > 0 ? [`${t[channel as ChannelName]} ${number}`] : [],
  );
  const words = `${names}: ${people}${channels.length > 0 ? ` (${channels.join(', ')})` : ''}`;
  const letters = await lettersOf(context, audience.filter, now, count.byLetter, language);
  return { count, rooms: audience.rooms.length, words, ...(letters !== undefined && { letters }) };
}

async function lettersOf(
  context: Context,
  filter: AudienceFilter,
  now: Date,
  count: number,
  language: Language,
): Promise<string | undefined> {
  if (count === 0) return undefined;
  const t = audienceTexts[language];
  const people = await context.audience.byLetter(filter, now, mostLetterNames);
  const rest = count - people.length;
  const names = [...people.map(({ name }) => name), ...(rest > 0 ? [t.andMore(String(rest))] : [])];
  return t.byLetter(String(count), names.join(', '));
}

/** "Slack; Bildung; Lohberg", or everyone. */
async function audienceWords(context: Context, audience: ChosenAudience, language: Language): Promise<string> {
  const t = audienceTexts[language];
  const { filter } = audience;
  const parts = [
    ...(filter.people ? [t.named(String(filter.people.length))] : []),
    ...(filter.channels ? [filter.channels.map((channel) => t[channel]).join(', ')] : []),
    ...(filter.sectors ? [labels(sectors, filter.sectors, (each) => sectorLabel(each, language))] : []),
    ...(filter.lifeStages ? [labels(lifeStages, filter.lifeStages, (each) => lifeStageLabel(each, language))] : []),
    ...(filter.districts ? [filter.districts.join(', ')] : []),
    ...(filter.committees ? [t.committeesChosen(await committeeNames(context, filter.committees))] : []),
    ...(filter.partners ? [t.partnersChosen(await partnerNames(context, filter.partners))] : []),
    ...(audience.rooms.length > 0 ? [t.rooms((await roomNames(context, audience.rooms)).join(', '))] : []),
  ];
  return [...(isForEveryone(audience) ? [t.everyone] : []), ...parts].join('; ');
}

function labels<T extends string>(known: readonly T[], chosen: readonly string[], label: (each: T) => string): string {
  return known
    .filter((each) => chosen.includes(each))
    .map(label)
    .join(', ');
}

async function partnerNames(context: Context, ids: readonly string[]): Promise<string> {
  const entries = await Promise.all(ids.slice(0, mostLetterNames).map((id) => context.directory.get(id)));
  return entries.map((entry, index) => entry?.name ?? ids[index]).join(', ');
}

async function committeeNames(context: Context, ids: readonly string[]): Promise<string> {
  const known = new Map((await committeesOf(context)).map(({ id, name }) => [id, name]));
  return ids.map((id) => known.get(id) ?? id).join(', ');
}

export async function committeesOf(
  context: Context,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return (await context.committees?.()) ?? [];
}

async function roomNames(context: Context, ids: readonly string[]): Promise<readonly string[]> {
  const rooms = await Promise.all(ids.map((id) => context.rooms.get(id)));
  return rooms.map((room, index) => room?.name ?? ids[index] ?? '');
}

/** A typed audience, or which word nobody understands. */
export type ReadAudience = ChosenAudience | { readonly problem: string };

/**
 * Words between commas: areas, life stages, districts, channels, partners, people; `alle` for everyone. Rooms alone are
 * meant by themselves.
 */
export async function readAudience(context: Context, turn: Turn, typed: string): Promise<ReadAudience> {
  const words = listOf(typed);
  if (words.length > mostNamed) return { problem: audienceTexts[turn.language].tooMany };
  const filter: { -readonly [K in keyof AudienceFilter]: string[] } = {};
  const rooms: string[] = [];
  let everybody = false;
  const known = await context.rooms.list({ limit: mostRooms });
  for (const word of words) {
    if (['alle', 'everyone', 'all'].includes(fold(word))) {
      everybody = true;
      continue;
    }
    const room = known.items.find(({ name }) => fold(name) === fold(word.replace(/^#/, '')));
    const meaning = room ? undefined : await meaningOf(context, turn, word);
    if (room) rooms.push(room.id);
    else if (!meaning) return { problem: audienceTexts[turn.language].unknownWord(word) };
    else if ('problem' in meaning) return meaning;
    else filter[meaning.list] = [...(filter[meaning.list] ?? []), meaning.value];
  }
  const onlyRooms = rooms.length > 0 && !everybody && Object.keys(filter).length === 0;
  return { filter: filter as AudienceFilter, rooms: [...new Set(rooms)], ...(onlyRooms && { onlyRooms }) };
}

type Meaning = { readonly list: keyof AudienceFilter; readonly value: string } | { readonly problem: string };

async function meaningOf(context: Context, turn: Turn, word: string): Promise<Meaning | undefined> {
  const channel = choosableChannels.find((each) => fold(audienceTexts.de[each]) === fold(word));
  if (channel) return { list: 'channels', value: channel };
  const sector = readSector(word);
  if (sector) return { list: 'sectors', value: sector };
  const stage = readLifeStage(word);
  if (stage) return { list: 'lifeStages', value: stage };
  const committee = (await committeesOf(context)).find(({ name }) => fold(name) === fold(word));
  if (committee) return { list: 'committees', value: committee.id };
  const inDistrict = await context.directory.matching({ districts: [word], day: turn.today });
  if (inDistrict.length > 0) return { list: 'districts', value: word };
  const partner = await partnerNamed(context, turn, word);
  if (partner && !('problem' in partner)) return { list: 'partners', value: partner.id };
  const person = await personNamed(context, turn, word);
  if ('problem' in person) return partner;
  return { list: 'people', value: person.id };
}

/** The partner that a typed name means beyond doubt; undefined if none is like it. */
export async function partnerNamed(
  context: Context,
  turn: Turn,
  name: string,
): Promise<{ readonly id: string } | { readonly problem: string } | undefined> {
  const found = await context.directory.search(name);
  const same = found.filter((partner) => fold(partner.name) === fold(name));
  const certain = same.length > 0 ? same : found.filter((partner) => nameDistance(name, partner.name) === 0);
  const [only, ...others] = certain;
  if (!only) return undefined;
  if (others.length === 0) return { id: only.id };
  const names = certain.slice(0, 3).map((partner) => partner.name);
  return { problem: audienceTexts[turn.language].severalPartners(name, names.join(', ')) };
}

async function personNamed(context: Context, turn: Turn, name: string) {
  const t = audienceTexts[turn.language];
  const { certain } = await context.search.find(name);
  const [only, ...others] = certain;
  if (!only) return { problem: t.unknownPerson(name) } as const;
  if (others.length === 0) return { id: only.id } as const;
  return {
    problem: t.severalPersons(
      name,
      certain
        .slice(0, 3)
        .map(({ label }) => label)
        .join(', '),
    ),
  } as const;
}

/** Each of a list of names as an id, or what is wrong with the first that is not clear. */
export async function idsOfPartners(context: Context, turn: Turn, typed: string) {
  return idsOf(turn, typed, async (name) => {
    const found = await partnerNamed(context, turn, name);
    return found ?? { problem: audienceTexts[turn.language].unknownPartner(name) };
  });
}

export async function idsOfPeople(context: Context, turn: Turn, typed: string) {
  return idsOf(turn, typed, (name) => personNamed(context, turn, name));
}

async function idsOf(
  turn: Turn,
  typed: string,
  find: (name: string) => Promise<{ readonly id: string } | { readonly problem: string }>,
): Promise<{ readonly ids: readonly string[] } | { readonly problem: string }> {
  const names = listOf(typed);
  if (names.length > mostNamed) return { problem: audienceTexts[turn.language].tooMany };
  const ids: string[] = [];
  for (const name of names) {
    const found = await find(name);
    if ('problem' in found) return found;
    ids.push(found.id);
  }
  return { ids: [...new Set(ids)] };
}

export function listOf(typed: string): readonly string[] {
  return typed
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
