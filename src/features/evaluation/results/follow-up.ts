import { z } from 'zod';
import { form, sentId, type Turn } from '../../../bot/feature.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { resultOf } from './closing.js';
import { tellFollowUp } from './telling.js';
import { resultTexts } from './texts.js';
import { resultActions, resultView } from './view.js';

const longest = 3_000;

/** The form in which the coordination office writes what follows from a round. */
export function followUpForm(context: Context, byId: (turn: Turn, id: string) => Promise<Round>) {
  return form({
    id: resultActions.followUp,
    role: 'coordinator',
    payload: z.object({ round: sentId }),
    changes: true,
    show: async (turn, { round }, values) => formFor(turn, writable(turn, await byId(turn, round)), values),
    run: async (turn, { round }, values) => {
      const t = resultTexts[turn.language];
      const text = typeof values.text === 'string' ? values.text.trim() : '';
      if (text === '') throw new FormRefusal({ text: t.followUpMissing }, 'evaluation.follow-up-empty');
      if (text.length > longest) {
        throw new FormRefusal({ text: t.followUpTooLong(String(longest)) }, 'evaluation.follow-up-long');
      }
      return writeFollowUp(context, turn, await byId(turn, round), text);
    },
  });
}

export function formFor({ language }: Turn, { _id }: Round, values?: FormValues): Form {
  const t = resultTexts[language];
  const typed = typeof values?.text === 'string' ? values.text : undefined;
  return {
    id: resultActions.followUp,
    title: t.followUpWrite,
    submit: t.followUpSend,
    intro: t.followUpIntro,
    payload: { round: _id },
    opener: t.openForm,
    language,
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: t.followUpField,
        hint: t.followUpHint,
        required: true,
        maxLength: longest,
        ...(typed !== undefined && { value: typed }),
      },
    ],
  };
}

/** Refused while the round is open, and once something has been sent. */
export function writable({ language }: Turn, round: Round): Round {
  const t = resultTexts[language];
  if (round.state !== 'closed') {
    throw new Refusal(t.followUpNotClosed(String(round.number)), 'evaluation.follow-up-early');
  }
  if (round.followUp) throw new Refusal(t.followUpTwice, 'evaluation.follow-up-twice');
  return round;
}

/** Kept once, then sent to everyone who was asked; delivered again it does the same. */
export async function writeFollowUp(context: Context, turn: Turn, round: Round, text: string): Promise<Reply> {
  const t = resultTexts[turn.language];
  if (text.length > longest) throw new Refusal(t.followUpTooLong(String(longest)), 'evaluation.follow-up-long');
  if (round.followUp?.text !== text) writable(turn, round);
  const written = await context.rounds.update(
    round._id,
    { $set: { followUp: { text, at: turn.now } }, $addToSet: { unfinished: 'following' }, $inc: { rev: 1 } },
    { state: 'closed', followUp: null },
  );
  const now = written ?? (await context.rounds.get(round._id));
  if (now?.followUp?.text !== text) throw new Refusal(t.followUpTwice, 'evaluation.follow-up-twice');
  turn.audit('evaluation.follow-up', `Nr. ${round.number}`);
  await tellFollowUp(context, now);
  const note = { type: 'note', text: t.followUpSent(String(round.number)) } as const;
  const result = await resultOf(context, now);
  if (!result) throw new Refusal(t.counting, 'evaluation.results-not-settled');
  const view = await resultView(context, turn, now, result);
  return shown(turn, { ...view, blocks: [note, ...view.blocks] });
}
