import { type Feature, stored } from '../../bot/feature.js';
import { matchCommand } from '../../bot/match.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { Outbox } from '../../ports/outbox.js';
import type { People } from '../../ports/people.js';
import type { QuestionTopics } from '../../ports/question-topics.js';
import { type Answer, plainAnswer } from './answer.js';
import { Answering } from './answering.js';
import { agreementCommands } from './commands.js';
import { Conversations, conversationsSpec } from './conversations.js';
import type { AgreementDocument } from './document.js';
import { loadProtection, loadUnderstanding } from './files.js';
import { Inquiries } from './inquiries/inquiries.js';
import { inquiriesSpec } from './inquiries/model.js';
import { InquiriesPart } from './inquiries/part.js';
import { learningCommands } from './learning/commands.js';
import { Feedback } from './learning/feedback.js';
import { askedSpec, opinionsSpec } from './learning/model.js';
import { Opinions } from './learning/opinions.js';
import { createQuestionTopics } from './network-topics.js';
import type { Asking } from './question-answers.js';
import { createFinder } from './question-finder.js';
import { QuestionTurns } from './question-turns.js';
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
 * agreement does not: it belongs at the end of the list of features. `topics` tells those before it what is theirs.
 */
export function createAgreementFeature(
  options: AgreementOptions & {
    readonly store: DocumentStore;
    /** Asked for late: who somebody is depends on rooms that may depend on this one. */
    readonly people: () => People;
    readonly outbox: Pick<Outbox, 'enqueue' | 'revise'>;
  },
): Feature & { readonly topics: QuestionTopics } {
  const { store, childProtectionContact } = options;
  const { answering, understanding, soundsLikeDanger } = partsFor(options);
  const conversations = new Conversations(store.collection(conversationsSpec));
  const opinions = new Opinions(store.collection(askedSpec), store.collection(opinionsSpec));
  const feedback = new Feedback(opinions, conversations);
  const inquiries = new Inquiries(store.collection(inquiriesSpec), options.people, options.outbox);
  const asking = new InquiriesPart(inquiries);
  const turns = new QuestionTurns(answering, conversations, opinions, inquiries);
  return {
    name: 'agreement',
    title: { de: 'Vereinbarung', einfach: 'Vereinbarung', en: 'Agreement' },
    topics: createQuestionTopics(understanding),
    commands: [
      ...agreementCommands(answering),
      ...asking.commands,
      ...feedback.commands,
      ...learningCommands(answering, opinions),
    ],
    actions: [...feedback.actions, ...asking.actions],
    forms: [...feedback.forms, ...asking.forms],
    collections: [stored(conversationsSpec), stored(askedSpec), stored(opinionsSpec), stored(inquiriesSpec)],
    audits: {},
    jobs: [],
    pages: [],
    guard: (text, language, isTaken) =>
      soundsLikeDanger(text) ? protectionView(childProtectionContact, language, isTaken) : undefined,
    answer: (turn, question) => turns.answer(turn, question),
    home: (turn) => asking.home(turn),
  };
}

/** Answers a message as the bot would, without a channel or a store: the guard, the three commands, then questions. */
export function createResponder(options: AgreementOptions): (message: string, asking: Asking) => Answer {
  const { answering, soundsLikeDanger } = partsFor(options);
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

function partsFor({ documents, understanding = loadUnderstanding() }: AgreementOptions) {
  return {
    understanding,
    answering: new Answering(documents, createFinder(documents, understanding)),
    soundsLikeDanger: loadProtection(understanding),
  };
}
