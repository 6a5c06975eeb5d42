import { noticeView } from '../../bot/views.js';
import type { Language } from '../../kernel/texts.js';
import type { Action, Block, View } from '../../messages/view.js';
import type { Person } from '../../ports/people.js';
import type { PersonDocument, StoredPartner } from './model.js';
import { partnerTexts } from './partner-texts.js';
import { requestsTexts } from './requests-texts.js';

export const partnerFormId = 'identity.partner-form';
const longestLabel = 75;

type Request = NonNullable<PersonDocument['request']>;
type StoredDecision = NonNullable<PersonDocument['decision']>;

/** "Für welche Einrichtung sprechen Sie?", as it stands below an answer. */
export function questionBlocks(
  suggestion: StoredPartner | undefined,
  { language, coordinator }: Pick<Person, 'language' | 'coordinator'>,
): readonly Block[] {
  const t = partnerTexts[language];
  const actions: Action[] = [openPartnerForm(t.otherPartner)];
  if (suggestion) actions.unshift(partnerAction(suggestion, t.yesPartner(suggestion.name), 'primary'));
  else actions[0] = openPartnerForm(t.choosePartner);
  actions.push({ id: 'identity.partner-later', label: t.later }, { id: 'identity.no-partner', label: t.noPartner });
  return [
    { type: 'text', text: [{ kind: 'strong', text: t.whichPartner }] },
    { type: 'actions', actions },
    { type: 'note', text: coordinator ? t.whichPartnerNoteOwn : t.whichPartnerNote },
  ];
}

export function openPartnerForm(label: string): Action {
  return { id: partnerFormId, label, opensForm: true };
}

function partnerAction(partner: StoredPartner, label: string, style?: 'primary'): Action {
  return {
    id: 'identity.partner',
    label: label.slice(0, longestLabel),
    payload: { name: partner.name, ...(partner.id === undefined ? {} : { id: partner.id }) },
    ...(style && { style }),
  };
}

/** Similar partners to choose from, and what was typed. */
export function similarView(typed: string, similar: readonly StoredPartner[], language: Language): View {
  const t = partnerTexts[language];
  return noticeView('identity.choose-partner', t.partnerSimilar(typed), language, [
    ...similar.map((partner) => partnerAction(partner, partner.name)),
    partnerAction({ name: typed }, t.partnerAsTyped(typed)),
  ]);
}

/** What a coordinator gets: one press decides, and rewrites the card. */
export function requestView(person: PersonDocument, request: Request, language: Language): View {
  const t = requestsTexts[language];
  return {
    kind: 'identity.request',
    summary: t.requestSummary(person.name, request.partner.name),
    language,
    blocks: requestBlocks(person, request, language, false),
  };
}

export function requestBlocks(
  person: PersonDocument,
  request: Request,
  language: Language,
  inList: boolean,
): readonly Block[] {
  const t = requestsTexts[language];
  const payload = { person: person._id, request: request.id, ...(inList && { list: true }) };
  return [
    { type: 'text', text: t.requestText(person.name, request.partner.name) },
    ...(person.partner ? [{ type: 'note', text: t.requestReplaces(person.partner.name) } as const] : []),
    ...(request.partner.id === undefined ? [{ type: 'note', text: t.requestUnlisted } as const] : []),
    {
      type: 'actions',
      actions: [
        { id: 'identity.confirm', label: t.confirm, payload, style: 'primary' },
        { id: 'identity.reject', label: t.reject, payload },
      ],
    },
  ];
}

/** What the person gets. */
export function decisionView(decision: StoredDecision, language: Language): View {
  const t = requestsTexts[language];
  const name = decision.partner.name;
  return decision.outcome === 'confirmed'
    ? noticeView('identity.confirmed', t.youAreConfirmed(name), language)
    : noticeView('identity.rejected', t.youAreRejected(name), language, [
        openPartnerForm(partnerTexts[language].otherPartner),
      ]);
}
