import { z } from 'zod';
import { action, type Command, eventMark, form, sentId, type Turn, type Typed } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { strong } from '../../../messages/inline.js';
import { withoutMentions } from '../../../messages/mention.js';
import type { Reply } from '../../../messages/reply.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import { type ReplyKind, replies } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { planActions } from '../planning/actions.js';
import { cardNow, dated, give, mustBeOpen, type Replying, rowOf, shown } from './answering.js';
import { behalfAtEnd, onBehalf } from './behalf.js';
import { cardActions, roomCard } from './card.js';
import { listView } from './list-view.js';
import { longestRemark, remarkOf, writeRemark } from './register.js';
import { rosterForRoom } from './roster.js';
import { replyTexts } from './texts.js';
import { onMeeting } from './which.js';

const one = z.object({ meeting: sentId });
const pressed = one.extend({
  asked: z.number().int(),
  reply: z.enum(replies),
  /** Pressed on the channel's card. */
  room: z.boolean().optional(),
  /** Pressed in the list of my meetings, which begins with this one. */
  list: z.number().int().min(0).max(1_000).optional(),
  remark: z.string().max(longestRemark).optional(),
});
type Pressed = z.infer<typeof pressed>;

interface Words {
  readonly reply: ReplyKind;
  readonly words: readonly [string, ...string[]];
}

const spoken: readonly Words[] = [
  { reply: 'yes', words: ['zusage', 'zusagen', 'ich komme'] },
  { reply: 'maybe', words: ['vielleicht'] },
  { reply: 'no', words: ['absage', 'absagen', 'ich komme nicht'] },
];
const helpOf = { yes: 'yesCommand', maybe: 'maybeCommand', no: 'noCommand' } as const;

/** `Zusagen`, `Vielleicht`, `Absagen` by press and by typing, for oneself and on behalf; and remarks. */
export function replyPart(context: Replying): Part {
  return {
    commands: [...spoken.flatMap((each) => commandsFor(context, each)), remarkCommand(context)],
    actions: [
      action({
        id: cardActions.reply,
        role: 'all',
        payload: pressed,
        changes: true,
        run: async (turn, payload) => press(context, turn, payload),
      }),
      action({
        id: cardActions.show,
        role: 'all',
        payload: one.extend({
          /** The pressed list stays, the card comes beside it. */
          beside: z.boolean().optional(),
        }),
        changes: false,
        run: async (turn, { meeting, beside }) => {
          const reply = await showCard(context, turn, await meetingById(context, turn, meeting));
          if (!beside || reply.type !== 'replace') return reply;
          return { type: 'message', private: true, view: dated(context, turn, reply.view) };
        },
      }),
    ],
    forms: [
      form({
        id: cardActions.remark,
        role: 'all',
        payload: one,
        changes: true,
        show: async (turn, { meeting }, values) =>
          remarkForm(context, turn, await meetingById(context, turn, meeting), values),
        run: async (turn, { meeting }, values) =>
          remarked(context, turn, await meetingById(context, turn, meeting), textIn(turn, values)),
      }),
    ],
    audits: { 'attendance.reply-for': inAll(replyTexts, (t) => t.auditReply) },
  };
}

/** The card of somebody invited; for those who lead without being invited that of the channel. */
export async function showCard(context: Replying, turn: Turn, meeting: Meeting, note?: string): Promise<Reply> {
  return shown(turn, await cardNow(context, turn, meeting, note));
}

/** By number with a remark, by number for somebody, for somebody alone, alone. A word with anything else behind it is a question. */
function commandsFor(context: Replying, { reply, words }: Words): readonly Command[] {
  const number = { kind: 'number', name: 'number' } as const;
  const whom = [
    { kind: 'literal', word: 'für' },
    { kind: 'people', name: 'person' },
  ] as const;
  const [word] = words;
  const base = {
    words,
    role: 'all',
    changes: true,
    personal: true,
    help: inAll(replyTexts, (t) => t[helpOf[reply]]),
  } as const;
  const hidden = { ...base, unlisted: true } as const;
  return [
    {
      ...base,
      id: `attendance.${reply}`,
      slots: [{ ...number, optional: true }],
      run: (turn, typed) => typedReply(context, turn, word, reply, typed),
    },
    {
      ...hidden,
      id: `attendance.${reply}-for`,
      slots: [{ ...number, optional: true }, ...whom],
      run: (turn, typed) =>
        onMeeting(context, turn, forTyped(typed), { word, among: 'led' }, (meeting) =>
          onBehalf(context, turn, meeting, reply, typed.person ?? ''),
        ),
    },
    {
      ...hidden,
      id: `attendance.${reply}-remark`,
      slots: [number, { kind: 'text', name: 'text' }],
      run: (turn, typed) => typedReply(context, turn, word, reply, typed),
    },
  ];
}

/** For the buttons of a choice, which type it again with a number. */
function forTyped({ number, person }: Typed): Typed {
  return { ...(number !== undefined && { number }), ...(person !== undefined && { person: `für ${person}` }) };
}

