import { expect, test } from 'vitest';
import { Unavailable } from '../../../../src/kernel/errors.js';
import type { Collection, Document, DocumentStore } from '../../../../src/ports/document-store.js';
import { button } from '../../identity/house.js';
import { anna } from '../house.js';
import { Newsroom } from './house.js';

/** Lets so many writes through; from then on nothing gets through, as for a process that died. */
class Fuse {
  left = Number.POSITIVE_INFINITY;

  between(store: DocumentStore): DocumentStore {
    return { ...store, collection: (spec) => this.watched(store.collection(spec)) };
  }

  private watched<T extends Document>(collection: Collection<T>): Collection<T> {
    const writes = ['insert', 'insertMany', 'update', 'upsert', 'claim', 'delete'];
    return new Proxy(collection, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: unknown[]) => {
          if (writes.includes(String(name))) this.left -= 1;
          if (this.left < 0) throw new Unavailable('killed');
          return method.apply(target, parameters);
        };
      },
    });
  }
}

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20])(
  'a process that dies after %i writes of sending leaves nobody out and reaches nobody twice',
  async (writes) => {
    const fuse = new Fuse();
    const room = await Newsroom.open({ between: (store) => fuse.between(store) });
    try {
      await room.staff(3);
      const send = button(await room.says(anna, 'ankündigung neu Fest; Alle sind eingeladen.'), 'Senden');
      fuse.left = writes;
      const died = await room.presses(anna, send, { key: 'press' }).then(
        () => false,
        (error: unknown) => error instanceof Unavailable,
      );
      fuse.left = Number.POSITIVE_INFINITY;
      room.clock.advance({ minutes: 2 });
      if (died) await room.presses(anna, send, { key: 'press' });
      await room.beat();
      await room.beat();
      const { _id, state, expansion } = await room.announcement(1);
      expect(state).toBe('sent');
      expect(expansion).toMatchObject({ done: true, count: 7 });
      const announced = [...room.slack.posts, ...room.teams.posts].filter(({ key }) =>
        key.startsWith(`announcement:${_id}:`),
      );
      expect(announced).toHaveLength(7);
      expect(new Set(announced.map(({ user }) => user)).size).toBe(7);
      expect(await room.house.audited()).toEqual(['announcements.sent']);
    } finally {
      await room.close();
    }
  },
);
