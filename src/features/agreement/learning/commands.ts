import type { Command } from '../../../bot/feature.js';
import { inAll } from '../../../kernel/texts.js';
import type { Answering } from '../answering.js';
import type { Opinions } from './opinions.js';
import { reasonsView } from './reasons.js';
import { questionsView } from './summary.js';
import { texts } from './texts.js';

export const whyCommand = 'warum diese antwort';

/** For the coordination office: what is asked, and why a question is answered as it is. */
export function learningCommands(answering: Answering, opinions: Opinions): readonly Command[] {
  const common = { role: 'coordinator', changes: false, personal: true } as const;
  return [
    {
      ...common,
      id: 'agreement.questions',
      words: ['fragen'],
      slots: [{ kind: 'number', name: 'seite', optional: true }],
      help: inAll(texts, (t) => t.questionsCommand),
      run: async (turn, { seite }) => ({
        type: 'message',
        view: await questionsView(opinions, turn, Number(seite ?? 1)),
      }),
    },
    {
      ...common,
      id: 'agreement.why',
      words: [whyCommand],
      slots: [{ kind: 'text', name: 'frage' }],
      help: inAll(texts, (t) => t.whyCommand),
      run: async (turn, { frage = '' }) => ({
        type: 'message',
        view: reasonsView(answering.question(frage, turn), turn.language),
      }),
    },
  ];
}
