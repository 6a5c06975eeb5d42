import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/bot/feature.js';
import { merged, type Part } from '../../src/bot/parts.js';
import type { Reply } from '../../src/messages/reply.js';

const turn = {} as Turn;
const reply = (summary: string): Reply => ({
  type: 'message',
  view: { kind: 'test.answer', summary, language: 'de', blocks: [] },
});

describe('parts of a feature', () => {
  it('give a question to the first that answers, and to none after it', async () => {
    const asked: string[] = [];
    const part = (name: string, answers: boolean): Part => ({
      answer: async () => {
        asked.push(name);
        return answers ? reply(name) : undefined;
      },
    });
    const { answer } = merged([{}, part('silent', false), part('first', true), part('second', true)]);
    expect(await answer?.(turn, 'Wann?')).toEqual(reply('first'));
    expect(asked).toEqual(['silent', 'first']);
  });

  it('leave a question to other features if none answers', async () => {
    expect(await merged([{}, { answer: async () => undefined }]).answer?.(turn, 'Wann?')).toBeUndefined();
  });

  it('show and hand on what each has, in their order', async () => {
    const line = (text: string) => ({ type: 'text' as const, text });
    const all = merged([
      { home: async () => [line('mine')], succeed: async () => ['two meetings'] },
      { home: async () => [line('coming'), line('later')], succeed: async () => ['a task'] },
    ]);
    expect(await all.home?.(turn)).toEqual([line('mine'), line('coming'), line('later')]);
    expect(await all.succeed?.(turn, 'p-1', 'p-2')).toEqual(['two meetings', 'a task']);
  });

  it('all hear what has gone out, and all end', async () => {
    const heard: string[] = [];
    const part = (name: string): Part => ({
      delivered: async (batches) => void heard.push(`${name}: ${batches.join()}`),
      stop: async () => void heard.push(`${name} ends`),
    });
    const all = merged([part('a'), {}, part('b')]);
    await all.delivered?.(['batch-1']);
    await all.stop?.();
    expect(heard).toEqual(['a: batch-1', 'b: batch-1', 'a ends', 'b ends']);
  });
});
