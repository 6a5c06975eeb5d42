import { type Feature, stored } from '../../../bot/feature.js';
import { merged, type Part } from '../../../bot/parts.js';
import type { AnnouncementDrafts } from '../drafts.js';
import { audiencePart } from './audience-part.js';
import { commonTexts } from './common-texts.js';
import { type AnnouncementsOptions, contextOf } from './context.js';
import { copiesPart } from './copies.js';
import { deliveryPart } from './delivery.js';
import { digestsPart, homeBlocks, welcome } from './digests.js';
import { draftingPart, partnerDraft } from './drafting.js';
import { expand, freshCards } from './expansion.js';
import { helpingPart } from './helping.js';
import { announcementsJob } from './jobs.js';
import { lettersPart } from './letters.js';
import { answerDelivery, listPart } from './list.js';
import { announcementsSpec, catchUpsSpec, offersSpec, questionsSpec, readsSpec } from './model.js';
import { welcomeSchedule } from './newcomers.js';
import { newsPart } from './news.js';
import { refresh } from './progress.js';
import { questionsPart } from './questions.js';
import { readingPart } from './reading.js';
import { sendingPart } from './sending.js';

export type { AnnouncementsOptions } from './context.js';

const batch = /^announcement:([^:]+)$/;
/** What is made known of a large audience with each look at the progress: far more than goes out meanwhile. */
const pagesAtOnce = 20;

/** Announcements: written, sent to everybody once, and followed until it is known whom they have reached. */
export function createAnnouncementsFeature(options: AnnouncementsOptions): Feature & AnnouncementDrafts {
  const context = contextOf(options);
  const own: Part = {
    collections: [
      stored(announcementsSpec),
      stored(readsSpec),
      stored(questionsSpec),
      stored(offersSpec),
      stored(catchUpsSpec),
    ],
    jobs: [announcementsJob(context)],
    numbered: {
      announcement: async (subject, language) => {
        const found = await context.announcements.get(subject);
        return found && commonTexts[language].numberedAs(found.title);
      },
    },
    answer: (turn, question) => answerDelivery(context, turn, question),
    async below(turn) {
      await welcome(context, turn);
      return [];
    },
    async home(turn) {
      await welcome(context, turn);
      return homeBlocks(context, turn);
    },
    async delivered(batches) {
      const ids = new Set(batches.flatMap((name) => batch.exec(name)?.[1] ?? []));
      for (const id of ids) {
        await expand(context, id, pagesAtOnce);
        await refresh(context, id);
      }
    },
  };
  const parts: readonly Part[] = [
    own,
    newsPart(context),
    digestsPart(context),
    draftingPart(context),
    audiencePart(context),
    sendingPart(context),
    listPart(context),
    deliveryPart(context),
    copiesPart(context),
    lettersPart(context),
    questionsPart(context),
    readingPart(context),
    helpingPart(context),
    { schedules: [freshCards(context), welcomeSchedule(context)] },
  ];
  return {
    name: 'announcements',
    title: { de: 'Ankündigungen', einfach: 'Ankündigungen', en: 'Announcements' },
    forPartner: (turn, partnerId) => partnerDraft(context, turn, partnerId),
    ...merged(parts),
  };
}
