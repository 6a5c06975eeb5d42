import { type Feature, stored } from '../../bot/feature.js';
import type { Block } from '../../messages/view.js';
import { answeringPart } from './answers/part.js';
import { contextOf, type EvaluationOptions } from './context.js';
import { goalsPart } from './goals/part.js';
import { actionGoalsSpec, answersSpec, promptsSpec, roundsSpec } from './model.js';
import type { Part } from './part.js';
import { impactPart } from './results/impact-part.js';
import { resultsPart } from './results/part.js';
import { roundsPart } from './rounds/part.js';

export type { EvaluationOptions } from './context.js';

/** Umfrage: the strategic goals and their action goals, rounds of questions about them, and what comes of the answers. */
export function createEvaluationFeature(options: EvaluationOptions): Feature {
  const context = contextOf(options);
  const parts: readonly Part[] = [
    answeringPart(context),
    goalsPart(context),
    roundsPart(context),
    resultsPart(context),
    impactPart(context),
  ];
  return {
    name: 'evaluation',
    title: { de: 'Umfragen', einfach: 'Umfragen', en: 'Surveys' },
    commands: parts.flatMap((part) => part.commands ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    forms: parts.flatMap((part) => part.forms ?? []),
    collections: [
      stored(roundsSpec),
      stored(promptsSpec),
      stored(answersSpec),
      stored(actionGoalsSpec),
      ...parts.flatMap((part) => part.collections ?? []),
    ],
    audits: Object.assign({}, ...parts.map((part) => part.audits ?? {})),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    pages: parts.flatMap((part) => part.pages ?? []),
    reports: Object.assign({}, ...parts.map((part) => part.reports ?? {})),
    schedules: parts.flatMap((part) => part.schedules ?? []),
    numbered: Object.assign({}, ...parts.map((part) => part.numbered ?? {})),
    succeed: async (turn, from, to) => {
      const moved: string[] = [];
      for (const part of parts) moved.push(...((await part.succeed?.(turn, from, to)) ?? []));
      return moved;
    },
    answer: async (turn, question) => {
      for (const part of parts) {
        const reply = await part.answer?.(turn, question);
        if (reply) return reply;
      }
      return undefined;
    },
    delivered: async (batches) => {
      for (const part of parts) await part.delivered?.(batches);
    },
    home: async (turn) => {
      const blocks: Block[] = [];
      for (const part of parts) blocks.push(...((await part.home?.(turn)) ?? []));
      return blocks;
    },
  };
}
