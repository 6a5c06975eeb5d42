import { z } from 'zod';
import { action, type PageSpec, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { inPlace, noticeView, typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import { link } from '../../../messages/inline.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { idsOf } from '../../../ports/people.js';
import { committeeActions } from '../committees/actions.js';
import { withCommittee } from '../committees/picking.js';
import { committeeThere } from '../committees/register.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById, meetingByNumber } from '../meetings/finding.js';
import { invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { leads, whomToAsk } from '../permissions.js';
import { planActions } from '../planning/actions.js';
import { mustBeOut } from '../replies/answering.js';
import { calendarFile, calendarText, meetingFile } from './entries.js';
import { feedOf, meetingsOf, meetingsOfCommittee } from './feeds.js';
import { calendarTexts } from './texts.js';

const path = (token: string) => `/kalender/${token}.ics`;
const renewAction = 'attendance.calendar-renew';

/** `kalender`: a feed of one's own and one per committee, and the entry of a meeting as a file. */
export function calendarPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.calendar',
        words: ['kalender'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(calendarTexts, (t) => t.command),
        run: async (turn) => message(await ownView(context, turn)),
      },
      {
        id: 'attendance.calendar-meeting',
        words: ['kalender'],
        slots: [{ kind: 'number', name: 'number' }],
        role: 'all',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(calendarTexts, (t) => t.command),
        run: async (turn, { number = '' }) =>
          message(await fileView(context, turn, await meetingByNumber(context, turn, number))),
      },
      {
        id: 'attendance.calendar-renew',
        words: ['kalender erneuern'],
        slots: [{ kind: 'name', name: 'gremium', optional: true }],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(calendarTexts, (t) => t.renew),
        run: (turn, { gremium }) =>
          gremium === undefined
            ? renewOwn(context, turn)
            : withCommittee(
                context,
                turn,
                gremium,
                (name) => `kalender erneuern ${name}`,
                (committee) => renewCommittee(context, turn, committee),
              ),
      },
      {
        id: 'attendance.calendar-committee',
        words: ['kalender'],
        slots: [{ kind: 'name', name: 'gremium' }],
        role: 'all',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(calendarTexts, (t) => t.command),
        run: (turn, { gremium = '' }) =>
          withCommittee(
            context,
            turn,
            gremium,
            (name) => `kalender ${name}`,
            async (committee) => message(await committeeView(context, turn, committee)),
          ),
      },
    ],
    actions: [
      action({
        id: committeeActions.calendar,
        role: 'all',
        payload: z.object({ committee: sentId }),
        changes: false,
        run: async (turn, { committee }) =>
          message(await committeeView(context, turn, await committeeThere(context, turn, committee))),
      }),
      action({
        id: planActions.calendar,
        role: 'all',
        payload: z.object({ meeting: sentId }),
        changes: false,
        run: async (turn, { meeting }) =>
          message(await fileView(context, turn, await meetingById(context, turn, meeting))),
      }),
      action({
        id: renewAction,
        role: 'all',
        payload: z.object({ committee: sentId.optional() }),
        changes: true,
        run: async (turn, { committee }) => {
          const reply =
            committee === undefined
              ? await renewOwn(context, turn)
              : await renewCommittee(context, turn, await committeeThere(context, turn, committee));
          return inPlace(reply);
        },
      }),
    ],
    pages: [feedPage(context)],
  };
}

function message(view: View): Reply {
  return { type: 'message', private: true, view };
}

function feedPage(context: Context): PageSpec {
  return {
    path: '/kalender/:token.ics',
    run: async ({ params, now, language }) => {
      const read = await context.links.read('kalender', params.token ?? '', now);
      const body = typeof read === 'string' ? undefined : await feedOf(context, read.subject, now);
      if (body !== undefined) return { file: { name: 'treffen.ics', mediaType: 'text/calendar; charset=utf-8', body } };
      const t = calendarTexts[language];
      return { status: 404, view: { ...noticeView('attendance.calendar-gone', t.gone, language), title: t.goneTitle } };
    },
  };
}

async function ownView(context: Context, turn: Turn, note?: string): Promise<View> {
  const t = calendarTexts[turn.language];
  const meetings = await meetingsOf(context, turn.person, turn.now);
  const subject = `person:${turn.person.id}`;
  const blocks = await feedBlocks(context, turn, subject, { name: t.feedName(context.networkName), meetings });
  return feedView(turn, t.title, [...noted(note), ...blocks], {});
}

