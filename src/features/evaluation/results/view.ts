import type { Turn } from '../../../bot/feature.js';
import { reportPath } from '../../../bot/reports.js';
import { typedAction } from '../../../bot/views.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { untilOf } from '../answers/card.js';
import { respondents } from '../answers/named.js';
import { namedTexts } from '../answers/named-texts.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { audienceTexts } from '../rounds/audience-texts.js';
import { isReleased } from './access.js';
import { rateOf } from './aggregate.js';
import type { Result } from './model.js';
import { distributionPicture, familiesOf } from './pictures.js';
import { resultTexts } from './texts.js';
import {
  answeredIn,
  answerLines,
  factsOf,
  few,
  figuresText,
  hasFew,
  hasHidden,
  leadOf,
  rateText,
  tooFewText,
} from './words.js';

const longestSummary = 150;
/** Questions of one's own may have many different answers: the rest of the pictures is on the page. */
const mostPictures = 2;

export const resultActions = {
  files: 'evaluation.result-files',
  followUp: 'evaluation.follow-up',
  list: 'evaluation.results',
} as const;

/** How many have answered, while a round is open: nothing else is said before its end. */
export async function openView(context: Context, { language }: Turn, round: Round): Promise<View> {
  const t = resultTexts[language];
  const rate = rateText(await rateOf(context, round), language);
  const title = t.openTitle(round.title, String(round.number));
  const text = round.closesAt ? t.openText(untilOf(round, language, context.zone)) : t.openTextPlain;
  return {
    kind: 'evaluation.response-rate',
    summary: cut(`${title}: ${rate}`, longestSummary),
    title,
    language,
    blocks: [
      { type: 'facts', facts: [{ label: round.named ? t.rateOfPartners : t.rate, value: rate }] },
      { type: 'text', text },
    ],
  };
}

/** What a closed round came to, in chat. */
export async function resultView(context: Context, turn: Turn, round: Round, result: Result): Promise<View> {
  const { language } = turn;
  const t = resultTexts[language];
  const title = t.title(round.title, String(round.number));
  const families = familiesOf(round, result, language).filter(({ members }) =>
    members.some(({ result: { total } }) => total !== null),
  );
  const pictures: Block[] = [];
  for (const family of families.slice(0, mostPictures)) {
    pictures.push(await distributionPicture(context, family, result.smallest, language));
  }
  return {
    kind: 'evaluation.result',
    summary: cut(`${title}. ${t.rate}: ${rateText(result.overall, language)}`, longestSummary),
    title,
    language,
    blocks: [
      { type: 'facts', facts: factsOf(context, round, result.overall, language) },
      ...pictures,
      ...inWords(round, result, turn),
      ...followUpBlocks(round, turn),
      ...(await respondentBlocks(context, round, language)),
      ...notesOf(round, result, turn),
      ...(await pageLink(context, turn, round)),
      { type: 'actions', actions: waysOn(turn, round) },
    ],
  };
}

/** Every question's answers in a line each. */
function inWords(round: Round, result: Result, { language }: Turn): readonly Block[] {
  const t = resultTexts[language];
  const { smallest } = result;
  const items = [
    ...answerLines(round, result, language),
    ...answeredIn(round, result, 'number').map((answered) => [
      strong(leadOf(answered.question, language)),
      figuresText(answered, smallest, language),
    ]),
    ...answeredIn(round, result, 'texts').map(({ question, result: { n } }) => [
      strong(leadOf(question, language)),
      n === null ? tooFewText(smallest, language) : n === 0 ? t.noAnswers : t.textsCount(String(n)),
    ]),
  ];
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

/** Who answered a round that asks partners by name. */
export async function respondentBlocks(context: Context, round: Round, language: Language): Promise<readonly Block[]> {
  const names = round.named ? await respondents(context, round, language) : [];
  if (names.length === 0) return [];
  return [{ type: 'text', text: [strong(`${namedTexts[language].respondents}: `), names.join(', ')] }];
}

export function followUpBlocks({ followUp }: Round, { language }: Pick<Turn, 'language'>): readonly Block[] {
  if (!followUp) return [];
  return [
    { type: 'text', text: [strong(resultTexts[language].followUp)] },
    { type: 'text', text: followUp.text },
  ];
}

export function notesOf(round: Round, result: Result, { language }: Pick<Turn, 'language'>): readonly Block[] {
  const t = resultTexts[language];
  const notes = [
    round.named ? t.isNamed : t.anonymous,
    ...(!round.named && hasHidden(result) ? [t.hiddenNote(String(result.smallest))] : []),
    ...(hasFew(result) ? [t.fewNote(String(few))] : []),
    ...(isReleased(round) ? [] : [audienceTexts[language].notReleased]),
  ];
  return [{ type: 'note', text: notes.join(' ') }];
}

async function pageLink({ links }: Context, turn: Turn, round: Round): Promise<readonly Block[]> {
  const path = await reportPath(links, reportSubject(round), turn.now);
  const href = links.address(path, turn.inbound.from.channel);
  return href === undefined ? [] : [{ type: 'link', text: resultTexts[turn.language].page, href }];
}

export function reportSubject({ _id }: Pick<Round, '_id'>): string {
  return `round:${_id}`;
}

function waysOn(turn: Turn, round: Round): readonly Action[] {
  const t = resultTexts[turn.language];
  const payload = { round: round._id };
  const canWrite = turn.person.coordinator && !round.followUp;
  return [
    ...(turn.person.coordinator && !isReleased(round)
      ? [typedAction(`umfrage freigeben ${round.number}`, audienceTexts[turn.language].release)]
      : []),
    ...(canWrite ? [{ id: resultActions.followUp, label: t.followUpWrite, payload, opensForm: true }] : []),
    { id: resultActions.files, label: t.asFiles, payload },
    typedAction('umfrage', t.mine),
  ];
}
