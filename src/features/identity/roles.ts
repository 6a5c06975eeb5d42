import { z } from 'zod';
import { action, type Turn } from '../../bot/feature.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import type { Translated } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import { withPerson } from './choosing.js';
import { type Context, fingerprint } from './context.js';
import { accountsOf, grantCoordination, isBySetting, withdrawCoordination } from './coordination.js';
import { personForAddress } from './find.js';
import { resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';
import type { Part } from './part.js';
import { type IdentityTexts, texts } from './texts.js';

const chosen = z.object({ person: z.string().min(1).max(200) });

/** `koordination dazu` and `koordination weg`. */
export function rolesPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'identity.grant',
        words: ['koordination dazu'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'coordinator',
        changes: true,
        help: inAll((t) => t.grantCommand),
        run: (turn, { person = '' }) =>
          withPerson(context, turn, person, {
            action: 'identity.grant',
            act: (found) => grant(context, turn, found),
            unknownAddress: (address) => grantToAddress(context, turn, address),
          }),
      },
      {
        id: 'identity.withdraw',
        words: ['koordination weg'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'coordinator',
        changes: true,
        help: inAll((t) => t.withdrawCommand),
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
        run: async (turn, payload) => inPlace(await grant(context, turn, await there(context, turn, payload.person))),
      }),
      action({
        id: 'identity.withdraw',
        role: 'coordinator',
        payload: chosen,
        changes: true,
        run: async (turn, payload) =>
          inPlace(await withdraw(context, turn, await there(context, turn, payload.person))),
      }),
    ],
    audits: {
      'identity.granted': inAll((t) => t.auditGranted),
      'identity.withdrawn': inAll((t) => t.auditWithdrawn),
    },
  };
}

/** One text of this room in every language. */
export function inAll(pick: (t: IdentityTexts) => string): Translated {
  return { de: pick(texts.de), einfach: pick(texts.einfach), en: pick(texts.en) };
}

/** A card that was pressed is rewritten by what came of it. */
export function inPlace(reply: Reply): Reply {
  return reply.type === 'message' ? { type: 'replace', view: reply.view } : reply;
}

async function there(context: Context, turn: Turn, id: string): Promise<PersonDocument> {
  const person = await resolvePerson(context, id);
  if (person && person.unfinished !== 'erasure') return person;
  throw new Refusal(texts[turn.language].personGone, 'identity.person-gone');
}

async function grant(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = texts[turn.language];
  if (!(await grantCoordination(context, person, fingerprint(turn.inbound))))
    return said(turn, t.grantedAlready(person.name));
  turn.audit('identity.granted', person._id);
  const tellLater = person.reachable === undefined;
  if (!tellLater) await tell(context, turn, person);
  return said(turn, tellLater ? t.grantedLater(person.name) : t.granted(person.name));
}

async function grantToAddress(context: Context, turn: Turn, address: string): Promise<Reply> {
  return grant(context, turn, await personForAddress(context, address));
}

async function tell(context: Context, turn: Turn, person: PersonDocument): Promise<void> {
  if (person._id === turn.person.id) return;
  const t = texts[person.language];
  const view = noticeView('identity.granted', t.youAreCoordinator(context.networkName), person.language, [
    typedAction('hilfe', 'hilfe'),
  ]);
  const key = `identity.granted:${person._id}:${fingerprint(turn.inbound)}`;
  await context.outbox.enqueue([{ key, personId: person._id, view, due: turn.now }]);
}

async function withdraw(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = texts[turn.language];
  const outcome = await withdrawCoordination(context, person, turn.person.id, fingerprint(turn.inbound));
  switch (outcome) {
    case 'not-held':
      return said(turn, t.notCoordinator(person.name));
    case 'last-one':
      throw new Refusal(t.lastCoordinator(person.name), 'identity.last-coordinator');
    case 'not-allowed':
      throw new Refusal(t.coordinatorNoMore, 'identity.coordinator-no-more');
    case 'withdrawn': {
      turn.audit('identity.withdrawn', person._id);
      const bySetting = isBySetting(context, await accountsOf(context, person));
      return said(turn, bySetting ? t.withdrawnFromSetting(person.name) : t.withdrawn(person.name));
    }
  }
}

function said(turn: Turn, text: string): Reply {
  return { type: 'message', view: noticeView('identity.coordination', text, turn.language) };
}