function typedReply(context: Replying, turn: Turn, word: string, reply: ReplyKind, typed: Typed): Promise<Reply> {
  return onMeeting(context, turn, typed, { word, among: 'mine' }, async (meeting) => {
    const { text } = typed;
    if (text?.includes('?')) return showCard(context, turn, meeting, replyTexts[turn.language].questionKept);
    const behalf = text === undefined ? undefined : await behalfAtEnd(context, turn, meeting, reply, text);
    if (behalf) return behalf;
    if (text !== undefined && text.length > longestRemark) {
      throw new Refusal(replyTexts[turn.language].remarkTooLong(String(longestRemark)), 'attendance.long-remark');
    }
    if (reply === 'no' && isAmbiguous(turn, meeting)) return askWhich(context, turn, meeting, text);
    return answered(context, turn, meeting, { reply, ...(text !== undefined && { remark: text }) });
  });
}

/** Who may cancel a meeting and types „Absage“ may mean either. */
function isAmbiguous({ person, inbound }: Turn, meeting: Meeting): boolean {
  return inbound.event.type === 'text' && meeting.state === 'invited' && leads(person, meeting.committeeId);
}

function askWhich({ zone }: Replying, turn: Turn, meeting: Meeting, text: string | undefined): Reply {
  const t = replyTexts[turn.language];
  const question = t.bothWays(meetingLine(meeting, turn.language, zone, turn.today));
  const payload = {
    meeting: meeting._id,
    asked: meeting.asked,
    reply: 'no',
    ...(text !== undefined && { remark: text }),
  };
  return {
    type: 'message',
    private: true,
    view: {
      kind: 'attendance.both-ways',
      summary: question,
      language: turn.language,
      blocks: [
        { type: 'text', text: question },
        {
          type: 'actions',
          actions: [
            { id: cardActions.reply, label: t.iDontCome, payload },
            { id: planActions.cancel, label: t.meetingIsOff, payload: { meeting: meeting._id }, opensForm: true },
          ],
        },
      ],
    },
  };
}

async function answered(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  given: { readonly reply: ReplyKind; readonly asked?: number; readonly remark?: string },
): Promise<Reply> {
  const { note } = await give(context, turn, meeting, given);
  return showCard(context, turn, meeting, note);
}

async function press(context: Replying, turn: Turn, payload: Pressed): Promise<Reply> {
  const { reply, asked, remark, room, list } = payload;
  const meeting = await meetingById(context, turn, payload.meeting);
  if (meeting.state === 'cancelled' && list === undefined) return rewritten(context, turn, meeting, room);
  const { note } = await give(context, turn, meeting, { reply, asked, ...(remark !== undefined && { remark }) });
  if (list !== undefined) return { type: 'replace', view: await listView(context, turn, list, note) };
  return rewritten(context, turn, meeting, room, note);
}

/** The card that was pressed, as it is now. The channel's shows everybody the same. */
async function rewritten(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  room: boolean | undefined,
  note?: string,
): Promise<Reply> {
  if (!room) return { type: 'replace', view: await cardNow(context, turn, meeting, note) };
  const roster = await rosterForRoom(context, meeting, context.live.rows(meeting._id));
  return { type: 'replace', view: roomCard(roster, { language: 'de', zone: context.zone }) };
}

function remarkCommand(context: Replying): Command {
  return {
    id: 'attendance.remark',
    words: ['anmerkung'],
    slots: [
      { kind: 'number', name: 'number' },
      { kind: 'text', name: 'text', optional: true },
    ],
    role: 'all',
    changes: true,
    personal: true,
    unlisted: true,
    help: inAll(replyTexts, (t) => t.remarkCommand),
    run: (turn, typed) =>
      onMeeting(context, turn, typed, { word: 'anmerkung', among: 'mine' }, async (meeting) => {
        const { text } = typed;
        if (text === undefined) return { type: 'form', form: await remarkForm(context, turn, meeting) };
        return remarked(context, turn, meeting, checked(turn, text));
      }),
  };
}

async function remarkForm(context: Replying, turn: Turn, meeting: Meeting, values: FormValues = {}): Promise<Form> {
  const t = replyTexts[turn.language];
  const row = await rowOf(context, turn, meeting, {});
  const value = typeof values.text === 'string' ? values.text : (remarkOf(row) ?? '');
  return {
    id: cardActions.remark,
    title: t.remarkTitle,
    submit: t.remarkSubmit,
    opener: t.remarkOpener,
    intro: [strong(meetingLine(meeting, turn.language, context.zone, turn.today)), ` ${t.remarkIntro}`],
    language: turn.language,
    payload: { meeting: meeting._id },
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: t.remarkLabel,
        hint: t.remarkHint,
        maxLength: longestRemark,
        ...(value !== '' && { value }),
      },
    ],
  };
}

function textIn(turn: Turn, { text = '' }: FormValues): string {
  const remark = withoutMentions(String(text)).trim();
  if (remark.length <= longestRemark) return remark;
  throw new FormRefusal(
    { text: replyTexts[turn.language].remarkTooLong(String(longestRemark)) },
    'attendance.long-remark',
  );
}

function checked(turn: Turn, text: string): string {
  if (text.length <= longestRemark) return text;
  throw new Refusal(replyTexts[turn.language].remarkTooLong(String(longestRemark)), 'attendance.long-remark');
}

async function remarked(context: Replying, turn: Turn, meeting: Meeting, remark: string): Promise<Reply> {
  const row = await rowOf(context, turn, meeting, {});
  await mustBeOpen(context, turn, meeting);
  await context.live.mark(meeting._id);
  await writeRemark(context, row._id, { remark, at: turn.inbound.at, mark: eventMark(turn.inbound) });
  await context.live.touch(meeting._id);
  return showCard(context, turn, meeting);
}
