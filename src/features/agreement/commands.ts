import type { Command, Turn, Typed } from '../../bot/feature.js';
import type { Translated } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Answer } from './answer.js';
import type { Answering } from './answering.js';
import type { Asking } from './question-answers.js';
import { texts } from './texts.js';
import { answerView } from './views.js';

/** A command that can also be answered without a channel. */
export interface AgreementCommand extends Command {
  answer(typed: Typed, asking: Asking): Answer;
}

/** `inhalt`, `absatz`, `kündigungsfrist`. */
export function agreementCommands(answering: Answering): readonly AgreementCommand[] {
  return [
    command({
      id: 'agreement.contents',
      words: ['inhalt'],
      slots: [{ kind: 'number', name: 'page', optional: true }],
      help: every('contentsCommand'),
      answer: ({ page }, asking) => answering.contents(Number(page ?? 1), asking),
    }),
    command({
      id: 'agreement.passage',
      words: ['absatz'],
      slots: [{ kind: 'name', name: 'name', optional: true }],
      help: every('passageCommand'),
      answer: ({ name }, asking) => answering.passage(name, asking),
    }),
    command({
      id: 'agreement.notice',
      words: ['kündigungsfrist', 'kündigung'],
      slots: [{ kind: 'date', name: 'date', optional: true }],
      help: every('noticeCommand'),
      answer: ({ date }, asking) => answering.notice(date, asking),
    }),
  ];
}

function command(spec: Omit<AgreementCommand, 'role' | 'changes' | 'run'>): AgreementCommand {
  return {
    ...spec,
    role: 'all',
    changes: false,
    run: async (turn, typed) => messageOf(spec.answer(typed, turn), turn),
  };
}

function messageOf(answer: Answer, turn: Turn): Reply {
  return { type: 'message', view: answerView(answer, turn.language) };
}

function every(key: 'contentsCommand' | 'passageCommand' | 'noticeCommand'): Translated {
  return { de: texts.de[key], einfach: texts.einfach[key], en: texts.en[key] };
}
