import type { Feature } from '../../bot/feature.js';

/** What one topic of this room brings to its feature. */
export type Part = Partial<
  Pick<
    Feature,
    | 'commands'
    | 'actions'
    | 'forms'
    | 'collections'
    | 'audits'
    | 'jobs'
    | 'pages'
    | 'schedules'
    | 'answer'
    | 'file'
    | 'home'
    | 'below'
    | 'delivered'
    | 'reports'
    | 'numbered'
    | 'succeed'
  >
>;
