import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgreementFeature } from '../../../../src/features/agreement/feature.js';
import { loadDocuments } from '../../../../src/features/agreement/files.js';
import { readMeetingQuestion } from '../../../../src/features/attendance/replies/question-shapes.js';
import { textOf } from '../../identity/house.js';
import { viewOf } from '../../partners/house.js';
import { anna, buttonOn, carla, deniz, emil, gabi, Square } from './square.js';

const today = '2026-11-10';

const ours: readonly (readonly [string, string])[] = [
  ['Wann ist das nächste Treffen?', 'next'],
  ['Wann ist unser nächstes Treffen?', 'next'],
  ['wann ist das naechste treffen', 'next'],
  ['Wo ist das nächste Treffen?', 'next'],
  ['Wann und wo ist das nächste Treffen?', 'next'],
  ['Wann ist die nächste Sitzung?', 'next'],
  ['Wann findet die nächste Sitzung statt?', 'next'],
  ['Wann ist mein nächster Termin?', 'next'],
  ['Wann beginnt das nächste Treffen?', 'next'],
  ['Hallo, wann ist denn das nächste Treffen?', 'next'],
  ['Nächstes Treffen?', 'next'],
  ['Nächster Termin', 'next'],
  ['When is the next meeting?', 'next'],
  ['Where is our next meeting?', 'next'],
  ['Wann trifft sich der AK Übergänge?', 'next'],
  ['Wann trifft sich der Arbeitskreis Übergänge das nächste Mal?', 'next'],
  ['Wann trifft sich der AK Übergänge wieder?', 'next'],
  ['Wann tagt der AK Übergänge?', 'next'],
  ['Wann ist das nächste Treffen des AK Übergänge?', 'next'],
  ['Wann ist das nächste Treffen vom Arbeitskreis Übergänge?', 'next'],
  ['Wann ist der nächste AK Übergänge?', 'next'],
  ['Wann findet der nächste AK Übergänge statt?', 'next'],
  ['Wo trifft sich der AK Übergänge?', 'next'],
  ['Welche Termine stehen an?', 'list'],
  ['Welche Treffen habe ich?', 'list'],
  ['Welche Treffen stehen bei mir an?', 'list'],
  ['Welche Termine haben wir diese Woche?', 'list'],
  ['Habe ich diese Woche ein Treffen?', 'list'],
  ['Was steht diese Woche an?', 'list'],
  ['Zeig mir meine Treffen', 'list'],
  ['Meine nächsten Termine?', 'list'],
  ['Which meetings do I have?', 'list'],
  ['Ich kann Donnerstag nicht', 'absence'],
  ['Ich kann am Donnerstag nicht', 'absence'],
  ['Ich kann am Donnerstag nicht kommen.', 'absence'],
  ['Leider kann ich am 3.12. nicht', 'absence'],
  ['Am 3.12. bin ich verhindert', 'absence'],
  ['Donnerstag geht bei mir nicht', 'absence'],
  ['Ich bin am 3. Dezember im Urlaub', 'absence'],
  ['Am Donnerstag habe ich keine Zeit, da bin ich verhindert', 'absence'],
  ['Wir können am 3.12. leider nicht', 'absence'],
  ['Ich muss für Donnerstag absagen', 'absence'],
  ['Ich komme Donnerstag nicht', 'absence'],
  ['I cannot come on Thursday', 'absence'],
  ['Wann treffen wir uns?', 'next'],
  ['Wann treffen wir uns denn wieder?', 'next'],
  ['Wo treffen wir uns das nächste Mal?', 'next'],
  ['When do we meet again?', 'next'],
  ['Treffen wir uns im Mai?', 'within'],
  ['treffen wir uns im mai wieder', 'within'],
  ['Sehen wir uns noch diesen Monat?', 'within'],
  ['Treffen wir uns nächste Woche?', 'within'],
  ['Treffen wir uns am 12. Mai?', 'within'],
  ['Tagen wir am kommenden Donnerstag?', 'within'],
  ['Kommen wir im März 2027 zusammen?', 'within'],
  ['Trifft sich der AK Übergänge im Mai?', 'within'],
  ['Gibt es im Mai ein Treffen?', 'within'],
  ['Gibt es noch ein Treffen im Dezember?', 'within'],
  ['Findet im Mai eine Sitzung statt?', 'within'],
  ['Ist nächste Woche eine Sitzung?', 'within'],
  ['Do we meet in May?', 'within'],
  ['Kommt jemand von der Kita Beispielblume?', 'partner'],
  ['Kommt jemand aus der Grundschule Beispiellinde?', 'partner'],
  ['Kommt denn jemand vom Jugendamt zum nächsten Treffen?', 'partner'],
  ['Ist jemand von der Kita Beispielblume dabei?', 'partner'],
  ['Nimmt jemand von der Kita Beispielblume teil?', 'partner'],
];

