import { z } from 'zod';
import { type ActionSpec, action, type Command, type FormSpec, form, type Turn } from '../../../bot/feature.js';
import { FormRefusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Action, View } from '../../../messages/view.js';
import type { Conversations } from '../conversations.js';
import { type Complaint, complaints } from './model.js';
import type { Judged, Opinions } from './opinions.js';
import { texts } from './texts.js';

/** A question longer than this is not carried along in buttons. */
export const longestCarried = 600;
const longestRemark = 1_000;

/** `text` is the question: what is named so is looked at by the guard like everything that people write. */
const JudgedPayload = z.object({
  answer: z.string().max(100),
  about: z.string().max(100),
  text: z.string().max(longestCarried).optional(),
});
type JudgedPayload = z.infer<typeof JudgedPayload>;
const ReasonPayload = JudgedPayload.extend({ reason: z.enum(complaints) });

/** The two buttons below an answer. */
export function feedbackActions(payload: JudgedPayload, { language }: Turn): readonly Action[] {
  const t = texts[language];
  return [
    { id: 'agreement.helped', label: t.helped, payload: { answer: payload.answer, about: payload.about } },
    { id: 'agreement.not-helped', label: t.notHelped, payload },
  ];
}

/** What the buttons below an answer do, and what may be typed instead. */
export class Feedback {
  constructor(
    private readonly opinions: Opinions,
    private readonly conversations: Conversations,
  ) {}

  get actions(): readonly ActionSpec<never>[] {
    const common = { role: 'all', changes: true } as const;
    return [
      action({
        ...common,
        id: 'agreement.helped',
        payload: JudgedPayload,
        run: (turn, judged) => this.helped(turn, judged),
      }),
      action({
        ...common,
        id: 'agreement.not-helped',
        payload: JudgedPayload,
        run: (turn, judged) => this.notHelped(turn, judged),
      }),
      action({
        ...common,
        id: 'agreement.reason',
        payload: ReasonPayload,
        run: async (turn, { reason, ...judged }) => {
          await this.opinions.giveReason(turn, judged, reason);
          return { type: 'replace', view: noticed(texts[turn.language].noted, turn, wordsActions(judged, turn)) };
        },
      }),
      action({
        ...common,
        id: 'agreement.send-question',
        payload: JudgedPayload.required({ text: true }),
        run: async (turn, { text, ...judged }) => {
          await this.opinions.addWords(turn, judged, { question: text });
          return { type: 'replace', view: noticed(texts[turn.language].sentAlong, turn) };
        },
      }),
    ];
  }

  get forms(): readonly FormSpec<never>[] {
    return [
      form({
        id: 'agreement.remark',
        role: 'all',
        payload: JudgedPayload,
        changes: true,
        show: async ({ language }, payload, values) => {
          const t = texts[language];
          const typed = values?.['remark'];
          return {
            id: 'agreement.remark',
            title: t.remarkTitle,
            submit: t.remarkSubmit,
            opener: t.writeRemark,
            payload,
            language,
            fields: [
              {
                id: 'remark',
                type: 'long-text',
                label: t.remarkLabel,
                hint: t.remarkHint,
                required: true,
                maxLength: longestRemark,
                ...(typeof typed === 'string' && { value: typed }),
              },
            ],
          };
        },
        run: async (turn, judged, { remark }) => {
          const t = texts[turn.language];
          if (typeof remark !== 'string' || remark.trim() === '') {
            throw new FormRefusal({ remark: t.remarkMissing }, 'agreement.empty-remark');
          }
          await this.opinions.addWords(turn, judged, { text: remark.slice(0, longestRemark) });
          return { type: 'replace', view: noticed(t.noted, turn) };
        },
      }),
    ];
  }

  /** About the last answer in the same place. */
  get commands(): readonly Command[] {
    const common = { role: 'all', changes: true, unlisted: true, personal: true } as const;
    return [
      {
        ...common,
        id: 'agreement.helped',
        words: ['hat geholfen'],
        slots: [],
        help: inAll(texts, (t) => t.helpedCommand),
        run: (turn) => this.aboutLast(turn, (judged) => this.helped(turn, judged)),
      },
      {
        ...common,
        id: 'agreement.not-helped',
        words: ['hat nicht geholfen'],
        slots: [{ kind: 'text', name: 'grund', optional: true }],
        help: inAll(texts, (t) => t.notHelpedCommand),
        run: (turn, { grund }) => this.aboutLast(turn, (judged) => this.notHelped(turn, judged, grund)),
      },
    ];
  }

  private async helped(turn: Turn, judged: Judged): Promise<Reply> {
    await this.opinions.judge(turn, judged, 'helped');
    return { type: 'message', private: true, view: noticed(texts[turn.language].thanksForHelped, turn) };
  }

  private async notHelped(turn: Turn, judged: JudgedPayload, typed?: string): Promise<Reply> {
    await this.opinions.judge(turn, judged, 'not-helped');
    const t = texts[turn.language];
    if (typed === undefined) {
      const reasons = complaints.map(
        (reason): Action => ({ id: 'agreement.reason', label: t[reason], payload: { ...judged, reason } }),
      );
      const view = noticed(t.whatWasWrong, turn, [...reasons, ...wordsActions(judged, turn)]);
      return { type: 'message', private: true, view };
    }
    const reason = complaintMeant(typed, turn);
    if (reason) await this.opinions.giveReason(turn, judged, reason);
    else await this.opinions.addWords(turn, judged, { text: typed.slice(0, longestRemark) });
    return { type: 'message', private: true, view: noticed(t.noted, turn) };
  }

  private async aboutLast(turn: Turn, judge: (judged: Judged) => Promise<Reply>): Promise<Reply> {
    const last = await this.conversations.last(turn);
    if (last) return judge({ answer: last.answer, about: last.about });
    return { type: 'message', private: true, view: noticed(texts[turn.language].nothingJudged, turn) };
  }
}

function complaintMeant(typed: string, { language }: Turn): Complaint | undefined {
  const folded = fold(typed).replace(/[.!]+$/, '');
  return complaints.find((complaint) => [texts[language], texts.de].some((t) => fold(t[complaint]) === folded));
}

/** A remark in one's own words, and the question itself. */
function wordsActions(judged: JudgedPayload, { language }: Turn): readonly Action[] {
  const t = texts[language];
  const remark: Action = { id: 'agreement.remark', label: t.writeRemark, payload: judged, opensForm: true };
  if (judged.text === undefined) return [remark];
  return [remark, { id: 'agreement.send-question', label: t.sendQuestion, payload: judged }];
}

function noticed(text: string, { language }: Turn, actions: readonly Action[] = []): View {
  const hint = texts[language].privacyHint;
  return {
    kind: 'agreement.feedback',
    summary: text,
    language,
    blocks: [
      { type: 'text', text },
      ...(actions.length > 0
        ? ([
            { type: 'actions', actions },
            { type: 'note', text: hint },
          ] as const)
        : []),
    ],
  };
}
