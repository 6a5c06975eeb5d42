import type { Job } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { messageOf, Unavailable } from '../../kernel/errors.js';
import type { CollectionSpec, Document } from '../../ports/document-store.js';
import type { Context } from './context.js';
import { noteUnnoted, possibleCoordinators, readRegister, rememberWorkspaces } from './coordination.js';
import { beginErasure, finishErasure, untyped } from './erasure.js';
import { finishJoin } from './joining.js';
import { forgottenAfterDays, startOfUtcDay } from './model.js';

const dayMs = 86_400_000;
/** At one beat of the clock; what is left is done at the next. */
const mostPersons = 50;

interface Outcome {
  readonly done: number;
  readonly failed: number;
}

/**
 * What the clock does for this room: deletes what has had its time, and finishes what a crash cut short. Jobs may be run
 * for an instant to come; nothing is deleted before its time has really come.
 */
export function upkeepPart(context: Context): Part {
  const notAhead = (now: Date) => new Date(Math.min(now.getTime(), context.clock.now().getTime()));
  const jobs: readonly Job[] = [
    { name: 'identity.workspaces', run: () => keepWorkspaces(context) },
    { name: 'identity.acts', run: async () => ({ done: await noteUnnoted(context), failed: 0 }) },
    { name: 'identity.retention', run: (now) => deleteExpired(context, notAhead(now)) },
    { name: 'identity.forget', run: (now) => forgetUnseen(context, notAhead(now)) },
    { name: 'identity.unfinished', run: () => finishUnfinished(context) },
  ];
  return { jobs };
}

async function keepWorkspaces(context: Context): Promise<Outcome> {
  return { done: (await rememberWorkspaces(context)) ? 1 : 0, failed: 0 };
}

async function deleteExpired(context: Context, now: Date): Promise<Outcome> {
  let done = 0;
  let failed = 0;
  for (const spec of context.specs().map(untyped)) {
    const outcome = await tried(context, spec.name, async () => {
      done += await deleteExpiredIn(context, spec, now);
    });
    failed += outcome ? 0 : 1;
  }
  return { done, failed };
}

async function deleteExpiredIn(context: Context, spec: CollectionSpec<Document>, now: Date): Promise<number> {
  if ('keep' in spec.retention) return 0;
  const { days, field } = spec.retention;
  return context.store.collection(spec).delete({ [field]: { $lt: new Date(now.getTime() - days * dayMs) } });
}

/** People who have not been in touch for years; whoever has the role of the coordination stays as long as they have it. */
async function forgetUnseen(context: Context, now: Date): Promise<Outcome> {
  const before = startOfUtcDay(new Date(now.getTime() - forgottenAfterDays * dayMs));
  const coordinators = await possibleCoordinators(context, await readRegister(context));
  const page = await context.people.find({
    filter: { lastSeen: { $lt: before }, mergedInto: { $exists: false }, _id: { $nin: coordinators } },
    sort: [['lastSeen', 1]],
    limit: mostPersons,
  });
  let done = 0;
  let failed = 0;
  for (const person of page.items) {
    const went = await tried(context, person._id, async () => {
      if ((await beginErasure(context, person._id, `forget:${person._id}`)) !== 'begun') return;
      await finishErasure(context, person._id, false);
      done += 1;
    });
    failed += went ? 0 : 1;
  }
  if (done > 0) await context.store.compact();
  return { done, failed };
}

async function finishUnfinished(context: Context): Promise<Outcome> {
  const page = await context.people.find({
    filter: { unfinished: { $in: ['merge', 'erasure'] } },
    limit: mostPersons,
  });
  let failed = 0;
  for (const person of page.items) {
    const went = await tried(context, person._id, () =>
      person.unfinished === 'merge' ? finishJoin(context, person._id) : finishErasure(context, person._id),
    );
    failed += went ? 0 : 1;
  }
  return { done: page.items.length - failed, failed };
}

/** One that fails does not keep the others from their turn; a store that is gone does. */
async function tried(context: Context, what: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    context.logger.error({ what, reason: messageOf(error) }, 'upkeep failed');
    return false;
  }
}
