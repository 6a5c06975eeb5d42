import type { Feature } from '../../bot/feature.js';
import { matchCommand } from '../../bot/match.js';
import { type Answer, plainAnswer } from './answer.js';
import { Answering } from './answering.js';
import { agreementCommands, messageOf } from './commands.js';
import type { AgreementDocument } from './document.js';
import { loadProtection, loadUnderstanding } from './files.js';
import type { Asking } from './question-answers.js';
import { createFinder } from './question-finder.js';
import type { Understanding } from './understanding/understanding.js';
import { protectionSentences, protectionView } from './views.js';

export interface AgreementOptions {
  /** From `loadDocuments`. */
  readonly documents: readonly AgreementDocument[];
  /** Whom to turn to about a child in danger; the local youth welfare office if left out. */
  readonly childProtectionContact?: string;
  /** Another understanding of questions than the one that was built. */
  readonly understanding?: Understanding;
}

/**
 * Questions about the agreement, its contents and its notice period. It answers every question, if only by saying that the
 * agreement does not: it belongs at the end of the list of features.
 */
export function createAgreementFeature(options: AgreementOptions): Feature {
  const answering = answeringFor(options);
  const soundsLikeDanger = loadProtection();
  return {
    name: 'agreement',
    commands: agreementCommands(answering),
    actions: [],
    forms: [],
    collections: [],
    audits: {},
    jobs: [],
    pages: [],
    guard: (text, language) =>
      soundsLikeDanger(text) ? protectionView(options.childProtectionContact, language) : undefined,
    answer: async (turn, question) => messageOf(answering.question(question, turn), turn),
  };
}

/** Answers a message as the bot would, without a channel or a store: the guard, the three commands, then questions. */
export function createResponder(options: AgreementOptions): (message: string, asking: Asking) => Answer {
  const answering = answeringFor(options);
  const soundsLikeDanger = loadProtection();
  const commands = agreementCommands(answering);
  return (message, asking) => {
    if (soundsLikeDanger(message)) {
      return plainAnswer('protection', false, ...protectionSentences(options.childProtectionContact, asking.language));
    }
    const match = matchCommand(commands, message, asking.today);
    const command = match && commands.find(({ id }) => id === match.command.id);
    return command ? command.answer(match.typed, asking) : answering.question(message, asking);
  };
}

function answeringFor({ documents, understanding }: AgreementOptions): Answering {
  return new Answering(documents, createFinder(documents, understanding ?? loadUnderstanding()));
}
