import { afterEach, beforeEach, expect, test } from 'vitest';
import { peopleSpec } from '../../../../src/features/identity/model.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { FileBlock } from '../../../../src/messages/view.js';
import { button, textOf } from '../../identity/house.js';
import { anna, viewOf } from '../house.js';
import { Newsroom } from './house.js';

/** What a message bears on every platform. */
const mostFiles = 3;
let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open({ publicUrl: 'https://bot.example' });
});
afterEach(() => room.close());

function filesIn(reply: Reply): readonly FileBlock[] {
  return viewOf(reply).blocks.filter((block): block is FileBlock => block.type === 'file');
}

/** People who are in neither Slack nor Teams. */
async function withoutAccounts(count: number): Promise<void> {
  const { search } = room.house.identity;
  const first = await search.withoutAccount('person-0', 'Brief 0');
  const people = room.house.store.collection(peopleSpec);
  const like = await people.get(first.id);
  if (!like) throw new Error('nobody to be like');
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    ...like,
    _id: `brief-${index + 1}`,
    name: `Brief ${index + 1}`,
  }));
  await people.insertMany(others);
}

test('nobody is left out of the tables, though no message has more files than a platform takes', async () => {
  const count = 300;
  await withoutAccounts(count);
  await room.presses(anna, button(await room.says(anna, `ankündigung neu Fest; ${'x'.repeat(2_990)}`), 'Senden'));
  await room.beat();
  const names: string[] = [];
  const files: string[] = [];
  let reply: Reply = await room.says(anna, 'briefe 1');
  for (;;) {
    expect(filesIn(reply).length).toBeLessThanOrEqual(mostFiles);
    for (const { name, bytes } of filesIn(reply)) {
      if (!name.endsWith('.csv')) continue;
      files.push(name);
      names.push(...[...new TextDecoder().decode(bytes).matchAll(/^(Brief \d+);/gm)].map(([, found = '']) => found));
    }
    const more = button(reply, 'Weitere Tabellen');
    if (!more) break;
    reply = await room.presses(anna, more);
  }
  expect(files).toEqual(['serienbrief-1-1.csv', 'serienbrief-1-2.csv', 'serienbrief-1-3.csv']);
  expect(new Set(names).size).toBe(count);
  expect(names).toHaveLength(count);
});

test('noting somebody as told by post does not send the files once more', async () => {
  await withoutAccounts(2);
  await room.presses(anna, button(await room.says(anna, 'ankündigung neu Fest; Am Samstag.'), 'Senden'));
  await room.beat();
  const letters = await room.says(anna, 'briefe 1');
  const noted = await room.presses(anna, button(letters, 'Per Post informiert: Brief 0'));
  expect(textOf(noted)).toContain('1 per Post informiert');
  expect(filesIn(noted)).toEqual([]);
  expect(filesIn(await room.presses(anna, button(noted, 'Text und Tabelle')))).toHaveLength(2);
});
