import { z } from 'zod';
import { form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Conflict, FormRefusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Change } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { type Entered, marksOf, merge } from '../merging.js';
import type { Committee } from '../model.js';
import { mustLeadCommittee } from '../permissions.js';
import { committeeActions } from './actions.js';
import { committeeCard } from './card.js';
import { afterField, kindIn, peopleOrMistake, ruleFields, textIn } from './fields.js';
import { personIn } from './people-in.js';
import { withCommittee } from './picking.js';
import { changeCommittee, committeeThere } from './register.js';
import { committeeTexts } from './texts.js';

const payload = z.object({ committee: sentId, base: z.record(z.string().max(20), z.string().max(20)).optional() });
const longestName = 80;
const mostRenamed = 200;

/** `Bearbeiten`: name, rules, guests, standing deputies. Two who edit at once do not overwrite each other. */
export function editingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.committee-edit',
        words: ['gremium bearbeiten'],
        slots: [{ kind: 'name', name: 'gremium' }],
        role: 'chair',
        changes: true,
        unlisted: true,
        help: inAll(committeeTexts, (t) => t.editCommand),
        run: (turn, { gremium = '' }) =>
          withCommittee(
            context,
            turn,
            gremium,
            (name) => `gremium bearbeiten ${name}`,
            async ({ _id }) => ({ type: 'form', form: await editForm(context, turn, _id) }),
          ),
      },
    ],
    forms: [
      form({
        id: committeeActions.edit,
        role: 'chair',
        payload,
        changes: true,
        show: (turn, { committee, base }, values) => editForm(context, turn, committee, base, values),
        run: (turn, { committee, base = {} }, values) => save(context, turn, committee, base, values),
      }),
    ],
  };
}

async function enteredOf(context: Context, committee: Committee): Promise<Entered> {
  const { deputies = [], guestIds = [] } = committee;
  const ids = [...guestIds, ...deputies.flatMap(({ memberId, deputyId }) => [memberId, deputyId])];
  const names = await context.people().names([...new Set(ids)]);
  return {
    name: committee.name,
    guests: guestIds.flatMap((id) => names.get(id) ?? []).join('\n'),
    deputies: deputies
      .map(({ memberId, deputyId }) => `${names.get(memberId) ?? ''}: ${names.get(deputyId) ?? ''}`)
      .join('\n'),
    kind: committee.kind,
    replies: committee.onePerPartner === false ? 'all' : 'partner',
    maybe: committee.maybeAllowed === false ? 'no' : 'yes',
    after: committee.asksAfter ? 'yes' : 'no',
  };
}

function submittedIn(values: FormValues, current: Entered): Entered {
  return Object.fromEntries(Object.keys(current).map((field) => [field, textIn(values, field)]));
}

async function editForm(
  context: Context,
  turn: Turn,
  id: string,
  base: Entered = {},
  values?: FormValues,
): Promise<Form> {
  await mustLeadCommittee(context, turn, id);
  const t = committeeTexts[turn.language];
  const current = await enteredOf(context, await committeeThere(context, turn, id));
  const shown = values ? merge(base, current, submittedIn(values, current)).values : current;
  const value = (field: string) => (shown[field] ? { value: shown[field] } : {});
  return {
    id: committeeActions.edit,
    title: t.editForm,
    submit: t.save,
    opener: t.openForm,
    language: turn.language,
    payload: { committee: id, base: { ...marksOf(current) } },
    fields: [
      { id: 'name', type: 'text', label: t.name, required: true, maxLength: longestName, ...value('name') },
      ...ruleFields(turn, {
        kind: shown.kind ?? '',
        replies: shown.replies ?? '',
        maybe: shown.maybe ?? '',
      }),
      afterField(turn, shown.after),
      { id: 'guests', type: 'long-text', label: t.guestsLabel, hint: t.guestsHint, ...value('guests') },
      { id: 'deputies', type: 'long-text', label: t.deputies, hint: t.deputiesHint, ...value('deputies') },
    ],
  };
}

