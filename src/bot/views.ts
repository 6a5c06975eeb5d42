import type { Language } from '../kernel/texts.js';
import type { Inline } from '../messages/inline.js';
import { code, strong } from '../messages/inline.js';
import type { Reply } from '../messages/reply.js';
import type { Action, Block, View } from '../messages/view.js';
import type { Person } from '../ports/people.js';
import { holds } from '../ports/people.js';
import type { Command, Slot } from './feature.js';
import { texts } from './texts.js';

/** Six buttons is what a card in Teams bears. */
const mostPressable = 5;

/** A short message, with the one button that leads on. */
export function noticeView(kind: string, text: string, language: Language, actions: readonly Action[] = []): View {
  const blocks: Block[] = [{ type: 'text', text }];
  if (actions.length > 0) blocks.push({ type: 'actions', actions });
  return { kind, summary: firstLine(text), blocks, language };
}

export function message(view: View): Reply {
  return { type: 'message', view };
}

/** A button that does what typing a command does. */
export function typedAction(text: string, label: string): Action {
  return { id: 'bot.typed', label, payload: { text } };
}

export function helpAction(language: Language): Action {
  return typedAction('hilfe', texts[language].helpButton);
}

/** How a command is shown: its word, then its slots in capitals, those that may be left out in brackets. */
export function usageOf(command: Command): string {
  return [command.words[0], ...command.slots.map(slotLabel)].join(' ');
}

function slotLabel(slot: Slot): string {
  const label = slotName(slot);
  return slot.kind !== 'literal' && slot.optional ? `[${label}]` : label;
}

function slotName(slot: Slot): string {
  switch (slot.kind) {
    case 'date':
      return 'DATUM';
    case 'time':
      return 'UHRZEIT';
    case 'number':
      return 'NR';
    case 'literal':
      return slot.word;
    case 'word':
      return slot.words.join('/');
    case 'people':
      return `${slot.name.toUpperCase()}, …`;
    case 'fields':
      return slot.names.map((name) => name.toUpperCase()).join('; ');
    case 'person':
    case 'name':
    case 'text':
      return slot.name.toUpperCase();
  }
}

/** What this person may type, with examples first. */
export function helpView(commands: readonly Command[], person: Person, network: string, welcome = false): View {
  const t = texts[person.language];
  const title = welcome ? t.welcomeTitle : t.helpTitle;
  return {
    kind: welcome ? 'bot.welcome' : 'bot.help',
    summary: title,
    title,
    language: person.language,
    blocks: [
      { type: 'text', text: welcome ? t.welcomeIntro(network) : t.helpIntro(network) },
      ...commandGroups(commands, person),
      { type: 'text', text: t.helpExample },
      ...pressable(commands),
      { type: 'note', text: t.helpNote },
    ],
  };
}

/** The first of those commands that are typed by themselves and change nothing, to be pressed. */
function pressable(commands: readonly Command[]): readonly Block[] {
  const words = commands
    .filter((command) => command.role === 'all' && !command.changes && !command.unlisted && command.id !== 'bot.help')
    .filter(({ slots }) => slots.every((slot) => slot.kind !== 'literal' && slot.optional))
    .slice(0, mostPressable)
    .map(({ words: [word] }) => word);
  if (words.length === 0) return [];
  return [{ type: 'actions', actions: words.map((word) => typedAction(word, capitalised(word))) }];
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function commandGroups(commands: readonly Command[], person: Person): readonly Block[] {
  const t = texts[person.language];
  const groups = [
    { role: 'all', heading: undefined },
    { role: 'chair', heading: t.helpForChair },
    { role: 'coordinator', heading: t.helpForCoordinator },
  ] as const;
  return groups.flatMap(({ role, heading }): Block[] => {
    const shown = commands.filter((command) => !command.unlisted && command.role === role && holds(person, role));
    if (shown.length === 0) return [];
    const list: Block = { type: 'list', items: shown.map((command) => helpLine(command, person.language)) };
    return heading ? [{ type: 'text', text: [strong(heading)] }, list] : [list];
  });
}

function helpLine(command: Command, language: Language): Inline {
  return [code(usageOf(command)), ` – ${command.help[language]}`];
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 150) ?? '';
}
