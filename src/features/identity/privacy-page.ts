import type { PageSpec } from '../../bot/feature.js';
import type { Language } from '../../kernel/texts.js';
import { code, strong } from '../../messages/inline.js';
import type { Block, View } from '../../messages/view.js';
import type { CollectionSpec, Document } from '../../ports/document-store.js';
import type { IdentityOptions } from './context.js';
import { untyped } from './erasure.js';
import { privacyTexts } from './privacy-texts.js';

type Options = Pick<IdentityOptions, 'specs' | 'networkName' | 'privacyContact'>;

/** `/datenschutz`: derived from what the collections declare, so that no feature can forget to say what it keeps. */
export function privacyPage(options: Options): PageSpec {
  return {
    path: '/datenschutz',
    run: async ({ language }) => ({ view: privacyView(options, language) }),
  };
}

function privacyView(options: Options, language: Language): View {
  const t = privacyTexts[language];
  return {
    kind: 'identity.privacy',
    summary: t.pageSummary(options.networkName),
    title: t.pageTitle,
    language,
    blocks: [
      { type: 'text', text: t.pageIntro(options.networkName) },
      storedTable(options.specs().map(untyped), language),
      { type: 'text', text: t.platforms },
      heading(t.notStoredTitle),
      { type: 'text', text: t.notStored },
      heading(t.rightsTitle),
      {
        type: 'list',
        items: [
          [code(t.typedData), t.rightSee],
          [code(t.typedDelete), t.rightDelete],
          [code(t.typedPause), t.rightPause],
        ],
      },
      { type: 'text', text: t.rightsType },
      heading(t.contactTitle),
      { type: 'text', text: options.privacyContact ?? t.contactUnset },
    ],
  };
}

function heading(text: string): Block {
  return { type: 'text', text: [strong(text)] };
}

function storedTable(specs: readonly CollectionSpec<Document>[], language: Language): Block {
  const t = privacyTexts[language];
  return {
    type: 'table',
    caption: t.pageTable,
    columns: [t.what, t.why, t.howLong],
    rows: specs.flatMap((spec) => {
      if (spec.personal === 'none') return [];
      const why = spec.personal.purpose?.[language] ?? t.purposeGeneral;
      return [[spec.personal.label[language], why, howLong(spec, language)]];
    }),
  };
}

function howLong({ retention }: CollectionSpec<Document>, language: Language): string {
  const t = privacyTexts[language];
  if ('keep' in retention) return retention.why[language];
  const years = retention.days / 365;
  if (Number.isInteger(years)) return t.years(years === 1 ? t.oneYear : t.manyYears(String(years)));
  return t.years(retention.days === 1 ? t.oneDay : t.manyDays(String(retention.days)));
}
