import type { Command, Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { promptId, type Round } from '../model.js';
import { partner } from '../rounds/audience.js';
import { commandOn } from '../rounds/finding.js';
import { cardReply, change, say, send } from './answering.js';
import { type Asked, askedIn } from './finding.js';
import { phoned } from './named.js';
import { phonedBy } from './named-model.js';
import { namedTexts } from './named-texts.js';

const mostRounds = 20;

/** Answering for a partner that was phoned, and changing what was answered, typed. */
export function namedCommands(context: Context): readonly Command[] {
  const typed = { role: 'coordinator', changes: true, personal: true, unlisted: true } as const;
  return [
    commandOn(
      context,
      ['open'],
      {
        id: 'evaluation.for-partner',
        words: ['umfrage'],
        slots: [
          { kind: 'literal', word: 'für' },
          { kind: 'name', name: 'einrichtung' },
        ],
        unlisted: true,
        help: inAll(namedTexts, (t) => t.commandFor),
      },
      async (turn, round, { einrichtung = '' }) => {
        const asked = await phoned(context, turn, round, await partnerMeant(context, turn, einrichtung));
        return cardReply(context, turn, asked);
      },
    ),
    {
      ...typed,
      id: 'evaluation.answer-for',
      words: ['umfrage antwort für'],
      slots: [{ kind: 'fields', names: ['einrichtung', 'antwort'] }],
      help: inAll(namedTexts, (t) => t.commandFor),
      run: (turn, { einrichtung = '', antwort = '' }) =>
        onPhoned(context, turn, einrichtung, (asked) => say(context, turn, asked, antwort)),
    },
    {
      ...typed,
      id: 'evaluation.submit-for',
      words: ['absenden für', 'umfrage absenden für'],
      slots: [{ kind: 'name', name: 'einrichtung' }],
      help: inAll(namedTexts, (t) => t.commandFor),
      run: (turn, { einrichtung = '' }) => onPhoned(context, turn, einrichtung, (asked) => send(context, turn, asked)),
    },
    {
      ...typed,
      role: 'all',
      id: 'evaluation.reopen-typed',
      words: ['umfrage ändern'],
      slots: [{ kind: 'number', name: 'number' }],
      help: inAll(namedTexts, (t) => t.commandChange),
      run: async (turn, { number = '' }) => {
        const id = await context.numbers.subject('round', number, turn.language);
        return change(context, turn, await askedIn(context, turn, id));
      },
    },
  ];
}

async function partnerMeant(context: Context, turn: Turn, name: string): Promise<string> {
  const found = await partner(context, turn, name);
  if ('problem' in found) throw new Refusal(found.problem, 'evaluation.unknown-partner');
  return found.id;
}

/** What is being written down for a partner: begun, and not submitted yet. */
async function onPhoned(
  context: Context,
  turn: Turn,
  name: string,
  act: (asked: Asked) => Promise<Reply>,
): Promise<Reply> {
  const id = await partnerMeant(context, turn, name);
  for (const round of await openNamed(context)) {
    const prompt = await context.prompts.get(promptId(round._id, phonedBy(id)));
    if (prompt?.state === 'open') return act(await phoned(context, turn, round, id));
  }
  throw new Refusal(namedTexts[turn.language].notBegun(name), 'evaluation.not-begun');
}

async function openNamed({ rounds }: Context): Promise<readonly Round[]> {
  const { items } = await rounds.find({ filter: { state: 'open' }, sort: [['number', -1]], limit: mostRounds });
  return items.filter(({ named }) => named);
}
