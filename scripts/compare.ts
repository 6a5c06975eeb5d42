/**
 * Compares Dorfbote's answers with those of public search libraries on files of questions with known answers:
 *
 *   npm run compare -- FILE …
 *
 * A library refuses below a score; which one is best for it is worked out on test/qa/tuning.jsonl, so that nothing is tuned
 * on what it is measured on. Intervals are those in which a figure lies with 95 % probability (bootstrap over questions).
 */
import { createResponder } from '../src/features/agreement/feature.js';
import { loadDocuments } from '../src/features/agreement/files.js';
import { interval } from './compare/bootstrap.js';
import { type Question, readQuestions } from './compare/questions.js';
import { type Prediction, type Score, Scoring, scoreOf, type Verdict } from './compare/scoring.js';
import { type Hit, searchSystems } from './compare/systems.js';
import { runCommand } from './environment.js';

const tuningFile = 'test/qa/tuning.jsonl';
/** The day that counts as today: dates in the questions do not depend on it. */
const today = '2026-11-10';

type Answerer = (question: string) => Prediction;

await runCommand(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    console.error('So vergleichen Sie:  npm run compare -- FRAGEN.jsonl …');
    return 2;
  }
  const documents = loadDocuments();
  const [agreement] = documents;
  if (!agreement) throw new Error('There is no agreement.');
  const scoring = new Scoring(agreement);
  const tuning = await readQuestions(tuningFile);
  const respond = createResponder({ documents });
  const dorfbote: Answerer = (question) => {
    const { answered, citations, sentences } = respond(question, { today, language: 'de' });
    return { answered, quotes: citations.map(({ quote }) => quote), answer: sentences.join(' ') };
  };
  const systems: readonly (readonly [string, Answerer])[] = [
    ['Dorfbote', dorfbote],
    ...searchSystems(agreement.passages).map(
      ({ name, best }) => [name, withThreshold(best, bestThreshold(best, tuning, scoring))] as const,
    ),
  ];
  for (const file of files) report(file, await readQuestions(file), systems, scoring);
  return 0;
});

/** Quotes the best passage, or refuses where it fits too little. */
function withThreshold(best: (question: string) => Hit | undefined, threshold: number): Answerer {
  return (question) => predictionOf(best(question), threshold);
}

function predictionOf(hit: Hit | undefined, threshold: number): Prediction {
  if (!hit || hit.score < threshold) return { answered: false, quotes: [], answer: '' };
  return { answered: true, quotes: [hit.passage.text], answer: hit.passage.text };
}

/** The score below which refusing is best for the library on these questions. */
function bestThreshold(
  best: (question: string) => Hit | undefined,
  questions: readonly Question[],
  scoring: Scoring,
): number {
  const hits = questions.map((question) => ({ question, hit: best(question.question) }));
  const candidates = [0, ...new Set(hits.map(({ hit }) => hit?.score ?? 0))];
  const means = candidates.map((threshold) => ({
    threshold,
    mean: scoreOf(hits.map(({ question, hit }) => scoring.judge(question, predictionOf(hit, threshold)))).mean,
  }));
  return means.reduce((one, other) => (other.mean > one.mean ? other : one)).threshold;
}

function report(
  file: string,
  questions: readonly Question[],
  systems: readonly (readonly [string, Answerer])[],
  scoring: Scoring,
): void {
  const unanswerable = questions.filter(({ answerable }) => !answerable).length;
  console.log(`${file}: ${questions.length} questions, ${unanswerable} of them not answered by the agreement\n`);
  console.log('| system | correct@1 | refusals | score |');
  console.log('|---|---|---|---|');
  for (const [name, answer] of systems) {
    const verdicts = questions.map((question) => scoring.judge(question, answer(question.question)));
    const cells = (['correct', 'refused', 'mean'] as const).map((figure) => cell(verdicts, figure));
    console.log(`| ${[name, ...cells].join(' | ')} |`);
  }
  console.log('');
}

function cell(verdicts: readonly Verdict[], figure: keyof Score): string {
  const groups = [true, false].map((answerable) => verdicts.filter((verdict) => verdict.answerable === answerable));
  const { from, to } = interval(groups, (drawn) => scoreOf(drawn)[figure]);
  const [value, low, high] = [scoreOf(verdicts)[figure], from, to].map((share) => share.toFixed(3).replace(/^0/, ''));
  return `${value} [${low}–${high}]`;
}
