import { type AgreementDocument, passageOf } from './agreement/document.js';
import { fromNotice } from './agreement/notice.js';
import type { SignedAgreement } from './partners/feature.js';

/** The agreement that partners sign and leave: the first document, with its rule for leaving where it has one. */
export function signedAgreementIn(documents: readonly AgreementDocument[]): SignedAgreement | undefined {
  const document = documents.find(({ notice }) => notice !== undefined) ?? documents[0];
  if (!document) return undefined;
  const { id, shortTitle: title, version, notice } = document;
  const passage = notice && passageOf(document, notice.passage);
  return {
    id,
    title,
    version,
    ...(notice &&
      passage && {
        notice: {
          end: (received) => fromNotice(received, notice).end,
          quote: passage.text,
          source: [title, version, passage.section.heading].join(', '),
        },
      }),
  };
}
