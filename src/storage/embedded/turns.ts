/** One after the other: what reads, decides and writes in one turn is atomic for everybody else who takes turns. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Settles once every turn taken so far is over. */
  async over(): Promise<void> {
    await this.#last;
  }
}
