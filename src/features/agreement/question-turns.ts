import { eventMark, type Turn } from '../../bot/feature.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, Block } from '../../messages/view.js';
import type { Answer } from './answer.js';
import type { Answering } from './answering.js';
import type { Conversations } from './conversations.js';
import type { Inquiries } from './inquiries/inquiries.js';
import { askAction } from './inquiries/part.js';
import { whyCommand } from './learning/commands.js';
import { feedbackActions, longestCarried } from './learning/feedback.js';
import type { Opinions } from './learning/opinions.js';
import { texts } from './learning/texts.js';
import { answerView } from './views.js';

/** Answers questions in a conversation: after what was said before, counted, and with buttons for what one thinks of it. */
export class QuestionTurns {
  constructor(
    private readonly answering: Answering,
    private readonly conversations: Conversations,
    private readonly opinions: Opinions,
    private readonly inquiries: Inquiries,
  ) {}

  async answer(turn: Turn, question: string): Promise<Reply> {
    const asking = { today: turn.today, language: turn.language };
    // A search shows results while it is typed: it is no question yet.
    if (turn.inbound.event.type === 'search') return shown(this.answering.question(question, asking), turn);
    const last = await this.conversations.last(turn);
    const answer = this.answering.question(question, { ...asking, ...(last && { about: last.about }) });
    const { coordinator } = turn.person;
    // Whoever is of the coordination office is not sent there.
    const names = answer.toCoordination && !coordinator ? await this.inquiries.namesFor(turn.person) : [];
    const send =
      names.length > 0 ? [askAction(answer.kind === 'smalltalk' ? '' : (answer.meant ?? question), turn)] : [];
    const whom = coordinator || names.length > 0 ? names : undefined;
    return shown(answer, turn, whom, [...send, ...(await this.noted(turn, question, answer))]);
  }

  /** Remembers what was spoken of, counts it, and asks what one thinks of the answer; of small talk nothing. */
  private async noted(turn: Turn, question: string, answer: Answer): Promise<readonly Action[]> {
    const { about } = answer;
    if (about === undefined) return [];
    const mark = eventMark(turn.inbound);
    await Promise.all([
      this.conversations.remember(turn, about, mark),
      this.opinions.count(turn, about, answer.answered),
    ]);
    return [
      ...feedbackActions({ answer: mark, about, ...(question.length <= longestCarried && { text: question }) }, turn),
      ...whyAction(answer.meant ?? question, turn),
    ];
  }
}

function shown(answer: Answer, turn: Turn, whom?: readonly string[], actions: readonly Action[] = []): Reply {
  const view = answerView(answer, turn.language, whom);
  const more: readonly Block[] = actions.length > 0 ? [{ type: 'actions', actions }] : [];
  return { type: 'message', view: { ...view, blocks: [...view.blocks, ...more] } };
}

/** For coordinators, and only where nobody else reads it. */
function whyAction(question: string, { person, inbound, language }: Turn): readonly Action[] {
  const alone = person.coordinator && inbound.place.kind === 'direct';
  if (!alone || question.length > longestCarried) return [];
  return [{ id: 'bot.typed', label: texts[language].why, payload: { text: `${whyCommand} ${question}` } }];
}
