import { teamsCollections } from '../../src/channels/teams/channel.js';
import { contentsSpec } from '../../src/delivery/contents.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { lanesSpec } from '../../src/delivery/gate.js';
import { documentedLimits, type Limits, limitsOf } from '../../src/delivery/limits.js';
import { ordersSpec } from '../../src/delivery/order.js';
import type { Bounds } from '../../src/delivery/timing.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';
import type { Step } from './steps.js';

/** Everything that takes long in earnest takes seconds here, and no bound is crossed. */
export const bounds: Bounds = { historyLagMs: 1_000, longestSendMs: 8_000, marginMs: 2_000, firstPauseMs: 1_000 };

/** What one process is to do. */
export interface ChildOrder {
  readonly mongo: string;
  readonly slack: { readonly url: string; readonly token: string };
  readonly recipients: number;
  /** Messages a second to the workspace, and to the tenant. */
  readonly perSecond: number;
  /** Enqueues the messages, before it sends with the others. */
  readonly expands: boolean;
  readonly enqueuedAtOnce: number;
  /** Kills itself when it comes to a step for the so many-th time. */
  readonly die?: { readonly step: Step; readonly times: number };
}

export function limitsFor(perSecond: number): Limits {
  return limitsOf({
    ...documentedLimits,
    slackPerSecond: perSecond,
    slackConversationPerSecond: 5,
    teamsPerSecond: perSecond,
  });
}

export const specs: readonly CollectionSpec<never>[] = [
  ...[outboxSpec, ordersSpec, contentsSpec, lanesSpec].map((spec) => spec as unknown as CollectionSpec<never>),
  ...teamsCollections,
];
