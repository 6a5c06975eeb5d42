import { z } from 'zod';
import { action, type Command, eventMark, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import type { Candidate } from '../../ports/people.js';
import { personThere, withPerson } from './choosing.js';
import type { Context } from './context.js';
import {
  accountsOf,
  grantCoordination,
  isBySetting,
  type RoleEvent,
  readRegister,
  withdrawCoordination,
} from './coordination.js';
import { personForAddress } from './find.js';
import type { PersonDocument } from './model.js';
import { rolesTexts } from './roles-texts.js';

const chosen = z.object({ person: sentId });

/** `koordination dazu` and `koordination weg`. */
export function rolesPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'identity.grant-sure',
        words: ['koordination dazu'],
        slots: [
          { kind: 'person', name: 'person' },
          { kind: 'literal', word: 'ja' },
        ],
        role: 'coordinator',
        changes: true,
        unlisted: true,
        help: inAll(rolesTexts, (t) => t.grantCommand),
        run: (turn, { person = '' }) => withPerson(context, turn, person, granting(context, turn)),
      },
      {
        id: 'identity.grant',
        words: ['koordination dazu'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'coordinator',
        changes: true,
        help: inAll(rolesTexts, (t) => t.grantCommand),
        run: (turn, { person = '' }) =>
          withPerson(context, turn, person, {
            ...granting(context, turn),
            sure: (found) => sureView(turn, found),
          }),
      },
      ...(['koordination dazu', 'koordination weg'] as const).map(
        (word): Command => ({
          id: `identity.${word === 'koordination dazu' ? 'grant' : 'withdraw'}-whom`,
          words: [word],
          slots: [],
          role: 'coordinator',
          changes: false,
          unlisted: true,
          help: inAll(rolesTexts, (t) => (word === 'koordination dazu' ? t.grantCommand : t.withdrawCommand)),
          run: async (turn) => {
            throw new Refusal(rolesTexts[turn.language].whom(word), 'identity.whom');
          },
        }),
      ),
      {
        id: 'identity.withdraw',
        words: ['koordination weg'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'coordinator',
        changes: true,
        help: inAll(rolesTexts, (t) => t.withdrawCommand),
        run: (turn, { person = '' }) =>
          withPerson(context, turn, person, {
            action: 'identity.withdraw',
            act: (found) => withdraw(context, turn, found),
          }),
      },
    ],
    actions: [
      action({
        id: 'identity.grant',
        role: 'coordinator',
        payload: chosen,
        changes: true,
        run: async (turn, payload) =>
          inPlace(await grant(context, turn, await personThere(context, turn, payload.person))),
      }),
      action({
        id: 'identity.withdraw',
        role: 'coordinator',
        payload: chosen,
        changes: true,
        run: async (turn, payload) =>
          inPlace(await withdraw(context, turn, await personThere(context, turn, payload.person))),
      }),
    ],
    audits: {
      'identity.granted': inAll(rolesTexts, (t) => t.auditGranted),
      'identity.withdrawn': inAll(rolesTexts, (t) => t.auditWithdrawn),
    },
  };
}

/** A card that was pressed is rewritten by what came of it. */
function granting(context: Context, turn: Turn) {
  return {
    action: 'identity.grant',
    act: (person: PersonDocument) => grant(context, turn, person),
    unknownAddress: (address: string) => grantToAddress(context, turn, address),
  };
}

/** Everybody may call themselves what they like: nobody administers the network by a name alone. */
function sureView(turn: Turn, person: Candidate): View {
  const t = rolesTexts[turn.language];
  const view = noticeView('identity.grant-sure', t.grantSure(person.label), turn.language, [
    { id: 'identity.grant', label: t.grantYes, payload: { person: person.id } },
  ]);
  return { ...view, blocks: [...view.blocks, { type: 'note', text: t.grantSureNote }] };
}

async function grant(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = rolesTexts[turn.language];
  if (!(await grantCoordination(context, person, eventIn(turn)))) return said(turn, t.grantedAlready(person.name));
  turn.audit('identity.granted', person._id);
  const tellLater = person.reachable === undefined;
  if (!tellLater) await tell(context, turn, person);
  return said(turn, tellLater ? t.grantedLater(person.name) : t.granted(person.name));
}

function eventIn(turn: Turn): RoleEvent {
  return { by: turn.person.id, event: eventMark(turn.inbound) };
}

async function grantToAddress(context: Context, turn: Turn, address: string): Promise<Reply> {
  return grant(context, turn, await personForAddress(context, address));
}

async function tell(context: Context, turn: Turn, person: PersonDocument): Promise<void> {
  if (person._id === turn.person.id) return;
  const t = rolesTexts[person.language];
  const view = noticeView('identity.granted', t.youAreCoordinator(context.networkName), person.language, [
    typedAction('hilfe', t.help),
  ]);
  const key = `identity.granted:${person._id}:${eventMark(turn.inbound)}`;
  await context.outbox.enqueue([{ key, personId: person._id, view, due: turn.now }]);
}

async function tellWithdrawn(context: Context, turn: Turn, person: PersonDocument): Promise<void> {
  if (person._id === turn.person.id || person.reachable === undefined) return;
  const text = rolesTexts[person.language].youAreNoCoordinator(context.networkName);
  const view = noticeView('identity.withdrawn', text, person.language);
  const key = `identity.withdrawn:${person._id}:${eventMark(turn.inbound)}`;
  await context.outbox.enqueue([{ key, personId: person._id, view, due: turn.now }]);
}

async function withdraw(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = rolesTexts[turn.language];
  const outcome = await withdrawCoordination(context, person, { ...eventIn(turn), lasting: true });
  switch (outcome) {
    case 'not-held':
      return said(turn, t.notCoordinator(person.name));
    case 'last-one':
      throw new Refusal(t.lastCoordinator(person.name), 'identity.last-coordinator');
    case 'not-allowed':
      throw new Refusal(t.coordinatorNoMore, 'identity.coordinator-no-more');
    case 'withdrawn': {
      turn.audit('identity.withdrawn', person._id);
      await tellWithdrawn(context, turn, person);
      const bySetting = isBySetting(context, await readRegister(context), await accountsOf(context, person));
      return said(turn, bySetting ? t.withdrawnFromSetting(person.name) : t.withdrawn(person.name));
    }
  }
}

function said(turn: Turn, text: string): Reply {
  return { type: 'message', view: noticeView('identity.coordination', text, turn.language) };
}
