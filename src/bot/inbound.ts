import type { InboundEvent } from '../messages/inbound.js';
import { withoutMentions } from '../messages/mention.js';
import { cleaned } from '../messages/text.js';

export function tidyText(text: string): string {
  return cleaned(text.normalize('NFC')).trim();
}

/** The event with its texts in one normal form, without control characters. Only what was typed keeps its mentions. */
export function tidied(event: InboundEvent): InboundEvent {
  switch (event.type) {
    case 'text':
      return { ...event, text: tidyText(event.text) };
    case 'search':
      return { ...event, query: withoutMentions(tidyText(event.query)) };
    case 'form':
      return { ...event, values: tidyValues(event.values) };
    case 'action':
    case 'opened':
    case 'file':
    case 'installed':
    case 'removed':
      return event;
  }
}

type Values = Extract<InboundEvent, { type: 'form' }>['values'];

function tidyValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      typeof value === 'string' ? tidyField(value) : value.map(tidyField),
    ]),
  );
}

function tidyField(value: string): string {
  return withoutMentions(tidyText(value));
}

/** Everything in an event that a person wrote freely, as people read it. */
export function textsSentBy(event: InboundEvent): readonly string[] {
  return rawTextsOf(event).map(withoutMentions);
}

function rawTextsOf(event: InboundEvent): readonly string[] {
  switch (event.type) {
    case 'text':
      return [event.text];
    case 'search':
      return [event.query];
    case 'form':
      return Object.values(event.values).flat();
    case 'action':
      return typeof event.payload.text === 'string' ? [event.payload.text] : [];
    case 'opened':
    case 'file':
    case 'installed':
    case 'removed':
      return [];
  }
}
