import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  isPlainlyAnswered,
  linesOf,
  loadProtection,
  loadUnderstanding,
} from '../../../src/features/agreement/files.js';
import { LinearModel } from '../../../src/features/agreement/linear-model.js';
import { createProtection, learnProtection } from '../../../src/features/agreement/protection.js';

const folder = join('src', 'content', 'questions');
const danger = linesOf(join(folder, 'protection', 'gefahr.txt'));
const noDanger = linesOf(join(folder, 'protection', 'keine-gefahr.txt'));
const everyday = ['answered', 'silent', 'smalltalk'].flatMap((part) =>
  readdirSync(join(folder, part)).flatMap((file) => linesOf(join(folder, part, file))),
);
const understanding = loadUnderstanding();
const sounds = loadProtection(understanding);

const share = (texts: readonly string[], alarms: (text: string) => boolean) =>
  texts.filter(alarms).length / texts.length;

describe('the guard', () => {
  it.each([
    'Ein Kind aus meiner Klasse hat mir erzählt, dass es zu Hause geschlagen wird',
    'Mein Stiefvater fasst mich an',
    'Die Mutter ist jeden Tag betrunken und das Baby ist allein in der Wohnung',
    'ich will nicht mehr leben',
    'mädchen, 12, ritzt sich, was soll ich tun',
    'Verdacht auf Misshandlung bei einem Kind in der Gruppe, an wen wende ich mich?',
    'A child in my group has bruises all over and is scared to go home',
    'Unser Nachbar sperrt seine Kinder im Keller ein',
    'Ich hab Hunger und Mama ist seit gestern nicht da',
    'Seit drei Wochen kommt ein Schüler hungrig und ungewaschen zu uns, zu Hause ist niemand',
  ])('hears an alarm in: %s', (text) => {
    expect(sounds(text)).toBe(true);
  });

  it.each([
    'Was steht zu Kinderarmut?',
    'Gewaltprävention?',
    'Was sagt die Vereinbarung zum Schutz von Kindern vor Gewalt?',
    'Welche Fortbildung zu Kindeswohlgefährdung gibt es?',
    'Wie lange läuft die Vereinbarung?',
    'Wir haben Angst, die Frist zu verpassen',
    'Der Drucker ist tot',
    'Ich kann am Donnerstag nicht, mein Kind ist krank',
    'Wer macht Sprachförderung in Lohberg?',
    'Ich muss absagen, mein Mann liegt mit Grippe im Bett und ich bin mit den Kindern allein',
    'Wir können nicht kommen, die Heizung in der Kita ist ausgefallen',
    'Protokoll: Die Polizei berichtete über häusliche Gewalt im Stadtteil, ein Arbeitskreis wird gegründet',
    'Meine Tochter hat sich das Bein gebrochen, ich komme nächstes Mal wieder',
    'Ich bin am Freitag weg, bitte ohne mich planen',
    'Ich hab Hunger',
    'Bin so müde heute',
  ])('lets pass: %s', (text) => {
    expect(sounds(text)).toBe(false);
  });

  it('lets every typed command pass', () => {
    const commands = [
      'hilfe',
      'help',
      'hallo',
      'inhalt',
      'absatz Ziel 2',
      'kündigungsfrist 3.12.2026',
      'treffen',
      'absage 12 Kind krank',
    ];
    const more = [
      'zusage 12',
      'vertretung 12 Anna Berg',
      'aufgabe 12 Anna Berg bis 3.12. Einladung schreiben',
      'meine daten löschen',
    ];
    const names = [
      'einrichtung Kita Sonnenschein',
      'partner Jugendamt',
      'ausfall 12 wegen Krankheit',
      'pause 1.8.',
      'koordination weg Anna Berg',
    ];
    for (const command of [...commands, ...more, ...names]) expect(sounds(command), command).toBe(false);
  });

  it.each([
    'Ich hab Angst, dass mein Sohn nach der Kita den Anschluss verliert. Ist an den Übergang gedacht?',
    'Der Geschäftsführer fragt, ob man uns zur Teilnahme zwingen kann',
    'Wir wollen austreten und haben Sorge, dass uns eine Strafe droht',
  ])('leaves worries about school, money and the agreement to the answers: %s', (text) => {
    expect(sounds(text)).toBe(false);
  });

  it.each([
    'Ich habe Angst, dass die Mutter dem Baby etwas tut',
    'Das Kind in unserer Förderung hat Brandwunden an den Armen',
    'Ich mache mir Sorgen, dass der Junge aus der Eingewöhnung geschlagen wird',
  ])('hears danger behind the same words: %s', (text) => {
    expect(sounds(text)).toBe(true);
  });

  it('misses few alarms and seldom cries wolf on messages it has not learnt from', () => {
    const half = createProtection(
      learnProtection({
        danger: danger.filter((_, index) => index % 2 === 0),
        noDanger: noDanger.filter((_, index) => index % 2 === 0),
        everyday: everyday.filter((_, index) => index % 10 === 0),
      }),
      isPlainlyAnswered(understanding),
    );
    expect(
      share(
        danger.filter((_, index) => index % 2 === 1),
        half,
      ),
    ).toBeGreaterThan(0.85);
    expect(
      share(
        noDanger.filter((_, index) => index % 2 === 1),
        half,
      ),
    ).toBeLessThan(0.08);
    expect(
      share(
        everyday.filter((_, index) => index % 10 !== 0),
        half,
      ),
    ).toBeLessThan(0.006);
  });

  it('hears the same after it was written and read, and learns the same every time', () => {
    const examples = { danger, noDanger, everyday: everyday.filter((_, index) => index % 10 === 0) };
    const model = learnProtection(examples);
    expect(learnProtection(examples).encode()).toEqual(model.encode());
    const before = createProtection(model);
    const after = createProtection(LinearModel.decode(Buffer.from(model.encode())));
    for (const text of [...danger, ...noDanger]) expect(after(text), text).toBe(before(text));
    expect(() => LinearModel.decode(new Uint8Array(8))).toThrow('another version');
  });

  it('hears nearly every alarm it has learnt from', () => {
    expect(share(danger, sounds)).toBeGreaterThan(0.97);
  });

  it('stays fast on endless messages', () => {
    const begun = performance.now();
    for (const piece of ['Kind ', 'a', 'schlägt mich ', 'ä.'.repeat(3)])
      sounds(piece.repeat(Math.ceil(40_000 / piece.length)));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
