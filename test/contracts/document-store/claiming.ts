import { expect, it } from 'vitest';
import { numbered, type Store, type Task, taskSpec } from './specs.js';

export function claiming(store: Store): void {
  const tasks = () => store().collection(taskSpec);
  const take = (by: string, limit: number) =>
    tasks().claim({ state: 'waiting' }, { $set: { state: 'taken', by } }, { limit, sort: [['rank', -1]] });

  async function fill(count: number): Promise<void> {
    const waiting: Task[] = numbered('t', count).map((_id, index) => ({ _id, state: 'waiting', rank: index % 50 }));
    for (let start = 0; start < count; start += 1_000) await tasks().insertMany(waiting.slice(start, start + 1_000));
  }

  it('changes the first of what matches, in order, and gives back how they are now', async () => {
    await fill(100);
    const first = await take('me', 4);
    expect(first).toEqual([
      { _id: 't-0099', state: 'taken', rank: 49, by: 'me' },
      { _id: 't-0049', state: 'taken', rank: 49, by: 'me' },
      { _id: 't-0098', state: 'taken', rank: 48, by: 'me' },
      { _id: 't-0048', state: 'taken', rank: 48, by: 'me' },
    ]);
    expect(await tasks().count({ state: 'taken' })).toBe(4);
    expect(await tasks().get('t-0099')).toEqual(first[0]);
  });

  it('gives what is left, then nothing', async () => {
    await fill(3);
    expect(await take('me', 10)).toHaveLength(3);
    expect(await take('me', 10)).toEqual([]);
  });

  it('never gives a document to two of four who claim at once, and leaves none', async () => {
    await fill(1_000);
    const claimed: string[] = [];
    const claimer = async (by: string): Promise<void> => {
      for (let batch = await take(by, 20); batch.length > 0; batch = await take(by, 20)) {
        expect(batch.every((task) => task.by === by)).toBe(true);
        claimed.push(...batch.map(({ _id }) => _id));
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(claimer));
    // A claimer who met the others at every try may stop early; one more round takes what is left.
    await claimer('e');
    expect(claimed).toHaveLength(1_000);
    expect(new Set(claimed).size).toBe(1_000);
  });

  it('claims each once even if the change leaves it matching', async () => {
    await fill(30);
    const claimed = await tasks().claim({ state: 'waiting' }, { $inc: { rank: 100 } }, { limit: 500 });
    expect(new Set(claimed.map(({ _id }) => _id)).size).toBe(30);
    expect(claimed.every(({ rank }) => rank >= 100 && rank < 200)).toBe(true);
  });

  it.each([0, -1, 1.5, 501, Number.NaN])('refuses to claim %s', async (limit) => {
    await expect(take('me', limit)).rejects.toThrow(RangeError);
  });
}
