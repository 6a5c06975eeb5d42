import { formatInstant } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { cardTexts } from './card-texts.js';
import { commonTexts } from './common-texts.js';
import type { Context } from './context.js';
import type { Announcement } from './model.js';
import type { AnnouncedPartner } from './partner-source.js';

const longestSummary = 150;

/** Ids of the buttons on a recipient's card; each is an action or a form of this room. */
export const cardActions = {
  read: 'announcements.read',
  unread: 'announcements.unread',
  ask: 'announcements.ask',
  help: 'announcements.help',
  helpNot: 'announcements.help-not',
} as const;

export interface CardOptions {
  readonly language: Language;
  /** In a room nobody has a card of their own: nothing personal stands on it. */
  readonly room?: boolean;
}

/** One announcement as its recipients see it, in every language and for rooms. */
export async function cardOf(context: Context, announcement: Announcement, options: CardOptions): Promise<View> {
  const { partnerId } = announcement;
  const partner = partnerId === undefined ? undefined : await context.partners.get(partnerId);
  return cardView(context, announcement, partner, options);
}

export function cardView(
  context: Pick<Context, 'zone'>,
  announcement: Announcement,
  partner: AnnouncedPartner | undefined,
  { language, room = false }: CardOptions,
): View {
  const t = cardTexts[language];
  const head = (text: string) => cut(text, longestSummary);
  const base = { kind: 'announcements.announcement', title: announcement.title, language };
  if (announcement.state === 'withdrawn') {
    const text = t.withdrawn(formatInstant(announcement.withdrawnAt ?? announcement.changedAt, context.zone, language));
    return { ...base, summary: head(`${text}: ${announcement.title}`), blocks: [{ type: 'text', text }] };
  }
  const firstLine = announcement.text.split('\n', 1)[0] ?? '';
  return {
    ...base,
    summary: head(firstLine === '' ? announcement.title : `${announcement.title}: ${firstLine}`),
    blocks: [
      ...correctedNote(context, announcement, language),
      ...contentBlocks(announcement, partner, language),
      { type: 'actions', actions: actionsFor(announcement, partner, language, room) },
    ],
  };
}

/** What it says, without what can be pressed. */
export function contentBlocks(
  { kind, text }: Announcement,
  partner: AnnouncedPartner | undefined,
  language: Language,
): readonly Block[] {
  const t = cardTexts[language];
  const blocks: Block[] = text === '' ? [] : [{ type: 'text', text }];
  if (!partner) return blocks;
  if (kind !== 'partner') return [...blocks, { type: 'note', text: t.from(partner.name) }];
  const facts = partner.facts(language);
  return facts.length > 0 ? [...blocks, { type: 'facts', facts }] : blocks;
}

function correctedNote({ zone }: Pick<Context, 'zone'>, { correctedAt }: Announcement, language: Language): Block[] {
  if (!correctedAt) return [];
  return [{ type: 'note', text: cardTexts[language].corrected(formatInstant(correctedAt, zone, language)) }];
}

function actionsFor(
  { _id, kind }: Announcement,
  partner: AnnouncedPartner | undefined,
  language: Language,
  room: boolean,
): readonly Action[] {
  const t = cardTexts[language];
  const payload = { announcement: _id };
  return [
    ...(kind === 'gesuch'
      ? [{ id: cardActions.help, label: t.help, payload, style: 'primary', confirm: t.helpConfirm } as const]
      : []),
    ...(room ? [] : [{ id: cardActions.read, label: t.read, payload }]),
    { id: cardActions.ask, label: t.ask, payload, opensForm: true },
    ...(partner && kind === 'partner' ? [partner.contact(language)] : []),
  ];
}

/** "Passt zu Ihnen: auch in Lohberg": what the recipient's own partner has in common with the announced one. */
export async function fitFor(
  context: Pick<Context, 'partners'>,
  announcement: Announcement,
  partnerId: string | undefined,
  language: Language,
): Promise<readonly Block[]> {
  if (announcement.kind !== 'partner' || announcement.partnerId === undefined) return [];
  if (partnerId === undefined || partnerId === announcement.partnerId) return [];
  const [theirs, own] = await Promise.all([
    context.partners.get(announcement.partnerId),
    context.partners.get(partnerId),
  ]);
  if (!theirs || !own) return [];
  const t = cardTexts[language];
  const district = theirs.districts.find((each) => own.districts.includes(each));
  if (district !== undefined) return [{ type: 'note', text: t.fitsDistrict(district) }];
  const stage = theirs.lifeStages.find((each) => own.lifeStages.includes(each));
  if (stage === undefined) return [];
  return [{ type: 'note', text: t.fitsStage(theirs.stageName(stage, language)) }];
}

export function kindName({ kind }: Pick<Announcement, 'kind'>, language: Language): string {
  return commonTexts[language][`kind-${kind}`];
}
