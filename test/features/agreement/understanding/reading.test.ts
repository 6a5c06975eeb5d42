import { describe, expect, it } from 'vitest';
import { clausesOf, withWhatItPointsTo } from '../../../../src/features/agreement/understanding/clauses.js';
import { partsOf } from '../../../../src/features/agreement/understanding/compounds.js';
import { Concepts } from '../../../../src/features/agreement/understanding/concepts.js';
import { fold, tokensOf } from '../../../../src/features/agreement/understanding/normalise.js';
import { isOneSlip, Vocabulary } from '../../../../src/features/agreement/understanding/vocabulary.js';
import { WordTable } from '../../../../src/features/agreement/understanding/word-table.js';

describe('folding', () => {
  it.each([
    ['Kündigung', 'Kuendigung', 'KUNDIGUNG'],
    ['Ärzte', 'Aerzte', 'arzte'],
    ['Größe', 'Groesse', 'GROSSE'],
    ['yapıyor', 'yapiyor', 'YAPIYOR'],
  ])('makes the spellings %s, %s and %s one', (...spellings) => {
    expect(new Set(spellings.map(fold)).size).toBe(1);
  });

  it('keeps vowels apart that only look like a written-out umlaut', () => {
    expect(fold('Steuer')).toBe('steuer');
    expect(fold('Frauen')).toBe('frauen');
  });

  it('keeps the shape of numbers only', () => {
    expect(tokensOf('am 3.12. oder 2027 mit 12 Leuten').map(({ word }) => word)).toEqual([
      'am',
      '#date',
      'oder',
      '#year',
      'mit',
      '#',
      'leuten',
    ]);
  });

  it('reads only so much of a huge message', () => {
    expect(tokensOf('wort '.repeat(10_000)).length).toBe(400);
  });
});

describe('compounds', () => {
  const known = new Set(['kinder', 'armut', 'gremien', 'arbeit', 'bildung', 'kette']);
  it.each([
    ['kinderarmut', ['kinder', 'armut']],
    ['gremienarbeit', ['gremien', 'arbeit']],
    ['bildungskette', ['bildung', 'kette']],
    ['kinderbildungsarbeit', ['kinder', 'bildung', 'arbeit']],
    ['fahrradkette', []],
  ])('splits %s into known words', (word, parts) => {
    expect(partsOf(word, (part) => known.has(part))).toEqual(parts);
  });
});

describe('the vocabulary', () => {
  const counted = new Map([
    ['kundigung', 9],
    ['kundigungsfrist', 4],
    ['zundung', 20],
    ['їжа', 2],
    ['erfüllt', 3],
  ]);
  const vocabulary = new Vocabulary(WordTable.of(counted));

  it('knows its words and no others', () => {
    for (const word of counted.keys()) expect(vocabulary.has(word)).toBe(true);
    for (const word of ['', 'kundigun', 'zundunz', 'aaaaaaa', 'їжі']) expect(vocabulary.has(word)).toBe(false);
  });

  it.each([
    ['kundigugn', 'kundigung'],
    ['kundgung', 'kundigung'],
    ['kuntigung', 'kundigung'],
    ['kundigungsfrst', 'kundigungsfrist'],
  ])('takes %s for %s', (typed, meant) => {
    expect(vocabulary.correction(typed)).toBe(meant);
  });

  it('leaves words alone that are far from all it knows', () => {
    expect(vocabulary.correction('elefant')).toBe('elefant');
  });
});

describe('one slip', () => {
  it.each([
    ['a letter too many', 'fristt', 'frist'],
    ['a letter too few', 'fist', 'frist'],
    ['a wrong letter', 'fwist', 'frist'],
    ['two swapped letters', 'first', 'frist'],
  ])('is %s', (_what, typed, meant) => {
    expect(isOneSlip(typed, meant)).toBe(true);
  });

  it('is not two', () => {
    expect(isOneSlip('fwisd', 'frist')).toBe(false);
    expect(isOneSlip('tsirf', 'frist')).toBe(false);
  });
});

describe('the concept lexicon', () => {
  const concepts = new Concepts(
    '# comment\nLEAVE: kündig* aussteigen nicht_mehr_mitmach*\nPERIOD: *frist\nOTHER: raus\nHAVE: ge*hab*t',
  );

  it('finds ideas by whole words, their inflections, beginnings and endings', () => {
    expect(concepts.ofWord(fold('gekündigt'))).toEqual([]);
    expect(concepts.ofWord(fold('Kündigungsfrist'))).toEqual(['LEAVE', 'PERIOD']);
    expect(concepts.ofWord('aussteigen')).toEqual(['LEAVE']);
    expect(concepts.ofWord('haus')).toEqual([]);
    expect(concepts.ofWord('gehabt')).toEqual(['HAVE']);
    expect(concepts.ofWord('gehab')).toEqual([]);
  });

  it('finds phrases whose words stand together, with little between', () => {
    const words = (text: string) => tokensOf(text).map(({ word }) => word);
    expect(concepts.ofPhrases(words('wir wollen nicht mehr dabei mitmachen'))).toEqual([
      { concept: 'LEAVE', at: [2, 3, 5] },
    ]);
    expect(concepts.ofPhrases(words('nicht alle wollen heute noch mehr'))).toEqual([]);
  });
});

describe('clauses', () => {
  it('are the sentences of a message', () => {
    expect(clausesOf('Ich bin neu hier. Wie lange läuft das? Danke euch!')).toEqual([
      'Ich bin neu hier.',
      'Wie lange läuft das?',
      'Danke euch!',
    ]);
  });

  it('are the questions that "und" joins', () => {
    expect(clausesOf('Wie lange läuft die Vereinbarung und mit welcher Frist kann man sie kündigen?')).toEqual([
      'Wie lange läuft die Vereinbarung',
      'mit welcher Frist kann man sie kündigen?',
    ]);
  });

  it('do not end at dates and abbreviations', () => {
    expect(clausesOf('Wenn ich am 5. Dezember kündige, ggf. auch später, wann bin ich draußen?')).toHaveLength(1);
  });

  it('are read together with what was told before them, if they point there', () => {
    const told = 'In meiner Klasse kommen viele ohne Frühstück.';
    expect(withWhatItPointsTo('Kümmert sich jemand um so etwas?', told)).toBe(
      `${told} Kümmert sich jemand um so etwas?`,
    );
    expect(withWhatItPointsTo('Wie lange läuft das?', told)).toBe('Wie lange läuft das?');
    expect(withWhatItPointsTo('Was steht dazu darin?', 'Was kostet es?')).toBe('Was steht dazu darin?');
  });

  it('are none in a message without words', () => {
    expect(clausesOf('?!? … 👍')).toEqual([]);
  });
});
