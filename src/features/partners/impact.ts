import { dayAt, formatDay } from '../../kernel/dates.js';
import type { Language } from '../../kernel/texts.js';
import { strong } from '../../messages/inline.js';
import type { Block } from '../../messages/view.js';
import type { DirectoryContext } from './context.js';
import { Coverage, gapText } from './coverage.js';
import { impactTexts } from './impact-texts.js';

/** The directory's part of the yearly report: how many partners there were at the end of the year, or are today, and the gaps. */
export async function impactBlocks(
  { finder, clock, zone }: DirectoryContext,
  year: number,
  language: Language,
): Promise<readonly Block[]> {
  const t = impactTexts[language];
  const today = dayAt(clock.now(), zone);
  const lastDay = `${year}-12-31`;
  const day = lastDay < today ? lastDay : today;
  const partners = await finder.all(day);
  const gaps = new Coverage(partners).gaps();
  return [
    { type: 'text', text: [strong(t.title)] },
    {
      type: 'facts',
      facts: [
        { label: t.count, value: t.partners(String(partners.length)) },
        { label: t.gaps, value: gaps.length > 0 ? gapText(gaps, language) : t.noGaps },
      ],
    },
    { type: 'note', text: `${t.day(formatDay(day, language))}. ${t.limits}` },
  ];
}
