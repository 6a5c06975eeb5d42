import { inAll, type Language, type Translated } from '../kernel/texts.js';
import { code, type Inline, type InlinePart, strong } from '../messages/inline.js';
import type { Block, Fact, View } from '../messages/view.js';
import { holds, type Person, type Role } from '../ports/people.js';
import type { Command, Feature } from './feature.js';
import { texts } from './texts.js';
import { typedAction, usageOf } from './views.js';

/** What help needs of a feature. */
export type HelpRoom = Pick<Feature, 'name' | 'title' | 'commands'>;

/** Six buttons is what a card in Teams bears. */
const mostRoomButtons = 6;

/** What this person may do, room by room in words to be typed; each room's button says more. */
export function helpView(rooms: readonly HelpRoom[], person: Person, network: string, welcome = false): View {
  const t = texts[person.language];
  const title = welcome ? t.welcomeTitle : t.helpTitle;
  return {
    kind: welcome ? 'bot.welcome' : 'bot.help',
    summary: title,
    title,
    language: person.language,
    blocks: [
      { type: 'text', text: welcome ? t.welcomeIntro(network) : t.helpIntro(network) },
      ...wordsByRole(rooms, person),
      { type: 'text', text: t.helpExample },
      ...roomButtons(rooms, person),
      { type: 'note', text: t.helpNote },
    ],
  };
}

/** What one room offers this person, each command with what it does. */
export function roomHelpView(room: HelpRoom, person: Person): View {
  const t = texts[person.language];
  const title = t.roomHelpTitle(titleOf(room, person.language));
  return {
    kind: 'bot.help',
    summary: title,
    title,
    language: person.language,
    blocks: [
      ...roles.flatMap((role): readonly Block[] => {
        const shown = shownTo(room, person, role);
        if (shown.length === 0) return [];
        const list: Block = { type: 'list', items: shown.map((command) => helpLine(command, person.language)) };
        const heading = headingOf(role, person.language);
        return heading ? [{ type: 'text', text: [strong(heading)] }, list] : [list];
      }),
      { type: 'actions', actions: [typedAction('hilfe', t.allHelp)] },
    ],
  };
}

/** The word under which a room's help is typed, e.g. `hilfe treffen`. */
export function roomWord({ name, title }: HelpRoom): string {
  return (title?.de ?? name).toLowerCase();
}

const roles: readonly Role[] = ['all', 'chair', 'coordinator'];

function headingOf(role: Role, language: Language): string | undefined {
  const t = texts[language];
  switch (role) {
    case 'all':
      return undefined;
    case 'chair':
      return t.helpForChair;
    case 'coordinator':
      return t.helpForCoordinator;
  }
}

function wordsByRole(rooms: readonly HelpRoom[], person: Person): readonly Block[] {
  return roles.flatMap((role): readonly Block[] => {
    const facts = rooms.flatMap((room): readonly Fact[] => {
      const words = new Set(shownTo(room, person, role).map((command) => command.words[0]));
      return words.size === 0 ? [] : [{ label: titleOf(room, person.language), value: separated([...words]) }];
    });
    if (facts.length === 0) return [];
    const heading = headingOf(role, person.language);
    const shown: Block = { type: 'facts', facts };
    return heading ? [{ type: 'text', text: [strong(heading)] }, shown] : [shown];
  });
}

function separated(words: readonly string[]): Inline {
  return words.flatMap((word, index): readonly InlinePart[] => (index === 0 ? [code(word)] : [' · ', code(word)]));
}

function roomButtons(rooms: readonly HelpRoom[], person: Person): readonly Block[] {
  const actions = rooms
    .filter((room) => room.title && roles.some((role) => shownTo(room, person, role).length > 0))
    .slice(0, mostRoomButtons)
    .map((room) => typedAction(`hilfe ${roomWord(room)}`, titleOf(room, person.language)));
  return actions.length === 0 ? [] : [{ type: 'actions', actions }];
}

function shownTo({ commands }: HelpRoom, person: Person, role: Role): readonly Command[] {
  return commands.filter((command) => !command.unlisted && command.role === role && holds(person, role));
}

function titleOf({ name, title }: HelpRoom, language: Language): string {
  return title?.[language] ?? name;
}

function helpLine(command: Command, language: Language): Inline {
  return [code(usageOf(command)), ` – ${command.help[language]}`];
}

/** What the bot's own commands stand under. */
export const ownTitle: Translated = inAll(texts, (t) => t.ownTitle);
