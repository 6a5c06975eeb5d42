import type { PersonOnPage, Setup } from '../wire.js';
import type { Dialogs } from './dialogs.js';
import type { Store } from './store.js';

/** What every part of the page needs. */
export interface Context {
  readonly setup: Setup;
  readonly store: Store;
  readonly dialogs: Dialogs;
  person(slug: string): PersonOnPage | undefined;
  /** Read out by screen readers, politely. */
  announce(text: string): void;
}
