import { z } from 'zod';
import { action, sentId } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { roundActions } from './actions.js';
import { audienceTyped } from './audience.js';
import { audienceTexts } from './audience-texts.js';
import { roundForm } from './content.js';
import { mustBePending } from './drafting.js';
import { commandOn, roundById } from './finding.js';
import { changeDraft, release } from './releasing.js';

const whoWords: Readonly<Record<string, Round['resultsFor']>> = {
  alle: 'everyone',
  gefragte: 'participants',
  koordination: 'coordinators',
};
const whenWords: Readonly<Record<string, NonNullable<Round['resultsWhen']>>> = {
  sofort: 'closed',
  freigabe: 'released',
};
const pending = ['draft', 'scheduled'] as const;

/** What the form of a round says of whom it asks, how, and who sees the results, typed; and releasing them. */
export function showingPart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        pending,
        {
          id: 'evaluation.audience',
          words: ['umfrage empfänger'],
          slots: [{ kind: 'text', name: 'auswahl', optional: true }],
          unlisted: true,
          help: inAll(audienceTexts, (t) => t.commandAudience),
        },
        async (turn, round, { auswahl }) => {
          mustBePending(turn, round);
          if (auswahl === undefined) return { type: 'form', form: await roundForm(context, turn, round) };
          const read = await audienceTyped(context, turn, auswahl);
          if ('problem' in read) throw new Refusal(read.problem, 'evaluation.unknown-audience');
          return changeDraft(context, turn, round, read);
        },
      ),
      ...([true, false] as const).map((named) =>
        commandOn(
          context,
          pending,
          {
            id: named ? 'evaluation.named-typed' : 'evaluation.anonymous-typed',
            words: [named ? 'umfrage namentlich' : 'umfrage anonym'],
            unlisted: true,
            help: inAll(audienceTexts, (t) => t.commandHow),
          },
          (turn, round) => changeDraft(context, turn, round, { named }),
        ),
      ),
      commandOn(
        context,
        pending,
        {
          id: 'evaluation.results-for',
          words: ['umfrage ergebnisse'],
          slots: [
            { kind: 'word', name: 'wer', words: Object.keys(whoWords), also: { teilnehmende: 'gefragte' } },
            { kind: 'word', name: 'wann', words: Object.keys(whenWords), optional: true },
          ],
          unlisted: true,
          help: inAll(audienceTexts, (t) => t.commandResults),
        },
        (turn, round, { wer = '', wann = '' }) =>
          changeDraft(context, turn, round, {
            resultsFor: whoWords[wer] ?? round.resultsFor,
            resultsWhen: whenWords[wann] ?? 'closed',
          }),
      ),
      commandOn(
        context,
        ['closed'],
        {
          id: 'evaluation.release-typed',
          words: ['umfrage freigeben', 'ergebnis freigeben'],
          unlisted: true,
          help: inAll(audienceTexts, (t) => t.commandRelease),
        },
        (turn, round) => release(context, turn, round),
      ),
    ],
    actions: [
      action({
        id: roundActions.release,
        role: 'coordinator',
        payload: z.object({ round: sentId }),
        changes: true,
        run: async (turn, { round }) => release(context, turn, await roundById(context, turn, round)),
      }),
    ],
    audits: { 'evaluation.released': inAll(audienceTexts, (t) => t.auditReleased) },
  };
}
