import type { Language } from '../../../kernel/texts.js';
import type { Block } from '../../../messages/view.js';
import type { Meeting } from '../meetings/model.js';
import { type Entered, marksOf } from '../merging.js';
import { minutesTexts } from './texts.js';
import type { Minutes } from './view.js';

type Sent = NonNullable<Meeting['minutesSent']>;
type Changes = NonNullable<Sent['changes']>;

const mostShown = 12;
const general = 'general';

/** Marks of what the minutes say, by part: `item:ID`, `general`, `decision:PLACE`, `task:NUMBER`. */
export function partMarks({ meeting, decisions, tasks }: Pick<Minutes, 'meeting' | 'decisions' | 'tasks'>): Entered {
  return marksOf({
    ...Object.fromEntries(meeting.agenda.map(({ id, title, notes = '' }) => [`item:${id}`, `${title}\n${notes}`])),
    [general]: meeting.notes ?? '',
    ...Object.fromEntries(
      decisions.map(({ place, text, goal = '', agendaItem = '' }) => [
        `decision:${place}`,
        `${text}\n${goal}\n${agendaItem}`,
      ]),
    ),
    ...Object.fromEntries(
      tasks.map(({ number, ownerId, due, text, agendaItem = '' }) => [
        `task:${number}`,
        `${ownerId}\n${due}\n${text}\n${agendaItem}`,
      ]),
    ),
  });
}

/** What is not as it was sent before, in the order of the minutes. */
export function changesBetween(before: Entered, now: Entered): Changes {
  return [...new Set([...Object.keys(now), ...Object.keys(before)])].flatMap((part) => {
    const was = before[part] ?? '';
    const is = now[part] ?? '';
    if (was === is) return [];
    return [{ part, how: was === '' ? ('new' as const) : is === '' ? ('gone' as const) : ('changed' as const) }];
  });
}

/** „Geändert: 2. Sprachförderung“, „Neu: Beschluss 3“; nothing where it is not known. */
export function changeBlocks({ agenda, minutesSent }: Meeting, language: Language): readonly Block[] {
  const changes = minutesSent?.changes ?? [];
  if (changes.length === 0) return [];
  const t = minutesTexts[language];
  const said = { new: t.partNew, changed: t.partChanged, gone: t.partGone };
  const shown = changes.slice(0, mostShown).map(({ part, how }) => said[how](nameOf(agenda, part, language)));
  const left = changes.length - shown.length;
  return [
    { type: 'list', items: shown },
    ...(left > 0 ? [{ type: 'note', text: t.andMore(String(left)) } as const] : []),
  ];
}

function nameOf(agenda: Meeting['agenda'], part: string, language: Language): string {
  const t = minutesTexts[language];
  const [kind, id = ''] = part.split(/:(.*)/s);
  if (kind === 'decision') return t.decision(id);
  if (kind === 'task') return t.task(id);
  if (kind !== 'item') return t.noItem;
  const at = agenda.findIndex((item) => item.id === id);
  return at < 0 ? t.formerItem : `${at + 1}. ${agenda[at]?.title ?? ''}`;
}
