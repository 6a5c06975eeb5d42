/** What is pressed on goals; each is an action or a form of this room. */
export const goalActions = {
  list: 'evaluation.goals',
  show: 'evaluation.goal',
  create: 'evaluation.goal-new',
  actionGoal: 'evaluation.action-goal',
  edit: 'evaluation.goal-edit',
  state: 'evaluation.goal-state',
  decide: 'evaluation.goal-decide',
  owner: 'evaluation.goal-owner',
  review: 'evaluation.goal-review',
  participation: 'evaluation.goal-participation',
} as const;
