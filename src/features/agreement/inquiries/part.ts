import { z } from 'zod';
import { type ActionSpec, action, type Command, type FormSpec, form, sentId, type Turn } from '../../../bot/feature.js';
import { noticeView } from '../../../bot/views.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { nearestNames } from '../../../kernel/names.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Inquiries } from './inquiries.js';
import type { Inquiry } from './model.js';
import { texts } from './texts.js';
import { answeredView, answerForm, inquiryBlocks, nameOf } from './views.js';

const askForm = 'agreement.ask-coordination';
const longestText = 1_000;
/** A question longer than this is not carried along in a button. */
const longestCarried = 600;

/** `text` is the question: what is named so is looked at by the guard like everything that people write. */
const Asked = z.object({ text: z.string().max(longestCarried).optional() });
const Answering = z.object({ inquiry: sentId });
const After = z.object({ after: z.string().max(1_000) });

/** The button below a refusal; the form holds the question already, if there is one. */
export function askAction(question: string, { language }: Pick<Turn, 'language'>): Action {
  const payload = question !== '' && question.length <= longestCarried ? { text: question } : {};
  return { id: askForm, label: texts[language].askButton, payload, opensForm: true };
}

/** `frage koordination`, `anfragen`, `antwort`, and the forms behind their buttons. */
export class InquiriesPart {
  constructor(private readonly inquiries: Inquiries) {}

