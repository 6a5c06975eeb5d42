import { contentsSpec } from '../../src/delivery/contents.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { lanesSpec } from '../../src/delivery/gate.js';
import { ordersSpec } from '../../src/delivery/order.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';

/** What deliveries keep. */
export const deliverySpecs: readonly CollectionSpec<never>[] = [outboxSpec, ordersSpec, contentsSpec, lanesSpec].map(
  (spec) => spec as unknown as CollectionSpec<never>,
);
