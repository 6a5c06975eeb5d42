import { z } from 'zod';
import { action, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import type { Block, View } from '../../messages/view.js';
import type { Filter } from '../../ports/document-store.js';
import { personThere, withPerson } from './choosing.js';
import type { Context } from './context.js';
import type { PersonDocument } from './model.js';
import { requestsTexts } from './requests-texts.js';
import { type Decision, decide } from './speaking.js';
import { requestBlocks } from './speaking-views.js';
import { texts } from './texts.js';

const pageSize = 10;
type Outcome = 'confirmed' | 'rejected';

const asked = z.object({
  person: sentId,
  request: sentId,
  /** Pressed in the list: what is left of it is shown again. */
  list: z.boolean().optional(),
});
const chosen = z.object({ person: sentId });

/**
 * The coordination's side: who waits for a confirmation, and the press that decides it. `onHandled` hears of turns below
 * whose answer nothing is to be asked.
 */
export function requestsPart(context: Context, onHandled: (turn: Turn) => void): Part {
  const list = async (turn: Turn): Promise<Reply> => {
    onHandled(turn);
    return { type: 'message', private: true, view: await requestsView(context, turn) };
  };
  const decideByName = (outcome: Outcome, actionId: string) => (turn: Turn, typed: { person?: string | undefined }) => {
    if (typed.person === undefined) return list(turn);
    onHandled(turn);
    return withPerson(context, turn, typed.person, {
      action: actionId,
      act: (person) => decideFor(context, turn, person, outcome),
    });
  };
  const press = (id: string, outcome: Outcome) =>
    action({
      id,
      role: 'coordinator',
      payload: asked,
      changes: true,
      run: (turn, payload) => pressed(context, turn, payload, outcome),
    });
  const choose = (id: string, outcome: Outcome) =>
    action({
      id,
      role: 'coordinator',
      payload: chosen,
      changes: true,
      run: async (turn, payload) => decideFor(context, turn, await personThere(context, turn, payload.person), outcome),
    });
  return {
    commands: [
      {
        id: 'identity.requests',
        words: ['bestätigungen'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(requestsTexts, (t) => t.requestsCommand),
        run: list,
      },
      {
        id: 'identity.confirm-person',
        words: ['bestätigen'],
        slots: [{ kind: 'person', name: 'person', optional: true }],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(requestsTexts, (t) => t.confirmCommand),
        run: decideByName('confirmed', 'identity.confirm-person'),
      },
      {
        id: 'identity.reject-person',
        words: ['ablehnen'],
        slots: [{ kind: 'person', name: 'person', optional: true }],
        role: 'coordinator',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(requestsTexts, (t) => t.rejectCommand),
        run: decideByName('rejected', 'identity.reject-person'),
      },
    ],
    actions: [
      press('identity.confirm', 'confirmed'),
      press('identity.reject', 'rejected'),
      choose('identity.confirm-person', 'confirmed'),
      choose('identity.reject-person', 'rejected'),
      action({
        id: 'identity.requests',
        role: 'coordinator',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => ({ type: 'replace', view: await requestsView(context, turn, after) }),
      }),
    ],
    audits: {
      'identity.partner-confirmed': inAll(requestsTexts, (t) => t.auditConfirmed),
      'identity.partner-rejected': inAll(requestsTexts, (t) => t.auditRejected),
      'identity.partner-set': inAll(requestsTexts, (t) => t.auditPartnerSet),
    },
  };
}

async function pressed(context: Context, turn: Turn, payload: z.infer<typeof asked>, outcome: Outcome): Promise<Reply> {
  const text = decisionText(await decide(context, turn, payload, outcome), turn);
  if (!payload.list) return { type: 'replace', view: noticeView('identity.request', text, turn.language) };
  const rest = await requestsView(context, turn);
  return { type: 'replace', view: { ...rest, blocks: [{ type: 'text', text }, { type: 'divider' }, ...rest.blocks] } };
}

async function decideFor(context: Context, turn: Turn, person: PersonDocument, outcome: Outcome): Promise<Reply> {
  const request = person.request?.id ?? person.decision?.request;
  if (request === undefined)
    throw new Refusal(requestsTexts[turn.language].noRequestOf(person.name), 'identity.no-request');
  // Named in so many words, it also changes what was decided before; a press on an old card does not.
  const decision = await decide(context, turn, { person: person._id, request }, outcome, { again: true });
  return {
    type: 'message',
    private: true,
    view: noticeView('identity.request', decisionText(decision, turn), turn.language),
  };
}

function decisionText(decision: Decision, turn: Turn): string {
  const t = requestsTexts[turn.language];
  switch (decision.kind) {
    case 'gone':
      return t.requestGone;
    case 'superseded':
      return t.requestSuperseded;
    case 'decided':
      return t[decision.outcome](decision.person, decision.partner);
    case 'already': {
      const already = decision.outcome === 'confirmed' ? t.alreadyConfirmed : t.alreadyRejected;
      return already(decision.person, decision.partner, decision.by ?? t.someone);
    }
  }
}

const open: Filter = { 'request.at': { $gt: new Date(0) } };

async function requestsView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = requestsTexts[turn.language];
  const blocks = await openRequests(context, turn, after);
  const shown = blocks.length > 0 ? blocks : [{ type: 'text', text: t.requestsEmpty } as const];
  return {
    kind: 'identity.requests',
    summary: t.requestsTitle,
    title: t.requestsTitle,
    language: turn.language,
    blocks: shown,
  };
}

/** Ten at a time, the longest waiting first; nothing if nothing is open. */
async function openRequests(context: Context, turn: Turn, after?: string): Promise<readonly Block[]> {
  const page = await context.people.find({
    filter: open,
    sort: [['request.at', 1]],
    limit: pageSize,
    ...(after === undefined ? {} : { after }),
  });
  const blocks = page.items.flatMap((person) =>
    person.request ? requestBlocks(person, person.request, turn.language, true) : [],
  );
  if (page.next === undefined) return blocks;
  const more = { id: 'identity.requests', label: texts[turn.language].more, payload: { after: page.next } };
  return [...blocks, { type: 'actions', actions: [more] }];
}

/** Its part of App Home: nobody's request is lost, even if no coordinator was there when it was made. */
export async function requestBlocksAtHome(context: Context, turn: Turn): Promise<readonly Block[]> {
  if (!turn.person.coordinator) return [];
  const count = await context.people.count(open);
  if (count === 0) return [];
  const heading: Block = {
    type: 'text',
    text: [{ kind: 'strong', text: requestsTexts[turn.language].requestsCount(String(count)) }],
  };
  return [heading, ...(await openRequests(context, turn))];
}
