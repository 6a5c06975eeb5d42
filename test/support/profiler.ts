import type { Db } from 'mongodb';

/** A query may look at a few documents more than it returns, never at all of them. */
const fewMore = 30;
/** Larger than the profiler makes it by itself: no query is to fall out at its end. */
const profileBytes = 64 * 1024 * 1024;

interface Stage {
  readonly stage?: string;
  readonly [key: string]: unknown;
}

/** One command as MongoDB's profiler saw it, with the plan that was really executed. */
export interface Profiled {
  readonly ns: string;
  readonly command: unknown;
  readonly docsExamined?: number;
  readonly nreturned?: number;
  readonly ndeleted?: number;
  readonly nMatched?: number;
  readonly hasSortStage?: boolean;
  readonly execStats?: Stage;
}

/** All that a database is asked while something happens, but for what is inserted. */
export async function profiled(db: Db, happens: () => Promise<void>): Promise<readonly Profiled[]> {
  await db.createCollection('system.profile', { capped: true, size: profileBytes });
  await db.command({ profile: 2 });
  await happens();
  await db.command({ profile: 0 });
  const seen = db.collection('system.profile').find({ ns: { $not: /system\.|\$cmd/ }, op: { $nin: ['insert'] } });
  return (await seen.toArray()) as unknown as readonly Profiled[];
}

export function collectionsIn(seen: readonly Profiled[]): readonly string[] {
  return [...new Set(seen.map(({ ns }) => ns.replace(/^[^.]*\./, '')))];
}

/** What no index served: everything was looked at, or it was sorted. In words. */
export function withoutIndex(seen: readonly Profiled[]): readonly string[] {
  return seen.filter(isSlow).map(described);
}

function isSlow(profiled: Profiled): boolean {
  const { docsExamined = 0, nreturned = 0, ndeleted = 0, nMatched = 0 } = profiled;
  const stages = profiled.execStats ? stagesIn(profiled.execStats) : [];
  const scansAll = stages.some(({ stage }) => stage === 'COLLSCAN');
  const sorts = stages.some(({ stage }) => stage === 'SORT') || profiled.hasSortStage === true;
  // What a unique index finds is one document at most: there is nothing to be sorted.
  const findsOne = stages.some(({ isUnique }) => isUnique === true);
  return scansAll || (sorts && !findsOne) || docsExamined > nreturned + ndeleted + nMatched + fewMore;
}

function stagesIn(stage: Stage): readonly Stage[] {
  const below = Object.values(stage).flatMap((value) => (Array.isArray(value) ? value : [value]));
  const inner = below.filter((value): value is Stage => typeof value === 'object' && value !== null);
  return [...(stage.stage === undefined ? [] : [stage]), ...inner.flatMap(stagesIn)];
}

function described({ ns, command, docsExamined, nreturned, execStats }: Profiled): string {
  const stages = execStats
    ? stagesIn(execStats)
        .map(({ stage }) => stage)
        .join(' < ')
    : '';
  return `${ns}: ${JSON.stringify(command).slice(0, 400)}: ${docsExamined} for ${nreturned}, ${stages}`;
}
