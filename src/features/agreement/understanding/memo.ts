/** As many words as a busy day brings; more would only fill the memory. */
const LIMIT = 4_000;

/** Remembers results by word. Forgets everything when it is full, so that strange input cannot fill the memory. */
export class Memo<Result> {
  readonly #results = new Map<string, Result>();

  get(word: string, make: () => Result): Result {
    const known = this.#results.get(word);
    if (known !== undefined) return known;
    const result = make();
    if (this.#results.size >= LIMIT) this.#results.clear();
    this.#results.set(word, result);
    return result;
  }
}

export function pushTo<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
