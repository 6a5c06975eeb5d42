import { describe, expect, it } from 'vitest';
import { ask, closing, said } from './asking.js';

describe('the notice calculator', () => {
  it('explains the edge: exactly 28 days count, 27 do not', () => {
    expect(said('kündigungsfrist 3.12.2026')).toMatch(
      /endet die Vereinbarung für Sie zum 31\.12\.2026\. Das sind genau 28 Tage/,
    );
    expect(said('kündigungsfrist 4.12.2026')).toMatch(
      /zum 31\.03\.2027\. Bis zum 31\.12\.2026 sind es nur 27 Tage; nötig sind 28\./,
    );
  });

  it('always cites the rule, ends with its limits, and says that a message is no notice', () => {
    const questions = [
      'kündigungsfrist',
      'Kündigung am 5.12.2026',
      'Hiermit kündigen wir zum 31.12.2026.',
      'Wann müssen wir kündigen, wenn wir Ende Juni 2027 raus sein wollen?',
      'Wenn wir im Dezember kündigen, wann sind wir raus?',
    ];
    for (const question of questions) {
      const answer = ask(question);
      expect(answer.citations[0]?.passage.id, question).toBe('laufzeit-2');
      expect(answer.sentences.slice(-2), question).toEqual(['Eine Nachricht an mich ist keine Kündigung.', closing]);
    }
    expect(ask('Wir unterschreiben am 1.8.2027, ab wann gilt es?').citations[0]?.passage.id).toBe('laufzeit-1');
  });

  it('works out the latest day for a wished-for end', () => {
    const answer = ask('Bis wann müssen wir kündigen, wenn wir Ende Juni 2027 raus sein wollen?');
    expect(answer).toMatchObject({ kind: 'calculation', answered: true, date: '2027-06-02' });
    expect(said('kündigung zum 15.11.2027')).toMatch(
      /Zum 15\.11\.2027 geht es nicht.*30\.09\.2027.*31\.12\.2027.*02\.09\.2027/,
    );
  });

  it('says that a last day is over, and what can still be reached', () => {
    expect(said('kündigung zum 31.12.2026', 'de', '2026-12-10')).toMatch(/Dieser Tag ist vorbei.*31\.03\.2027/);
    expect(said('Wir haben am 1.2.2024 gekündigt, wann war Schluss?')).toMatch(/war das Ende der 31\.03\.2024/);
  });

  it('splits a month in which it matters, and not one in which it does not', () => {
    expect(said('Wenn wir im Dezember kündigen, wann sind wir raus?')).toMatch(
      /bis zum 03\.12\.2026 .* 31\.12\.2026, danach erst zum 31\.03\.2027/,
    );
    expect(said('Wenn wir im Januar kündigen, wann sind wir raus?')).toMatch(
      /zwischen dem 01\.01\.2027 und dem 31\.01\.2027 .* 31\.03\.2027/,
    );
  });

  it('refuses a day that the calendar does not have, kindly', () => {
    const answer = ask('kündigungsfrist 31.02.');
    expect(answer).toMatchObject({ kind: 'command', answered: false });
    expect(answer.sentences[0]).toBe(
      'Den 31.02. gibt es im Kalender nicht. Bitte nennen Sie einen anderen Tag, zum Beispiel 10.11.2027.',
    );
  });

  it('says that it chose the year', () => {
    expect(said('Wenn ich am 5. Dezember kündige, wann bin ich draußen?')).toContain('Ein Jahr stand nicht dabei');
  });

  it('lists the next four ends', () => {
    expect(ask('kündigungsfrist').table?.rows).toEqual([
      ['31.12.2026', '03.12.2026'],
      ['31.03.2027', '03.03.2027'],
      ['30.06.2027', '02.06.2027'],
      ['30.09.2027', '02.09.2027'],
    ]);
  });

  it('speaks English and plain German', () => {
    expect(said('If we give notice on 2 September 2027, when does it end?', 'en')).toContain(
      'ends for you on 30 September 2027',
    );
    expect(said('kündigungsfrist 3.12.2026', 'einfach')).toContain('Dann ist für Sie am 31.12.2026 Schluss.');
  });
});
