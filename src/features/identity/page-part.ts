import { z } from 'zod';
import { action, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Action, View } from '../../messages/view.js';
import { personThere, withPerson } from './choosing.js';
import type { Context } from './context.js';
import { findPersons } from './find.js';
import { idsOf } from './joining.js';
import type { PersonDocument } from './model.js';
import { pageTexts } from './page-texts.js';

const chosen = z.object({ person: sentId });

/** `meine seite` and `seite PERSON`: the link to the page of somebody who is in neither Slack nor Teams. */
export function pagePart(context: Context): Part {
  const show = {
    action: 'identity.page-of',
    act: (turn: Turn) => (person: PersonDocument) => pageOf(context, turn, person),
  };
  const lock = {
    action: 'identity.page-lock',
    act: (turn: Turn) => (person: PersonDocument) => lockPage(context, turn, person),
  };
  return {
    commands: [
      {
        id: 'identity.page',
        words: ['meine seite', 'my page'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(pageTexts, (t) => t.pageCommand),
        run: (turn) => ownPage(context, turn),
      },
      {
        id: 'identity.page-renew',
        words: ['meine seite neu', 'meine seite erneuern'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(pageTexts, (t) => t.pageRenewCommand),
        run: (turn) => renewOwnPage(context, turn),
      },
      {
        id: 'identity.page-of',
        words: ['seite'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(pageTexts, (t) => t.pageForCommand),
        isMeant: (turn, { person = '' }) => namesSomebody(context, turn, person),
        run: (turn, { person = '' }) => withPerson(context, turn, person, { action: show.action, act: show.act(turn) }),
      },
      {
        id: 'identity.page-lock',
        words: ['seite sperren'],
        slots: [{ kind: 'person', name: 'person', optional: true }],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(pageTexts, (t) => t.pageLockCommand),
        run: async (turn, { person }) => {
          if (person === undefined) throw new Refusal(pageTexts[turn.language].pageWhose, 'identity.whom');
          return withPerson(context, turn, person, { action: lock.action, act: lock.act(turn) });
        },
      },
    ],
    actions: [
      action({
        id: 'identity.page-renew',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: async (turn) => inPlace(await renewOwnPage(context, turn)),
      }),
      ...[show, lock].map((each) =>
        action({
          id: each.action,
          role: 'coordinator',
          payload: chosen,
          changes: each === lock,
          run: async (turn, { person }) => inPlace(await each.act(turn)(await personThere(context, turn, person))),
        }),
      ),
    ],
    audits: {
      'identity.page-shown': inAll(pageTexts, (t) => t.auditPageShown),
      'identity.page-locked': inAll(pageTexts, (t) => t.auditPageLocked),
    },
  };
}

/** "Seite 3 der Vereinbarung" is a question; so is what names nobody, unless it is the coordination that may mistype. */
async function namesSomebody(context: Context, turn: Turn, typed: string): Promise<boolean> {
  if (/^\P{L}*\d/u.test(typed)) return false;
  return turn.person.coordinator || (await findPersons(context, typed)).certain.length > 0;
}

async function ownPage(context: Context, turn: Turn): Promise<Reply> {
  return ownPageReply(turn, await addressOf(context, turn, turn.person.id), pageTexts[turn.language].pageIntro);
}

async function renewOwnPage(context: Context, turn: Turn): Promise<Reply> {
  const person = await personThere(context, turn, turn.person.id);
  await revokeAll(context, person);
  return ownPageReply(turn, await addressOf(context, turn, person._id), pageTexts[turn.language].pageRenewed);
}

function ownPageReply(turn: Turn, href: string, text: string): Reply {
  const t = pageTexts[turn.language];
  const renew: Action = { id: 'identity.page-renew', label: t.pageRenew, confirm: t.pageRenewSure };
  return said({
    kind: 'identity.page',
    summary: t.pageTitle,
    title: t.pageTitle,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'link', text: t.pageOpen, href },
      { type: 'note', text: t.pageNote },
      { type: 'actions', actions: [renew] },
    ],
  });
}

async function pageOf(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = pageTexts[turn.language];
  const href = await addressOf(context, turn, person._id);
  turn.audit('identity.page-shown', person._id);
  const lock: Action = {
    id: 'identity.page-lock',
    label: t.pageLock,
    payload: { person: person._id },
    confirm: t.pageLockSure(person.name),
  };
  return said({
    kind: 'identity.page-of',
    summary: t.pageOf(person.name),
    title: t.pageOf(person.name),
    language: turn.language,
    blocks: [
      { type: 'text', text: t.pageOfIntro(person.name) },
      // The address itself is what is copied into a letter.
      { type: 'link', text: href, href },
      { type: 'note', text: t.pageOfNote },
      { type: 'actions', actions: [lock] },
    ],
  });
}

async function lockPage(context: Context, turn: Turn, person: PersonDocument): Promise<Reply> {
  const t = pageTexts[turn.language];
  await revokeAll(context, person);
  turn.audit('identity.page-locked', person._id);
  const next: Action = { id: 'identity.page-of', label: t.pageNewLink, payload: { person: person._id } };
  return said(noticeView('identity.page-locked', t.pageLocked(person.name), turn.language, [next]));
}

/** Rejects with a `Refusal` where no link can be shown. */
async function addressOf(context: Context, turn: Turn, personId: string): Promise<string> {
  const token = await context.links.issue('ich', personId);
  const address = context.links.address(`/ich/${token}`, turn.inbound.from.channel);
  if (address === undefined) throw new Refusal(pageTexts[turn.language].pageNowhere, 'identity.no-public-url');
  return address;
}

/** Links under a former id lead to the same person: they go too. */
async function revokeAll(context: Context, person: PersonDocument): Promise<void> {
  for (const id of idsOf(person)) await context.links.revoke('ich', id);
}

function said(view: View): Reply {
  return { type: 'message', private: true, view };
}
