import type { Language } from '../../kernel/texts.js';
import { escapeLabel, escapeText, viewToHtml } from '../../messages/html.js';
import type { View } from '../../messages/view.js';
import { documentHtml } from './document.js';
import type { ProblemCode } from './errors.js';
import { inputs } from './render.js';
import { texts } from './texts.js';

export interface ProblemPage {
  readonly language: Language;
  readonly networkName: string;
  /** Of the page they were on, if that is theirs. */
  readonly back?: string;
  /** What was to be sent: sent again as it is by one press. */
  readonly again?: { readonly address: string; readonly fields: Readonly<Record<string, unknown>> };
}

/** Says what is wrong and what to do, without a word about whose page it was. */
export function problemHtml(code: ProblemCode, page: ProblemPage): string {
  const t = texts[page.language];
  const [title, text] = wordsOf(code, page.language);
  const isLinkWorthless = code === 'unknown' || code === 'expired' || code === 'gone';
  const paragraphs = [
    text,
    ...(isLinkWorthless ? [t.whomToAsk(page.networkName)] : []),
    ...(page.again ? [t.unavailableKept] : []),
  ];
  const body = [
    `<h1>${escapeText(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escapeText(paragraph)}</p>`),
    page.again ? againHtml(page.again, t.tryAgain) : '',
    page.back === undefined || isLinkWorthless
      ? ''
      : `<p><a class="action" href="${escapeLabel(page.back)}">${escapeText(t.back)}</a></p>`,
  ];
  return documentHtml({ ...page, body: body.join('') });
}

/** The last word to somebody whose page is gone with it. */
export function farewellHtml(view: View, networkName: string): string {
  const language = view.language ?? 'de';
  const body = `<h1>${escapeText(texts[language].brand)}</h1>${viewToHtml(view, { headingLevel: 2, action: () => '' })}`;
  return documentHtml({ language, networkName, body });
}

function wordsOf(code: ProblemCode, language: Language): readonly [title: string, text: string] {
  const t = texts[language];
  switch (code) {
    case 'unknown':
      return [t.unknownTitle, t.unknownText];
    case 'expired':
      return [t.expiredTitle, t.expiredText];
    case 'gone':
      return [t.goneTitle, t.goneText];
    case 'foreign':
      return [t.foreignTitle, t.foreignText];
    case 'too-large':
      return [t.tooLargeTitle, t.tooLargeText];
    case 'malformed':
      return [t.malformedTitle, t.malformedText];
    case 'too-many':
      return [t.tooManyTitle, t.tooManyText];
    case 'unavailable':
      return [t.unavailableTitle, t.unavailableText];
    case 'failed':
      return [t.failedTitle, t.failedText];
  }
}

function againHtml({ address, fields }: NonNullable<ProblemPage['again']>, label: string): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => (typeof each === 'string' ? [inputs({ [name]: each })] : [])),
  );
  return `<form method="post" action="${escapeLabel(address)}">${pairs.join('')}<button type="submit" class="action primary">${escapeText(label)}</button></form>`;
}