  get commands(): readonly Command[] {
    return [
      {
        id: 'agreement.ask-coordination',
        words: ['frage koordination', 'frage an die koordination', 'frage an koordination'],
        slots: [{ kind: 'text', name: 'text', optional: true }],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(texts, (t) => t.askCommand),
        run: async (turn, { text }) =>
          text === undefined ? { type: 'form', form: await this.askForm(turn, {}) } : this.ask(turn, text),
      },
      {
        id: 'agreement.inquiries',
        words: ['anfragen'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(texts, (t) => t.openCommand),
        run: async (turn) => ({ type: 'message', private: true, view: await this.openView(turn) }),
      },
      {
        id: 'agreement.answer-typed',
        words: ['antwort'],
        slots: [{ kind: 'fields', names: ['name', 'text'] }],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(texts, (t) => t.answerCommand),
        run: (turn, { name = '', text = '' }) => this.answerByName(turn, name, text),
      },
    ];
  }

  get actions(): readonly ActionSpec<never>[] {
    return [
      action({
        id: 'agreement.inquiries',
        role: 'coordinator',
        payload: After,
        changes: false,
        run: async (turn, { after }) => ({ type: 'replace', view: await this.openView(turn, after) }),
      }),
    ];
  }

  get forms(): readonly FormSpec<never>[] {
    return [
      form({
        id: askForm,
        role: 'all',
        payload: Asked,
        changes: true,
        show: (turn, payload, values) => this.askForm(turn, payload, values),
        run: (turn, _, { text }) => {
          const typed = written(text);
          if (typed === '')
            throw new FormRefusal({ text: texts[turn.language].questionMissing }, 'agreement.no-question');
          return this.ask(turn, typed);
        },
      }),
      form({
        id: answerForm,
        role: 'coordinator',
        payload: Answering,
        changes: true,
        show: (turn, payload, values) => this.answerForm(turn, payload.inquiry, values),
        run: async (turn, { inquiry }, { answer }) => {
          const typed = written(answer);
          if (typed === '')
            throw new FormRefusal({ answer: texts[turn.language].answerMissing }, 'agreement.no-answer');
          return { type: 'replace', view: await this.answered(turn, inquiry, typed) };
        },
      }),
    ];
  }

  /** What waits, on a coordinator's first page. */
  async home(turn: Turn): Promise<readonly Block[]> {
    if (!turn.person.coordinator) return [];
    const count = await this.inquiries.countOpen();
    if (count === 0) return [];
    const heading: Block = { type: 'text', text: [{ kind: 'strong', text: texts[turn.language].openCount(count) }] };
    return [heading, ...(await this.openBlocks(turn))];
  }

  private async ask(turn: Turn, text: string): Promise<Reply> {
    const names = await this.inquiries.ask(turn, text.slice(0, longestText));
    const view = noticeView('agreement.inquiry-sent', texts[turn.language].sent(names.join(', ')), turn.language);
    return { type: 'message', private: true, view };
  }

  private async answerByName(turn: Turn, name: string, text: string): Promise<Reply> {
    const t = texts[turn.language];
    const open = (await this.inquiries.allOpen()).map((inquiry) => ({ inquiry, name: nameOf(inquiry, turn.language) }));
    const [first, ...others] = nearestNames(name, open);
    if (!first) throw new Refusal(t.whoseQuestion(name), 'agreement.nothing-open-by-name');
    if (others.length > 0) {
      const blocks = inquiryBlocks(
        [first, ...others].slice(0, 10).map(({ inquiry }) => inquiry),
        turn.language,
      );
      return {
        type: 'message',
        private: true,
        view: this.listView(turn, [{ type: 'text', text: t.which(name) }, ...blocks]),
      };
    }
    if (text === '') return { type: 'form', form: await this.answerForm(turn, first.inquiry._id) };
    return { type: 'message', private: true, view: await this.answered(turn, first.inquiry._id, text) };
  }

  private async answered(turn: Turn, id: string, text: string): Promise<View> {
    const t = texts[turn.language];
    const result = await this.inquiries.answer(turn, id, text.slice(0, longestText));
    const said =
      result.kind === 'answered'
        ? t.answered(nameOf(result.inquiry, turn.language))
        : t.alreadyAnswered(result.by ?? t.somebody);
    return answeredView(result.inquiry, said, turn.language);
  }

  private async openView(turn: Turn, after?: string): Promise<View> {
    const blocks = await this.openBlocks(turn, after);
    const nothing: Block = { type: 'text', text: texts[turn.language].nothingOpen };
    return this.listView(turn, blocks.length > 0 ? blocks : [nothing]);
  }

  private listView({ language }: Turn, blocks: readonly Block[]): View {
    const title = texts[language].openTitle;
    return { kind: 'agreement.inquiries', summary: title, title, language, blocks };
  }

  private async openBlocks({ language }: Turn, after?: string): Promise<readonly Block[]> {
    const { items, next } = await this.inquiries.open(after);
    const blocks = inquiryBlocks(items, language);
    if (next === undefined) return blocks;
    const more = { id: 'agreement.inquiries', label: texts[language].more, payload: { after: next } };
    return [...blocks, { type: 'actions', actions: [more] }];
  }

  private async askForm(turn: Turn, payload: z.infer<typeof Asked>, values?: FormValues): Promise<Form> {
    const t = texts[turn.language];
    const names = await this.inquiries.namesFor(turn.person);
    if (names.length === 0) throw new Refusal(t.nobodyThere, 'agreement.no-coordinator');
    const value = written(values?.text) || payload.text;
    return {
      id: askForm,
      title: t.askTitle,
      submit: t.send,
      opener: t.askButton,
      intro: t.askIntro(names.join(', ')),
      payload: {},
      language: turn.language,
      fields: [field('text', t.askField, t.noCases, value)],
    };
  }

  private async answerForm(turn: Turn, id: string, values?: FormValues): Promise<Form> {
    const t = texts[turn.language];
    const inquiry: Inquiry = await this.inquiries.get(turn, id);
    return {
      id: answerForm,
      title: t.answerTitle,
      submit: t.send,
      opener: t.answerButton,
      intro: t.answerIntro(nameOf(inquiry, turn.language), inquiry.text),
      payload: { inquiry: id },
      language: turn.language,
      fields: [field('answer', t.answerField, t.noCases, written(values?.answer) || undefined)],
    };
  }
}

function field(id: string, label: string, hint: string, value: string | undefined): Form['fields'][number] {
  return { id, type: 'long-text', label, hint, required: true, maxLength: longestText, ...(value && { value }) };
}

function written(value: FormValues[string] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