const theirs: readonly string[] = [
  'Wie oft treffen sich die Gremien?',
  'Wie oft trifft sich die Steuerungsgruppe?',
  'Wie lange dauern die Treffen?',
  'Wer lädt zu den Treffen ein?',
  'Müssen wir an Treffen teilnehmen?',
  'Muss ich zu den Treffen kommen?',
  'Wozu treffen wir uns?',
  'Warum treffen wir uns im Mai?',
  'Wie oft treffen wir uns im Jahr?',
  'Treffen wir Entscheidungen gemeinsam?',
  'Müssen wir uns im Mai treffen?',
  'Gibt es im Mai eine Kündigungsfrist?',
  'Ist die Vereinbarung ab dem 1. Mai gültig?',
  'Kommen wir im Mai in die Schule?',
  'Haben wir im Mai Ferien?',
  'Wann treffen sich die Gremien?',
  'Wann endet die Vereinbarung?',
  'Wann kann ich kündigen?',
  'Wann beginnt die Vereinbarung?',
  'Wann ist die nächste Kündigungsfrist?',
  'Ich kann am 31.12. nicht kündigen',
  'Kann ich am Donnerstag nicht kommen?',
  'Ich kann das nicht verstehen',
  'Ich kann nicht kommen, was nun?',
  'Kann ich eine Vertretung schicken?',
  'Wer nimmt an der Präventionskonferenz teil?',
  'Wer sind die Kooperationspartner?',
  'Welche Gremien gibt es?',
  'Welche Ziele gibt es?',
  'Was ist das nächste Ziel?',
  'Was steht in der Vereinbarung?',
  'Was steht zur Mitwirkung in den Gremien in der Vereinbarung?',
  'Wer leitet die Steuerungsgruppe?',
  'Wann wurde die Vereinbarung unterschrieben?',
  'Wann läuft die Vereinbarung aus?',
  'Bis wann gilt die Vereinbarung?',
  'Wann werden die Ziele überprüft?',
  'Was wurde beim letzten Treffen beschlossen?',
  'Wer schreibt das Protokoll?',
  'Darf die Kita zum Treffen kommen?',
  'Muss jemand von der Kita kommen?',
  'Wer muss zu den Treffen kommen?',
  'Kommt die Vereinbarung auch für Vereine infrage?',
  'Wer macht Sprachförderung in Lohberg?',
  'Wie erreiche ich die Kita Beispielblume?',
  'Was passiert, wenn ich nicht zu Treffen komme?',
  'Wo finde ich die Vereinbarung?',
  'Wo steht das?',
  'Wann ist Weihnachten?',
  'Guten Morgen',
  'Danke!',
  'Wer bezahlt die Treffen?',
  'Darf ich am Donnerstag fehlen?',
  'Wie kündige ich zum 31.12.?',
  'Am 3.12. haben wir gekündigt',
  'Ist jemand zuständig?',
];

describe('questions about meetings', () => {
  it.each(ours)('reads "%s"', (question, about) => {
    expect(readMeetingQuestion(question, today)?.about).toBe(about);
  });

  it.each(theirs)('leaves "%s" to those who are asked next', (question) => {
    expect(readMeetingQuestion(question, today)).toBeUndefined();
  });

  it('are not looked for in long texts', () => {
    expect(readMeetingQuestion(`Wann ist das nächste Treffen ${'und '.repeat(60)}?`, today)).toBeUndefined();
  });
});

