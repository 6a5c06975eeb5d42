import type { Turn } from '../../bot/feature.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';

/** In place of the card that was pressed, or whose form was submitted; a message to the person alone otherwise. */
export function shown(turn: Turn, view: View): Reply {
  const { event } = turn.inbound;
  const isCard = event.type === 'action' || event.type === 'form';
  return isCard ? { type: 'replace', view } : { type: 'message', private: true, view };
}
