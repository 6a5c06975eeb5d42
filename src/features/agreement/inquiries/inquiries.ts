import { eventMark, type Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Collection, Page } from '../../../ports/document-store.js';
import type { Outbox } from '../../../ports/outbox.js';
import type { People, Person } from '../../../ports/people.js';
import type { Inquiry } from './model.js';
import { texts } from './texts.js';
import { answeredView, answerView, inquiryView } from './views.js';

/** Named where somebody is sent to the coordination office. */
const mostNamed = 3;
const pageSize = 10;
const mostOpen = 100;

export type Answered =
  /** Now, by this event or an earlier delivery of it. */
  | { readonly kind: 'answered'; readonly inquiry: Inquiry }
  /** Before, and by somebody whose name is known, or not any longer. */
  | { readonly kind: 'already'; readonly inquiry: Inquiry; readonly by?: string };

/** Questions to the coordination office: each goes to every coordinator once, and one answer goes back once. */
export class Inquiries {
  constructor(
    private readonly inquiries: Collection<Inquiry>,
    private readonly people: () => People,
    private readonly outbox: Pick<Outbox, 'enqueue' | 'revise'>,
  ) {}

  /** The coordinators whom this person could ask, themselves left out, at most three names. */
  async namesFor(person: Person): Promise<readonly string[]> {
    return (await this.coordinatorsFor(person)).slice(0, mostNamed).map(({ name }) => name);
  }

  /** Stores the question and tells every coordinator. Resolves with the names of those who get it. */
  async ask(turn: Turn, text: string): Promise<readonly string[]> {
    const coordinators = await this.coordinatorsFor(turn.person);
    if (coordinators.length === 0) throw new Refusal(texts[turn.language].nobodyThere, 'agreement.no-coordinator');
    const { id: personId, name } = turn.person;
    const inquiry: Inquiry = { _id: eventMark(turn.inbound), personId, name, text, at: turn.now, open: true };
    await this.inquiries.insert(inquiry);
    await this.outbox.enqueue(
      coordinators.map((coordinator) => ({
        key: inquiryKey(inquiry, coordinator),
        personId: coordinator.id,
        about: [personId],
        view: inquiryView(inquiry, coordinator.language),
        due: turn.now,
      })),
    );
    return coordinators.slice(0, mostNamed).map((coordinator) => coordinator.name);
  }

  /** Throws a `Refusal` if the question is gone, or was withdrawn with the person. */
  async get(turn: Turn, id: string): Promise<Inquiry> {
    const inquiry = await this.inquiries.get(id);
    if (inquiry?.personId !== undefined) return inquiry;
    throw new Refusal(texts[turn.language].inquiryGone, 'agreement.inquiry-gone');
  }

  /** The first answer counts and is sent; later ones learn whose it was. */
  async answer(turn: Turn, id: string, text: string): Promise<Answered> {
    const answer = { answer: text, answeredBy: turn.person.id, answeredAt: turn.now };
    const changed = await this.inquiries.update(id, { $set: { ...answer, open: false } }, { open: true });
    const inquiry = changed ?? (await this.get(turn, id));
    // An event that comes again after a crash finds its own answer, and sends it if that was not done.
    if (inquiry.answeredBy === turn.person.id && inquiry.answer === text) {
      await this.sendAnswer(turn, inquiry);
      await this.tellOthers(turn, inquiry);
      return { kind: 'answered', inquiry };
    }
    const by = inquiry.answeredBy === undefined ? undefined : await this.people().get(inquiry.answeredBy);
    return { kind: 'already', inquiry, ...(by && { by: by.name }) };
  }

  /** Those that wait, the longest waiting first, ten at a time. */
  open(after?: string): Promise<Page<Inquiry>> {
    const page = after === undefined ? {} : { after };
    return this.inquiries.find({ filter: { open: true }, sort: [['at', 1]], limit: pageSize, ...page });
  }

  /** Those that wait, for finding the one that is meant by a name. */
  async allOpen(): Promise<readonly Inquiry[]> {
    return (await this.inquiries.find({ filter: { open: true }, sort: [['at', 1]], limit: mostOpen })).items;
  }

  countOpen(): Promise<number> {
    return this.inquiries.count({ open: true });
  }

  private async sendAnswer(turn: Turn, inquiry: Inquiry): Promise<void> {
    const asker = inquiry.personId === undefined ? undefined : await this.people().get(inquiry.personId);
    if (!asker) return;
    await this.outbox.enqueue([
      {
        key: `agreement.inquiry-answer:${inquiry._id}`,
        personId: asker.id,
        about: [turn.person.id],
        view: answerView(inquiry, turn.person.name, asker.language),
        due: turn.now,
        occasion: 'change',
      },
    ]);
  }

  /** Their cards say that it is done, and by whom. */
  private async tellOthers({ person }: Turn, inquiry: Inquiry): Promise<void> {
    const others = await this.coordinatorsFor(person);
    const revisions = others.map((other) => ({
      key: inquiryKey(inquiry, other),
      view: answeredView(inquiry, texts[other.language].alreadyAnswered(person.name), other.language),
    }));
    if (revisions.length > 0) await this.outbox.revise(revisions);
  }

  private async coordinatorsFor({ id }: Person): Promise<readonly Person[]> {
    return (await this.people().coordinators()).filter((coordinator) => coordinator.id !== id);
  }
}

function inquiryKey({ _id }: Inquiry, coordinator: Person): string {
  return `agreement.inquiry:${_id}:${coordinator.id}`;
}
