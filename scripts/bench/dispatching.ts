import { z } from 'zod';
import { compose } from '../../src/composition.js';
import { readConfig } from '../../src/config/config.js';
import { systemClock } from '../../src/ports/clock.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import { questions } from './questions.js';
import { median, type Result, result, timed } from './result.js';
import { storeKinds } from './stores.js';

const people = 10;

const Bare = z.object({ _id: z.string(), at: z.date() });
const bareSpec: CollectionSpec<z.infer<typeof Bare>> = {
  name: 'bench',
  schema: Bare,
  version: 1,
  indexes: [],
  retention: { days: 1, field: 'at' },
  personal: 'none',
};

/** A question through the whole bot, against one bare write to the same store. */
export async function dispatching(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { kind, open } of storeKinds()) {
    const store = await open();
    try {
      const measured = await dispatchTimes(store.settings);
      results.push(result(`dispatch-${kind}`, 'ms', measured, { of: 'ratio', is: '<=', than: 15 }));
    } finally {
      await store.remove();
    }
  }
  return results;
}

async function dispatchTimes(settings: Readonly<Record<string, string>>) {
  const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
  const bot = await compose(readConfig(settings), tools, { serving: false });
  try {
    const bare = bot.storage.store.collection(bareSpec);
    const asked = await questions();
    const ask = (text: string, index: number) => bot.dispatch(questionFrom(`bench-${index % people}`, text));
    // Everybody is met before it counts: a first contact is written once in a lifetime.
    for (let person = 0; person < people; person += 1) await ask('hallo', person);
    const dispatched: number[] = [];
    const written: number[] = [];
    for (const [index, text] of asked.entries()) {
      dispatched.push(await timed(() => ask(text, index)));
      written.push(await timed(() => bare.insert({ _id: randomIds.next(), at: new Date() })));
    }
    return { value: median(dispatched), baseline: median(written) };
  } finally {
    await bot.close();
  }
}

function questionFrom(user: string, text: string) {
  return {
    key: randomIds.next(),
    at: new Date(),
    from: { channel: 'playground', realm: 'bench', user },
    place: { kind: 'direct', conversation: user },
    event: { type: 'text', text, via: 'chat' },
  } as const;
}
