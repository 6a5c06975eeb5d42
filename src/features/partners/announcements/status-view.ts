import type { Turn } from '../../../bot/feature.js';
import type { View } from '../../../messages/view.js';
import { stateName } from './about-one.js';
import type { Context } from './context.js';
import { draftTexts } from './draft-texts.js';
import { closedView, draftView } from './draft-view.js';
import type { Announcement } from './model.js';
import { progressView } from './progress.js';
import { proposalView } from './proposal-view.js';

/** An announcement as the coordination sees it, whatever its state. */
export async function statusView(
  context: Context,
  turn: Turn,
  announcement: Announcement,
  note?: string,
): Promise<View> {
  switch (announcement.state) {
    case 'proposed':
      return proposalView(context, announcement, turn.language, note);
    case 'draft':
    case 'scheduled':
      return draftView(context, turn, announcement, note);
    case 'rejected': {
      const text = draftTexts[turn.language].notDraft(String(announcement.number), stateName(announcement, turn));
      return closedView(turn, announcement, text, '');
    }
    case 'withdrawn':
      if (announcement.decidedAt) return progressView(context, announcement, turn.language, note);
      return closedView(
        turn,
        announcement,
        draftTexts[turn.language].discarded(String(announcement.number)),
        draftTexts[turn.language].discardedText,
      );
    case 'sending':
    case 'sent':
    case 'cancelled':
      return progressView(context, announcement, turn.language, note);
  }
}
