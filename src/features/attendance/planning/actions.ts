import { z } from 'zod';
import { sentId } from '../../../bot/feature.js';

/** What can be done with a planned meeting: ids of actions and of forms. */
export const planActions = {
  create: 'attendance.meeting-new',
  edit: 'attendance.meeting-edit',
  agenda: 'attendance.meeting-agenda',
  invite: 'attendance.meeting-invite',
  uninvite: 'attendance.meeting-uninvite',
  move: 'attendance.meeting-move',
  cancel: 'attendance.meeting-cancel',
  discard: 'attendance.meeting-discard',
  show: 'attendance.meeting-plan',
  align: 'attendance.series-align',
  /** The calendar entry as a file, `calendar/`. */
  calendar: 'attendance.meeting-calendar',
} as const;

export const oneMeeting = z.object({ meeting: sentId });
export const editedMeeting = oneMeeting.extend({
  base: z.record(z.string().max(20), z.string().max(20)).optional(),
});
