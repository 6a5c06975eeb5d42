import { z } from 'zod';
import { form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { FormRefusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { mustLeadCommittee } from '../permissions.js';
import { committeeActions } from './actions.js';
import { committeeCard } from './card.js';
import { editingPart } from './editing.js';
import { kindIn, peopleOrMistake, ruleFields, textIn } from './fields.js';
import type { Membership } from './members.js';
import { withCommittee } from './picking.js';
import { changeCommittee, committeeThere, createCommittee, kindOf } from './register.js';
import { committeeTexts } from './texts.js';

const ofOne = z.object({ committee: sentId });
const longestName = 80;
const mostRooms = 90;
const longestOption = 70;

/** The forms of committees: a new one, members in and out, its channel; and editing. */
export function committeeFormsPart(
  context: Context,
  membership: Membership,
): Part & { readonly newForm: (turn: Turn, values?: FormValues) => Promise<Form> } {
  const newForm = async (turn: Turn, values: FormValues = {}) => formOfNew(turn, values);
  const editing = editingPart(context);
  const membersForm = (id: string, title: 'addForm' | 'removeForm', submit: 'addSubmit' | 'removeSubmit') =>
    form({
      id,
      role: 'chair',
      payload: ofOne,
      changes: true,
      show: async (turn, { committee }, values = {}) => {
        await mustLeadCommittee(context, turn, committee);
        const t = committeeTexts[turn.language];
        const value = textIn(values, 'members');
        return {
          id,
          title: t[title],
          submit: t[submit],
          opener: t.openForm,
          language: turn.language,
          payload: { committee },
          fields: [
            {
              id: 'members',
              type: 'long-text',
              label: t.members,
              hint: t.personsHint,
              required: true,
              ...(value !== '' && { value }),
            },
          ],
        };
      },
      run: async (turn, { committee }, values): Promise<Reply> => {
        await mustLeadCommittee(context, turn, committee);
        const people = await peopleOrMistake(context, turn, 'members', textIn(values, 'members'));
        const adds = id === committeeActions.add;
        const view = await (adds
          ? membership.add(turn, committee, people)
          : membership.remove(turn, committee, people));
        return { type: 'replace', view };
      },
    });
  return {
    newForm,
    commands: [
      ...(editing.commands ?? []),
      {
        id: 'attendance.committee-room',
        words: ['gremium kanal'],
        slots: [{ kind: 'name', name: 'gremium' }],
        role: 'chair',
        changes: true,
        unlisted: true,
        help: inAll(committeeTexts, (t) => t.roomCommand),
        run: (turn, { gremium = '' }) =>
          withCommittee(
            context,
            turn,
            gremium,
            (name) => `gremium kanal ${name}`,
            async ({ _id }) => ({ type: 'form', form: await roomForm(context, turn, _id) }),
          ),
      },
    ],
    forms: [
      form({
        id: committeeActions.create,
        role: 'coordinator',
        payload: z.object({}),
        changes: true,
        show: (turn, _, values) => newForm(turn, values),
        run: (turn, _, values) => createFrom(context, turn, values),
      }),
      membersForm(committeeActions.add, 'addForm', 'addSubmit'),
      membersForm(committeeActions.remove, 'removeForm', 'removeSubmit'),
      form({
        id: committeeActions.room,
        role: 'chair',
        payload: ofOne,
        changes: true,
        show: (turn, { committee }) => roomForm(context, turn, committee),
        run: (turn, { committee }, values) => chooseRoom(context, turn, committee, textIn(values, 'room')),
      }),
      ...(editing.forms ?? []),
    ],
  };
}

function formOfNew(turn: Turn, values: FormValues): Form {
  const t = committeeTexts[turn.language];
  const filled = (field: string) => {
    const value = textIn(values, field);
    return value === '' ? {} : { value };
  };
  const rules = {
    kind: kindIn(textIn(values, 'kind')) ?? 'working-group',
    replies: textIn(values, 'replies') || 'partner',
    maybe: textIn(values, 'maybe') || 'yes',
  };
  return {
    id: committeeActions.create,
    title: t.newForm,
    submit: t.newSubmit,
    opener: t.openForm,
    language: turn.language,
    fields: [
      { id: 'name', type: 'text', label: t.name, required: true, maxLength: longestName, ...filled('name') },
      { id: 'chair', type: 'text', label: t.chair, hint: t.chairHint, ...filled('chair') },
      { id: 'members', type: 'long-text', label: t.members, hint: t.personsHint, ...filled('members') },
      ...ruleFields(turn, rules),
    ],
  };
}

async function createFrom(context: Context, turn: Turn, values: FormValues): Promise<Reply> {
  const t = committeeTexts[turn.language];
  const name = textIn(values, 'name').replace(/\s+/g, ' ');
  if (name === '') throw new FormRefusal({ name: t.nameMissing }, 'attendance.no-name');
  if (name.length > longestName) {
    throw new FormRefusal({ name: t.nameTooLong(String(longestName)) }, 'attendance.name-too-long');
  }
  const [chair, ...others] = await peopleOrMistake(context, turn, 'chair', textIn(values, 'chair'));
  if (others.length > 0) {
    throw new FormRefusal({ chair: t.unclearPerson(textIn(values, 'chair')) }, 'attendance.two-chairs');
  }
  const members = await peopleOrMistake(context, turn, 'members', textIn(values, 'members'));
  const committee = await createCommittee(context, turn, {
    name,
    kind: kindIn(textIn(values, 'kind')) ?? kindOf(name),
    memberIds: [...new Set([...(chair ? [chair.id] : []), ...members.map(({ id }) => id)])],
    ...(chair && { chairId: chair.id }),
    onePerPartner: textIn(values, 'replies') !== 'all',
    maybeAllowed: textIn(values, 'maybe') !== 'no',
  });
  turn.audit('attendance.committee-new', committee._id);
  return { type: 'replace', view: await committeeCard(context, turn, committee, { note: t.made(name) }) };
}

async function roomForm(context: Context, turn: Turn, committeeId: string): Promise<Form> {
  await mustLeadCommittee(context, turn, committeeId);
  const t = committeeTexts[turn.language];
  const { roomId } = await committeeThere(context, turn, committeeId);
  const { items } = await context.rooms().list({ limit: mostRooms });
  return {
    id: committeeActions.room,
    title: t.roomForm,
    submit: t.save,
    intro: t.roomHint,
    opener: t.openForm,
    language: turn.language,
    payload: { committee: committeeId },
    fields: [
      {
        id: 'room',
        type: 'choice',
        label: t.room,
        options: [
          { value: 'none', label: t.noRoom },
          ...items.map(({ id, name }) => ({ value: id, label: name.slice(0, longestOption) })),
        ],
        value: items.some(({ id }) => id === roomId) ? (roomId ?? 'none') : 'none',
      },
    ],
  };
}

async function chooseRoom(context: Context, turn: Turn, committeeId: string, chosen: string): Promise<Reply> {
  await mustLeadCommittee(context, turn, committeeId);
  const t = committeeTexts[turn.language];
  const room = chosen === '' || chosen === 'none' ? undefined : await context.rooms().get(chosen);
  const { committee } = await changeCommittee(context, turn, committeeId, () => ({
    change: room ? { $set: { roomId: room.id } } : { $unset: { roomId: true } },
    concerned: [],
  }));
  turn.audit('attendance.committee-room', committeeId);
  const note = room ? t.roomSaved(room.name) : t.roomGone;
  return { type: 'replace', view: await committeeCard(context, turn, committee, { note }) };
}
