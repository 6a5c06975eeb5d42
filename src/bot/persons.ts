import { z } from 'zod';
import { Refusal } from '../kernel/errors.js';
import type { JsonObject } from '../kernel/json.js';
import { readMention, withoutMentions } from '../messages/mention.js';
import type { Reply } from '../messages/reply.js';
import type { Action, Block, View } from '../messages/view.js';
import type { Candidate, Found, PeopleSearch } from '../ports/people.js';
import { sentId, type Turn } from './feature.js';
import { personsTexts } from './persons-texts.js';
import { firstLine } from './views.js';

const mostChoices = 5;
/** For each name, where several are unclear. */
const mostChoicesOfMany = 3;
const mostPeople = 30;
/** Names that are still unclear stand in the payload of the others' buttons. */
const longestList = 700;
const separators = new Set(['und', 'sowie', 'and', '&', '+']);

/** Somebody who is meant. */
export type Named = Pick<Candidate, 'id' | 'name'>;

interface Meaning {
  /** The action that does the same for a chosen person; its payload is `{ ...payload, person: id }`. */
  readonly action: string;
  readonly payload?: JsonObject;
  /** Keeps an address that nobody has yet, to be matched at first contact. Left out: refused like an unknown name. */
  readonly addIfNew?: boolean;
}

/** What to do once it is clear who is meant. */
export interface PersonAct extends Meaning {
  readonly act: (person: Named) => Promise<Reply>;
  /** What to do for an address that nobody has yet, instead of keeping it. */
  readonly unknownAddress?: (address: string) => Promise<Reply>;
  /**
   * The question before somebody gets it for whom no platform vouches: a guest, somebody of a foreign workspace, an
   * account without a confirmed address. Left out: not asked.
   */
  readonly sure?: (person: Candidate) => View;
}

/** What to do with those who are clear; `action` takes `pickedPayload` and answers by `withPicked`. */
export interface PeopleAct extends Meaning {
  /** Never called with nobody. */
  readonly act: (people: readonly Named[]) => Promise<View>;
}

/** Acts on the typed PERSON; several matches or similar names give a choice, nobody is a friendly refusal. */
export async function withPerson(search: PeopleSearch, turn: Turn, typed: string, what: PersonAct): Promise<Reply> {
  const meant = await meantBy(search, turn, typed, what);
  switch (meant.kind) {
    case 'one': {
      const doubtful = what.sure && meant.person.doubtful ? what.sure(meant.person) : undefined;
      return doubtful ? { type: 'message', private: true, view: doubtful } : what.act(meant.person);
    }
    case 'choice': {
      const blocks = choiceBlocks(turn, typed, meant, {
        most: mostChoices,
        action: what.action,
        payload: what.payload,
      });
      return { type: 'message', private: true, view: choiceView(turn, blocks, question(turn, typed, meant)) };
    }
    case 'nobody':
      if (meant.address !== undefined && what.unknownAddress) return what.unknownAddress(meant.address);
      throw refusalFor(turn, typed, meant, what);
  }
}

/**
 * Acts on everybody in a list with commas who is clear, and asks for the others in the same message. Refused if nobody
 * is clear and nobody like them is known.
 */
export async function withPeople(search: PeopleSearch, turn: Turn, typed: string, what: PeopleAct): Promise<Reply> {
  const t = personsTexts[turn.language];
  const names = namesIn(typed);
  if (names.length === 0) throw new Refusal(t.nobodyNamed, 'bot.nobody-named');
  if (names.length > mostPeople || names.join(', ').length > longestList) {
    throw new Refusal(t.tooMany(String(mostPeople)), 'bot.too-many-people');
  }
  const { clear, unclear } = await sorted(search, turn, names, what);
  if (clear.length === 0 && unclear.every(({ meant }) => meant.kind === 'nobody')) throw refusalOf(turn, unclear, what);
  const rest = unclear.flatMap((one) => unclearBlocks(turn, one, unclear, what));
  if (clear.length === 0) {
    return { type: 'message', private: true, view: choiceView(turn, rest, unclearQuestion(turn, unclear[0])) };
  }
  const view = await what.act(clear);
  const divider: readonly Block[] = rest.length > 0 ? [{ type: 'divider' }] : [];
  return { type: 'message', view: { ...view, blocks: [...view.blocks, ...divider, ...rest] } };
}

/** What comes back with a choice's button; extend it by the payload that was given. */
export const pickedPayload = z.object({ person: sentId, rest: z.string().max(longestList).optional() });

/** Acts on the person of a pressed choice, in place; whoever else was unclear is asked for again. */
export async function withPicked(
  search: PeopleSearch,
  turn: Turn,
  picked: z.infer<typeof pickedPayload>,
  what: PeopleAct,
): Promise<Reply> {
  const view = await what.act([await personThere(search, turn, picked.person)]);
  const names = namesIn(picked.rest ?? '');
  const unclear: readonly Unclear[] = (await sorted(search, turn, names, { ...what, addIfNew: false })).unclear;
  const rest = unclear.flatMap((one) => unclearBlocks(turn, one, unclear, what));
  const divider: readonly Block[] = rest.length > 0 ? [{ type: 'divider' }] : [];
  return { type: 'replace', view: { ...view, blocks: [...view.blocks, ...divider, ...rest] } };
}

/** Whom a button names, as they are today; refused if they are gone. */
export async function personThere(search: PeopleSearch, turn: Turn, id: string): Promise<Candidate> {
  const person = await search.get(id, turn.language);
  if (!person) throw new Refusal(personsTexts[turn.language].gone, 'bot.person-gone');
  return person;
}

type Choice = { readonly kind: 'choice'; readonly similar: boolean; readonly candidates: readonly Candidate[] };
type Nobody = { readonly kind: 'nobody'; readonly address?: string; readonly unmet?: string };
type Meant = { readonly kind: 'one'; readonly person: Candidate } | Choice | Nobody;

