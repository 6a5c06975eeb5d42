/** What is pressed on rounds by the coordination office; each is an action or a form of this room. */
export const roundActions = {
  list: 'evaluation.rounds',
  show: 'evaluation.round',
  create: 'evaluation.create',
  draft: 'evaluation.draft',
  edit: 'evaluation.edit',
  preview: 'evaluation.preview',
  copy: 'evaluation.copy',
  discard: 'evaluation.discard',
  start: 'evaluation.start',
  unschedule: 'evaluation.unschedule',
  close: 'evaluation.close',
  extend: 'evaluation.extend',
  release: 'evaluation.release',
  endRepetition: 'evaluation.end-repetition',
} as const;
