import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Wait } from '../../src/delivery/pacing.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Collection, CollectionSpec, Document, DocumentStore } from '../../src/ports/document-store.js';
import { testNow } from '../support/clock.js';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

type Before = (method: string, collection: string) => Promise<void>;
type Call = (method: string, collection: string, work: () => Promise<unknown>) => Promise<unknown>;

/** Whether a store is at work. */
export class Activity {
  private busy = 0;

  /** The store, seen at work. Each call first meets `before`. */
  watch(store: DocumentStore, before?: Before): DocumentStore {
    const call: Call = async (method, collection, work) => {
      await before?.(method, collection);
      this.busy += 1;
      try {
        return await work();
      } finally {
        this.busy -= 1;
      }
    };
    return { ...store, collection: (spec) => watched(store, spec, call) };
  }

  /** Resolves when the store rests and nobody goes on without it. */
  async quiet(): Promise<void> {
    do await nextTurn();
    while (this.busy > 0);
    await nextTurn();
    if (this.busy > 0) await this.quiet();
  }
}

/**
 * A clock that jumps to the next instant at which somebody wakes, as soon as nobody has anything to do: hours pass in
 * milliseconds, and everything that overlaps in reality overlaps here.
 */
export class VirtualTime implements Clock {
  private instant = new Date(testNow).getTime();
  private readonly sleepers = new Set<Sleeper>();
  private readonly activity = new Activity();

  now(): Date {
    return new Date(this.instant);
  }

  /** Milliseconds since the beginning. */
  passed(): number {
    return this.instant - new Date(testNow).getTime();
  }

  readonly wait: Wait = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const abort = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { until: this.instant + milliseconds, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', abort);
    });

  /** Lets time pass until the work is done. Throws if nobody would ever wake. */
  async during<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const note = () => {
      settled = true;
    };
    work.then(note, note);
    for (;;) {
      await this.activity.quiet();
      if (settled) return work;
      this.wakeNext();
    }
  }

  pass({ days = 0, hours = 0, minutes = 0, seconds = 0 }): Promise<void> {
    return this.during(this.wait((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000));
  }

  /** The store, so that time stands still while it works. Each call first meets `before`: an outage, a death. */
  watch(store: DocumentStore, before?: Before): DocumentStore {
    return this.activity.watch(store, before);
  }

  private wakeNext(): void {
    const [next] = [...this.sleepers].sort((a, b) => a.until - b.until);
    if (!next) throw new Error('nobody will ever wake');
    this.sleepers.delete(next);
    this.instant = Math.max(this.instant, next.until);
    next.wake();
  }
}

function watched<T extends Document>(store: DocumentStore, spec: CollectionSpec<T>, call: Call): Collection<T> {
  return new Proxy(store.collection(spec), {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]) => call(String(name), spec.name, () => method.apply(target, parameters));
    },
  });
}
