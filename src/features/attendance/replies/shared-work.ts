/**
 * Work that many want at the same time, done for all of them together: what somebody gets was begun after they asked. While
 * one run is under way, everybody who asks shares the next.
 */
export class SharedWork<T> {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Promise<T>>();

  constructor(private readonly work: (key: string) => Promise<T>) {}

  run(key: string): Promise<T> {
    const shared = this.next.get(key);
    if (shared) return shared;
    const next = this.after(key, this.underWay.get(key));
    this.next.set(key, next);
    return next;
  }

  private async after(key: string, before: Promise<void> | undefined): Promise<T> {
    await before;
    this.next.delete(key);
    const run = this.work(key);
    // Whoever asked hears of a failure; those behind only wait for the end.
    const ended = run.then(
      () => undefined,
      () => undefined,
    );
    this.underWay.set(key, ended);
    try {
      return await run;
    } finally {
      if (this.underWay.get(key) === ended) this.underWay.delete(key);
    }
  }
}
