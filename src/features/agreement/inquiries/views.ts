import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Inquiry } from './model.js';
import { texts } from './texts.js';

export const answerForm = 'agreement.answer-inquiry';
/** Of the text of a question in a list. */
const shortText = 300;
const longestSummary = 150;

/** What a coordinator gets. */
export function inquiryView(inquiry: Inquiry, language: Language): View {
  const t = texts[language];
  const name = nameOf(inquiry, language);
  return {
    kind: 'agreement.inquiry',
    summary: cut(`${t.newInquiry(name)}: ${inquiry.text}`, longestSummary),
    title: t.newInquiry(name),
    language,
    blocks: [
      { type: 'text', text: inquiry.text },
      { type: 'actions', actions: [answerAction(inquiry, language)] },
      { type: 'note', text: t.answerHint(name) },
    ],
  };
}

/** What whoever asked gets. */
export function answerView(inquiry: Inquiry, from: string | undefined, language: Language): View {
  const t = texts[language];
  const title = t.answerArrived(from ?? t.somebody);
  return {
    kind: 'agreement.inquiry-answer',
    summary: cut(`${title}: ${inquiry.answer ?? ''}`, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: inquiry.answer ?? '' },
      { type: 'note', text: `${t.youAsked} ${inquiry.text}` },
    ],
  };
}

/** What stands where a question was answered. */
export function answeredView(inquiry: Inquiry, text: string, language: Language): View {
  const blocks: Block[] = [{ type: 'text', text }];
  if (inquiry.text !== '') blocks.push({ type: 'note', text: inquiry.text });
  return { kind: 'agreement.inquiry', summary: cut(text, longestSummary), language, blocks };
}

/** Each with a button to answer it. */
export function inquiryBlocks(inquiries: readonly Inquiry[], language: Language): readonly Block[] {
  return inquiries.flatMap((inquiry): Block[] => [
    { type: 'text', text: [strong(nameOf(inquiry, language)), `: ${cut(inquiry.text, shortText)}`] },
    { type: 'actions', actions: [answerAction(inquiry, language)] },
  ]);
}

export function answerAction(inquiry: Inquiry, language: Language): Action {
  return { id: answerForm, label: texts[language].answerButton, payload: { inquiry: inquiry._id }, opensForm: true };
}

export function nameOf({ name }: Inquiry, language: Language): string {
  return name ?? texts[language].formerPerson;
}
