import type { Turn } from '../../../bot/feature.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Block } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { planActions } from './actions.js';
import { openMeetings } from './register.js';
import { planningTexts } from './texts.js';

const draftsShown = 5;
const draftsRead = 50;
const longestLabel = 70;

/** Drafts that wait to be invited to, for those who planned them or may; a series shows its next alone. */
export async function draftBlocks(context: Context, turn: Turn): Promise<readonly Block[]> {
  const { person, language } = turn;
  if (!person.coordinator && person.chairs.length === 0) return [];
  const drafts = await openMeetings(context, turn, ['draft'], draftsRead);
  const first = drafts.filter(
    ({ series }, index) => !series || drafts.findIndex((other) => other.series?.id === series.id) === index,
  );
  if (first.length === 0) return [];
  const actions = first.slice(0, draftsShown).map((meeting) => ({
    id: planActions.show,
    label: cut(meetingLine(meeting, language, context.zone, turn.today), longestLabel),
    payload: { meeting: meeting._id, beside: true },
  }));
  return [
    { type: 'text', text: [strong(planningTexts[language].drafts)] },
    { type: 'actions', actions },
  ];
}