async function meantBy(search: PeopleSearch, turn: Turn, typed: string, what: Meaning): Promise<Meant> {
  const found = await search.find(typed, turn.language);
  const [first, ...more] = found.certain;
  if (first && more.length === 0) return { kind: 'one', person: first };
  if (first) return { kind: 'choice', similar: false, candidates: found.certain };
  if (found.near.length > 0) return { kind: 'choice', similar: true, candidates: found.near };
  if (found.address !== undefined && what.addIfNew) return { kind: 'one', person: await kept(search, found) };
  return {
    kind: 'nobody',
    ...(found.address !== undefined && { address: found.address }),
    ...(found.unmet !== undefined && { unmet: found.unmet }),
  };
}

async function kept(search: PeopleSearch, { address = '', unmet }: Found): Promise<Candidate> {
  const { id, name } = await search.withAddress(address, unmet);
  return { id, name, label: name };
}

interface Unclear {
  readonly name: string;
  readonly meant: Choice | Nobody;
}

/** Those who are clear, each once, and those who are not. */
async function sorted(
  search: PeopleSearch,
  turn: Turn,
  names: readonly string[],
  what: Meaning,
): Promise<{ readonly clear: readonly Named[]; readonly unclear: readonly Unclear[] }> {
  const clear = new Map<string, Named>();
  const unclear: Unclear[] = [];
  for (const name of names) {
    const meant = await meantBy(search, turn, name, what);
    if (meant.kind === 'one') clear.set(meant.person.id, meant.person);
    else unclear.push({ name, meant });
  }
  return { clear: [...clear.values()], unclear };
}

/** Names between commas, semicolons, line ends or an "und"; a mention stands by itself. */
function namesIn(typed: string): readonly string[] {
  const names: string[] = [];
  for (const part of typed.split(/[,;\n]/)) {
    let words: string[] = [];
    const end = () => {
      if (words.length > 0) names.push(words.join(' '));
      words = [];
    };
    for (const word of part.split(/\s+/).filter(Boolean)) {
      if (readMention(word)) names.push(word);
      else if (separators.has(word.toLowerCase())) end();
      else words.push(word);
    }
    end();
  }
  return [...new Set(names)];
}

function refusalFor(turn: Turn, typed: string, { address, unmet }: Nobody, what: Meaning): Refusal {
  const t = personsTexts[turn.language];
  if (unmet !== undefined && address === undefined)
    return new Refusal(t.notMet(unmet || t.unnamed), 'bot.person-not-met');
  const hint = what.addIfNew ? t.giveAddressKept : t.giveAddress;
  return new Refusal(`${t.unknown(withoutMentions(typed))} ${hint}`, 'bot.unknown-person');
}

/** Nobody of a list is known: one refusal that names them all. */
function refusalOf(turn: Turn, unclear: readonly Unclear[], what: Meaning): Refusal {
  const [only, ...more] = unclear;
  if (only?.meant.kind === 'nobody' && more.length === 0) return refusalFor(turn, only.name, only.meant, what);
  const between = turn.language === 'en' ? '”, “' : '“, „';
  const names = unclear.map(({ name }) => withoutMentions(name));
  return refusalFor(turn, names.join(between), { kind: 'nobody' }, what);
}

function question(turn: Turn, typed: string, { similar }: Choice): string {
  const t = personsTexts[turn.language];
  const shown = withoutMentions(typed);
  return similar ? t.didYouMean(shown) : t.whoExactly(shown);
}

function unclearQuestion(turn: Turn, unclear: Unclear | undefined): string {
  if (!unclear) return '';
  const { name, meant } = unclear;
  return meant.kind === 'choice' ? question(turn, name, meant) : unknownText(turn, name, meant);
}

function unknownText(turn: Turn, name: string, { unmet }: Nobody): string {
  const t = personsTexts[turn.language];
  return unmet === undefined ? t.notKnown(withoutMentions(name)) : t.notYetMet(unmet || t.unnamed);
}

interface Buttons {
  readonly most: number;
  readonly action: string;
  readonly payload: JsonObject | undefined;
}

function choiceBlocks(turn: Turn, typed: string, choice: Choice, { most, action, payload }: Buttons): readonly Block[] {
  const actions: readonly Action[] = choice.candidates
    .slice(0, most)
    .map(({ id, label }) => ({ id: action, label, payload: { ...payload, person: id } }));
  const blocks: readonly Block[] = [
    { type: 'text', text: question(turn, typed, choice) },
    { type: 'actions', actions },
  ];
  if (choice.candidates.length <= most) return blocks;
  return [...blocks, { type: 'note', text: personsTexts[turn.language].tooManyFit }];
}

function unclearBlocks(turn: Turn, { name, meant }: Unclear, all: readonly Unclear[], what: Meaning): readonly Block[] {
  if (meant.kind === 'nobody') {
    const t = personsTexts[turn.language];
    const hint = what.addIfNew ? t.giveAddressKept : t.giveAddress;
    const text = unknownText(turn, name, meant);
    return [{ type: 'note', text: meant.unmet === undefined ? `${text} ${hint}` : text }];
  }
  const others = all.filter((other) => other.name !== name).map((other) => other.name);
  const payload: JsonObject = { ...what.payload, ...(others.length > 0 && { rest: others.join(', ') }) };
  const most = others.length > 0 ? mostChoicesOfMany : mostChoices;
  return choiceBlocks(turn, name, meant, { most, action: what.action, payload });
}

function choiceView(turn: Turn, blocks: readonly Block[], summary: string): View {
  return { kind: 'bot.choose-person', summary: firstLine(summary), blocks, language: turn.language };
}
