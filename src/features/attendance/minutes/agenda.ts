import type { Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Field } from '../../../messages/form.js';
import { cut } from '../../../messages/text.js';
import type { AgendaItem, Meeting } from '../meetings/model.js';
import { minutesTexts } from './texts.js';

const named = /^(?:top|punkt|tagesordnungspunkt|item)\s*(\d{1,2})\s*[:.)–-]?\s+(?=\S)/iu;
const counted = /^(\d{1,2}):\s+(?=\S)/u;
const longestLabel = 75;
const mostOptions = 99;

/**
 * What was typed for the minutes, and the agenda item it names in front (`TOP 2 …`, `2: …`). Refused where the agenda has
 * no such item.
 */
export function readItem(
  turn: Turn,
  meeting: Pick<Meeting, 'agenda'>,
  typed: string,
): { readonly text: string; readonly item?: AgendaItem } {
  const said = named.exec(typed);
  if (said) return { text: typed.replace(named, ''), item: itemAt(turn, meeting, Number(said[1])) };
  const item = meeting.agenda[Number(counted.exec(typed)?.[1]) - 1];
  return item ? { text: typed.replace(counted, ''), item } : { text: typed };
}

function itemAt(turn: Turn, { agenda }: Pick<Meeting, 'agenda'>, place: number): AgendaItem {
  const item = agenda[place - 1];
  if (!item) throw new Refusal(minutesTexts[turn.language].noItemNumber(agenda.length), 'attendance.no-such-item');
  return item;
}

/** The choice of an agenda item; nothing where there is no agenda. */
export function itemField(turn: Turn, { agenda }: Pick<Meeting, 'agenda'>, value: unknown): readonly Field[] {
  if (agenda.length === 0) return [];
  const t = minutesTexts[turn.language];
  return [
    {
      id: 'item',
      type: 'choice',
      label: t.itemLabel,
      options: [
        { value: '-', label: t.noItem },
        ...agenda
          .slice(0, mostOptions)
          .map(({ id, title }, index) => ({ value: id, label: cut(`${index + 1}. ${title}`, longestLabel) })),
      ],
      value: agenda.find(({ id }) => id === value)?.id ?? '-',
    },
  ];
}

/** What a form brought; undefined for none. */
export function itemIn({ agenda }: Pick<Meeting, 'agenda'>, value: unknown): AgendaItem | undefined {
  return agenda.find(({ id }) => id === value);
}
