import type { Form } from '../../../src/messages/form.js';
import type { InboundEvent } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import { type House, say } from '../../support/slack-house.js';
import type { Block } from '../../support/slack-workspace.js';

export function text(blocks: readonly Block[] | undefined): string {
  return [...JSON.stringify(blocks ?? []).matchAll(/"text":"([^"]*)"/g)].map((match) => match[1]).join(' ');
}

/** The text that the bot heard first. */
export function heard(house: House): string {
  const event = house.inbounds[0]?.event;
  return event?.type === 'text' ? event.text : '';
}

export const card: Reply = {
  type: 'message',
  view: say('Kommen Sie?', {
    blocks: [
      { type: 'text', text: 'Kommen Sie?' },
      { type: 'actions', actions: [{ id: 'test.yes', label: 'Zusagen', payload: { meeting: 'm1', version: 2 } }] },
    ],
  }),
};

export const askName: Form = {
  id: 'test.name',
  title: 'Name',
  submit: 'Speichern',
  opener: 'Angeben',
  fields: [{ id: 'name', type: 'text', label: 'Name' }],
};

export function onText(
  reply: Reply,
  onOther: (event: InboundEvent) => Reply,
): (inbound: { event: InboundEvent }) => Reply {
  return ({ event }) => (event.type === 'text' ? reply : onOther(event));
}
