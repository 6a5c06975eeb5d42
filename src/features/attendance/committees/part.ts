import { z } from 'zod';
import { action, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { personThere, pickedPayload, withPeople, withPerson, withPicked } from '../../../bot/persons.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { asksForCommittees } from '../committee-questions.js';
import type { Context } from '../context.js';
import { mustLeadCommittee } from '../permissions.js';
import type { Invitations } from '../replies/invitations.js';
import { succeedInCommittees } from '../succession.js';
import { texts } from '../texts.js';
import { committeeActions } from './actions.js';
import { committeeCard } from './card.js';
import { dissolvingPart } from './dissolving.js';
import { committeeFormsPart } from './forms.js';
import { committeesView } from './list.js';
import { Membership } from './members.js';
import { peopleIn, personIn } from './people-in.js';
import { withCommittee, withCommitteeAndRest } from './picking.js';
import { committeeThere, createCommittee } from './register.js';
import { committeeTexts } from './texts.js';

const operations = ['dazu', 'weg', 'gast'] as const;
type Operation = (typeof operations)[number];
const otherWords = { '+': 'dazu', '-': 'weg', '–': 'weg', hinzu: 'dazu', rein: 'dazu', raus: 'weg', gäste: 'gast' };
const memberPicked = pickedPayload.extend({ committee: sentId, operation: z.enum(operations) });
const longestName = 80;

/** Committees and who belongs to them. */
export function committeesPart(context: Context, invitations: Invitations): Part {
  const membership = new Membership(context, invitations);
  const forms = committeeFormsPart(context, membership);
  const dissolving = dissolvingPart(context);
  return {
    ...forms,
    commands: [
      {
        id: 'attendance.committees',
        words: ['gremien'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(texts, (t) => t.committeesCommand),
        run: async (turn) => ({ type: 'message', view: await committeesView(context, turn) }),
      },
      {
        id: 'attendance.committee',
        words: ['gremium'],
        slots: [{ kind: 'name', name: 'gremium' }],
        role: 'all',
        changes: false,
        unlisted: true,
        help: inAll(committeeTexts, (t) => t.cardCommand),
        run: (turn, { gremium = '' }) =>
          withCommittee(
            context,
            turn,
            gremium,
            (name) => `gremium ${name}`,
            async (committee) => ({ type: 'message', view: await committeeCard(context, turn, committee) }),
          ),
      },
      {
        id: 'attendance.committee-new',
        words: ['gremium neu'],
        slots: [{ kind: 'name', name: 'name', most: 12, optional: true }],
        role: 'coordinator',
        changes: true,
        help: inAll(committeeTexts, (t) => t.newCommand),
        run: async (turn, { name }) =>
          name === undefined
            ? { type: 'form', form: await forms.newForm(turn) }
            : create(context, turn, name.replace(/\s+/g, ' ').replace(/^[„“"]|[“”"]$/g, '')),
      },
      {
        id: 'attendance.members',
        words: ['mitglied', 'mitglieder'],
        slots: [
          { kind: 'name', name: 'gremium' },
          { kind: 'word', name: 'operation', words: operations, also: otherWords },
          { kind: 'people', name: 'person' },
        ],
        role: 'chair',
        changes: true,
        help: inAll(committeeTexts, (t) => t.memberCommand),
        run: (turn, { gremium = '', operation = '', person = '' }) =>
          membersTyped(context, membership, turn, `${gremium} ${operation} ${person}`),
      },
      {
        id: 'attendance.chair',
        words: ['vorsitz'],
        slots: [
          { kind: 'name', name: 'gremium' },
          { kind: 'person', name: 'person' },
        ],
        role: 'coordinator',
        changes: true,
        help: inAll(committeeTexts, (t) => t.chairCommand),
        run: (turn, { gremium = '', person = '' }) =>
          withCommitteeAndRest(context, turn, `${gremium} ${person}`, {
            command: (name, rest) => `vorsitz ${name} ${rest}`,
            act: ({ _id }, rest) =>
              withPerson(context.search(), turn, rest, {
                action: 'attendance.chair-picked',
                payload: { committee: _id },
                addIfNew: true,
                act: async (one) => ({ type: 'message', view: await membership.chair(turn, _id, one) }),
              }),
          }),
      },
      {
        id: 'attendance.standing-deputy',
        words: ['stellvertretung'],
        slots: [
          { kind: 'name', name: 'gremium' },
          { kind: 'person', name: 'person' },
          { kind: 'literal', word: 'für' },
          { kind: 'person', name: 'mitglied' },
        ],
        role: 'chair',
        changes: true,
        unlisted: true,
        help: inAll(committeeTexts, (t) => t.deputyCommand),
        run: (turn, { gremium = '', person = '', mitglied = '' }) =>
          withCommitteeAndRest(context, turn, `${gremium} ${person}`, {
            command: (name, rest) => `stellvertretung ${name} ${rest} für ${mitglied}`,
            act: async ({ _id }, rest) => {
              await mustLeadCommittee(context, turn, _id);
              const deputy = await clearPerson(context, turn, rest);
              const member = await clearPerson(context, turn, mitglied);
              return { type: 'message', view: await membership.deputy(turn, _id, deputy, member) };
            },
          }),
      },
      ...(forms.commands ?? []),
      ...(dissolving.commands ?? []),
    ],
    actions: [
      action({
        id: committeeActions.list,
        role: 'all',
        payload: z.object({ from: z.number().int().min(0).max(10_000) }),
        changes: false,
        run: async (turn, { from }) => ({ type: 'replace', view: await committeesView(context, turn, from) }),
      }),
      action({
        id: committeeActions.show,
        role: 'all',
        payload: z.object({ committee: sentId, from: z.number().int().min(0).max(10_000).optional() }),
        changes: false,
        run: async (turn, { committee, from = 0 }) => ({
          type: 'replace',
          view: await committeeCard(context, turn, await committeeThere(context, turn, committee), { from }),
        }),
      }),
      action({
        id: 'attendance.member-picked',
        role: 'chair',
        payload: memberPicked,
        changes: true,
        run: async (turn, { committee, operation, ...picked }) => {
          await mustLeadCommittee(context, turn, committee);
          return withPicked(context.search(), turn, picked, memberAct(membership, turn, committee, operation));
        },
      }),
      action({
        id: 'attendance.chair-picked',
        role: 'coordinator',
        payload: z.object({ committee: sentId, person: sentId }),
        changes: true,
        run: async (turn, { committee, person }) => {
          const one = await personThere(context.search(), turn, person);
          return { type: 'replace', view: await membership.chair(turn, committee, one) };
        },
      }),
      ...(dissolving.actions ?? []),
    ],
    audits: {
      ...dissolving.audits,
      'attendance.committee-new': inAll(committeeTexts, (t) => t.auditNew),
      'attendance.members': inAll(committeeTexts, (t) => t.auditMembers),
      'attendance.chair': inAll(committeeTexts, (t) => t.auditChair),
      'attendance.standing-deputy': inAll(committeeTexts, (t) => t.auditDeputy),
      'attendance.guests': inAll(committeeTexts, (t) => t.auditGuests),
      'attendance.committee-edited': inAll(committeeTexts, (t) => t.auditEdited),
      'attendance.committee-room': inAll(committeeTexts, (t) => t.auditRoom),
    },
    succeed: (turn, from, to) => succeedInCommittees(context.committees, turn, from, to),
    answer: async (turn, question) =>
      context.topics?.().topicOf(question) === 'gremien-details' && asksForCommittees(question)
        ? { type: 'message', view: await committeesView(context, turn) }
        : undefined,
  };
}

async function create(context: Context, turn: Turn, name: string): Promise<Reply> {
  const t = committeeTexts[turn.language];
  if (name.length > longestName) throw new Refusal(t.nameTooLong(String(longestName)), 'attendance.name-too-long');
  const committee = await createCommittee(context, turn, { name });
  turn.audit('attendance.committee-new', committee._id);
  return { type: 'message', view: await committeeCard(context, turn, committee, { note: t.made(name) }) };
}

function membersTyped(context: Context, membership: Membership, turn: Turn, text: string): Promise<Reply> {
  return withCommitteeAndRest(context, turn, text, {
    between: (word) => operationOf(word) !== undefined,
    command: (name, rest, between) => `mitglied ${name} ${between} ${rest}`,
    act: async (committee, rest, between) => {
      await mustLeadCommittee(context, turn, committee._id);
      const operation = operationOf(between) ?? 'dazu';
      if (operation !== 'gast') {
        return withPeople(context.search(), turn, rest, memberAct(membership, turn, committee._id, operation));
      }
      const read = await peopleIn(context, turn, rest, `guest:${committee._id}`);
      if ('problem' in read) throw new Refusal(read.problem, 'attendance.unclear-guest');
      return { type: 'message', view: await membership.guests(turn, committee._id, read.people) };
    },
  });
}

function operationOf(word: string): Operation | undefined {
  const spoken = word.toLowerCase();
  const other = Object.entries(otherWords).find(([written]) => written === spoken)?.[1];
  return operations.find((operation) => operation === (other ?? spoken));
}

function memberAct(membership: Membership, turn: Turn, committee: string, operation: Operation) {
  return {
    action: 'attendance.member-picked',
    payload: { committee, operation },
    addIfNew: operation === 'dazu',
    act: (people: Parameters<Membership['add']>[2]) =>
      operation === 'weg' ? membership.remove(turn, committee, people) : membership.add(turn, committee, people),
  };
}

async function clearPerson(context: Context, turn: Turn, typed: string) {
  const read = await personIn(context, turn, typed);
  if ('problem' in read) throw new Refusal(read.problem, 'attendance.unclear-person');
  return read.person;
}
