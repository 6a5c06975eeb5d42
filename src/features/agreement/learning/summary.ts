import type { Turn } from '../../../bot/feature.js';
import { addMonths, startOfDay } from '../../../kernel/dates.js';
import type { Block, View } from '../../../messages/view.js';
import { topicOf } from '../topics.js';
import { monthOf, type Opinion } from './model.js';
import type { Asked, Opinions } from './opinions.js';
import { texts } from './texts.js';

const pageSize = 10;
/** This month and so many before it. */
const monthsBefore = 2;

/** What was asked how often in three months, and whether the answers helped; ten at a time, most often first. */
export async function questionsView(opinions: Opinions, turn: Turn, wantedPage: number): Promise<View> {
  const t = texts[turn.language];
  const since = `${monthOf(addMonths(turn.today, -monthsBefore))}-01`;
  const asked = await opinions.askedSince(monthOf(since));
  const pages = Math.max(1, Math.ceil(asked.length / pageSize));
  const page = Math.min(Math.max(1, wantedPage), pages);
  const shown = asked.slice((page - 1) * pageSize, page * pageSize);
  const words = page === 1 ? await opinions.withWords() : [];
  const blocks: Block[] = [];
  if (shown.length === 0) blocks.push({ type: 'text', text: t.noQuestions });
  else {
    blocks.push({
      type: 'table',
      caption: t.questionsCaption(page, pages),
      columns: [t.topicColumn, t.askedColumn, t.helped, t.notHelped],
      rows: await Promise.all(shown.map((matter) => rowOf(opinions, matter, startOfDay(since, 'utc'), turn))),
    });
  }
  if (words.length > 0) {
    blocks.push({ type: 'text', text: t.sentWords }, { type: 'list', items: words.map((one) => lineOf(one, turn)) });
  }
  if (page < pages) {
    const more = { id: 'bot.typed', label: t.more, payload: { text: `fragen ${page + 1}` } };
    blocks.push({ type: 'actions', actions: [more] });
  }
  return {
    kind: 'agreement.questions',
    summary: t.questionsTitle,
    title: t.questionsTitle,
    language: turn.language,
    blocks,
  };
}

async function rowOf(
  opinions: Opinions,
  { about, answered, count }: Asked,
  since: Date,
  { language }: Turn,
): Promise<readonly string[]> {
  const topic = topicOf(about) ?? about;
  const [helped, not] = await Promise.all([
    opinions.countOf(about, 'helped', since),
    opinions.countOf(about, 'not-helped', since),
  ]);
  return [answered ? topic : texts[language].notRegulatedMark(topic), String(count), String(helped), String(not)];
}

function lineOf({ about, reason, text, question }: Opinion, { language }: Turn): string {
  const t = texts[language];
  const words = [question && `„${question}“`, text, reason && t[reason]].filter((part) => part !== undefined);
  return `${topicOf(about) ?? about}: ${words.join(' – ')}`;
}
