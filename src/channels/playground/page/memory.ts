/** What this browser tab keeps over a reload: open panes, drafts, what is not sent yet. Nothing leaves the tab. */
export const memory = {
  read<T>(name: string, fits: (value: unknown) => value is T): T | undefined {
    const text = sessionStorage.getItem(`dorfbote.${name}`);
    if (text === null) return undefined;
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : undefined;
  },

  /** Forgets it if there is nothing to keep. A full memory is no reason to stop: the page itself still has everything. */
  write(name: string, value: unknown): void {
    try {
      if (value === undefined || value === '') sessionStorage.removeItem(`dorfbote.${name}`);
      else sessionStorage.setItem(`dorfbote.${name}`, JSON.stringify(value));
    } catch (error) {
      console.warn('not remembered over a reload', error);
    }
  },
};

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
