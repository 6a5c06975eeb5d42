import type { Turn } from '../../bot/feature.js';
import { typedAction } from '../../bot/views.js';
import { dayAt, formatDay } from '../../kernel/dates.js';
import { strong } from '../../messages/inline.js';
import type { Block, Fact } from '../../messages/view.js';
import type { Context } from './context.js';
import { partnerTexts } from './partner-texts.js';
import { openPartnerForm } from './speaking-views.js';
import { texts } from './texts.js';

/** Its part of App Home: what the bot knows of the person, and the buttons to change it. */
export function ownBlocks(context: Context, turn: Turn): readonly Block[] {
  const t = partnerTexts[turn.language];
  const paused = pauseFact(context, turn);
  return [
    { type: 'text', text: [strong(t.mine)] },
    { type: 'facts', facts: [{ label: t.minePartner, value: partnerOf(turn) }, ...(paused ? [paused] : [])] },
    { type: 'actions', actions: [openPartnerForm(t.choosePartner), typedAction('meine daten', t.mineData)] },
  ];
}

function partnerOf({ person: { partner }, language }: Turn): string {
  if (!partner) return partnerTexts[language].mineNone;
  const t = texts[language];
  return partner.confirmed ? t.confirmedPartner(partner.name) : t.unconfirmedPartner(partner.name);
}

function pauseFact(context: Context, { person: { pausedUntil }, language, now }: Turn): Fact | undefined {
  if (!pausedUntil || pausedUntil <= now) return undefined;
  const last = dayAt(new Date(pausedUntil.getTime() - 1), context.zone);
  return { label: partnerTexts[language].minePaused, value: formatDay(last, language) };
}
