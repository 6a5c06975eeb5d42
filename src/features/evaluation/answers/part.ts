import { z } from 'zod';
import { action, type Command, form, sentId, stored, type Turn, type Typed } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { cannotSayWords, scaleWords } from '../questions.js';
import { cardReply, change, decline, press, rejoin, say, send, write, writeForm } from './answering.js';
import { answerActions } from './card.js';
import { type Asked, askedIn, openFor } from './finding.js';
import { type Later, later, laterChoices } from './later.js';
import { mine, openAtHome } from './mine.js';
import { ballotsSpec, roundKeysSpec } from './model.js';
import { namedCommands } from './named-commands.js';
import { partnerAnswersSpec } from './named-model.js';
import { finishAllSubmissions, wipeTraces } from './submission.js';
import { answerTexts } from './texts.js';

const inRound = z.object({ round: sentId, partner: sentId.optional() });
const onQuestion = inRound.extend({ question: sentId });
const answered = onQuestion.extend({ value: z.union([z.string().max(100), z.number()]) });
const mostFrom = 10_000;
const laterWords: Readonly<Record<string, Later>> = { morgen: 'tomorrow', woche: 'next-week' };

/** Answering: one question at a time, a draft until it is submitted. */
export function answeringPart(context: Context): Part {
  const at = (turn: Turn, { round, partner }: z.infer<typeof inRound>) => askedIn(context, turn, round, partner);
  return {
    commands: [...commandsOf(context), ...namedCommands(context)],
    actions: [
      action({
        id: answerActions.mine,
        role: 'all',
        payload: z.object({ from: z.number().int().min(0).max(mostFrom).optional() }),
        changes: false,
        run: (turn, { from }) => mine(context, turn, from),
      }),
      action({
        id: answerActions.prompt,
        role: 'all',
        payload: inRound,
        changes: false,
        run: async (turn, payload) => cardReply(context, turn, await at(turn, payload)),
      }),
      action({
        id: answerActions.answer,
        role: 'all',
        payload: answered,
        changes: true,
        run: async (turn, payload) => press(context, turn, await at(turn, payload), payload.question, payload.value),
      }),
      action({
        id: answerActions.question,
        role: 'all',
        payload: onQuestion,
        changes: false,
        run: async (turn, payload) => cardReply(context, turn, await at(turn, payload), payload.question),
      }),
      action({
        id: answerActions.submit,
        role: 'all',
        payload: inRound,
        changes: true,
        run: async (turn, payload) => send(context, turn, await at(turn, payload)),
      }),
      action({
        id: answerActions.reopen,
        role: 'all',
        payload: inRound,
        changes: true,
        run: async (turn, payload) => change(context, turn, await at(turn, payload)),
      }),
      action({
        id: answerActions.later,
        role: 'all',
        payload: inRound.extend({ when: z.enum(laterChoices).optional() }),
        changes: true,
        run: async (turn, payload) => later(context, turn, await at(turn, payload), payload.when),
      }),
      action({
        id: answerActions.decline,
        role: 'all',
        payload: inRound,
        changes: true,
        run: async (turn, payload) => decline(context, turn, await at(turn, payload)),
      }),
      action({
        id: answerActions.rejoin,
        role: 'all',
        payload: inRound,
        changes: true,
        run: async (turn, payload) => rejoin(context, turn, await at(turn, payload)),
      }),
    ],
    forms: [
      form({
        id: answerActions.say,
        role: 'all',
        payload: onQuestion,
        changes: true,
        show: async (turn, payload, values) => writeForm(turn, await at(turn, payload), payload.question, values),
        run: async (turn, payload, values) => write(context, turn, await at(turn, payload), payload.question, values),
      }),
    ],
    collections: [stored(ballotsSpec), stored(roundKeysSpec), stored(partnerAnswersSpec)],
    jobs: [
      {
        name: 'evaluation-submissions',
        run: async (now) => {
          const done = await finishAllSubmissions(context);
          await wipeTraces(context, now);
          return { done, failed: 0 };
        },
      },
    ],
    home: (turn) => openAtHome(context, turn),
  };
}

