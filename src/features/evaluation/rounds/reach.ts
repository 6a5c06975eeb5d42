import { type Language, localeOf } from '../../../kernel/texts.js';
import type { AudienceFilter } from '../../../ports/audience.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { roundTexts } from './texts.js';

const mostNamed = 10;

/** How many a round would ask now, and in words who that is. */
export interface Reach {
  readonly total: number;
  readonly words: string;
}

/** A round's audience as the port knows it. */
export function filterOf({ audience }: Pick<Round, 'audience'>): AudienceFilter {
  return audience as AudienceFilter;
}

export async function reachOf(context: Context, round: Round, language: Language): Promise<Reach> {
  const t = roundTexts[language];
  const filter = filterOf(round);
  const { total, byLetter } = await context.audience.count(filter, context.clock.now());
  const count = peopleWords(total, language);
  const letters = byLetter > 0 ? [t.byLetter(String(byLetter))] : [];
  const words = [`${await audienceWords(context, filter, language)}: ${count}`, ...letters].join(', ');
  return { total, words };
}

export function peopleWords(count: number, language: Language): string {
  const t = roundTexts[language];
  return count === 1 ? t.onePerson : t.people(count.toLocaleString(localeOf(language)));
}

async function audienceWords(context: Context, filter: AudienceFilter, language: Language): Promise<string> {
  const { sectors, lifeStages } = context.vocabulary(language);
  const labels = (options: readonly { value: string; label: string }[], chosen: readonly string[] = []) =>
    options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  const committees = filter.committees ? ((await context.committees?.()) ?? []) : [];
  const options = committees.map(({ id, name }) => ({ value: id, label: name }));
  const groups = [
    labels(sectors, filter.sectors),
    labels(lifeStages, filter.lifeStages),
    filter.districts ?? [],
    labels(options, filter.committees),
    await partnerNames(context, filter.partners),
    filter.people ? [...(await context.people.names(filter.people)).values()] : [],
  ];
  const chosen = groups.filter((group) => group.length > 0).map((group) => group.join(', '));
  return chosen.length > 0 ? chosen.join('; ') : roundTexts[language].everyone;
}

async function partnerNames({ directory }: Context, ids: readonly string[] = []): Promise<readonly string[]> {
  const entries = await Promise.all(ids.slice(0, mostNamed).map((id) => directory.get(id)));
  return [...entries.flatMap((entry) => entry?.name ?? []), ...(ids.length > mostNamed ? ['…'] : [])];
}
