import { z } from 'zod';
import { action, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { personThere, withPerson } from '../../../bot/persons.js';
import { typedAction } from '../../../bot/views.js';
import { withoutMentions } from '../../../messages/mention.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import { type ReplyKind, replies } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { leads, mustLead } from '../permissions.js';
import { cardNow, give, type Replying, shown } from './answering.js';
import { countsText } from './card.js';
import { rowIn } from './coming.js';
import { longestRemark } from './register.js';
import { rosterOf } from './roster.js';
import { replyTexts } from './texts.js';

const replyForId = 'attendance.reply-for';
const longestSummary = 150;
const mostNameWords = 5;

const saidOf = { yes: 'countYes', maybe: 'countMaybe', no: 'countNo' } as const;

const chosen = z.object({
  meeting: sentId,
  reply: z.enum(replies),
  person: sentId,
  remark: z.string().max(longestRemark).optional(),
  /** Pressed in the list of those who are open: which page of it. */
  open: z.number().int().min(0).max(1_000).optional(),
});

/** `… für PERSON`: chairs and the coordination reply on somebody's behalf, which is noted as such. */
export function behalfPart(
  context: Replying,
  openList: (turn: Turn, meeting: Meeting, page: number) => Promise<View>,
): Part {
  return {
    actions: [
      action({
        id: replyForId,
        role: 'chair',
        payload: chosen,
        changes: true,
        run: async (turn, { meeting: id, reply, person, remark, open }) => {
          const meeting = await meetingById(context, turn, id);
          const named = await personThere(context.search(), turn, person);
          const view = await record(context, turn, meeting, reply, named, remark);
          return open === undefined
            ? shown(turn, view)
            : { type: 'replace', view: await openList(turn, meeting, open) };
        },
      }),
    ],
  };
}

/** The button that replies for somebody. */
export function replyForAction(meeting: Meeting, person: string, reply: ReplyKind, label: string, open: number) {
  return { id: replyForId, label, payload: { meeting: meeting._id, reply, person, open } };
}

/** Acts on „Frau Meier“, or on „Frau Meier kommt später“ with the rest as a remark. */
export async function onBehalf(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  reply: ReplyKind,
  typed: string,
): Promise<Reply> {
  // „absage 12 für zwei Wochen“ of somebody who replies for nobody is a remark.
  if (!leads(turn.person, meeting.committeeId) && (await context.search().find(typed)).certain.length === 0) {
    const remark = cut(`für ${withoutMentions(typed)}`, longestRemark);
    const { note } = await give(context, turn, meeting, { reply, remark });
    return shown(turn, await cardNow(context, turn, meeting, note));
  }
  await mustLead(context, turn, meeting);
  const { name, remark } = await split(context, turn, typed);
  return withPerson(context.search(), turn, name, {
    action: replyForId,
    payload: { meeting: meeting._id, reply, ...(remark !== undefined && { remark }) },
    act: async (person) => shown(turn, await record(context, turn, meeting, reply, person, remark)),
  });
}

/** „krank für Frau Meier“: only where the end names somebody who is invited, beyond doubt. */
export async function behalfAtEnd(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  reply: ReplyKind,
  typed: string,
): Promise<Reply | undefined> {
  const [, before = '', name = ''] = /^(?:(.*?)[\s,]+)?(?:für|fuer)\s+(\S.*)$/isu.exec(typed) ?? [];
  if (name === '' || name.split(/\s+/).length > mostNameWords) return undefined;
  const [only, ...others] = (await context.search().find(name, turn.language)).certain;
  if (!only || others.length > 0) return undefined;
  const named = (await context.people().get(only.id)) ?? only;
  if (!(await rowIn(context, meeting._id, named))) return undefined;
  await mustLead(context, turn, meeting);
  const remark = before.trim();
  return shown(turn, await record(context, turn, meeting, reply, only, remark === '' ? undefined : remark));
}

/** The longest beginning that names somebody beyond doubt; all of it where none does. */
async function split(
  context: Replying,
  turn: Turn,
  typed: string,
): Promise<{ readonly name: string; readonly remark?: string }> {
  const words = typed.split(/\s+/).filter(Boolean);
  for (let count = Math.min(words.length - 1, mostNameWords); count > 0; count -= 1) {
    const name = words
      .slice(0, count)
      .join(' ')
      .replace(/[,:;.]$/, '');
    const whole = await context.search().find(words.slice(0, count + 1).join(' '), turn.language);
    if (whole.certain.length > 0) break;
    const { certain } = await context.search().find(name, turn.language);
    if (certain.length > 0) return { name, remark: cut(words.slice(count).join(' '), longestRemark) };
  }
  return { name: typed };
}

async function record(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  reply: ReplyKind,
  person: { readonly id: string; readonly name: string },
  remark: string | undefined,
): Promise<View> {
  if (person.id !== turn.person.id) await mustLead(context, turn, meeting);
  const { note } = await give(context, turn, meeting, { reply, person, ...(remark !== undefined && { remark }) });
  const t = replyTexts[turn.language];
  const roster = await rosterOf(context, meeting);
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  const said = t[saidOf[reply]](1);
  return {
    kind: 'attendance.replied-for',
    summary: cut(`${t.recordedFor(person.name)} ${line}`, longestSummary),
    language: turn.language,
    blocks: [
      { type: 'text', text: [{ kind: 'strong', text: note ?? `${t.recordedFor(person.name)} ${said}` }, `\n${line}`] },
      { type: 'facts', facts: [{ label: t.soFar, value: countsText(roster.counts, turn.language) }] },
      { type: 'actions', actions: [typedAction(`offen ${meeting.number}`, t.pressOpen)] },
    ],
  };
}
