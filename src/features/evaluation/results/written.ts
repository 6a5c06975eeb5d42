import type { Context } from '../context.js';
import type { Round } from '../model.js';
import type { Result } from './model.js';
import { answeredIn } from './words.js';

/** What somebody wrote; with the partner's name where the round was named. */
export interface TextAnswer {
  readonly text: string;
  readonly partner?: string;
}

const atOnce = 1_000;
const mostTexts = 2_000;

/**
 * What was written to the questions of a closed round, by question. In the order of the alphabet: nothing of when it was
 * written, or what else the same person said, is left in it.
 */
export async function writtenIn(
  context: Context,
  round: Round,
  result: Result,
): Promise<ReadonlyMap<string, readonly TextAnswer[]>> {
  const written = new Map<string, readonly TextAnswer[]>();
  for (const { question, result: texts } of answeredIn(round, result, 'texts')) {
    if (texts.n !== null) written.set(question.id, await textsTo(context, round, question.id));
  }
  return written;
}

async function textsTo(context: Context, { _id: roundId }: Round, questionId: string): Promise<readonly TextAnswer[]> {
  const found: { readonly text: string; readonly partnerId: string | undefined }[] = [];
  let after: string | undefined;
  do {
    const page = await context.answers.find({
      filter: { roundId, questionId },
      limit: atOnce,
      ...(after !== undefined && { after }),
    });
    for (const { value, partnerId } of page.items) {
      if (typeof value === 'string' && value.trim() !== '') found.push({ text: value, partnerId });
    }
    after = page.next;
  } while (after !== undefined && found.length < mostTexts);
  const names = await namesOf(
    context,
    found.flatMap(({ partnerId }) => partnerId ?? []),
  );
  return found
    .map(({ text, partnerId }) => {
      const partner = partnerId === undefined ? undefined : names.get(partnerId);
      return { text, ...(partner !== undefined && { partner }) };
    })
    .toSorted((a, b) => a.text.localeCompare(b.text, 'de'));
}

async function namesOf({ directory }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const partner = await directory.get(id);
    if (partner) names.set(id, partner.name);
  }
  return names;
}
