import { z } from 'zod';
import { action, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import { accountKey } from '../../messages/inbound.js';
import type { Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import type { Context } from './context.js';
import { metCoordinators, readRegister } from './coordination.js';
import { resolvePerson } from './joining.js';
import { lockedMinutes } from './link-tries.js';
import {
  codeInHand,
  codeValidMinutes,
  dropCode,
  issueCode,
  type Joined,
  joinByCode,
  type Linked,
  takeCode,
} from './linking.js';
import { linkingTexts } from './linking-texts.js';
import type { AccountDocument } from './model.js';
import { pageTexts } from './page-texts.js';
import { specText } from './spec-texts.js';
import { texts } from './texts.js';

const mostCoordinators = 3;
const inHand = z.object({ code: sentId });

/** `verbinden`: the same person on Slack and Teams, where no address that both vouch for says so. */
export function linkingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'identity.link',
        words: ['verbinden'],
        slots: [{ kind: 'number', name: 'code', optional: true }],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(linkingTexts, (t) => t.linkCommand),
        run: (turn, { code }) => {
          refuseOnPage(turn);
          return code === undefined ? showCode(context, turn) : useCode(context, turn, code);
        },
      },
      {
        id: 'identity.link-yes',
        words: ['verbinden ja'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(linkingTexts, (t) => t.linkYesCommand),
        run: async (turn) => join(context, turn, await codeInHand(context, turn)),
      },
      {
        id: 'identity.link-no',
        words: ['verbinden nein'],
        slots: [],
        role: 'all',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(linkingTexts, (t) => t.linkNoCommand),
        run: (turn) => cancel(context, turn),
      },
    ],
    actions: [
      action({
        id: 'identity.link-yes',
        role: 'all',
        payload: inHand,
        changes: true,
        run: async (turn, { code }) => inPlace(await join(context, turn, code)),
      }),
      action({
        id: 'identity.link-no',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: async (turn) => inPlace(await cancel(context, turn)),
      }),
    ],
    audits: { 'identity.linked': inAll(linkingTexts, (t) => t.auditLinked) },
  };
}

async function showCode(context: Context, turn: Turn): Promise<Reply> {
  const t = linkingTexts[turn.language];
  const person = await resolvePerson(context, turn.person.id);
  if (!person) throw new Refusal(texts[turn.language].personGone, 'identity.person-gone');
  const code = await issueCode(context, person, turn);
  const view = noticeView('identity.link-code', t.linkCode(code, String(codeValidMinutes)), turn.language);
  // The summary shows in push messages on locked screens: it does not hold the code.
  return said({
    ...view,
    summary: t.linkCodeSummary,
    blocks: [...view.blocks, { type: 'note', text: t.linkCodeNote }],
  });
}

async function useCode(context: Context, turn: Turn, typed: string): Promise<Reply> {
  const t = linkingTexts[turn.language];
  if (!/^\d{6}$/.test(typed)) throw new Refusal(t.linkShape, 'identity.link-shape');
  const outcome = await takeCode(context, turn, typed);
  const refuse = (text: string) => new Refusal(text, `identity.link-${outcome.kind}`);
  switch (outcome.kind) {
    case 'asks':
      return said(questionView(turn, outcome.code, outcome.account));
    case 'joined':
      return said(noticeView('identity.linked', t.linked, turn.language));
    case 'own-code':
      throw refuse(t.linkOwnCode);
    case 'different-partners':
      throw refuse(t.linkDifferentPartners);
    case 'locked':
      throw refuse(t.linkLocked(String(lockedMinutes)));
    case 'wrong':
      throw refuse(t.linkWrong(triesLeft(outcome.left, turn)));
  }
}

function triesLeft(left: number, turn: Turn): string {
  const t = linkingTexts[turn.language];
  if (left === 0) return t.linkTriesNone;
  return left === 1 ? t.linkTriesOne : t.linkTriesMany(String(left));
}

/** Whose account it is, before anything is joined: somebody else may have sent the code. */
function questionView(turn: Turn, code: string, account: AccountDocument): View {
  const t = linkingTexts[turn.language];
  const question = t.linkQuestion(account.name, platformOf(account, turn));
  const view = noticeView('identity.link-question', question, turn.language, [
    { id: 'identity.link-yes', label: t.linkYes, payload: { code } },
    { id: 'identity.link-no', label: t.linkNo },
  ]);
  return { ...view, blocks: [...view.blocks, { type: 'note', text: t.linkQuestionNote }] };
}

function platformOf({ account }: Pick<AccountDocument, 'account'>, turn: Turn): string {
  return specText(turn.language).channels[account.channel];
}

/** Whoever holds a link to somebody's page must not become that person elsewhere, with all that they may do. */
function refuseOnPage(turn: Turn): void {
  if (turn.inbound.from.channel !== 'page') return;
  throw new Refusal(pageTexts[turn.language].pageNoLinking, 'identity.page-no-linking');
}

async function join(context: Context, turn: Turn, code: string | undefined): Promise<Reply> {
  refuseOnPage(turn);
  const t = linkingTexts[turn.language];
  const outcome: Linked = code === undefined ? { kind: 'gone' } : await joinByCode(context, turn, code);
  switch (outcome.kind) {
    case 'gone':
      throw new Refusal(t.linkGone, 'identity.link-gone');
    case 'different-partners':
      throw new Refusal(t.linkDifferentPartners, 'identity.link-different-partners');
    case 'joined':
      turn.audit('identity.linked', outcome.person._id);
      await tell(context, turn, outcome);
      return said(noticeView('identity.linked', t.linked, turn.language));
    case 'already':
      return said(noticeView('identity.linked', t.linked, turn.language));
  }
}

/** The account that the code was shown to hears of it, and whom to tell if it was not they themselves. */
async function tell(context: Context, turn: Turn, joined: Joined): Promise<void> {
  const t = linkingTexts[turn.language];
  const told = joined.account;
  const personId = joined.person._id;
  const typing = await context.accounts.get(accountKey(turn.inbound.from));
  const name = typing?.name ?? turn.person.name;
  const text = t.linkedElsewhere(platformOf(told, turn), name, platformOf({ account: turn.inbound.from }, turn));
  const view = noticeView('identity.linked-elsewhere', text, turn.language);
  const report = t.linkedReport(await whomToTell(context, turn, personId));
  await context.outbox.enqueue([
    {
      key: `identity.linked:${joined.code}`,
      personId,
      to: told.account,
      view: { ...view, blocks: [...view.blocks, { type: 'text', text: report }] },
      due: turn.now,
    },
  ]);
}

async function whomToTell(context: Context, turn: Turn, personId: string): Promise<string> {
  const coordinators = await metCoordinators(context, await readRegister(context));
  const others = coordinators.filter(({ _id }) => _id !== personId).slice(0, mostCoordinators);
  return others.map(({ name }) => name).join(', ') || linkingTexts[turn.language].coordinationOffice;
}

async function cancel(context: Context, turn: Turn): Promise<Reply> {
  await dropCode(context, turn);
  return said(noticeView('identity.link-cancelled', linkingTexts[turn.language].linkCancelled, turn.language));
}

function said(view: View): Reply {
  return { type: 'message', private: true, view };
}