function commandsOf(context: Context): readonly Command[] {
  const t = answerTexts;
  const typed = { role: 'all', changes: true, personal: true, unlisted: true } as const;
  const number = { kind: 'number', name: 'number', optional: true } as const;
  const onMine =
    (run: (turn: Turn, asked: Asked, typed: Typed) => Promise<Reply>) => async (turn: Turn, words: Typed) => {
      const asked = await meant(context, turn, words.number);
      return asked ? run(turn, asked, words) : mine(context, turn);
    };
  return [
    {
      id: answerActions.mine,
      words: ['umfrage', 'auswertung', 'rückmeldung'],
      slots: [number],
      role: 'all',
      changes: false,
      personal: true,
      help: inAll(t, (each) => each.commandMine),
      run: (turn, words) =>
        words.number === undefined
          ? mine(context, turn)
          : onMine(async (own, asked) => cardReply(context, own, asked))(turn, words),
    },
    {
      ...typed,
      id: 'evaluation.answer-typed',
      words: ['umfrage antwort', 'umfrage antworten'],
      slots: [{ kind: 'text', name: 'antwort' }],
      help: inAll(t, (each) => each.commandAnswer),
      run: onMine((turn, asked, { antwort = '' }) => say(context, turn, asked, antwort)),
    },
    ...stepWords().map(
      (words, index): Command => ({
        ...typed,
        id: `evaluation.answer-${index + 1}`,
        words,
        slots: [],
        help: inAll(t, (each) => each.commandAnswer),
        run: onMine((turn, asked) => say(context, turn, asked, wordFor(asked, index))),
      }),
    ),
    {
      ...typed,
      id: 'evaluation.submit-typed',
      words: ['absenden', 'umfrage absenden'],
      slots: [number],
      help: inAll(t, (each) => each.commandSubmit),
      run: onMine((turn, asked) => send(context, turn, asked)),
    },
    {
      ...typed,
      id: 'evaluation.later-typed',
      words: ['umfrage später'],
      slots: [number, { kind: 'word', name: 'when', words: Object.keys(laterWords), optional: true }],
      help: inAll(t, (each) => each.commandLater),
      run: onMine((turn, asked, { when = '' }) => later(context, turn, asked, laterWords[when])),
    },
    {
      ...typed,
      id: 'evaluation.decline-typed',
      words: ['umfrage ablehnen', 'umfrage nicht teilnehmen'],
      slots: [number],
      help: inAll(t, (each) => each.commandDecline),
      run: onMine((turn, asked) => decline(context, turn, asked)),
    },
    {
      ...typed,
      id: 'evaluation.rejoin-typed',
      words: ['umfrage doch teilnehmen', 'umfrage teilnehmen'],
      slots: [{ kind: 'number', name: 'number' }],
      help: inAll(t, (each) => each.commandRejoin),
      run: onMine((turn, asked) => rejoin(context, turn, asked)),
    },
  ];
}

/** What is meant without a number is that which ends first; undefined if nothing is open. */
async function meant(context: Context, turn: Turn, number: string | undefined): Promise<Asked | undefined> {
  if (number === undefined) return (await openFor(context, turn))[0];
  return askedIn(context, turn, await context.numbers.subject('round', number, turn.language));
}

/** For each step of a scale, the last one being "kann ich nicht beurteilen", all that may be typed. */
function stepWords(): readonly (readonly [string, ...string[]])[] {
  const steps = scaleWords.success.map((success, index): readonly [string, ...string[]] => {
    const others = [success.einfach, success.en, ...Object.values(scaleWords.funding[index] ?? {})];
    return [success.de, ...new Set([...others, String(index + 1)].filter((word) => word !== success.de))];
  });
  const cannotSay: readonly [string, ...string[]] = [cannotSayWords.de, cannotSayWords.einfach, cannotSayWords.en];
  return [...steps, cannotSay].map(([first, ...others]): readonly [string, ...string[]] => [
    `antwort ${first}`,
    ...others.map((word) => `antwort ${word}`),
  ]);
}

/** The word of a step for the question that is open: its own scale may word it differently. */
function wordFor({ round, prompt }: Asked, step: number): string {
  const open = round.questions.find(({ id, kind }) => kind.type === 'scale' && prompt.draft?.[id] === undefined);
  const steps = open?.kind.type === 'scale' ? open.kind.steps : 'success';
  return scaleWords[steps][step]?.de ?? cannotSayWords.de;
}
