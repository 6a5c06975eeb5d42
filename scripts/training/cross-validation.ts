import type { Intent } from '../../src/features/agreement/understanding/model.js';
import { type Lessons, type Line, train } from '../../src/features/agreement/understanding/training.js';
import { createUnderstanding } from '../../src/features/agreement/understanding/understanding.js';
import { type Asked, judged, type Result } from './judging.js';

const FOLDS = 5;

/**
 * Leaves out a fifth of every file in turn and asks it of what was learnt from the rest. Neighbouring lines of a file are
 * often by one author: whole stretches are left out, so that a voice is judged unheard.
 */
export function crossValidated({ lines, ...rest }: Lessons): readonly Result[] {
  const placed = placeInFolds(lines);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const model = train({ ...rest, lines: placed.filter((line) => line.fold !== fold) });
    const unheard = placed.filter((line) => line.fold === fold).map((line) => asAsked(line, rest.intents));
    return judged(createUnderstanding(model), unheard);
  }).flat();
}

function placeInFolds(lines: readonly Line[]): readonly (Line & { readonly fold: number })[] {
  const sizes = new Map<string, number>();
  for (const { intent } of lines) sizes.set(intent, (sizes.get(intent) ?? 0) + 1);
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const at = seen.get(line.intent) ?? 0;
    seen.set(line.intent, at + 1);
    return { ...line, fold: Math.floor((at * FOLDS) / (sizes.get(line.intent) ?? 1)) };
  });
}

function asAsked({ text, intent }: Line, intents: readonly Intent[]): Asked {
  const { kind, passage } = intents.find(({ id }) => id === intent) ?? {};
  const answerable = kind === 'answered';
  return { id: intent, question: text, answerable, gold: answerable && passage ? [passage] : [] };
}
