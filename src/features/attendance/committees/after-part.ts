import type { Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import type { Committee } from '../model.js';
import { mustLeadCommittee } from '../permissions.js';
import { committeeCard } from './card.js';
import { withCommittee } from './picking.js';
import { changeCommittee } from './register.js';
import { committeeTexts } from './texts.js';

/** `umfrage nach treffen an`: those who were at a committee's meetings are asked one question afterwards. */
export function afterPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.committee-after',
        words: ['umfrage nach treffen'],
        slots: [
          {
            kind: 'word',
            name: 'schalter',
            words: ['an', 'aus'],
            also: { ein: 'an', on: 'an', off: 'aus' },
            optional: true,
          },
          { kind: 'name', name: 'gremium', optional: true },
        ],
        role: 'chair',
        changes: true,
        help: inAll(committeeTexts, (t) => t.afterCommand),
        run: async (turn, { schalter, gremium }) => {
          const name = gremium ?? (await onlyOneLed(context, turn));
          return withCommittee(
            context,
            turn,
            name,
            (chosen) => ['umfrage nach treffen', schalter, chosen].filter(Boolean).join(' '),
            (committee) =>
              schalter === undefined
                ? showAfter(context, turn, committee)
                : turnTo(context, turn, committee, schalter === 'an'),
          );
        },
      },
    ],
  };
}

async function onlyOneLed({ committees }: Context, { person, language }: Turn): Promise<string> {
  const [only, ...others] = person.chairs;
  const committee = only === undefined || others.length > 0 ? undefined : await committees.get(only);
  if (!committee) throw new Refusal(committeeTexts[language].afterWhich, 'attendance.which-committee');
  return committee.name;
}

/** Whether a question is asked after the committee's meetings, with a button for the opposite. */
async function showAfter(context: Context, turn: Turn, { _id, name, asksAfter }: Committee): Promise<Reply> {
  await mustLeadCommittee(context, turn, _id);
  const t = committeeTexts[turn.language];
  const text = asksAfter ? t.afterOn : t.afterIsOff;
  const change = asksAfter
    ? typedAction(`umfrage nach treffen aus ${name}`, t.afterTurnOff)
    : typedAction(`umfrage nach treffen an ${name}`, t.afterTurnOn);
  const view: View = {
    kind: 'attendance.committee-after',
    summary: cut(`${name}: ${text}`, 150),
    title: name,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [change, typedAction(`gremium ${name}`, t.afterCommittee)] },
    ],
  };
  return { type: 'message', view };
}

async function turnTo(context: Context, turn: Turn, { _id }: Committee, asksAfter: boolean): Promise<Reply> {
  await mustLeadCommittee(context, turn, _id);
  const t = committeeTexts[turn.language];
  const { committee } = await changeCommittee(context, turn, _id, () => ({
    change: { $set: { asksAfter } },
    concerned: [],
  }));
  turn.audit('attendance.committee-edited', _id);
  const view = await committeeCard(context, turn, committee, { note: asksAfter ? t.afterOn : t.afterOff });
  return { type: 'message', view };
}
