import { answers, silences } from '../../content/agreement/answers.js';
import { concepts, rules, smalltalk } from '../../content/agreement/cues.js';
import { fold } from '../../kernel/fold.js';
import { clausesOf, longestQuestion } from './clauses.js';
import { type CueHit, Cues } from './cues.js';
import type { AgreementDocument } from './document.js';
import type { Decision, Finder, Finding, SmalltalkTopic } from './finder.js';
import { smalltalkTopics } from './finder.js';
import { type Matter, mattersOf, type Silence, silencesOf } from './matters.js';
import { PassageSearch, wordsIn } from './passage-search.js';

/** The document that the curated words and sentences under `content/agreement/` were written for. */
const curatedDocument = 'kooperationsvereinbarung';
const mostFindings = 3;
const pointsBack = /(?<!\p{L})(?:dazu|darüber|davon|dagegen|dafür)(?!\p{L})/iu;
/** Rules have up to so many concepts. */
const mostConcepts = 4;

/** Finds by curated words where there are any for the document, else by full-text search. */
export function createCueFinder(documents: readonly AgreementDocument[]): Finder {
  return new CueFinder(documents);
}

class CueFinder implements Finder {
  private readonly search: PassageSearch;
  private readonly cues: Cues | undefined;
  private readonly matters = new Map<string, Matter>();
  private readonly silences = new Map<string, Silence>();

  constructor(documents: readonly AgreementDocument[]) {
    this.search = new PassageSearch(documents);
    const curated = documents.find((document) => document.id === curatedDocument);
    if (!curated) return;
    for (const matter of mattersOf(curated, answers)) this.matters.set(matter.id, matter);
    for (const silence of silencesOf(curated, silences)) this.silences.set(silence.id, silence);
    this.cues = new Cues({ concepts, rules }, wordsIn(documents));
  }

  find(question: string): Decision {
    const text = question.slice(0, longestQuestion);
    const topic = smalltalkIn(text);
    if (topic) return { kind: 'smalltalk', topic };
    return this.byCues(text) ?? this.bySearch(text);
  }

  private byCues(text: string): Decision | undefined {
    const { cues } = this;
    if (!cues) return undefined;
    const { asking, telling } = clausesOf(text);
    // "… und ob es dazu ein Ziel gibt": what it is about was told before.
    const meant = telling.length > 0 && pointsBack.test(asking.join(' ')) ? [telling.concat(asking).join(' ')] : asking;
    const asked = meant.flatMap((clause) => cues.best(clause) ?? []);
    const hits = asked.length > 0 ? asked : telling.flatMap((clause) => cues.best(clause) ?? []);
    const trick = cues.conceptsIn(text).has('unfug');
    const best = [...hits].sort((a, b) => b.concepts - a.concepts)[0];
    if (trick) return this.silent('injektion');
    if (!best) return undefined;
    if (!this.matters.has(best.matter)) return this.silent(best.matter);
    return { kind: 'answer', findings: this.findings(hits) };
  }

  private findings(hits: readonly CueHit[]): readonly Finding[] {
    const ids = [...new Set(hits.map((hit) => hit.matter))];
    return ids
      .flatMap((id): Finding[] => {
        const matter = this.matters.get(id);
        const concepts = Math.max(...hits.filter((hit) => hit.matter === id).map((hit) => hit.concepts));
        return matter ? [{ kind: 'matter', matter, score: concepts / mostConcepts }] : [];
      })
      .slice(0, mostFindings);
  }

  private silent(id: string): Decision {
    const silence = this.silences.get(id);
    return { kind: 'silent', near: silence?.near ? [silence.near] : [], ...(silence && { silence }) };
  }

  private bySearch(text: string): Decision {
    const { asking, telling } = clausesOf(text);
    const hits = (asking.length > 0 ? asking : telling).map((clause) => this.search.search(clause));
    const sure = hits.flatMap((found) => found.slice(0, 1)).filter((hit) => this.search.answers(hit));
    if (sure.length > 0) {
      const findings = sure.map(({ citation, coverage }) => ({ kind: 'passage', citation, score: coverage }) as const);
      return { kind: 'answer', findings: findings.slice(0, mostFindings) };
    }
    const nearest = hits.flat().sort((a, b) => b.coverage - a.coverage)[0];
    return { kind: 'silent', near: nearest && nearest.coverage >= 0.4 ? [nearest.citation] : [] };
  }
}

const smalltalkPatterns = smalltalkTopics.map(
  (topic) =>
    [
      topic,
      new RegExp(`^(?:(?:hallo|hi|hey|moin|na|ok|okay|ach|so|ja|prima|super)[ ,]+)?(?:${smalltalk[topic]})$`, 'u'),
    ] as const,
);

/** A short message that is small talk and nothing else. */
function smalltalkIn(text: string): SmalltalkTopic | undefined {
  if (text.length > 80) return undefined;
  const words = fold(text)
    .replace(/[^\p{L}\p{N}\p{M} ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return smalltalkPatterns.find(([, pattern]) => pattern.test(words))?.[0];
}
