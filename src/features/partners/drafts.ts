import type { Turn } from '../../bot/feature.js';
import type { Reply } from '../../messages/reply.js';

/** How the directory asks for the announcement of a partner. Implemented by the announcements. */
export interface AnnouncementDrafts {
  /**
   * Makes the draft of a partner's announcement from their entry, once for each entry however often it is called, and
   * answers with its preview.
   */
  forPartner(turn: Turn, partnerId: string): Promise<Reply>;
}
