import { create, insertMultiple, search } from '@orama/orama';
import { stemmer } from '@orama/stemmers/german';
import { Charset, Index } from 'flexsearch';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import type { Passage } from '../../src/features/agreement/document.js';
import { fold } from '../../src/kernel/fold.js';

/** The passage that fits a question best. */
export interface Hit {
  readonly passage: Passage;
  /** By the library's own measure, for each word of the question: so one threshold suits short and long questions best. */
  readonly score: number;
}

/** A public search library over the passages of the agreement, as one would set it up for German. */
export interface SearchSystem {
  readonly name: string;
  best(question: string): Hit | undefined;
}

type Way = (passages: readonly Passage[]) => Omit<SearchSystem, 'name'>;

const stopWords = new Set(
  fold(
    'aber als am an auch auf aus bei bin bis da das dass dem den der des die ein eine einem einen einer es für hat ich im in ist ja kann man mit nach nicht nur oder sich sie sind so und uns von vor was wenn wer wie wir wird zu zum zur',
  ).split(' '),
);
const wordsOf = (text: string) => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !stopWords.has(word));
const stemsOf = (text: string) => wordsOf(text).map((word) => stemmer(word));
const contentOf = ({ section, text }: Passage) => `${section.heading} ${text}`;

const miniSearch: Way = (passages) => miniSearchWith(passages, {});

const miniSearchGerman: Way = (passages) =>
  miniSearchWith(passages, {
    tokenize: stemsOf,
    searchOptions: { prefix: true, fuzzy: 0.2 },
  });

function miniSearchWith(passages: readonly Passage[], options: Partial<ConstructorParameters<typeof MiniSearch>[0]>) {
  const index = new MiniSearch({ ...options, fields: ['content'] });
  index.addAll(passages.map((passage, id) => ({ id, content: contentOf(passage) })));
  return {
    best(question: string) {
      const [first] = index.search(question);
      return hitOf(passages, first?.id, first?.score);
    },
  };
}

const orama: Way = (passages) => {
  const index = create({
    schema: { content: 'string' },
    components: { tokenizer: { language: 'german', stemming: true, stemmer, stopWords: [...stopWords] } },
  });
  const content = passages.map((passage, id) => ({ id: String(id), content: contentOf(passage) }));
  atOnce(insertMultiple(index, content));
  return {
    best(question) {
      const [first] = atOnce(search(index, { term: question, limit: 1, threshold: 1 })).hits;
      return hitOf(passages, first?.id, first?.score);
    },
  };
};

/** Orama waits only for plug-ins, of which there are none here. */
function atOnce<T>(result: T | Promise<T>): T {
  if (result instanceof Promise) throw new Error('Orama answered later than it was asked.');
  return result;
}

const lunrGerman: Way = (passages) => {
  const index = lunr((builder) => {
    builder.pipeline.reset();
    builder.searchPipeline.reset();
    builder.ref('id');
    builder.field('content');
    for (const [id, passage] of passages.entries()) builder.add({ id, content: stemsOf(contentOf(passage)).join(' ') });
  });
  return {
    best(question) {
      const [first] = index.query((query) => {
        for (const stemmed of stemsOf(question)) query.term(stemmed, { usePipeline: false });
      });
      return hitOf(passages, first?.ref, first?.score);
    },
  };
};

/** FlexSearch ranks without a measure of its own: how many of the question's words lead to the passage stands in for it. */
const flexSearch: Way = (passages) => {
  const index = new Index({ tokenize: 'forward', encoder: Charset.LatinBalance });
  for (const [id, passage] of passages.entries()) index.add(id, stemsOf(contentOf(passage)).join(' '));
  return {
    best(question) {
      const stems = stemsOf(question);
      const [first] = index.search(stems.join(' '), { limit: 1, suggest: true });
      const leading = stems.filter((stem) => index.search(stem, { limit: passages.length }).includes(first ?? -1));
      return hitOf(passages, first, leading.length);
    },
  };
};

function hitOf(passages: readonly Passage[], id: unknown, score: number | undefined): Hit | undefined {
  const passage = id === undefined ? undefined : passages[Number(id)];
  return passage && { passage, score: score ?? 0 };
}

const ways: Readonly<Record<string, Way>> = {
  'MiniSearch, as it comes': miniSearch,
  'MiniSearch, German stems, prefix, fuzzy': miniSearchGerman,
  'Orama, German': orama,
  'lunr, German stems': lunrGerman,
  'FlexSearch, German stems': flexSearch,
};

export function searchSystems(passages: readonly Passage[]): readonly SearchSystem[] {
  return Object.entries(ways).map(([name, way]) => {
    const { best } = way(passages);
    return { name, best: (question) => perWord(best(question), question) };
  });
}

function perWord(hit: Hit | undefined, question: string): Hit | undefined {
  const words = question.match(/[\p{L}\p{N}]+/gu)?.length ?? 1;
  return hit && { ...hit, score: hit.score / words };
}
