import type { Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Language } from '../../../kernel/texts.js';
import { batchOf, type Context } from '../context.js';
import { type Answer, type Prompt, promptId, type Round } from '../model.js';
import { promptFor } from '../rounds/prompting.js';
import { roundTexts } from '../rounds/texts.js';
import { promptView } from './card.js';
import type { Asked } from './finding.js';
import { type PartnerAnswer, partnerAnswerId, partnerAnswersSpec, phonedBy } from './named-model.js';
import { namedTexts } from './named-texts.js';

const atOnce = 200;
const mostSteps = 50;
const rowsAtOnce = 500;

/** Who answered for a partner, as its people read it. */
export interface Answered {
  readonly partner: string;
  readonly by?: string;
  readonly onBehalf: boolean;
}

/** Whether a record is answered for a partner: the whole of it answers once. */
export function isForPartner(
  { named }: Pick<Round, 'named'>,
  prompt: Prompt,
): prompt is Prompt & { readonly partnerId: string } {
  return named && prompt.partnerId !== undefined;
}

export function partnerAnswers({ store }: Context) {
  return store.collection(partnerAnswersSpec);
}

/** What a partner has answered, and who did so. */
export async function answeredFor(context: Context, round: Round, prompt: Prompt): Promise<Answered | undefined> {
  if (!isForPartner(round, prompt)) return undefined;
  const found = await partnerAnswers(context).get(partnerAnswerId(round._id, prompt.partnerId));
  if (!found) return undefined;
  const partner = await context.directory.get(prompt.partnerId);
  const by = found.by === undefined ? undefined : (await context.people.names([found.by])).get(found.by);
  return { partner: partner?.name ?? '', onBehalf: found.onBehalf, ...(by !== undefined && { by }) };
}

/**
 * The decision to submit for a partner: noted in the person's record, on what was answered before. Undefined if the record
 * changed meanwhile, or the round has closed.
 */
export async function submitForPartner(
  context: Context,
  round: Round,
  prompt: Prompt & { readonly partnerId: string },
  by: string,
): Promise<Prompt | undefined> {
  const before = await partnerAnswers(context).get(partnerAnswerId(round._id, prompt.partnerId));
  const begun = await context.prompts.update(
    prompt._id,
    {
      $set: { state: 'submitting', answeredBy: by, basedOn: before?.rev ?? 0 },
      $unset: { remindAt: true, snoozedUntil: true },
      $inc: { rev: 1 },
    },
    { state: 'open', rev: prompt.rev, over: null },
  );
  return begun && isForPartner(round, begun) ? finishForPartner(context, round, begun) : undefined;
}

/**
 * What follows, each step once however often it is done: the partner's answer, unless somebody answered meanwhile; then
 * nobody of the partner is asked any more.
 */
export async function finishForPartner(
  context: Context,
  round: Round,
  prompt: Prompt & { readonly partnerId: string },
): Promise<Prompt | undefined> {
  await keep(context, round, prompt);
  await settleColleagues(context, round, prompt);
  const done = await context.prompts.update(
    prompt._id,
    { $set: { state: 'done' }, $unset: { draft: true, basedOn: true }, $inc: { rev: 1 } },
    { state: 'submitting' },
  );
  return done ?? context.prompts.get(prompt._id);
}

async function keep(
  context: Context,
  round: Round,
  { draft = {}, partnerId, answeredBy, onBehalf = false, basedOn = 0 }: Prompt & { readonly partnerId: string },
): Promise<void> {
  const answers = partnerAnswers(context);
  const _id = partnerAnswerId(round._id, partnerId);
  const said = { values: draft, onBehalf, ...(answeredBy !== undefined && { by: answeredBy }) };
  if (basedOn === 0) await answers.insert({ _id, rev: 1, roundId: round._id, partnerId, ...said });
  else await answers.update(_id, { $set: said, $inc: { rev: 1 } }, { rev: basedOn });
}

/** Their drafts go, they are reminded no more, and their cards say that it is answered; who did, they read on a press. */
async function settleColleagues(context: Context, round: Round, prompt: Prompt): Promise<void> {
  const { _id, partnerId = '', answeredBy } = prompt;
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const settled = await context.prompts.claim(
      { roundId: round._id, partnerId, state: { $in: ['open', 'declined'] }, over: null, _id: { $ne: _id } },
      {
        $set: { state: 'done', ...(answeredBy !== undefined && { answeredBy }) },
        $unset: { draft: true, remindAt: true, snoozedUntil: true },
        $inc: { rev: 1 },
      },
      { limit: atOnce },
    );
    if (settled.length === 0) break;
  }
  const { items } = await context.prompts.find({ filter: { roundId: round._id, partnerId }, limit: atOnce });
  for (const { personId } of items.filter((each) => each._id !== _id && each.state === 'done')) {
    await rewriteCards(context, round, personId);
  }
}

