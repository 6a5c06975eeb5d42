import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { answered, commandOn, one, seenVersion, stateName, subjectOf } from './about-one.js';
import { type Content, checkedForm, checkedTyped, contentForm } from './content.js';
import { batchOf, byId, type Context, change } from './context.js';
import { draftTexts } from './draft-texts.js';
import { closedView, draftActions } from './draft-view.js';
import { conflictText, mustBeAsSeen } from './drafting.js';
import { shareCards } from './expansion.js';
import type { Announcement } from './model.js';
import { deliveryActions, refresh } from './progress.js';
import { closeProposal } from './proposal-view.js';
import { statusView } from './status-view.js';

const sentStates = ['sending', 'sent', 'cancelled'] as const;

/** What is done to all copies afterwards: stopping, correcting, withdrawing. */
export function copiesPart(context: Context): Part {
  return {
    commands: [
      commandOn(
        context,
        ['sending', 'sent', 'scheduled', 'draft'],
        { id: 'announcements.withdraw', words: ['zurückziehen'], help: inAll(draftTexts, (t) => t.withdrawCommand) },
        (turn, found) => withdraw(context, turn, found),
      ),
      commandOn(
        context,
        ['sending'],
        {
          id: 'announcements.stop',
          words: ['ankündigung anhalten'],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.cancelCommand),
        },
        (turn, found) => stop(context, turn, found),
      ),
      commandOn(
        context,
        sentStates,
        {
          id: 'announcements.correct',
          tellsOfWork: true,
          words: ['ankündigung berichtigen'],
          slots: [{ kind: 'fields', names: ['titel', 'text'], optional: true }],
          unlisted: true,
          help: inAll(draftTexts, (t) => t.correctCommand),
        },
        async (turn, found, { titel, text }) => {
          mustBeOut(turn, found);
          if (titel === undefined && text === undefined) {
            return { type: 'form', form: await correctionForm(context, turn, found) };
          }
          const content = checkedTyped(turn, { title: titel ?? found.title, text: text ?? found.text });
          return correct(context, turn, found, content);
        },
      ),
    ],
    actions: [
      action({
        id: draftActions.withdraw,
        role: 'coordinator',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => withdraw(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: deliveryActions.stop,
        role: 'coordinator',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => stop(context, turn, await byId(context, turn, announcement)),
      }),
    ],
    forms: [
      form({
        id: deliveryActions.correct,
        tellsOfWork: true,
        role: 'coordinator',
        payload: seenVersion,
        changes: true,
        show: async (turn, { announcement, version }, values) =>
          correctionForm(context, turn, await byId(context, turn, announcement), { version, values }),
        run: async (turn, { announcement, version }, values) => {
          const found = await byId(context, turn, announcement);
          mustBeOut(turn, found);
          const content = checkedForm(turn, values);
          mustBeAsSeen(turn, found, version, 'text');
          return correct(context, turn, found, content);
        },
      }),
    ],
    audits: {
      'announcements.stopped': inAll(draftTexts, (t) => t.auditCancelled),
      'announcements.withdrawn': inAll(draftTexts, (t) => t.auditWithdrawn),
      'announcements.corrected': inAll(draftTexts, (t) => t.auditCorrected),
    },
  };
}

/** Drafts are discarded; what has gone out says so on every copy, and what waits is not sent. */
async function withdraw(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  const t = draftTexts[turn.language];
  const mark = eventMark(turn.inbound);
  const isMine = found.event === mark && found.state === 'withdrawn';
  if (found.state === 'withdrawn' && !isMine) return answered(turn, await statusView(context, turn, found));
  const withdrawn = isMine
    ? found
    : await change(
        context,
        found,
        {
          $set: {
            state: 'withdrawn',
            withdrawnAt: turn.now,
            event: mark,
            ...(found.decidedAt && { unfinished: true }),
          },
          $inc: { version: 1 },
          $unset: { sendAt: true },
        },
        { state: found.state, version: found.version },
      );
  if (!withdrawn) throw new Conflict('announcement');
  turn.audit('announcements.withdrawn', subjectOf(withdrawn));
  await closeProposal(context, withdrawn, turn.person.id);
  if (!withdrawn.decidedAt) {
    return answered(turn, closedView(turn, withdrawn, t.discarded(String(found.number)), t.discardedText));
  }
  await finish(context, withdrawn);
  return answered(turn, await statusView(context, turn, withdrawn, t.withdrawnText));
}

