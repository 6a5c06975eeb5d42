import { z } from 'zod';
import { action, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { noticeView, typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { catalogue, inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Committee } from '../model.js';
import { committeeActions } from './actions.js';
import { withCommittee } from './picking.js';
import { committeeThere } from './register.js';

const mostNamed = 5;

export const dissolvingTexts = catalogue({
  de: {
    command: 'löst ein Gremium auf; seine Treffen und Berichte bleiben',
    audit: 'löste ein Gremium auf',
    button: 'Auflösen',
    ask: (name: string) =>
      `„${name}“ auflösen? Die Liste der Mitglieder und der Vorsitz gehen verloren. Vergangene Treffen, Protokolle und Berichte bleiben. „gremium neu ${name}“ legt es wieder an.`,
    yes: 'Ja, auflösen',
    back: 'Gremien',
    done: (name: string) => `„${name}“ ist aufgelöst. Seine vergangenen Treffen und Berichte bleiben.`,
    again: 'Wieder anlegen',
    toCome: (name: string, lines: string) =>
      `„${name}“ hat noch Treffen vor sich: ${lines}. Sagen Sie sie erst mit „ausfall NR“ ab; es wurde nichts geändert.`,
    changed: 'Das Gremium hat sich gerade geändert; es wurde nichts aufgelöst. Versuchen Sie es bitte noch einmal.',
  },
  einfach: {
    command: 'löst ein Gremium auf',
    audit: 'löste ein Gremium auf',
    button: 'Auflösen',
    ask: (name: string) =>
      `Möchten Sie „${name}“ auflösen? Dann gibt es die Liste der Mitglieder nicht mehr. Alte Treffen und Berichte bleiben.`,
    yes: 'Ja, auflösen',
    back: 'Gremien',
    done: (name: string) => `„${name}“ gibt es nicht mehr. Alte Treffen und Berichte bleiben.`,
    again: 'Wieder anlegen',
    toCome: (name: string, lines: string) =>
      `„${name}“ hat noch Treffen: ${lines}. Sagen Sie diese zuerst ab. Schreiben Sie: ausfall NR. Ich habe nichts geändert.`,
    changed: 'Das Gremium wurde gerade geändert. Ich habe es nicht aufgelöst. Versuchen Sie es bitte noch einmal.',
  },
  en: {
    command: 'dissolves a committee; its meetings and reports stay',
    audit: 'dissolved a committee',
    button: 'Dissolve',
    ask: (name: string) =>
      `Dissolve “${name}”? The list of members and the chair are lost. Past meetings, minutes and reports stay. “gremium neu ${name}” creates it again.`,
    yes: 'Yes, dissolve',
    back: 'Committees',
    done: (name: string) => `“${name}” is dissolved. Its past meetings and reports stay.`,
    again: 'Create again',
    toCome: (name: string, lines: string) =>
      `“${name}” has meetings to come: ${lines}. Cancel them with “ausfall NR” first; nothing was changed.`,
    changed: 'The committee has just been changed; nothing was dissolved. Please try again.',
  },
});

/** `gremium auflösen NAME`: asked first. What it did stays; nothing it still plans may be left without a committee. */
export function dissolvingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.committee-dissolve',
        words: ['gremium auflösen'],
        slots: [{ kind: 'name', name: 'gremium', most: 12 }],
        role: 'coordinator',
        changes: true,
        help: inAll(dissolvingTexts, (t) => t.command),
        run: (turn, { gremium = '' }) =>
          withCommittee(
            context,
            turn,
            gremium,
            (name) => `gremium auflösen ${name}`,
            async (committee) => ({ type: 'message', view: await asked(context, turn, committee) }),
          ),
      },
    ],
    actions: [
      action({
        id: committeeActions.dissolve,
        role: 'coordinator',
        payload: z.object({ committee: sentId, sure: z.boolean().optional() }),
        changes: true,
        run: async (turn, { committee: id, sure }) => {
          if (sure) return dissolve(context, turn, id);
          return { type: 'replace', view: await asked(context, turn, await committeeThere(context, turn, id)) };
        },
      }),
    ],
    audits: { 'attendance.committee-dissolved': inAll(dissolvingTexts, (t) => t.audit) },
  };
}

async function asked(context: Context, turn: Turn, committee: Committee): Promise<View> {
  await mustBeIdle(context, turn, committee);
  const t = dissolvingTexts[turn.language];
  return noticeView('attendance.committee-dissolve', t.ask(committee.name), turn.language, [
    {
      id: committeeActions.dissolve,
      label: t.yes,
      payload: { committee: committee._id, sure: true },
      style: 'danger',
    },
    typedAction('gremien', t.back),
  ]);
}

async function dissolve(context: Context, turn: Turn, id: string): Promise<Reply> {
  const t = dissolvingTexts[turn.language];
  const committee = await committeeThere(context, turn, id);
  await mustBeIdle(context, turn, committee);
  if ((await context.committees.delete({ _id: id, rev: committee.rev ?? null })) === 0) {
    throw new Refusal(t.changed, 'attendance.committee-changed');
  }
  turn.audit('attendance.committee-dissolved', id);
  const view = noticeView('attendance.committee-dissolved', t.done(committee.name), turn.language, [
    typedAction(`gremium neu ${committee.name}`, t.again),
    typedAction('gremien', t.back),
  ]);
  return { type: 'replace', view };
}

/** Refused, by name, while meetings are to come, drafts among them. */
async function mustBeIdle(context: Context, turn: Turn, { _id, name }: Committee): Promise<void> {
  const { items } = await context.meetings.find({
    filter: { committeeId: _id, state: { $in: ['draft', 'invited'] }, end: { $gte: turn.now } },
    sort: [['start', 1]],
    limit: mostNamed,
  });
  if (items.length === 0) return;
  const lines = items.map((one) => meetingLine(one, turn.language, context.zone, turn.today)).join('; ');
  throw new Refusal(dissolvingTexts[turn.language].toCome(name, lines), 'attendance.committee-has-meetings');
}
