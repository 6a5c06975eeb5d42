import type { Turn } from '../../bot/feature.js';
import { typedAction } from '../../bot/views.js';
import { formatDay, formatInstant } from '../../kernel/dates.js';
import type { Language } from '../../kernel/texts.js';
import { type Inline, link } from '../../messages/inline.js';
import { cut } from '../../messages/text.js';
import type { Action, Block, Fact, View } from '../../messages/view.js';
import type { DirectoryContext } from './context.js';
import { gapsClosedBy, gapText } from './coverage.js';
import { hasLeft } from './finder.js';
import { type ContactField, erased, type PartnerDocument } from './model.js';
import { specText } from './spec-texts.js';
import { texts } from './texts.js';
import { lifeStageLabel, sectorLabel } from './vocabulary.js';

const mostChanges = 3;

/** Everything that may be shown of a partner to whoever asks, there where they ask. */
export async function cardView(context: DirectoryContext, turn: Turn, partner: PartnerDocument): Promise<View> {
  const t = texts[turn.language];
  const inside = seesAll(turn) ? await insideFacts(context, turn, partner) : [];
  const facts = [...publicFacts(partner, turn.language), ...contactFacts(partner, turn), ...inside];
  const closed = hasLeft(partner, turn.today) ? [] : gapsClosedBy(partner._id, await context.finder.all(turn.today));
  const blocks: readonly Block[] = [
    ...(hasLeft(partner, turn.today)
      ? [{ type: 'text', text: t.left(dayText(partner.left, turn.language)) } as const]
      : []),
    ...(partner.description === undefined ? [] : [{ type: 'text', text: partner.description } as const]),
    ...(facts.length > 0 ? [{ type: 'facts', facts } as const] : []),
    ...(closed.length > 0 ? [{ type: 'note', text: t.closes(gapText(closed, turn.language)) } as const] : []),
    { type: 'actions', actions: cardActions(context, turn, partner) },
  ];
  return {
    kind: 'partners.card',
    summary: cut([partner.name, ...partner.districts].join(', '), 150),
    title: partner.name,
    blocks,
    language: turn.language,
  };
}

/** The coordination, where nobody else reads along. */
export function seesAll({ person, inbound }: Turn): boolean {
  return person.coordinator && inbound.place.kind === 'direct';
}

/** Whether somebody speaks for a partner, confirmed by the coordination. */
export function isOwn({ person }: Turn, partner: string): boolean {
  return person.partner?.confirmed === true && person.partner.id === partner;
}

function publicFacts(partner: PartnerDocument, language: Language): readonly Fact[] {
  const t = texts[language];
  const facts: readonly (readonly [string, Inline | undefined])[] = [
    [t.provider, partner.provider],
    [t.sectors, listed(partner.sectors.map((sector) => sectorLabel(sector, language)))],
    [t.lifeStages, listed(partner.lifeStages.map((stage) => lifeStageLabel(stage, language)))],
    [t.districts, listed(partner.districts)],
    [t.offers, listed(partner.offers)],
    [t.languages, listed(partner.languages)],
    ...partner.links.map((href): readonly [string, Inline] => ['Web', [link(shortened(href), href)]]),
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function contactFacts(partner: PartnerDocument, turn: Turn): readonly Fact[] {
  const t = texts[turn.language];
  const fields: readonly (readonly [ContactField, string])[] = [
    ['name', t.contact],
    ['phone', t.phone],
    ['email', t.email],
  ];
  const published = publishedContact(partner);
  return fields.flatMap(([field, label]) => {
    const value = published[field];
    if (value !== undefined) return [{ label, value }];
    const hidden = seesAll(turn) ? partner.contact?.[field] : undefined;
    return hidden === undefined ? [] : [{ label, value: `${hidden} (${t.unpublished})` }];
  });
}

/** What of the contact its person agreed to have shown. */
export function publishedContact({ contact }: PartnerDocument): Readonly<Partial<Record<ContactField, string>>> {
  const fields = contact?.consents.map(({ field }) => field) ?? [];
  return Object.fromEntries(
    fields.flatMap((field) => (contact?.[field] === undefined ? [] : [[field, contact[field]]])),
  );
}

async function insideFacts(context: DirectoryContext, turn: Turn, partner: PartnerDocument): Promise<readonly Fact[]> {
  const t = texts[turn.language];
  const day = (iso: string) => formatDay(iso, turn.language);
  const signed = partner.signatures.map(({ day: on, title, version }) => t.signedOn(day(on), title, version));
  const { notice } = partner;
  return [
    { label: t.signed, value: signed.length > 0 ? signed.join('; ') : t.unsigned },
    ...(notice ? [{ label: t.notice, value: t.noticeOn(day(notice.received), day(notice.end)) }] : []),
    ...(await changeFacts(context, turn, partner)),
  ];
}

async function changeFacts(context: DirectoryContext, turn: Turn, partner: PartnerDocument): Promise<readonly Fact[]> {
  const t = texts[turn.language];
  const { items } = await context.changes.find({
    filter: { partner: partner._id },
    sort: [['at', -1]],
    limit: mostChanges,
  });
  if (items.length === 0) return [];
  const names = await context.people().names(items.map(({ by }) => by).filter((by) => by !== erased));
  const fieldName = specText(turn.language).fieldName;
  const lines = items.map(({ at, by, fields }) =>
    t.changedBy(
      formatInstant(at, context.zone, turn.language),
      names.get(by) ?? t.somebody,
      fields.map(fieldName).join(', '),
    ),
  );
  return [{ label: t.changed, value: lines.join('\n') }];
}

function cardActions(context: DirectoryContext, turn: Turn, partner: PartnerDocument): readonly Action[] {
  const t = texts[turn.language];
  const payload = { partner: partner._id };
  const contact = contactAction(partner, turn.language);
  if (!seesAll(turn)) {
    const mayPropose = turn.inbound.place.kind === 'direct' && isOwn(turn, partner._id);
    return [
      contact,
      ...(mayPropose ? [{ id: 'partners.edit', label: t.propose, payload, opensForm: true }] : []),
      typedAction('partner', t.directory),
    ];
  }
  return [
    contact,
    { id: 'partners.edit', label: t.edit, payload, opensForm: true },
    { id: 'partners.sign', label: t.sign, payload, opensForm: true },
    ...(partner.notice ? [] : [{ id: 'partners.leave', label: t.leave, payload, opensForm: true }]),
    ...(context.drafts ? [{ id: 'partners.announce', label: t.announce, payload }] : []),
    typedAction('partner', t.directory),
  ];
}

/** What is published is shown; otherwise a form takes a message. */
export function contactAction(partner: PartnerDocument, language: Language): Action {
  const { email, phone } = publishedContact(partner);
  const label = texts[language].contactIt;
  const payload = { partner: partner._id };
  return email === undefined && phone === undefined
    ? { id: 'partners.write', label, payload, opensForm: true }
    : { id: 'partners.contact', label, payload };
}

function listed(items: readonly string[]): string | undefined {
  return items.length > 0 ? items.join(', ') : undefined;
}

function shortened(href: string): string {
  return cut(href.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, ''), 60);
}

function dayText(day: string | undefined, language: Language): string {
  return day === undefined ? '' : formatDay(day, language);
}