async function stop(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  const t = draftTexts[turn.language];
  const mark = eventMark(turn.inbound);
  const isMine = found.event === mark && found.state === 'cancelled';
  if (found.state !== 'sending' && !isMine) {
    if (found.decidedAt) return answered(turn, await statusView(context, turn, found));
    throw new Refusal(t.notRunning(String(found.number), stateName(found, turn)), 'announcements.not-running');
  }
  const stopped = isMine
    ? found
    : await change(
        context,
        found,
        { $set: { state: 'cancelled', event: mark, unfinished: true } },
        { state: 'sending' },
      );
  if (!stopped) return answered(turn, await statusView(context, turn, await byId(context, turn, found._id)));
  turn.audit('announcements.stopped', subjectOf(stopped));
  await finish(context, stopped);
  return answered(turn, await statusView(context, turn, stopped, t.cancelled(String(found.number))));
}

async function correct(context: Context, turn: Turn, found: Announcement, content: Content): Promise<Reply> {
  const mark = eventMark(turn.inbound);
  const corrected =
    found.event === mark
      ? found
      : await change(
          context,
          found,
          {
            $set: { ...content, correctedAt: turn.now, editor: turn.person.id, event: mark, unfinished: true },
            $inc: { version: 1 },
          },
          { version: found.version, state: found.state },
        );
  if (!corrected) throw new Conflict('announcement');
  turn.audit('announcements.corrected', subjectOf(corrected));
  await finish(context, corrected);
  const text = draftTexts[turn.language].corrected(String(found.number));
  return answered(turn, await statusView(context, turn, corrected, text));
}

/**
 * Hands a decided change to the outbox; the job does it again where that was cut short, and as long as a process may be at
 * giving people their entries: if that dies now, nobody else would cancel what it has just made known.
 */
export async function finish(context: Context, announcement: Announcement): Promise<void> {
  const { state, version } = announcement;
  if (state === 'cancelled' || state === 'withdrawn') await context.outbox.cancel(batchOf(announcement));
  if (state !== 'cancelled') await shareCards(context, announcement);
  const nobodyExpands = {
    $or: [{ 'expansion.heldUntil': null }, { 'expansion.heldUntil': { $lte: context.clock.now() } }],
  };
  await context.announcements.update(
    announcement._id,
    { $unset: { unfinished: true } },
    state === 'cancelled' || state === 'withdrawn' ? { version, state, ...nobodyExpands } : { version, state },
  );
  await refresh(context, announcement._id);
}

function mustBeOut(turn: Turn, found: Announcement): void {
  if (sentStates.some((state) => state === found.state)) return;
  const t = draftTexts[turn.language];
  const text = found.state === 'withdrawn' ? t.alreadyWithdrawn : t.notSent;
  throw new Refusal(text(String(found.number)), 'announcements.not-out');
}

/** After a conflict it says what has changed, and may be sent again. */
async function correctionForm(
  context: Context,
  turn: Turn,
  found: Announcement,
  { values = {}, version }: { readonly values?: FormValues | undefined; readonly version?: number | undefined } = {},
): Promise<Form> {
  const t = draftTexts[turn.language];
  const { title = found.title, text = found.text } = values;
  const isOther = version !== undefined && version !== found.version;
  return contentForm(
    turn,
    deliveryActions.correct,
    { title, text },
    {
      title: t.correctForm,
      intro: isOther ? await conflictText(context, turn, found) : t.correctIntro,
      opener: t.correctOpener,
      payload: { announcement: found._id, version: found.version },
    },
  );
}
