import type { Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
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
          { kind: 'word', name: 'schalter', words: ['an', 'aus'], also: { ein: 'an', on: 'an', off: 'aus' } },
          { kind: 'name', name: 'gremium', optional: true },
        ],
        role: 'chair',
        changes: true,
        help: inAll(committeeTexts, (t) => t.afterCommand),
        run: async (turn, { schalter = '', gremium }) => {
          const name = gremium ?? (await onlyOneLed(context, turn));
          return withCommittee(
            context,
            turn,
            name,
            (chosen) => `umfrage nach treffen ${schalter} ${chosen}`,
            (committee) => turnTo(context, turn, committee, schalter === 'an'),
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
