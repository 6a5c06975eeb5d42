import { type Language, languages } from '../kernel/texts.js';
import { within } from '../kernel/timeout.js';
import type { Inbound } from '../messages/inbound.js';
import { withoutMentions } from '../messages/mention.js';
import type { Reply } from '../messages/reply.js';
import type { View } from '../messages/view.js';
import type { People } from '../ports/people.js';
import type { Command, Feature } from './feature.js';
import { textsSentBy } from './inbound.js';
import { type Match, matchCommand } from './match.js';

/** How long the answer waits for the store to say which language the person chose. */
const patienceMs = 500;

/** What a message about a child in danger is answered with, in each language. */
export type Alarm = (language: Language) => View;

/**
 * Looks at everything a person wrote in an event; the first feature that takes alarm at it has the word. `isTaken`: what
 * was written is kept nevertheless.
 */
export function alarmIn(features: readonly Feature[], inbound: Inbound, isTaken = false): Alarm | undefined {
  for (const text of textsSentBy(inbound.event)) {
    for (const feature of features) {
      const german = feature.guard?.(text, 'de', isTaken);
      if (german) return (language) => feature.guard?.(text, language, isTaken) ?? german;
    }
  }
  return undefined;
}

/** Whether an event enters or announces what partners do, as only the coordination office may. */
export function tellsOfWork(features: readonly Feature[], inbound: Inbound, today: string): boolean {
  return meantBy(features, inbound, today)?.tellsOfWork === true;
}

/** Whether an event proposes an announcement, which the coordination office reads before anybody else. */
export function proposesWork(features: readonly Feature[], inbound: Inbound, today: string): boolean {
  return meantBy(features, inbound, today)?.proposesWork === true;
}

/** What is typed into these slots names somebody or something. */
const naming: ReadonlySet<string> = new Set(['name', 'person', 'people']);
/** Of a command that only takes names. */
const besideNames: ReadonlySet<string> = new Set(['number', 'word', 'literal']);
/** A word of a name: a capital letter or figure first, an address, or what stands between them. */
const nameWord =
  /^(?:["„“(]?[\p{Lu}\p{N}].*|\S+@\S+|v[ao]n|vom|de|de[nr]|di[ae]|das|zu[mr]?|a[mn]|i[mn]|für|und|[&+–-])$/su;

/**
 * Whether a typed command does something with names and holds nothing else: somebody is called „Niemand“, and a service
 * „Notruf“. Sentences are none, and neither are words that only search.
 */
export function givesNamesOnly(features: readonly Feature[], { event }: Inbound, today: string): boolean {
  const typedByButton = event.type === 'action' && event.id === 'bot.typed' && event.payload.question !== true;
  const text = event.type === 'text' ? event.text : typedByButton ? event.payload.text : undefined;
  if (typeof text !== 'string') return false;
  const match = matchCommand(
    features.flatMap(({ commands }) => commands),
    text,
    today,
  );
  return match?.exact === true && isNamesOnly(match);
}

function isNamesOnly({ command: { slots, changes, isMeant }, typed }: Match): boolean {
  if (!changes || isMeant || !slots.every(({ kind }) => naming.has(kind) || besideNames.has(kind))) return false;
  const names = slots.flatMap((slot) => (naming.has(slot.kind) && 'name' in slot ? (typed[slot.name] ?? []) : []));
  const words = withoutMentions(names.join(', ')).split(/[\s,;]+/);
  return /\p{Ll}/u.test(words.join(' ')) && words.filter(Boolean).every((word) => nameWord.test(word));
}

/** The form that was submitted, or the command that was typed without a doubt. */
function meantBy(
  features: readonly Feature[],
  { event }: Inbound,
  today: string,
): Pick<Command, 'tellsOfWork' | 'proposesWork'> | undefined {
  if (event.type === 'form') return features.flatMap(({ forms }) => forms).find(({ id }) => id === event.id);
  if (event.type !== 'text') return undefined;
  const commands = features.flatMap((feature) => feature.commands);
  const match = matchCommand(commands, event.text, today);
  return match?.exact === true ? match.command : undefined;
}

/** One message with both, for the person alone: first where to turn at once, then what became of what they entered. */
export function beside(alarm: Extract<Reply, { type: 'message' }>, reply: Reply, inbound: Inbound): Reply {
  if (reply.type !== 'message' && reply.type !== 'replace') return alarm;
  const view = { ...reply.view, blocks: [...alarm.view.blocks, { type: 'divider' } as const, ...reply.view.blocks] };
  const inPlace = reply.type === 'replace' && inbound.place.kind === 'direct';
  return inPlace ? { type: 'replace', view } : { type: 'message', private: true, view };
}

/**
 * Always for the person alone, whatever the event was. Of whom nothing is known, nothing is stored: they read German,
 * with a line in English.
 */
export async function alarmReply(
  alarm: Alarm,
  people: Pick<People, 'peek'>,
  inbound: Inbound,
): Promise<Extract<Reply, { type: 'message' }>> {
  const language = await knownLanguage(people, inbound);
  return { type: 'message', private: true, view: language ? alarm(language) : withEnglishLine(alarm) };
}

function withEnglishLine(alarm: Alarm): View {
  const german = alarm('de');
  const english = alarm('en').summary;
  return { ...german, blocks: [...german.blocks, { type: 'note', text: english }] };
}

/** Undefined if the person is unknown or the store does not say soon: the answer does not wait for it. */
async function knownLanguage(people: Pick<People, 'peek'>, inbound: Inbound): Promise<Language | undefined> {
  const looked = people.peek(inbound.from).then(
    (person) => languages.find((language) => language === person?.language),
    // Whatever is wrong with the store: here it must not cost the answer.
    () => undefined,
  );
  const language = await within(patienceMs, looked);
  return language === 'late' ? undefined : language;
}
