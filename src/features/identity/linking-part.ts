import type { Turn } from '../../bot/feature.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import type { Reply } from '../../messages/reply.js';
import type { Context } from './context.js';
import { resolvePerson } from './joining.js';
import { codeValidMinutes, issueCode, lockedMinutes, type Redemption, redeemCode } from './linking.js';
import type { Part } from './part.js';
import { inAll } from './roles.js';
import { texts } from './texts.js';

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
        help: inAll((t) => t.linkCommand),
        run: (turn, { code }) => (code === undefined ? showCode(context, turn) : useCode(context, turn, code)),
      },
    ],
  };
}

async function showCode(context: Context, turn: Turn): Promise<Reply> {
  const t = texts[turn.language];
  const person = await resolvePerson(context, turn.person.id);
  if (!person) throw new Refusal(t.personGone, 'identity.person-gone');
  const code = await issueCode(context, person);
  const view = noticeView('identity.link-code', t.linkCode(code, String(codeValidMinutes)), turn.language);
  return {
    type: 'message',
    private: true,
    // The summary shows in push messages on locked screens: it does not hold the code.
    view: { ...view, summary: t.linkCodeSummary, blocks: [...view.blocks, { type: 'note', text: t.linkCodeNote }] },
  };
}

async function useCode(context: Context, turn: Turn, code: string): Promise<Reply> {
  const t = texts[turn.language];
  if (!/^\d{6}$/.test(code)) throw new Refusal(t.linkShape, 'identity.link-shape');
  const outcome = await redeemCode(context, turn.person.id, code);
  if (outcome.kind !== 'joined') throw new Refusal(refusalFor(outcome, turn), `identity.link-${outcome.kind}`);
  return { type: 'message', private: true, view: noticeView('identity.linked', t.linked, turn.language) };
}

function refusalFor(outcome: Redemption, turn: Turn): string {
  const t = texts[turn.language];
  switch (outcome.kind) {
    case 'joined':
      return t.linked;
    case 'own-code':
      return t.linkOwnCode;
    case 'different-partners':
      return t.linkDifferentPartners;
    case 'locked':
      return t.linkLocked(String(lockedMinutes));
    case 'wrong': {
      if (outcome.left === 0) return t.linkWrong(t.linkTriesNone);
      return t.linkWrong(outcome.left === 1 ? t.linkTriesOne : t.linkTriesMany(String(outcome.left)));
    }
  }
}
