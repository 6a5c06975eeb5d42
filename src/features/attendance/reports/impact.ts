import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import type { Block } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { committeeReport } from './committee-report.js';
import { impactTexts } from './impact-texts.js';
import { periodOf } from './period.js';

const goalNumbers = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** This room's part of the yearly report: how many met and decided; no partner is named, so that none is ranked. */
export async function impactBlocks(context: Context, year: number, language: Language): Promise<readonly Block[]> {
  const t = impactTexts[language];
  const period = periodOf('year', `${year}-07-01`);
  const { meetings, partners } = await committeeReport(context, undefined, period, language);
  const day = { $gte: period.from, $lte: period.until };
  const all = await context.decisions.count({ day });
  const byGoal = await Promise.all(goalNumbers.map((goal) => context.decisions.count({ goal, day })));
  const represented = partners.filter(({ yes, byDeputy }) => yes + byDeputy > 0).length;
  const named = byGoal.reduce((sum, count) => sum + count, 0);
  return [
    { type: 'text', text: [strong(t.title)] },
    {
      type: 'facts',
      facts: [
        { label: t.meetings, value: String(meetings) },
        { label: t.partners, value: String(represented) },
        { label: t.decisions, value: String(all) },
      ],
    },
    ...(all > 0
      ? [
          {
            type: 'table',
            caption: t.byGoal,
            columns: [t.goal, t.count],
            rows: [
              ...goalNumbers.map((goal, index) => [t.goalName(String(goal)), String(byGoal[index] ?? 0)]),
              [t.noGoal, String(all - named)],
            ],
          } as const,
        ]
      : []),
    { type: 'note', text: t.limits },
  ];
}
