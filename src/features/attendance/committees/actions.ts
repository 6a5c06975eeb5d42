/** What can be done with a committee: ids of actions and of forms. */
export const committeeActions = {
  show: 'attendance.committee',
  list: 'attendance.committees',
  create: 'attendance.committee-new',
  edit: 'attendance.committee-edit',
  add: 'attendance.committee-add',
  remove: 'attendance.committee-remove',
  room: 'attendance.committee-room',
  dissolve: 'attendance.committee-dissolve',
  /** The form of a new meeting, `planning/`. */
  plan: 'attendance.meeting-new',
  /** Its feed, `calendar/`. */
  calendar: 'attendance.calendar-committee',
} as const;
