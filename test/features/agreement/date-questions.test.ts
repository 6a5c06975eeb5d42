import { describe, expect, it } from 'vitest';
import { readDateQuestion, readTypedDate } from '../../../src/features/agreement/date-questions.js';
import { fromNotice, toEnd } from '../../../src/features/agreement/notice.js';

const today = '2026-11-23';
const rule = { days: 28, passage: 'laufzeit-2' };

/** The one day that answers the question. */
function dayFor(question: string): string | undefined {
  const read = readDateQuestion(question, today);
  switch (read?.kind) {
    case 'from-notice':
      return `Ende ${fromNotice(read.notice, rule).end}`;
    case 'from-month':
      return `Ende ${fromNotice(read.first, rule).end} oder ${fromNotice(read.last, rule).end}`;
    case 'to-end':
      return `spätestens ${toEnd(read.wanted, today, rule).lastNotice}`;
    case 'in-force':
      return `in Kraft ${read.signed}`;
    case 'impossible':
      return `gibt es nicht: ${read.text}`;
    case undefined:
      return undefined;
  }
}

const questions: readonly (readonly [question: string, answer: string | undefined])[] = [
  // notice → end
  ['Wir möchten am 15. Januar 2027 kündigen. Wann endet die Zusammenarbeit?', 'Ende 2027-03-31'],
  ['Kündigung abgeschickt am 1.6.2027, wann sind wir raus?', 'Ende 2027-06-30'],
  ['Wenn wir am 3. März 2027 kündigen, kommen wir dann noch im ersten Quartal raus?', 'Ende 2027-03-31'],
  ['was ist wenn die kündigung erst am 4.3.27 eingeht', 'Ende 2027-06-30'],
  ['Unser Träger will heute kündigen. Ab wann sind wir nicht mehr gebunden?', 'Ende 2026-12-31'],
  ['Wenn ich morgen kündige, wann ist Schluss?', 'Ende 2026-12-31'],
  ['kündigen wir in zwei wochen wann sind wir dann draussen', 'Ende 2027-03-31'],
  ['Zum wievielten endet es, wenn das Schreiben am 2. Juni 2027 eintrifft?', 'Ende 2027-06-30'],
  ['Zum wievielten endet es, wenn das Schreiben am 3. Juni 2027 eintrifft und wir kündigen?', 'Ende 2027-09-30'],
  ['Wir haben am 10.10. gekündigt, wie lange hängen wir noch drin?', 'Ende 2026-12-31'],
  ['Wir haben am 20. Dezember 2025 gekündigt. Bis wann galt das für uns?', 'Ende 2026-03-31'],
  ['Kündigung zum nächstmöglichen Termin, Eingang 29.2.2028', 'Ende 2028-03-31'],
  ['Wir steigen aus, der Brief geht am 30.11.2026 raus – welches Datum ist dann das Ende?', 'Ende 2026-12-31'],
  ['If we hand in our notice on 5 March 2027, when are we out?', 'Ende 2027-06-30'],
  ['We gave notice on September 3rd, 2026. When does the agreement end for us?', 'Ende 2026-12-31'],
  ['When are we out if we terminate on the 2nd of June 2027?', 'Ende 2027-06-30'],
  ['we want to leave and will send the letter tomorrow, when is it over', 'Ende 2026-12-31'],
  ['Wenn wir bis 30.11.2026 kündigen, wann sind wir dann raus?', 'Ende 2026-12-31'],
  ['Angenommen, wir kündigen am ersten Juli 2027: bis wann sind wir noch dabei?', 'Ende 2027-09-30'],
  ['Wir kündigen am 2026-12-03. Wann endet es?', 'Ende 2026-12-31'],
  ['Wir wollen zum 30.6.2027 raus und kündigen am 1.6.2027 – klappt das noch?', 'Ende 2027-06-30'],
  ['Hiermit kündigen wir die Vereinbarung am 23.11.2026.', 'Ende 2026-12-31'],
  ['Wir kündigen im Januar 2027, wann sind wir raus?', 'Ende 2027-03-31 oder 2027-03-31'],
  ['Wenn wir im Dezember kündigen, wann endet die Vereinbarung?', 'Ende 2026-12-31 oder 2027-03-31'],
  // wished-for end → last day of notice
  ['Bis wann müssen wir kündigen, damit am 31. März 2027 Schluss ist?', 'spätestens 2027-03-03'],
  ['Wir wollen zum Jahresende raus. Wann muss die Kündigung da sein?', 'spätestens 2026-12-03'],
  ['Letzter Tag für die Kündigung zum 31.12.2026?', 'spätestens 2026-12-03'],
  ['Was ist der späteste Termin, um zum 30.06.2027 auszusteigen?', 'spätestens 2027-06-02'],
  ['Wann kündigen, wenn wir ab 1. Juli 2027 nicht mehr dabei sein wollen?', 'spätestens 2027-06-02'],
  ['wie früh muss man bescheid sagen um ende september 2027 auszutreten', 'spätestens 2027-09-02'],
  ['Bis wann müssen wir kündigen, um noch dieses Jahr rauszukommen?', 'spätestens 2026-12-03'],
  ['Wir möchten Ende 2027 aussteigen, wann müssen wir spätestens Bescheid geben?', 'spätestens 2027-12-03'],
  [
    'Der Verein will zum 31. März austreten. Wann muss der Brief spätestens abgeschickt werden?',
    'spätestens 2027-03-03',
  ],
  ['Ausstieg Ende des zweiten Quartals 2027, Frist?', 'spätestens 2027-06-02'],
  ['By when do we have to give notice to leave at the end of June 2027?', 'spätestens 2027-06-02'],
  ['What is the last day to give notice if we want to be out by 31 December 2026?', 'spätestens 2026-12-03'],
  ['We want to quit by the end of next year. What is the deadline?', 'spätestens 2027-12-03'],
  ['Können wir zum 15.11.2027 kündigen?', 'spätestens 2027-09-02'],
  ['Kündigung zum 28.2.2027 möglich?', 'spätestens 2026-12-03'],
  ['Unsere Kita schließt zum Ende des Schuljahres, bis wann müssten wir kündigen?', 'spätestens 2027-06-02'],
  // signing → in force
  ['Wir unterzeichnen am 12. Mai 2027, ab wann gilt das?', 'in Kraft 2027-05-12'],
  ['Unterschrift am 1.2.2027 – wann tritt die Vereinbarung in Kraft?', 'in Kraft 2027-02-01'],
  ['We sign on 3 May 2027. From when is it binding?', 'in Kraft 2027-05-03'],
  ['Unsere Leitung hat am 3.11. unterschrieben, gilt es seitdem?', 'in Kraft 2026-11-03'],
  ['Wenn wir morgen unterschreiben, ab wann sind wir gebunden?', 'in Kraft 2026-11-24'],
  // no such day
  ['Wir kündigen am 31.02.2027, wann ist Schluss?', 'gibt es nicht: 31.02.2027'],
  ['Wenn wir am 31. Juni kündigen, wann sind wir raus?', 'gibt es nicht: 31. juni'],
  // so long before or after another day, and other ways of telling it
  ['30 Tage vor Jahresende kündigen, reicht das?', 'Ende 2026-12-31'],
  ['Wenn ich zwei Wochen vor dem 30. Juni 2027 kündige, wann ist dann Schluss?', 'Ende 2027-09-30'],
  ['Kündigung drei Tage nach dem 30.5.2027, wann ist das Ende?', 'Ende 2027-06-30'],
  ['letzter drücker für ende juni 2027?', 'spätestens 2027-06-02'],
  ['bis wann muss ich kündigen, wenn ich zum Sommer raus will', 'spätestens 2027-06-02'],
  ['Am zweiten Dezember geht unser Schreiben raus. Wann sind wir weg?', 'Ende 2026-12-31'],
  ['Wenn ich am 29. Februar 2027 kündige, wann ist Schluss?', 'gibt es nicht: 29. februar 2027'],
  // not for the calculator
  ['Wann ist das Treffen am 3.12.2026?', undefined],
  ['Wurde das Leitbild am 20.03.2018 beschlossen?', undefined],
  ['Wie lange ist die Kündigungsfrist?', undefined],
  ['Ist die Frist vier Wochen zum Quartalsende, wenn wir kündigen?', undefined],
  ['Ich will meinen Handyvertrag am 3.12. kündigen, wann endet er?', undefined],
  ['Guten Morgen, wie kündigt man?', undefined],
  ['Sobald wir unterschrieben haben – sind wir dann sofort dabei?', undefined],
  ['Wann endet das Netzwerktreffen am 3.12.2026?', undefined],
  ['Bis Ende März 2027 sollen wir einen Bericht einreichen, steht das drin?', undefined],
  ['Wer hat den Brief vom 3.9.2026 geschrieben?', undefined],
  ['Meine Kollegin hat zum 31.12.2026 gekündigt, wer bekommt ihren Zugang?', undefined],
];

describe('questions about days', () => {
  it.each(questions)('%s → %s', (question, answer) => {
    expect(dayFor(question)).toBe(answer);
  });

  it('reads a typed day as the day of notice, and one behind "zum" as the wished-for end', () => {
    expect(readTypedDate('15.1.2027', today)).toMatchObject({ kind: 'from-notice', notice: '2027-01-15' });
    expect(readTypedDate('am 15.1.2027', today)).toMatchObject({ kind: 'from-notice' });
    expect(readTypedDate('zum 30.9.27', today)).toMatchObject({ kind: 'to-end', wanted: '2027-09-30' });
    expect(readTypedDate('31.02.', today)).toMatchObject({ kind: 'impossible' });
    expect(readTypedDate('irgendwann', today)).toBeUndefined();
  });
});