async function committeeView(context: Context, turn: Turn, committee: Committee, note?: string): Promise<View> {
  const t = calendarTexts[turn.language];
  if (!belongs(turn, committee)) {
    throw new Refusal(t.notMember(await whomToAsk(context, turn, committee._id)), 'attendance.no-member');
  }
  const meetings = await meetingsOfCommittee(context, committee, turn.now);
  const blocks = await feedBlocks(context, turn, `committee:${committee._id}`, { name: committee.name, meetings });
  return feedView(turn, t.ofCommittee(committee.name), [...noted(note), ...blocks], { committee: committee._id });
}

function noted(note: string | undefined): readonly Block[] {
  return note === undefined ? [] : [{ type: 'text', text: note }];
}

function belongs({ person }: Turn, committee: Committee): boolean {
  const { memberIds, guestIds = [], deputies = [] } = committee;
  const theirs = [...memberIds, ...guestIds, ...deputies.map(({ deputyId }) => deputyId)];
  return leads(person, committee._id) || idsOf(person).some((id) => theirs.includes(id));
}

/** The feed's address where one can be shown, else its meetings to come as a file. */
async function feedBlocks(
  context: Context,
  turn: Turn,
  subject: string,
  { name, meetings }: { readonly name: string; readonly meetings: readonly Meeting[] },
): Promise<readonly Block[]> {
  const t = calendarTexts[turn.language];
  const { zone } = context;
  const address = await feedAddress(context, turn, subject);
  if (address !== undefined) {
    return [
      { type: 'text', text: t.intro },
      {
        type: 'facts',
        facts: [{ label: t.address, value: [link(address.startsWith('/') ? t.subscribe : address, address)] }],
      },
      { type: 'note', text: t.privateNote },
    ];
  }
  const toCome = meetings.filter(({ end, state }) => end > turn.now && state !== 'cancelled');
  if (toCome.length === 0) return [{ type: 'text', text: t.nothing }];
  const text = calendarText(toCome, { zone, language: turn.language, name, now: turn.now });
  return [{ type: 'text', text: t.asFile }, calendarFile(text, 'treffen.ics', t.fileAll)];
}

async function feedAddress(context: Context, turn: Turn, subject: string): Promise<string | undefined> {
  const { channel } = turn.inbound.from;
  if (context.links.address('/kalender/x.ics', channel) === undefined) return undefined;
  return context.links.address(path(await context.links.issue('kalender', subject)), channel);
}

function feedView(turn: Turn, title: string, blocks: readonly Block[], payload: { readonly committee?: string }): View {
  const t = calendarTexts[turn.language];
  const hasAddress = blocks.some(({ type }) => type === 'facts');
  const actions: readonly Action[] = [
    ...(hasAddress ? [{ id: renewAction, label: t.renew, payload: { ...payload } }] : []),
    typedAction('treffen', t.meetings),
  ];
  return {
    kind: 'attendance.calendar',
    summary: title,
    title,
    language: turn.language,
    blocks: [...blocks, { type: 'actions', actions }],
  };
}

async function renewOwn(context: Context, turn: Turn): Promise<Reply> {
  await context.links.revoke('kalender', `person:${turn.person.id}`);
  return message(await ownView(context, turn, calendarTexts[turn.language].renewed));
}

async function renewCommittee(context: Context, turn: Turn, committee: Committee): Promise<Reply> {
  const t = calendarTexts[turn.language];
  if (!leads(turn.person, committee._id)) {
    throw new Refusal(t.onlyLeaders(await whomToAsk(context, turn, committee._id)), 'attendance.not-leading');
  }
  await context.links.revoke('kalender', `committee:${committee._id}`);
  return message(await committeeView(context, turn, committee, t.renewed));
}

/** Whoever is not invited sees when and where only. */
async function fileView(context: Context, turn: Turn, meeting: Meeting): Promise<View> {
  const t = calendarTexts[turn.language];
  const { zone } = context;
  if (!leads(turn.person, meeting.committeeId)) mustBeOut(turn, meeting);
  const isPublic = !leads(turn.person, meeting.committeeId) && !(await isInvited(context, turn, meeting));
  const file = meetingFile(meeting, { zone, language: turn.language, now: turn.now, public: isPublic });
  const line = meetingLine(meeting, turn.language, zone, turn.today);
  return {
    kind: 'attendance.calendar-file',
    summary: cut(t.fileSummary(line), 150),
    language: turn.language,
    blocks: [{ type: 'text', text: line }, file, { type: 'actions', actions: [typedAction('kalender', t.subscribe)] }],
  };
}

async function isInvited(context: Context, { person }: Turn, { _id }: Meeting): Promise<boolean> {
  for (const id of idsOf(person)) if (await context.invitations.get(invitationId(_id, id))) return true;
  return false;
}
