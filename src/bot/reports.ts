import type { Language } from '../kernel/texts.js';
import type { View } from '../messages/view.js';
import type { Links } from '../ports/links.js';
import { type Feature, type PageAnswer, type PageSpec, type ReportFormat, reportFormats } from './feature.js';
import { reportsTexts } from './reports-texts.js';

const linkDays = 30;
const dayMs = 86_400_000;

/**
 * `/berichte/TOKEN`, and with `.csv`, `.md` or `.json` at its end: one page for the reports of all features. Which one a
 * token means stands before the colon of its subject, e.g. `meeting:ID`.
 */
export function reportsPage(links: Links, features: () => readonly Pick<Feature, 'reports'>[]): PageSpec {
  return {
    path: '/berichte/:token',
    run: async ({ params, language, now }) => {
      const { token, format } = readName(params.token ?? '');
      const read = await links.read('berichte', token, now);
      if (typeof read === 'string') return missing(language, read);
      const [kind = '', ...rest] = read.subject.split(':');
      const page = features().flatMap(
        ({ reports }) => (reports && Object.hasOwn(reports, kind) ? reports[kind] : []) ?? [],
      )[0];
      const answer = await page?.(rest.join(':'), { format, path: `/berichte/${token}`, language, now });
      return answer ?? missing(language, 'unknown');
    },
  };
}

/**
 * The path of a report page: signed, good for 30 days and up to one more. The same address all day, however often
 * somebody has it shown.
 */
export async function reportPath(links: Links, subject: string, now: Date): Promise<string> {
  const expires = new Date((Math.ceil(now.getTime() / dayMs) + linkDays) * dayMs);
  return `/berichte/${await links.issue('berichte', subject, expires)}`;
}

/** Tokens hold a single dot: what follows a second one says what is wanted. */
function readName(name: string): { readonly token: string; readonly format: ReportFormat } {
  const [content = '', signature = '', ending, ...more] = name.split('.');
  const format = reportFormats.find((each) => each === ending && each !== 'page');
  if (more.length > 0 || (ending !== undefined && !format)) return { token: '', format: 'page' };
  return { token: `${content}.${signature}`, format: format ?? 'page' };
}

function missing(language: Language, why: 'expired' | 'unknown'): PageAnswer {
  const t = reportsTexts[language];
  const [title, text] = why === 'expired' ? [t.expiredTitle, t.expired] : [t.unknownTitle, t.unknown];
  const view: View = { kind: 'bot.no-report', summary: title, title, language, blocks: [{ type: 'text', text }] };
  return { status: why === 'expired' ? 410 : 404, view };
}
