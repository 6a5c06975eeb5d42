import { z } from 'zod';
import { action, eventMark, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, Block, View } from '../../messages/view.js';
import { channelTexts } from './channel-texts.js';
import type { Context } from './context.js';
import { accountsOf, isCoordinator, metCoordinators, readRegister } from './coordination.js';
import { disclose, type Position } from './disclosure.js';
import { beginErasure, finishErasure } from './erasure.js';
import { changePerson, resolvePerson } from './joining.js';
import type { PersonDocument } from './model.js';
import { pageTexts } from './page-texts.js';
import { privacyTexts } from './privacy-texts.js';

/** `löschen` counts this long after `meine daten löschen`; so does the button. */
const confirmWithinMs = 10 * 60_000;

const position = z.object({ source: z.string().max(200), after: z.string().max(1_000).optional() });
const confirmation = z.object({ asked: z.number().int() });

export interface PrivacyHooks {
  /** Nothing is to be asked below the answer to this turn. */
  readonly onHandled: (turn: Turn) => void;
  /** Whether this very event made its person. */
  readonly wasFirstContact: (turn: Turn) => boolean;
}

/** `meine daten` and `meine daten löschen`. */
export function privacyPart(context: Context, hooks: PrivacyHooks): Part {
  return {
    commands: [
      {
        id: 'identity.data',
        words: ['meine daten', 'my data'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(privacyTexts, (t) => t.dataCommand),
        run: async (turn) => ({ type: 'message', private: true, view: await dataView(context, turn) }),
      },
      {
        id: 'identity.delete',
        words: ['meine daten löschen', 'delete my data'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(privacyTexts, (t) => t.deleteCommand),
        run: async (turn) => {
          hooks.onHandled(turn);
          return { type: 'message', private: true, view: await deleteQuestion(context, turn) };
        },
      },
      {
        id: 'identity.delete-confirm',
        words: ['löschen'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(privacyTexts, (t) => t.deleteConfirmCommand),
        run: async (turn) => {
          hooks.onHandled(turn);
          return { type: 'message', private: true, view: await eraseTyped(context, turn) };
        },
      },
    ],
    actions: [
      action({
        id: 'identity.data',
        role: 'all',
        payload: position,
        changes: false,
        run: async (turn, from) => ({ type: 'replace', view: await dataView(context, turn, from) }),
      }),
      action({
        id: 'identity.delete',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: async (turn) => ({ type: 'replace', view: await deleteQuestion(context, turn) }),
      }),
      action({
        id: 'identity.delete-confirm',
        role: 'all',
        payload: confirmation,
        changes: true,
        run: async (turn, { asked }) => ({ type: 'replace', view: await erasePressed(context, hooks, turn, asked) }),
      }),
      action({
        id: 'identity.delete-cancel',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: (turn) => cancel(context, turn),
      }),
    ],
  };
}

async function dataView(context: Context, turn: Turn, from?: Position): Promise<View> {
  const t = privacyTexts[turn.language];
  const { blocks, next } = await disclose(context, turn.person.id, turn.language, from);
  const more: Action[] = next ? [{ id: 'identity.data', label: t.more, payload: { ...next } }] : [];
  const intro: readonly Block[] = from ? [] : [{ type: 'text', text: t.dataIntro }];
  const shown: readonly Block[] = blocks.length > 0 ? blocks : [{ type: 'text', text: t.dataEmpty }];
  const actions: Block = {
    type: 'actions',
    actions: [
      ...more,
      typedAction('kanal', channelTexts[turn.language].choose),
      { id: 'identity.delete', label: t.deleteMine },
    ],
  };
  return {
    kind: 'identity.data',
    summary: t.dataTitle,
    title: t.dataTitle,
    language: turn.language,
    blocks: [...intro, ...shown, actions],
  };
}

async function deleteQuestion(context: Context, turn: Turn): Promise<View> {
  const t = privacyTexts[turn.language];
  await refuseIfNotAllowed(context, turn);
  await changePerson(context, turn.person.id, () => ({ $set: { erasureAsked: turn.now } }));
  const view = noticeView('identity.delete', t.deleteQuestion, turn.language, [
    {
      id: 'identity.delete-confirm',
      label: t.delete,
      style: 'danger',
      payload: { asked: turn.now.getTime() },
    },
    { id: 'identity.delete-cancel', label: t.keep },
  ]);
  return { ...view, blocks: [...view.blocks, { type: 'note', text: t.deleteNote }] };
}

async function refuseIfNotAllowed(context: Context, turn: Turn): Promise<void> {
  const person = await resolvePerson(context, turn.person.id);
  const register = await readRegister(context);
  if (!person || !isCoordinator(context, register, person, await accountsOf(context, person))) return;
  // Deleting oneself gives up the role, which a link alone is not to do.
  if (turn.inbound.from.channel === 'page') {
    throw new Refusal(pageTexts[turn.language].pageNoErasing, 'identity.page-no-erasing');
  }
  const others = (await metCoordinators(context, register)).filter((holder) => holder._id !== person._id);
  if (others.length === 0) throw lastCoordinator(turn);
}

function lastCoordinator(turn: Turn): Refusal {
  return new Refusal(privacyTexts[turn.language].lastCoordinator, 'identity.last-coordinator');
}

async function eraseTyped(context: Context, turn: Turn): Promise<View> {
  const person = await resolvePerson(context, turn.person.id);
  if (!person || !wasAskedLately(person, turn)) throw notAsked(turn);
  return erase(context, turn);
}

/**
 * The button of the question that was asked last. Pressed twice, the second press is a first contact of somebody who has
 * just been deleted: what it made is deleted again.
 */
async function erasePressed(context: Context, hooks: PrivacyHooks, turn: Turn, asked: number): Promise<View> {
  const person = await resolvePerson(context, turn.person.id);
  const isThatQuestion = person?.erasureAsked?.getTime() === asked && wasAskedLately(person, turn);
  if (person && !isThatQuestion && !hooks.wasFirstContact(turn)) throw notAsked(turn);
  return erase(context, turn);
}

function wasAskedLately({ erasureAsked }: PersonDocument, turn: Turn): boolean {
  return erasureAsked !== undefined && turn.now.getTime() - erasureAsked.getTime() <= confirmWithinMs;
}

function notAsked(turn: Turn): Refusal {
  return new Refusal(privacyTexts[turn.language].deleteNotAsked, 'identity.delete-not-asked');
}

async function erase(context: Context, turn: Turn): Promise<View> {
  await refuseIfNotAllowed(context, turn);
  const begun = await beginErasure(context, turn.person.id, eventMark(turn.inbound));
  if (begun === 'last-coordinator') throw lastCoordinator(turn);
  if (begun === 'begun') await finishErasure(context, turn.person.id);
  return noticeView('identity.deleted', privacyTexts[turn.language].deleted, turn.language);
}

async function cancel(context: Context, turn: Turn): Promise<Reply> {
  await changePerson(context, turn.person.id, () => ({ $unset: { erasureAsked: true } }));
  return {
    type: 'replace',
    view: noticeView('identity.delete', privacyTexts[turn.language].kept, turn.language),
  };
}
