import type { MessageRef, Recipient } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import { DeliveryFailure, type Messenger } from '../ports/messenger.js';
import type { Composed } from './contents.js';
import { type Entry, storedMessage } from './entry.js';
import { failureOf, within } from './failures.js';
import type { Ledger } from './ledger.js';
import type { Wait } from './pacing.js';
import { later, longestLookMs, lookAgain, type Outcome, type Times, tryAgain } from './timing.js';

export interface Post {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly times: Times;
  /** What an entry shows now; undefined if that is gone. */
  readonly compose: (entry: Entry) => Promise<Composed | undefined>;
}

/** What came of asking a platform about one entry. `outcome` is missing if the entry was not ours any more. */
export interface Asked {
  readonly outcome?: Outcome;
  readonly failure?: DeliveryFailure;
}

/**
 * Sends one message. Before the platform is called, `sending` is written: a process that dies then leaves a trace, and
 * the message is looked for at the platform instead of being sent again.
 */
export async function send(entry: Entry, account: Recipient, messenger: Messenger, post: Post): Promise<Asked> {
  const composed = await post.compose(entry);
  if (!composed) return setAside(entry, { state: 'failed', reason: 'no-contents' }, post);
  const { view, edition } = composed;
  const begun = await post.ledger.begin(entry, account, edition);
  if (!begun) return {};
  const asked = await attempt(
    async () => {
      const message = await within(post.times.longestSendMs, post.wait, messenger.send(account, view, entry._id));
      return sent(message);
    },
    (failure) => afterFailure(begun, failure, post),
  );
  await post.ledger.settle(begun, asked.outcome);
  return asked;
}

/** Nothing can be sent. */
async function setAside(entry: Entry, outcome: Outcome, { ledger }: Post): Promise<Asked> {
  await ledger.settle(entry, outcome);
  return { outcome };
}

/** Asks the platform whether a message whose sending was cut short is there. */
export async function lookFor(entry: Entry, account: Recipient, messenger: Messenger, post: Post): Promise<Asked> {
  const since = entry.sendingSince ?? entry.changedAt;
  const asked = await attempt(
    async () => {
      const found = await within(longestLookMs, post.wait, messenger.find(account, entry._id, since));
      if (found === 'unknown') return { state: 'unclear', reason: entry.reason ?? 'no-read-back' };
      if (found === 'absent') return tryAgain(entry, notAccepted(entry), post.clock.now(), post.times);
      return sent(found);
    },
    (failure) =>
      failure.kind === 'permanent'
        ? { state: 'unclear', reason: failure.reason }
        : lookAgain(entry, failure, post.clock.now()),
  );
  await post.ledger.settle(entry, asked.outcome);
  return asked;
}

async function attempt(
  ask: () => Promise<Outcome>,
  orElse: (failure: DeliveryFailure) => Outcome,
): Promise<Asked & { readonly outcome: Outcome }> {
  try {
    return { outcome: await ask() };
  } catch (error) {
    const failure = failureOf(error);
    return { outcome: orElse(failure), failure };
  }
}

/** It is out, even if nothing can be done with what the messenger says of it. */
function sent(message: MessageRef): Outcome {
  const { data } = storedMessage.safeParse(message);
  return { state: 'sent', ...(data && { message: data }) };
}

function notAccepted({ reason = 'not-accepted' }: Entry): DeliveryFailure {
  return new DeliveryFailure('retry', reason);
}

function afterFailure(entry: Entry, failure: DeliveryFailure, { clock, times }: Post): Outcome {
  const now = clock.now();
  switch (failure.kind) {
    case 'permanent':
      return { state: 'failed', reason: failure.reason };
    case 'unclear':
      return { state: 'sending', due: later(now, times.lookAfterMs), reason: failure.reason };
    case 'retry':
      return tryAgain(entry, failure, now, times);
  }
}
