import { z } from 'zod';
import { action, sentId } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import type { DirectoryContext } from './context.js';
import { partnerThere } from './picking.js';

/** The button on a card that leads to the draft of a partner's announcement. */
export function announcingPart(context: DirectoryContext): Part {
  const drafts = context.drafts;
  if (!drafts) return {};
  return {
    actions: [
      action({
        id: 'partners.announce',
        role: 'coordinator',
        payload: z.object({ partner: sentId }),
        changes: true,
        run: async (turn, { partner }) => {
          const { _id } = await partnerThere(context, turn, partner);
          return drafts().forPartner(turn, _id);
        },
      }),
    ],
  };
}
