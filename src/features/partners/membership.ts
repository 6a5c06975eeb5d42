import { addDays, type Day } from '../../kernel/dates.js';
import type { SignedAgreement } from './context.js';
import type { PartnerDocument, Signature } from './model.js';
import type { Decided } from './register.js';

/** The signature under a version of a document, if one is recorded. */
export function signatureOf(partner: PartnerDocument, agreement: SignedAgreement): Signature | undefined {
  return partner.signatures.find(({ document, version }) => document === agreement.id && version === agreement.version);
}

/** Records a signature in the place of an earlier one under the same version; undefined if it is there. */
export function signing(partner: PartnerDocument, agreement: SignedAgreement, day: Day): Decided {
  const before = signatureOf(partner, agreement);
  if (before?.day === day) return undefined;
  const { id: document, title, version } = agreement;
  const others = partner.signatures.filter((signature) => signature !== before);
  const signatures = [...others, { document, title, version, day }].sort((a, b) => a.day.localeCompare(b.day));
  return { change: { $set: { signatures } }, fields: ['signatures'] };
}

/** Takes a signature back, and puts the day that stood there before in its place. */
export function unsigning(partner: PartnerDocument, agreement: SignedAgreement, day: Day, before?: Day): Decided {
  const there = signatureOf(partner, agreement);
  if (there?.day !== day) return undefined;
  const others = partner.signatures.filter((signature) => signature !== there);
  const signatures = before === undefined ? others : [...others, { ...there, day: before }];
  return { change: { $set: { signatures } }, fields: ['signatures'] };
}

/** Records notice received on a day, if none is recorded: the partner is one up to and including `end`. */
export function leaving(partner: PartnerDocument, received: Day, end: Day): Decided {
  if (partner.notice) return undefined;
  return { change: { $set: { notice: { received, end }, left: addDays(end, 1) } }, fields: ['notice'] };
}

/** Takes notice back, if it is still the one of that day. */
export function staying(partner: PartnerDocument, received: Day): Decided {
  if (partner.notice?.received !== received) return undefined;
  return { change: { $unset: { notice: true, left: true } }, fields: ['notice'] };
}
