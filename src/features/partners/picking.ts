import type { Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { fold } from '../../kernel/fold.js';
import type { JsonObject } from '../../kernel/json.js';
import { nameDistance, nearestNames } from '../../kernel/names.js';
import type { Reply } from '../../messages/reply.js';
import { cut } from '../../messages/text.js';
import type { DirectoryContext } from './context.js';
import type { Entry } from './finder.js';
import type { PartnerDocument } from './model.js';
import { texts } from './texts.js';

const mostChoices = 5;
const longestLabel = 60;

/** What to do once it is clear which partner is meant. */
export interface PartnerAct {
  /** The action that does the same for a chosen partner; its payload is `{ ...payload, partner: id }`. */
  readonly action: string;
  readonly payload?: JsonObject;
  readonly opensForm?: boolean;
  readonly act: (partner: PartnerDocument) => Promise<Reply>;
}

/** Acts on the typed PARTNER; several matches or similar names give a choice, none is a friendly refusal. */
export async function withPartner(
  context: DirectoryContext,
  turn: Turn,
  typed: string,
  what: PartnerAct,
): Promise<Reply> {
  const t = texts[turn.language];
  const { certain, near } = await partnersNamed(context, typed);
  const [only, ...more] = certain;
  if (only && more.length === 0) return what.act(await partnerThere(context, turn, only.id));
  const choice = certain.length > 0 ? certain : near;
  if (choice.length === 0) throw new Refusal(t.unknown(cut(typed, 120)), 'partners.unknown');
  const actions = choice.slice(0, mostChoices).map((entry) => ({
    id: what.action,
    label: cut(entry.name, longestLabel),
    payload: { ...what.payload, partner: entry.id },
    ...(what.opensForm && { opensForm: true }),
  }));
  const view = noticeView('partners.choose', t.which(cut(typed, 120)), turn.language, actions);
  return { type: 'message', private: true, view };
}

/** Who is meant by a typed name beyond doubt, and who may be; those who left as well. */
export async function partnersNamed(
  context: DirectoryContext,
  typed: string,
): Promise<{ readonly certain: readonly Entry[]; readonly near: readonly Entry[] }> {
  const everybody = (await context.finder.find({ words: '' }, '', { withLeft: true })).hits;
  const same = everybody.filter((entry) => fold(entry.name) === fold(typed));
  if (same.length > 0) return { certain: same, near: [] };
  const near = nearestNames(typed, everybody);
  return { certain: near.filter((entry) => nameDistance(typed, entry.name) === 0), near };
}

/** Whom a button names, as they are today. */
export async function partnerThere(context: DirectoryContext, turn: Turn, id: string): Promise<PartnerDocument> {
  const partner = await context.partners.get(id);
  if (partner) return partner;
  throw new Refusal(texts[turn.language].gone, 'partners.gone');
}
