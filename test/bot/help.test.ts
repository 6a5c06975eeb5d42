import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/bot/feature.js';
import { type HelpRoom, helpView, roomHelpView, roomWord } from '../../src/bot/help.js';
import { plainText } from '../../src/messages/inline.js';
import type { View } from '../../src/messages/view.js';
import { coordinator, staff } from './desk.js';

const command = (id: string, word: string, role: Command['role'] = 'all', unlisted = false): Command => ({
  id,
  words: [word],
  slots: [],
  role,
  changes: false,
  unlisted,
  help: { de: `tut ${word}`, einfach: `macht ${word}`, en: `does ${word}` },
  run: async () => ({ type: 'nothing' }),
});
const meetings: HelpRoom = {
  name: 'attendance',
  title: { de: 'Treffen', einfach: 'Treffen', en: 'Meetings' },
  commands: [
    command('attendance.list', 'treffen'),
    command('attendance.invite', 'einladen', 'chair'),
    command('attendance.old', 'altes', 'all', true),
  ],
};
const partners: HelpRoom = {
  name: 'partners',
  title: { de: 'Partner', einfach: 'Partner', en: 'Partners' },
  commands: [command('partners.new', 'partner neu', 'coordinator')],
};

function factsOf(view: View): readonly string[] {
  return view.blocks.flatMap((block) =>
    block.type === 'facts' ? block.facts.map(({ label, value }) => `${label}: ${plainText(value)}`) : [],
  );
}

function buttonsOf(view: View): readonly string[] {
  return view.blocks.flatMap((block) => (block.type === 'actions' ? block.actions.map(({ label }) => label) : []));
}

describe('help', () => {
  it('names the words of each room that this person may type, and nothing that is unlisted', () => {
    expect(factsOf(helpView([meetings, partners], staff, 'Testnetz'))).toEqual(['Treffen: treffen']);
  });

  it('adds what the roles allow, under their own headings', () => {
    const view = helpView([meetings, partners], coordinator, 'Testnetz');
    expect(factsOf(view)).toEqual(['Treffen: treffen', 'Treffen: einladen', 'Partner: partner neu']);
  });

  it('leads on by a button to each room that has something for this person', () => {
    expect(buttonsOf(helpView([meetings, partners], staff, 'Testnetz'))).toEqual(['Treffen']);
    expect(buttonsOf(helpView([meetings, partners], coordinator, 'Testnetz'))).toEqual(['Treffen', 'Partner']);
  });

  it('says of one room what each word does, and leads back', () => {
    const view = roomHelpView(meetings, staff);
    const lines = view.blocks.flatMap((block) => (block.type === 'list' ? block.items.map(plainText) : []));
    expect(lines).toEqual(['treffen – tut treffen']);
    expect(buttonsOf(view)).toEqual(['Alles auf einen Blick']);
  });

  it('is typed by the room’s German word', () => {
    expect(roomWord(meetings)).toBe('treffen');
  });
});
