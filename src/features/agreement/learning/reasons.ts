import type { Language } from '../../../kernel/texts.js';
import type { Fact, View } from '../../../messages/view.js';
import type { Answer } from '../answer.js';
import { topicOf } from '../topics.js';
import { texts } from './texts.js';

const verySureFrom = 0.9;
const quiteSureFrom = 0.7;

/** For those who look after the answers: what was understood, how surely, by which words, and what else it might have been. */
export function reasonsView({ about, reasons, date }: Answer, language: Language): View {
  const t = texts[language];
  const topic = about === undefined ? undefined : topicOf(about);
  const facts: Fact[] = [{ label: t.understoodAs, value: topic ?? (date === undefined ? t.otherMatter : t.workedOut) }];
  if (reasons) {
    facts.push({ label: t.howSure, value: sureness(reasons.confidence, language) });
    facts.push({ label: t.words, value: reasons.because.join(', ') || t.noWords });
    if (reasons.rival) {
      const { topic: other, probability } = reasons.rival;
      facts.push({ label: t.nextBest, value: `${other} (${percent(probability)} %)` });
    }
  }
  return {
    kind: 'agreement.why',
    summary: t.whyTitle,
    title: t.whyTitle,
    language,
    blocks: [{ type: 'facts', facts }],
  };
}

function sureness(confidence: number, language: Language): string {
  const t = texts[language];
  if (confidence >= verySureFrom) return t.verySure(percent(confidence));
  return confidence >= quiteSureFrom ? t.quiteSure(percent(confidence)) : t.barelySure(percent(confidence));
}

function percent(share: number): number {
  return Math.round(share * 100);
}
