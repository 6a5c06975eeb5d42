import type { Language } from '../../kernel/texts.js';
import { type Answer, type NextStep, plainAnswer, usualSteps } from './answer.js';
import type { SmalltalkTopic } from './finder.js';
import { type AgreementTexts, texts } from './texts.js';

/** The short, friendly reply to what asks nothing of the documents. */
export function smallTalk(topic: SmalltalkTopic, language: Language): Answer {
  const t = texts[language];
  const said = {
    gruss: t.greeting,
    dank: t.thanks,
    abschied: t.goodbye,
    befinden: t.howAreYou,
    'von-sich': t.toldOfThemselves,
    'wer-bist-du': t.whoAreYou,
    'lob-tadel': t.praise,
    funktion: t.whatICan,
    neu: t.welcome,
    mensch: t.humanWanted,
  }[topic];
  return {
    ...plainAnswer('smalltalk', false, said),
    next: stepsAfter(topic, t),
    ...(topic === 'mensch' && { toCoordination: true }),
  };
}

function stepsAfter(topic: SmalltalkTopic, t: AgreementTexts): readonly NextStep[] {
  if (topic === 'dank' || topic === 'abschied') return [];
  return topic === 'neu' ? [...firstSteps(t), ...usualSteps(t)] : usualSteps(t);
}

/** What those who are new ask first. The questions are German, as the ways of asking mostly are. */
function firstSteps(t: AgreementTexts): readonly NextStep[] {
  return [
    { label: t.whatFor, typed: 'Warum gibt es die Vereinbarung?' },
    { label: t.duties, typed: 'Was müssen wir als Partner tun?' },
    { label: t.goals, typed: 'Welche Ziele gibt es?' },
  ];
}
