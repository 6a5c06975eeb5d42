import { afterAll, beforeEach, describe } from 'vitest';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { mongoSetupMs } from '../support/mongo.js';
import { changing } from './document-store/changing.js';
import { claiming } from './document-store/claiming.js';
import { finding } from './document-store/finding.js';
import { inserting } from './document-store/inserting.js';
import { meaning } from './document-store/meaning.js';
import { paging } from './document-store/paging.js';
import { running } from './document-store/running.js';
import { contractSpecs } from './document-store/specs.js';

export interface OpenStore {
  /** Not yet started. */
  readonly store: DocumentStore;
  /** Stops it and removes what it stored. */
  close(): Promise<void>;
}

/** What every document store does alike. */
export function documentStoreContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as a document store`, () => {
    let opening: Promise<OpenStore> | undefined;
    let opened: OpenStore | undefined;
    const store = (): DocumentStore => {
      if (!opened) throw new Error('the store is open only inside tests');
      return opened.store;
    };
    const openOnce = async (): Promise<OpenStore> => {
      const fresh = await open();
      await fresh.store.start(contractSpecs);
      return fresh;
    };

    // Before each, not before all: where no store can be had, every test fails and says why, and none counts as skipped.
    beforeEach(async () => {
      opening ??= openOnce();
      opened = await opening;
      await opened.store.clear();
    }, mongoSetupMs);
    afterAll(async () => opened?.close());

    describe('inserting', () => inserting(store));
    describe('finding', () => finding(store));
    describe('paging', () => paging(store));
    describe('changing', () => changing(store));
    describe('claiming', () => claiming(store));
    describe('what filters, orders and changes mean', () => meaning(store));
    describe('running', () => running(store, open));
  });
}
