import { type Feature, stored } from '../../bot/feature.js';
import { merged, type Part } from '../../bot/parts.js';
import { answeringPart } from './answers/part.js';
import { contextOf, type EvaluationOptions } from './context.js';
import { goalsPart } from './goals/part.js';
import { actionGoalsSpec, answersSpec, promptsSpec, roundsSpec } from './model.js';
import { impactPart } from './results/impact-part.js';
import { resultsPart } from './results/part.js';
import { thanksPart } from './results/thanks-part.js';
import { weakGoalsPart } from './results/weak.js';
import { roundsPart } from './rounds/part.js';
import { showingPart } from './rounds/showing-part.js';

export type { EvaluationOptions } from './context.js';

/** Umfrage: the strategic goals and their action goals, rounds of questions about them, and what comes of the answers. */
export function createEvaluationFeature(options: EvaluationOptions): Feature {
  const context = contextOf(options);
  const parts: readonly Part[] = [
    { collections: [stored(roundsSpec), stored(promptsSpec), stored(answersSpec), stored(actionGoalsSpec)] },
    answeringPart(context),
    goalsPart(context),
    roundsPart(context),
    showingPart(context),
    resultsPart(context),
    weakGoalsPart(context),
    impactPart(context),
    thanksPart(context),
  ];
  return {
    name: 'evaluation',
    title: { de: 'Umfragen', einfach: 'Umfragen', en: 'Surveys' },
    ...merged(parts),
  };
}