async function rewriteCards(context: Context, round: Round, personId: string): Promise<void> {
  const batch = batchOf(round);
  const keys = ['prompt', ...round.remindAfterDays.map((_, index) => `reminder:${index + 1}`)].map(
    (occasion) => `${batch}:${occasion}:${personId}`,
  );
  await context.outbox.cancelKeys(keys);
  const language: Language = (await context.people.get(personId))?.language ?? 'de';
  const view = promptView(round, { state: 'done', partnerId: 'theirs' }, language, { zone: context.zone });
  await context.outbox.revise(keys.map((key) => ({ key, view })));
}

/** `Antwort ändern`: what the partner answered becomes the person's draft again. */
export async function reopen(context: Context, { round, prompt }: Asked): Promise<Prompt | undefined> {
  if (!isForPartner(round, prompt) || round.state !== 'open' || prompt.state !== 'done') return undefined;
  const before = await partnerAnswers(context).get(partnerAnswerId(round._id, prompt.partnerId));
  return context.prompts.update(
    prompt._id,
    { $set: { state: 'open', draft: before?.values ?? {} }, $inc: { rev: 1 } },
    { state: 'done', rev: prompt.rev, over: null },
  );
}

/** The record in which the coordination office writes down what a partner says; made at the first call for it. */
export async function phoned(context: Context, turn: Turn, round: Round, partnerId: string): Promise<Asked> {
  if (!round.named) throw new Refusal(namedTexts[turn.language].notNamed(String(round.number)), 'evaluation.not-named');
  const _id = promptId(round._id, phonedBy(partnerId));
  const known = await context.directory.get(partnerId);
  const forPartner = known?.name ?? '';
  if (!(await context.prompts.get(_id))) {
    if (!known) throw new Refusal(namedTexts[turn.language].partnerGone, 'evaluation.unknown-partner');
    if (round.state !== 'open') throw notOpen(turn, round);
    const partner = { id: partnerId, name: forPartner, confirmed: true };
    const { remindAt: _, ...fresh } = await promptFor(context, round, { personId: turn.person.id, partner });
    const answers = await partnerAnswers(context).get(partnerAnswerId(round._id, partnerId));
    await context.prompts.insert({ ...fresh, _id, onBehalf: true, ...(answers && { state: 'done' }) });
  }
  const prompt = await context.prompts.get(_id);
  if (!prompt) throw new Refusal(namedTexts[turn.language].notNamed(String(round.number)), 'evaluation.round-gone');
  const answered = await answeredFor(context, round, prompt);
  return { round, prompt, forPartner, ...(answered && { answered }) };
}

function notOpen({ language }: Turn, { number, state }: Round): Refusal {
  const t = roundTexts[language];
  return new Refusal(t.notOpen(String(number), t[`state-${state}`]), 'evaluation.not-open');
}

/** Once it has closed: what the partners answered, as rows that are counted. May be done again. */
export async function writeRows(context: Context, { _id: roundId, named }: Round): Promise<void> {
  if (!named) return;
  let after: string | undefined;
  do {
    const page = await partnerAnswers(context).find({
      filter: { roundId },
      limit: rowsAtOnce,
      ...(after !== undefined && { after }),
    });
    for (const answer of page.items) await context.answers.insertMany(rowsOf(answer));
    after = page.next;
  } while (after !== undefined);
}

function rowsOf({ _id, roundId, partnerId, values, onBehalf }: PartnerAnswer): readonly Answer[] {
  return Object.entries(values).map(([questionId, value]) => ({
    _id: `${_id}:${questionId}`,
    roundId,
    questionId,
    value,
    partnerId,
    ...(onBehalf && { onBehalf }),
  }));
}

/** Who has answered, by name; those who did so on the phone marked. */
export async function respondents(
  context: Context,
  { _id: roundId }: Round,
  language: Language,
): Promise<readonly string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await partnerAnswers(context).find({
      filter: { roundId },
      limit: rowsAtOnce,
      ...(after !== undefined && { after }),
    });
    for (const { partnerId, onBehalf } of page.items) {
      const name = (await context.directory.get(partnerId))?.name ?? partnerId;
      names.push(onBehalf ? `${name} (${namedTexts[language].byPhone})` : name);
    }
    after = page.next;
  } while (after !== undefined);
  return names.toSorted((a, b) => a.localeCompare(b, 'de'));
}
