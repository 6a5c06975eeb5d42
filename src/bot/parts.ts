import type { Block } from '../messages/view.js';
import type { Feature } from './feature.js';

/** What one topic of a room brings to its feature. */
export type Part = Partial<Omit<Feature, 'name' | 'title' | 'guard'>>;

/**
 * What the parts bring, as one feature has it: lists joined in the order of the parts; a question or file goes to the
 * first part that answers; everything that happens goes to all of them.
 */
export function merged(parts: readonly Part[]): Omit<Feature, 'name' | 'title' | 'guard'> {
  return {
    commands: parts.flatMap((part) => part.commands ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    forms: parts.flatMap((part) => part.forms ?? []),
    collections: parts.flatMap((part) => part.collections ?? []),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    pages: parts.flatMap((part) => part.pages ?? []),
    schedules: parts.flatMap((part) => part.schedules ?? []),
    audits: Object.assign({}, ...parts.map((part) => part.audits)),
    numbered: Object.assign({}, ...parts.map((part) => part.numbered)),
    reports: Object.assign({}, ...parts.map((part) => part.reports)),
    works: Object.assign({}, ...parts.map((part) => part.works)),
    answer: (turn, question) => firstOf(parts, (part) => part.answer?.(turn, question)),
    file: (turn, file) => firstOf(parts, (part) => part.file?.(turn, file)),
    below: (turn) => joined(parts, (part) => part.below?.(turn)),
    home: (turn) => joined(parts, (part) => part.home?.(turn)),
    impact: (year, language) => joined(parts, (part) => part.impact?.(year, language)),
    succeed: (turn, from, to) => joined(parts, (part) => part.succeed?.(turn, from, to)),
    noticed: (where) => inTurn(parts, (part) => part.noticed?.(where)),
    delivered: (batches) => inTurn(parts, (part) => part.delivered?.(batches)),
    stop: () => inTurn(parts, (part) => part.stop?.()),
  };
}

async function firstOf<T>(
  parts: readonly Part[],
  ask: (part: Part) => Promise<T | undefined> | undefined,
): Promise<T | undefined> {
  for (const part of parts) {
    const found = await ask(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function joined<T extends Block | string>(
  parts: readonly Part[],
  ask: (part: Part) => Promise<readonly T[]> | undefined,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (const part of parts) all.push(...((await ask(part)) ?? []));
  return all;
}

async function inTurn(parts: readonly Part[], tell: (part: Part) => Promise<void> | undefined): Promise<void> {
  for (const part of parts) await tell(part);
}
