import { stored } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import type { Context } from '../context.js';
import type { Replying } from './answering.js';
import { behalfPart } from './behalf.js';
import { chasingPart } from './chasing-part.js';
import { deputyPart } from './deputy-part.js';
import { createInvitations, type Invitations } from './invitations.js';
import { leadTimesPart } from './lead-times-part.js';
import { listPart } from './list-part.js';
import { LiveCards, staleCardsSpec } from './live.js';
import { openView } from './open-view.js';
import { questionsPart } from './questions.js';
import { replyPart } from './reply-part.js';
import { succeedInInvitations } from './succession.js';

/** Invitations and everything that comes of them: replies, deputies, live cards, chasing, lists. */
export interface Replies {
  readonly invitations: Invitations;
  readonly parts: readonly Part[];
}

export function createReplies(options: Context): Replies {
  const live = new LiveCards(options);
  const context: Replying = { ...options, live };
  return {
    invitations: createInvitations(context, live),
    parts: [
      listPart(context),
      replyPart(context),
      behalfPart(context, (turn, meeting, page) => openView(context, turn, meeting, page)),
      deputyPart(context),
      chasingPart(context),
      leadTimesPart(context),
      questionsPart(context),
      {
        collections: [stored(staleCardsSpec)],
        succeed: (turn, from, to) => succeedInInvitations(context, turn, from, to),
        stop: () => live.settle(),
      },
    ],
  };
}
