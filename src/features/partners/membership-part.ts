import { z } from 'zod';
import { type ActionSpec, action, type Command, form, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { addDays, type Day, formatDay, readDay } from '../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Form, FormValues } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, View } from '../../messages/view.js';
import type { DirectoryContext, SignedAgreement } from './context.js';
import { leaving, signatureOf, signing, staying, unsigning } from './membership.js';
import { membershipTexts } from './membership-texts.js';
import type { PartnerDocument } from './model.js';
import { partnerThere, withPartner } from './picking.js';
import { authorOf, changePartner } from './register.js';

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const about = z.object({ partner: sentId });
const aboutDay = z.object({ partner: sentId, day: isoDay, before: isoDay.optional() });
/** Longer ago nobody signed: a mistyped year. */
const mostDaysBack = 30 * 366;

type Kind = 'sign' | 'leave';

/** `unterschrift` and `austritt`: what the coordination records of a partner's membership, each with a way back. */
export function membershipPart(context: DirectoryContext): Part {
  const membership = new Membership(context);
  const commands = (kind: Kind, word: string): readonly Command[] => [
    {
      id: `partners.${kind}`,
      words: [word],
      slots: [
        { kind: 'name', name: 'partner' },
        { kind: 'date', name: 'datum' },
      ],
      role: 'coordinator',
      changes: true,
      personal: true,
      help: inAll(membershipTexts, (t) => (kind === 'sign' ? t.signCommand : t.leaveCommand)),
      run: (turn, { partner = '', datum = '' }) => membership.typed(turn, kind, partner, datum),
    },
  ];
  const press = (
    id: string,
    run: (turn: Turn, payload: z.infer<typeof aboutDay>) => Promise<Reply>,
  ): ActionSpec<never> => action({ id, role: 'coordinator', payload: aboutDay, changes: true, run });
  const dayForm = (kind: Kind) =>
    form({
      id: `partners.${kind}`,
      role: 'coordinator',
      payload: about,
      changes: true,
      show: (turn, { partner }, values) => membership.form(turn, kind, partner, values),
      run: (turn, { partner }, values) => membership.submitted(turn, kind, partner, values),
    });
  return {
    commands: [...commands('sign', 'unterschrift'), ...commands('leave', 'austritt')],
    actions: [
      press('partners.sign-day', (turn, { partner, day }) => membership.sign(turn, partner, day)),
      press('partners.sign-undo', (turn, payload) => membership.unsign(turn, payload)),
      press('partners.leave-day', (turn, { partner, day }) => membership.leave(turn, partner, day)),
      press('partners.leave-yes', (turn, { partner, day }) => membership.leave(turn, partner, day)),
      press('partners.leave-undo', (turn, { partner, day }) => membership.stay(turn, partner, day)),
      action({
        id: 'partners.leave-cancel',
        role: 'coordinator',
        payload: z.object({}),
        changes: false,
        run: async (turn) => replaced(turn, membershipTexts[turn.language].cancelled),
      }),
    ],
    forms: [dayForm('sign'), dayForm('leave')],
    audits: {
      'partners.signed': inAll(membershipTexts, (t) => t.auditSigned),
      'partners.sign-undone': inAll(membershipTexts, (t) => t.auditSignUndone),
      'partners.left': inAll(membershipTexts, (t) => t.auditLeft),
      'partners.leave-undone': inAll(membershipTexts, (t) => t.auditLeaveUndone),
    },
  };
}

class Membership {
  constructor(private readonly context: DirectoryContext) {}

  typed(turn: Turn, kind: Kind, typed: string, date: string): Promise<Reply> {
    const read = readPast(turn, date);
    if ('mistake' in read) throw new Refusal(read.mistake, 'partners.bad-day');
    return withPartner(this.context, turn, typed, {
      action: `partners.${kind}-day`,
      payload: { day: read.day },
      act: async ({ _id }) => privately(await this.record(turn, kind, _id, read.day)),
    });
  }

  async form(turn: Turn, kind: Kind, partner: string, values: FormValues = {}): Promise<Form> {
    const t = membershipTexts[turn.language];
    const { name } = await partnerThere(this.context, turn, partner);
    const title = kind === 'sign' ? t.signForm : t.leaveForm;
    const day = values.day;
    return {
      id: `partners.${kind}`,
      title,
      submit: kind === 'sign' ? t.submit : t.next,
      intro: name,
      opener: title,
      language: turn.language,
      payload: { partner },
      fields: [
        {
          id: 'day',
          type: 'date',
          label: kind === 'sign' ? t.signDay : t.leaveDay,
          required: true,
          ...(typeof day === 'string' && { value: day }),
        },
      ],
    };
  }

  submitted(turn: Turn, kind: Kind, partner: string, { day }: FormValues): Promise<Reply> {
    const t = membershipTexts[turn.language];
    if (typeof day !== 'string') throw new FormRefusal({ day: t.dayMissing }, 'partners.no-day');
    const read = readPast(turn, day);
    if ('mistake' in read) throw new FormRefusal({ day: read.mistake }, 'partners.bad-day');
    return kind === 'sign' ? this.sign(turn, partner, read.day) : this.askToLeave(turn, partner, read.day);
  }

  async sign(turn: Turn, id: string, day: Day): Promise<Reply> {
    const t = membershipTexts[turn.language];
    const agreement = this.agreement(turn);
    const before = signatureOf(await partnerThere(this.context, turn, id), agreement)?.day;
    const changed = await changePartner(this.context, id, authorOf(turn), (partner) =>
      signing(partner, agreement, day),
    );
    const partner = changed?.partner ?? (await partnerThere(this.context, turn, id));
    if (!changed?.isMine) return replaced(turn, t.signedAlready(partner.name, show(turn, day)), [cardOf(turn, id)]);
    turn.audit('partners.signed', id);
    const previous = before !== undefined && before !== day ? before : undefined;
    return { type: 'replace', view: signedView(turn, partner, agreement, day, previous) };
  }

  async unsign(turn: Turn, { partner: id, day, before }: z.infer<typeof aboutDay>): Promise<Reply> {
    const t = membershipTexts[turn.language];
    const agreement = this.agreement(turn);
    const changed = await changePartner(this.context, id, authorOf(turn), (partner) =>
      unsigning(partner, agreement, day, before),
    );
    if (!changed?.isMine) return replaced(turn, t.nothingToUndo, [cardOf(turn, id)]);
    turn.audit('partners.sign-undone', id);
    return replaced(turn, t.signUndone(changed.partner.name, show(turn, day)), [cardOf(turn, id)]);
  }

  /** From a form nothing is recorded before somebody has seen what it leads to; what is typed in full counts at once. */
  async askToLeave(turn: Turn, id: string, day: Day): Promise<Reply> {
    const t = membershipTexts[turn.language];
    const partner = await partnerThere(this.context, turn, id);
    const known = noticeKnown(turn, partner, day);
    if (known) return replaced(turn, known, undoLeaving(turn, partner));
    const rule = this.rule(turn);
    const end = rule.end(day);
    return {
      type: 'replace',
      view: {
        kind: 'partners.leave',
        summary: t.leaveForm,
        title: t.leaveForm,
        language: turn.language,
        blocks: [
          { type: 'text', text: t.leaveSure(partner.name, show(turn, day), show(turn, end)) },
          {
            type: 'facts',
            facts: [
              { label: t.received, value: show(turn, day) },
              { label: t.end, value: show(turn, end) },
            ],
          },
          { type: 'quote', text: rule.quote, source: rule.source },
          { type: 'note', text: t.quiet },
          {
            type: 'actions',
            actions: [
              { id: 'partners.leave-yes', label: t.leaveYes, payload: { partner: id, day }, style: 'primary' },
              { id: 'partners.leave-cancel', label: t.cancel },
            ],
          },
        ],
      },
    };
  }

  async leave(turn: Turn, id: string, day: Day): Promise<Reply> {
    const t = membershipTexts[turn.language];
    const rule = this.rule(turn);
    const end = rule.end(day);
    const changed = await changePartner(this.context, id, authorOf(turn), (partner) => leaving(partner, day, end));
    const partner = changed?.partner ?? (await partnerThere(this.context, turn, id));
    if (!changed?.isMine) {
      return replaced(turn, noticeKnown(turn, partner, day) ?? t.nothingToUndo, undoLeaving(turn, partner));
    }
    turn.audit('partners.left', id);
    const view = noticeView('partners.left', t.left(partner.name, show(turn, end)), turn.language);
    return {
      type: 'replace',
      view: {
        ...view,
        blocks: [
          ...view.blocks,
          { type: 'quote', text: rule.quote, source: rule.source },
          { type: 'note', text: t.quiet },
          { type: 'actions', actions: undoLeaving(turn, partner) },
        ],
      },
    };
  }

  async stay(turn: Turn, id: string, day: Day): Promise<Reply> {
    const t = membershipTexts[turn.language];
    const changed = await changePartner(this.context, id, authorOf(turn), (partner) => staying(partner, day));
    if (!changed?.isMine) return replaced(turn, t.nothingToUndo, [cardOf(turn, id)]);
    turn.audit('partners.leave-undone', id);
    return replaced(turn, t.leaveUndone(changed.partner.name), [cardOf(turn, id)]);
  }

  private record(turn: Turn, kind: Kind, partner: string, day: Day): Promise<Reply> {
    return kind === 'sign' ? this.sign(turn, partner, day) : this.leave(turn, partner, day);
  }

  private agreement(turn: Turn): SignedAgreement {
    const { agreement } = this.context;
    if (agreement) return agreement;
    throw new Refusal(membershipTexts[turn.language].noAgreement, 'partners.no-agreement');
  }

  private rule(turn: Turn): NonNullable<SignedAgreement['notice']> {
    const { notice } = this.agreement(turn);
    if (notice) return notice;
    throw new Refusal(membershipTexts[turn.language].noRule, 'partners.no-rule');
  }
}

/** The answer to typed words stands by itself, and nobody else sees it. */
function privately(reply: Reply): Reply {
  return reply.type === 'replace' ? { type: 'message', private: true, view: reply.view } : reply;
}

/** A day that has been, as it was written. */
function readPast(turn: Turn, text: string): { readonly day: Day } | { readonly mistake: string } {
  const t = membershipTexts[turn.language];
  const read = readDay(text, turn.today, { past: true });
  if (read?.kind !== 'day') return { mistake: t.impossible(text) };
  if (read.day > turn.today) return { mistake: t.future(show(turn, read.day)) };
  if (read.day < addDays(turn.today, -mostDaysBack)) return { mistake: t.tooOld(show(turn, read.day)) };
  return { day: read.day };
}

function show(turn: Turn, day: Day): string {
  return formatDay(day, turn.language);
}

function noticeKnown(turn: Turn, { name, notice }: PartnerDocument, day: Day): string | undefined {
  const t = membershipTexts[turn.language];
  if (!notice) return undefined;
  return notice.received === day
    ? t.leftAlready(name, show(turn, notice.end))
    : t.leftOther(name, show(turn, notice.received));
}

function signedView(
  turn: Turn,
  partner: PartnerDocument,
  agreement: SignedAgreement,
  day: Day,
  before: Day | undefined,
): View {
  const t = membershipTexts[turn.language];
  const text = [t.signed(partner.name, show(turn, day)), before === undefined ? '' : t.replaced(show(turn, before))];
  const payload = { partner: partner._id, day, ...(before !== undefined && { before }) };
  return {
    kind: 'partners.signed',
    summary: t.signed(partner.name, show(turn, day)),
    language: turn.language,
    blocks: [
      { type: 'text', text: text.join(' ').trim() },
      {
        type: 'facts',
        facts: [
          { label: t.document, value: agreement.title },
          { label: t.version, value: agreement.version },
          { label: t.day, value: show(turn, day) },
        ],
      },
      {
        type: 'actions',
        actions: [{ id: 'partners.sign-undo', label: t.undo, payload }, cardOf(turn, partner._id)],
      },
    ],
  };
}

function undoLeaving(turn: Turn, { _id, notice }: PartnerDocument): readonly Action[] {
  const t = membershipTexts[turn.language];
  const undo = notice && { id: 'partners.leave-undo', label: t.undo, payload: { partner: _id, day: notice.received } };
  return [...(undo ? [undo] : []), cardOf(turn, _id)];
}

function cardOf(turn: Turn, partner: string): Action {
  return { id: 'partners.card', label: membershipTexts[turn.language].show, payload: { partner } };
}

function replaced(turn: Turn, text: string, actions: readonly Action[] = []): Reply {
  return { type: 'replace', view: noticeView('partners.membership', text, turn.language, actions) };
}