async function save(context: Context, turn: Turn, id: string, base: Entered, values: FormValues): Promise<Reply> {
  await mustLeadCommittee(context, turn, id);
  const t = committeeTexts[turn.language];
  const before = await committeeThere(context, turn, id);
  const current = await enteredOf(context, before);
  const merged = merge(base, current, submittedIn(values, current));
  if (merged.conflicts.length > 0) {
    const shown = (field: string) => t.meanwhile(current[field] || t.emptyValue);
    const fields = Object.fromEntries(merged.conflicts.map((field) => [field, shown(field)]));
    throw new FormRefusal(fields, 'attendance.committee-conflict');
  }
  const change = await changeFrom(context, turn, before, merged.values, merged.mine);
  try {
    const { committee } = await changeCommittee(context, turn, id, () => ({ change, concerned: [] }));
    if (merged.mine.includes('name')) await renameMeetings(context, committee);
    if (merged.mine.length > 0) turn.audit('attendance.committee-edited', id);
    return { type: 'replace', view: await committeeCard(context, turn, committee, { note: t.saved }) };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    throw new FormRefusal({ name: t.exists(merged.values.name ?? '') }, 'attendance.committee-exists');
  }
}

/** Only what this person changed is written. */
async function changeFrom(
  context: Context,
  turn: Turn,
  { _id }: Committee,
  entered: Entered,
  mine: readonly string[],
): Promise<Change> {
  const t = committeeTexts[turn.language];
  const $set: Record<string, unknown> = {};
  const name = (entered.name ?? '').replace(/\s+/g, ' ');
  if (name === '') throw new FormRefusal({ name: t.nameMissing }, 'attendance.no-name');
  if (mine.includes('name')) Object.assign($set, { name, foldedName: fold(name) });
  const kind = kindIn(entered.kind ?? '');
  if (mine.includes('kind') && kind) $set.kind = kind;
  if (mine.includes('replies')) $set.onePerPartner = entered.replies !== 'all';
  if (mine.includes('maybe')) $set.maybeAllowed = entered.maybe !== 'no';
  if (mine.includes('after')) $set.asksAfter = entered.after === 'yes';
  if (mine.includes('guests')) {
    const guests = await peopleOrMistake(context, turn, 'guests', entered.guests ?? '', `guest:${_id}`);
    $set.guestIds = guests.map(({ id }) => id);
  }
  if (mine.includes('deputies')) $set.deputies = await deputiesIn(context, turn, entered.deputies ?? '');
  return { $set };
}

async function deputiesIn(context: Context, turn: Turn, typed: string): Promise<NonNullable<Committee['deputies']>> {
  const t = committeeTexts[turn.language];
  const mistake = (problem: string) => new FormRefusal({ deputies: problem }, 'attendance.unclear-deputy');
  const deputies = new Map<string, string>();
  for (const line of typed.split('\n').filter((each) => each.trim() !== '')) {
    const [memberName = '', deputyName = '', ...more] = line.split(':').map((part) => part.trim());
    if (memberName === '' || deputyName === '' || more.length > 0) throw mistake(t.deputyShape(line.trim()));
    const member = await personIn(context, turn, memberName);
    if ('problem' in member) throw mistake(member.problem);
    const deputy = await personIn(context, turn, deputyName);
    if ('problem' in deputy) throw mistake(deputy.problem);
    if (member.person.id === deputy.person.id) throw mistake(t.deputySelf);
    deputies.set(member.person.id, deputy.person.id);
  }
  return [...deputies].map(([memberId, deputyId]) => ({ memberId, deputyId }));
}

/** Meetings to come are shown under the committee's new name. */
async function renameMeetings(context: Context, { _id, name }: Committee): Promise<void> {
  const filter = { committeeId: _id, start: { $gte: context.clock.now() } };
  const { items } = await context.meetings.find({ filter, sort: [['start', 1]], limit: mostRenamed });
  for (const meeting of items) {
    const renamed = meeting.title === meeting.committeeName ? { title: name } : {};
    await context.meetings.update(meeting._id, { $set: { committeeName: name, ...renamed }, $inc: { rev: 1 } });
  }
}