describe('answers about meetings', () => {
  let square: Square;
  beforeAll(async () => {
    const topics: { of?: ReturnType<typeof createAgreementFeature>['topics'] } = {};
    square = await Square.open({
      attendance: {
        topics: () => {
          if (!topics.of) throw new Error('not made yet');
          return topics.of;
        },
      },
    });
    topics.of = agreementTopics();
    await square.town.house.withPartners();
    await square.speakFor('sample-partner-kita-blume', carla);
    await square.invite();
  });
  afterAll(() => square.close());

  function agreementTopics() {
    const { store, clock, people } = square.town.house;
    return createAgreementFeature({
      documents: loadDocuments(),
      store,
      clock,
      people: () => people,
      networkName: 'Testnetz',
    } as unknown as Parameters<typeof createAgreementFeature>[0]).topics;
  }

  it('show the card of the next one, with its buttons', async () => {
    const reply = await square.says(deniz, 'Wann ist das nächste Treffen?');
    expect(textOf(reply)).toContain('Ihr nächstes Treffen');
    expect(textOf(reply)).toContain('Donnerstag, 03.12.2026, 14:00 bis 15:30 Uhr');
    expect(buttonOn(viewOf(reply), 'Zusagen')).toBeDefined();
  });

  it('show that of a committee, or say that none is planned', async () => {
    expect(textOf(await square.says(deniz, 'Wann trifft sich der AK Übergänge?'))).toContain('03.12.2026');
    await square.says(anna, 'gremium neu AK Gesundheit');
    expect(textOf(await square.says(deniz, 'Wann trifft sich der AK Gesundheit?'))).toContain(
      'Für „AK Gesundheit“ ist noch kein Treffen geplant.',
    );
  });

  it('say whether one meets at a time, and what else the network has then', async () => {
    const mine = await square.says(deniz, 'Treffen wir uns im Dezember?');
    expect(textOf(mine)).toContain('Vom 01.12.2026 bis 31.12.2026 sind Sie hier eingeladen:');
    expect(buttonOn(viewOf(mine), 'Nr. 1 ansehen')).toBeDefined();
    expect(textOf(await square.says(gabi, 'Trifft sich der AK Übergänge am 3.12.?'))).toContain('Am 03.12.2026');
    const none = textOf(await square.says(deniz, 'Sehen wir uns im Mai?'));
    expect(none).toContain('Vom 01.05.2027 bis 31.05.2027 ist noch kein Treffen geplant.');
    expect(textOf(await square.says(deniz, 'Trifft sich der AK Übergänge im Mai?'))).toContain('noch kein Treffen');
  });

  it('show that day’s card when somebody cannot come, and change nothing', async () => {
    const reply = await square.says(deniz, 'Ich kann am 3.12. nicht');
    expect(textOf(reply)).toContain('Noch ist nichts geändert');
    expect((await square.row(deniz)).reply).toBeUndefined();
    await square.presses(deniz, buttonOn(viewOf(reply), 'Absagen'));
    expect((await square.row(deniz)).reply).toBe('no');
    expect(textOf(await square.says(deniz, 'Ich kann am 4.12. nicht'))).toContain('haben Sie kein Treffen');
  });

  it('say whether somebody of a partner comes, but not who declined', async () => {
    const asked = 'Kommt jemand von der Kita Beispielblume?';
    expect(textOf(await square.says(gabi, asked))).toContain('kommt bisher niemand');
    await square.pressesOnCard(carla, 'Absagen');
    expect(textOf(await square.says(gabi, asked))).toContain('kommt bisher niemand');
    square.clock.advance({ minutes: 1 });
    await square.pressesOnCard(carla, 'Zusagen');
    expect(textOf(await square.says(gabi, asked))).toContain('Carla Kita kommt für Kita Beispielblume');
  });

  it('tell those who are invited to none what the network has coming', async () => {
    const reply = await square.says(emil, 'Wann ist das nächste Treffen?');
    expect(textOf(reply)).toContain('Sie sind gerade zu keinem Treffen eingeladen.');
    expect(textOf(reply)).toContain('AK Übergänge');
  });
});

describe('my meetings', () => {
  let square: Square;
  beforeAll(async () => {
    square = await Square.open();
  });
  afterAll(() => square.close());

  it('are empty with the next step, then what needs an answer comes first, ten at a time', async () => {
    expect(textOf(await square.says(deniz, 'treffen'))).toContain('Sie sind zu keinem Treffen eingeladen.');
    for (let day = 1; day <= 12; day += 1) {
      const written = String(day).padStart(2, '0');
      await square.says(gabi, `treffen neu AK Übergänge; Thema ${written}; ${written}.12.2026 14:00; Rathaus`);
      await square.says(gabi, `einladen ${day} jetzt`);
    }
    await square.says(deniz, 'zusage 1');
    const first = await square.says(deniz, 'termine');
    expect(textOf(first)).toMatch(/Hier fehlt Ihre Antwort\nNr\. 2 /);
    expect(textOf(first)).not.toContain('Thema 01');
    const second = await square.presses(deniz, buttonOn(viewOf(first), 'Weitere'));
    expect(textOf(second)).toMatch(/Das kommt\nNr\. 1 .*\nIhre Rückmeldung: Sie kommen\./);
    const pressed = await square.presses(deniz, buttonOn(viewOf(first), 'Zusagen'));
    expect(pressed.type).toBe('replace');
    expect(textOf(pressed)).toMatch(/Hier fehlt Ihre Antwort\nNr\. 3 /);
    const card = await square.presses(deniz, buttonOn(viewOf(first), 'Nr. 2 ansehen'));
    expect(card.type).toBe('message');
  });

  it('stand at home with their buttons', async () => {
    const home = await square.town.house.opensHome(deniz);
    expect(textOf(home)).toContain('Hier fehlt Ihre Antwort');
    expect(home.type === 'home' && buttonOn(home.view, 'Zusagen')).toBeTruthy();
  });

  it('give a choice where a reply could be to several', async () => {
    const reply = await square.says(deniz, 'zusage');
    expect(textOf(reply)).toContain('Welches Treffen ist gemeint?');
  });
});
