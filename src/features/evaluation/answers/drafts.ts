import type { Context } from '../context.js';
import type { Prompt, Round } from '../model.js';
import { Seal } from './seal.js';
import type { Value } from './values.js';

/** Of one answer; a step, an option or a number always fits. */
const leastBytes = 64;

/** An answer as a draft holds it: sealed where the round is anonymous. */
export async function draftValue(context: Context, { _id, named }: Round, value: Value): Promise<Value> {
  return named ? value : (await Seal.of(context, _id)).close(value, leastBytes);
}

/** A record with its draft as its person wrote it. What cannot be opened any more counts as not answered. */
export async function legible(context: Context, { _id, named }: Round, prompt: Prompt): Promise<Prompt> {
  const { draft } = prompt;
  if (named || draft === undefined || Object.keys(draft).length === 0) return prompt;
  const seal = await Seal.of(context, _id);
  const values = Object.entries(draft).flatMap(([id, sealed]) => {
    const value = typeof sealed === 'string' ? seal.open(sealed) : sealed;
    return value === undefined ? [] : [[id, value as string | number | string[]] as const];
  });
  const lost = Object.keys(draft).length - values.length;
  if (lost > 0) context.logger.error({ round: _id, answers: lost }, 'drafts not readable with this ANSWERS_SECRET');
  return { ...prompt, draft: Object.fromEntries(values) };
}
