import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { type Named, personThere, withPerson } from '../../../bot/persons.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, View } from '../../../messages/view.js';
import { idsOf } from '../../../ports/people.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { standingDeputy } from '../model.js';
import { cardNow, give, mustBeOpen, type Replying, rowOf, shown } from './answering.js';
import { cardActions } from './card.js';
import { rowIn } from './coming.js';
import { deputyTexts } from './deputy-texts.js';
import { partnerOf } from './invitees.js';
import { onMeeting } from './which.js';

const pickId = 'attendance.deputy-pick';
const formId = 'attendance.deputy-form';
const mostColleagues = 3;
const longestLabel = 60;
const longestSummary = 150;

const asked = z.object({ meeting: sentId, asked: z.number().int().optional() });

/** `Vertretung schicken`: the standing deputy and colleagues are a press away, anybody else by name. */
export function deputyPart(context: Replying): Part {
  return {
    commands: [
      {
        id: 'attendance.send-deputy',
        words: ['vertretung'],
        slots: [
          { kind: 'number', name: 'number', optional: true },
          { kind: 'person', name: 'person' },
        ],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(deputyTexts, (t) => t.command),
        run: (turn, typed) =>
          onMeeting(context, turn, typed, { word: 'vertretung', among: 'mine' }, (meeting) =>
            byName(context, turn, meeting, typed.person ?? ''),
          ),
      },
      {
        id: 'attendance.choose-deputy',
        words: ['vertretung', 'vertretung schicken'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'all',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(deputyTexts, (t) => t.command),
        run: (turn, typed) =>
          onMeeting(context, turn, typed, { word: 'vertretung', among: 'mine' }, (meeting) =>
            offer(context, turn, meeting),
          ),
      },
    ],
    actions: [
      action({
        id: cardActions.deputy,
        role: 'all',
        payload: asked,
        changes: false,
        run: async (turn, { meeting }) => offer(context, turn, await meetingById(context, turn, meeting)),
      }),
      action({
        id: pickId,
        role: 'all',
        payload: asked.extend({ person: sentId }),
        changes: true,
        run: async (turn, { meeting, person, asked: version }) =>
          send(
            context,
            turn,
            await meetingById(context, turn, meeting),
            await personThere(context.search(), turn, person),
            version,
          ),
      }),
    ],
    forms: [
      form({
        id: formId,
        role: 'all',
        payload: asked,
        changes: true,
        show: async (turn, { meeting }, values) =>
          deputyForm(context, turn, await meetingById(context, turn, meeting), values),
        run: async (turn, { meeting }, { person = '' }) => {
          if (String(person).trim() === '') {
            throw new FormRefusal({ person: deputyTexts[turn.language].formMissing }, 'attendance.no-deputy');
          }
          return byName(context, turn, await meetingById(context, turn, meeting), String(person));
        },
      }),
    ],
  };
}

function byName(context: Replying, turn: Turn, meeting: Meeting, typed: string): Promise<Reply> {
  return withPerson(context.search(), turn, typed, {
    action: pickId,
    payload: { meeting: meeting._id, asked: meeting.asked },
    addIfNew: true,
    act: (person) => send(context, turn, meeting, person),
  });
}

async function send(context: Replying, turn: Turn, meeting: Meeting, person: Named, version?: number): Promise<Reply> {
  const t = deputyTexts[turn.language];
  if (person.id === turn.person.id) throw new Refusal(t.notYourself, 'attendance.deputy-self');
  const known = (await context.people().get(person.id)) ?? person;
  const theirs = await rowIn(context, meeting._id, known);
  if (theirs?.sends !== undefined) throw new Refusal(t.notTwice(person.name), 'attendance.deputy-sends');
  const { note } = await give(context, turn, meeting, {
    reply: 'no',
    sends: theirs?.personId ?? person.id,
    ...(version !== undefined && { asked: version }),
  });
  return shown(turn, await cardNow(context, turn, meeting, note ?? t.asked(person.name)));
}

/** Whom to send: the card is rewritten into the question, and back. */
async function offer(context: Replying, turn: Turn, meeting: Meeting): Promise<Reply> {
  await mustBeOpen(context, turn, meeting);
  await rowOf(context, turn, meeting, {});
  const t = deputyTexts[turn.language];
  const title = t.whom(meetingLine(meeting, turn.language, context.zone, turn.today));
  const payload = { meeting: meeting._id, asked: meeting.asked };
  const view: View = {
    kind: 'attendance.deputy',
    summary: cut(title, longestSummary),
    language: turn.language,
    blocks: [
      { type: 'text', text: title },
      { type: 'note', text: t.whomNote },
      {
        type: 'actions',
        actions: [
          ...(await candidates(context, turn, meeting)),
          { id: formId, label: t.other, payload, opensForm: true },
          { id: cardActions.show, label: t.back, payload: { meeting: meeting._id } },
        ],
      },
    ],
  };
  return shown(turn, view);
}

async function candidates(context: Replying, turn: Turn, meeting: Meeting): Promise<readonly Action[]> {
  const t = deputyTexts[turn.language];
  const committee = meeting.committeeId === undefined ? undefined : await context.committees.get(meeting.committeeId);
  const standing =
    committee &&
    idsOf(turn.person)
      .map((id) => standingDeputy(committee, id))
      .find((id) => id !== undefined);
  const standingName = standing && (await context.people().names([standing])).get(standing);
  const partner = partnerOf(turn.person);
  const colleagues = partner === undefined ? [] : (await context.search().ofPartner(partner, { limit: 10 })).items;
  const others = colleagues.filter(({ id }) => id !== turn.person.id && id !== standing).slice(0, mostColleagues);
  const pick = (person: string, label: string): Action => ({
    id: pickId,
    label: cut(label, longestLabel),
    payload: { meeting: meeting._id, asked: meeting.asked, person },
  });
  return [
    ...(standing && standingName ? [pick(standing, t.standing(standingName))] : []),
    ...others.map(({ id, name }) => pick(id, name)),
  ];
}

async function deputyForm(context: Replying, turn: Turn, meeting: Meeting, { person }: FormValues = {}): Promise<Form> {
  await rowOf(context, turn, meeting, {});
  const t = deputyTexts[turn.language];
  return {
    id: formId,
    title: t.formTitle,
    submit: t.formSubmit,
    opener: t.formOpener,
    intro: meetingLine(meeting, turn.language, context.zone, turn.today),
    language: turn.language,
    payload: { meeting: meeting._id, asked: meeting.asked },
    fields: [
      {
        id: 'person',
        type: 'text',
        label: t.formLabel,
        required: true,
        maxLength: 200,
        ...(typeof person === 'string' && { value: person }),
      },
    ],
  };
}
