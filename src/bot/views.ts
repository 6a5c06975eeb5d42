import type { Language } from '../kernel/texts.js';
import type { Reply } from '../messages/reply.js';
import type { Action, Block, View } from '../messages/view.js';
import type { Command, Slot } from './feature.js';
import { texts } from './texts.js';

/** A short message, with the one button that leads on. */
export function noticeView(kind: string, text: string, language: Language, actions: readonly Action[] = []): View {
  const blocks: Block[] = [{ type: 'text', text }];
  if (actions.length > 0) blocks.push({ type: 'actions', actions });
  return { kind, summary: firstLine(text), blocks, language };
}

export function message(view: View): Reply {
  return { type: 'message', view };
}

/** For the person alone, whatever the place is. */
export function privately(view: View): Reply {
  return { type: 'message', private: true, view };
}

/** An answer to a press: in place of the card that was pressed. */
export function inPlace(reply: Reply): Reply {
  return reply.type === 'message' ? { type: 'replace', view: reply.view } : reply;
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

export function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 150) ?? '';
}
