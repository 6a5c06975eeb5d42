import type { Form } from '../../../src/messages/form.js';
import type { View } from '../../../src/messages/view.js';
import type { Activity, TeamsBot } from '../../support/teams-bot.js';

/** What the tests of Teams' events have the network answer. */
export const view: View = {
  kind: 'muster.antwort',
  summary: 'Treffen: Do. 12.11., 14 Uhr, Rathaus',
  title: 'Treffen',
  blocks: [{ type: 'text', text: 'Am Donnerstag um 14 Uhr.' }],
};
export const form: Form = {
  id: 'muster.formular',
  title: 'Einrichtung angeben',
  submit: 'Speichern',
  opener: 'Formular öffnen',
  payload: { von: 'karte' },
  fields: [
    { id: 'name', type: 'text', label: 'Name', required: true },
    { id: 'bereiche', type: 'choices', label: 'Bereiche', options: [{ value: 'a,b', label: 'A, B' }] },
  ],
};

/** The text that the bot heard first. */
export function heard(bot: TeamsBot): string {
  const event = bot.inbound[0]?.event;
  return event?.type === 'text' ? event.text : '';
}

let count = 0;
/** A fresh id, so that the event is a new one. */
export function fresh(): Activity {
  return { id: `fresh-${++count}`, timestamp: new Date(1_800_000_000_000 + count).toISOString() };
}

/** Forgets what was heard and said, and answers nothing until told otherwise. */
export function clear(bot: TeamsBot): void {
  bot.inbound.length = 0;
  bot.connector.messages.length = 0;
  bot.connector.updates.length = 0;
  bot.connector.calls.length = 0;
  bot.script = () => ({ type: 'nothing' });
}
