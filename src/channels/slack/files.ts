import type { FileBlock, View } from '../../messages/view.js';
import type { SlackApi, Target } from './api.js';
import { logReason } from './errors.js';
import { limits } from './limits.js';
import { renderMessages } from './render.js';
import { texts } from './texts.js';

export function filesOf(view: View): readonly FileBlock[] {
  return view.blocks.filter((block): block is FileBlock => block.type === 'file').slice(0, limits.file.perMessage);
}

/**
 * Puts a view's files into a conversation, below the message that names them. One that Slack does not take is said in words,
 * so that nobody waits for it.
 */
export async function shareFiles(api: SlackApi, view: View, target: Target): Promise<void> {
  for (const file of filesOf(view)) {
    try {
      await api.share(file, target);
    } catch (error) {
      api.logger.warn({ reason: logReason(error) }, 'slack file not shared; said in words instead');
      await api.post(target, notShared(file, view));
    }
  }
}

function notShared({ name }: FileBlock, { language }: View) {
  const text = texts[language ?? 'de'].fileNotShared(name);
  const [message] = renderMessages({ kind: 'slack.remark', summary: text, blocks: [{ type: 'text', text }] });
  return message ?? { text, blocks: [] };
}
