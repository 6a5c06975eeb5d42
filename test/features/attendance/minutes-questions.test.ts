import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMinutesQuestion } from '../../../src/features/attendance/minutes/question-shapes.js';
import { textOf } from '../identity/house.js';
import { anna, carla, deniz, gerd, MeetingHouse } from './meeting-house.js';

const answered = new URL('../../../src/content/questions/answered/', import.meta.url);
const agreementQuestions = readdirSync(answered).flatMap((name) =>
  readFileSync(new URL(name, answered), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#')),
);

describe('a question about decisions', () => {
  it.each([
    ['Was wurde zur Sprachförderung beschlossen?', 'Sprachförderung'],
    ['Was wurde in der letzten Sitzung beschlossen?', ''],
    ['Was haben wir zum Thema Übergänge entschieden?', 'Übergänge'],
    ['Was hat der AK Übergänge beschlossen?', 'AK Übergänge'],
    ['Was ist zu den Elternabenden beschlossen worden?', 'Elternabenden'],
    ['Was wurde beschlossen?', ''],
    ['Welche Beschlüsse gibt es?', ''],
    ['Welche Beschlüsse gibt es zur Sprachförderung?', 'Sprachförderung'],
    ['welche beschluesse wurden zu ziel 6 gefasst', 'ziel 6'],
    ['Gibt es schon einen Beschluss zur Raumfrage?', 'Raumfrage'],
    ['Gibt es Beschlüsse über die Ferien?', 'Ferien'],
    ['Zeig mir bitte die letzten Beschlüsse', ''],
    ['Die neuesten Beschlüsse im AK Gesundheit', 'AK Gesundheit'],
    ['What was decided about language support?', 'language support'],
    ['Which decisions have been made about transitions?', 'transitions'],
    ['Und was wurde zum Kinderfest vereinbart?', 'Kinderfest'],
  ])('is read: %s', (question, search) => {
    expect(readMinutesQuestion(question)).toEqual({ about: 'decisions', search });
  });

  it.each([
    'Wer hat das Leitbild beschlossen?',
    'Was hat der Rat beschlossen?',
    'Was wurde im Leitbild beschlossen?',
    'Welche Mehrheit braucht ein Beschluss?',
    'Wie werden Beschlüsse gefasst?',
    'Sind Beschlüsse der Gremien bindend für uns?',
    'Welche Beschlüsse gelten für uns?',
    'Ab wie vielen Anwesenden ist ein Gremium beschlussfähig?',
    'Wann wurde das beschlossen?',
    'Braucht der Verein einen Beschluss der Mitgliederversammlung?',
    'Gibt es für das Leitbild einen politischen Beschluss?',
    'Wir haben beschlossen, nicht mehr mitzumachen.',
    'Was wurde in der Vereinbarung festgelegt?',
    'Welche Entscheidungen darf die Koordination treffen?',
    'Was passiert, wenn wir etwas anderes beschlossen haben?',
    'Welche Frist wurde festgelegt?',
  ])('is left to others where it is not: %s', (question) => {
    expect(readMinutesQuestion(question)).toBeUndefined();
  });
});

describe('a question about own tasks', () => {
  it.each([
    'Welche Aufgaben habe ich?',
    'Welche offenen Aufgaben habe ich noch?',
    'Was für Aufgaben habe ich denn gerade?',
    'Habe ich noch offene Aufgaben?',
    'Hab ich noch Aufgaben?',
    'Was sind meine Aufgaben?',
    'Meine To-dos',
    'Zeig mir meine Aufgaben',
    'Was habe ich noch zu erledigen?',
    'Was muss ich bis Freitag erledigen?',
    'Gibt es Aufgaben für mich?',
    'Hat mir jemand eine Aufgabe gegeben?',
    'Bis wann muss meine Aufgabe fertig sein?',
    'Ich bin mit meiner Aufgabe fertig',
    'What are my tasks?',
    'Do I have any open tasks?',
    'Which tasks do I have left?',
  ])('is read: %s', (question) => {
    expect(readMinutesQuestion(question)).toEqual({ about: 'tasks' });
  });

  it.each([
    'Welche Aufgaben hat die Koordination?',
    'Welche Aufgaben haben die Kooperationspartner?',
    'Welche Aufgaben habe ich als Partner?',
    'Was ist unsere Aufgabe?',
    'Was sind die Aufgaben der kommunalen Koordination?',
    'Unsere Aufgabe?',
    'Gemeinschaftsaufgabe',
    'Welche Aufgaben übernehmen wir mit der Unterschrift?',
    'Was muss ich tun, um auszutreten?',
    'Mit welcher Aufgabe ist die Koordinierungsstelle betraut?',
    'Kann ich die Aufgabe abgeben?',
    'Hausaufgabenhilfe Flüchtlinge',
    'Wer hat welche Aufgaben?',
    'Ist Prävention eine freiwillige Aufgabe?',
    'Was muss ich als neue Kita tun?',
  ])('is left to others where it is not: %s', (question) => {
    expect(readMinutesQuestion(question)).toBeUndefined();
  });
});

describe('questions that the agreement answers', () => {
  it('are never taken from it', () => {
    expect(agreementQuestions.length).toBeGreaterThan(1_000);
    expect(agreementQuestions.filter((question) => readMinutesQuestion(question) !== undefined)).toEqual([]);
  });

  it('are read quickly however long and odd they are', () => {
    const odd = `was wurde ${'zu zur '.repeat(5_000)}`;
    expect(readMinutesQuestion(odd)).toBeUndefined();
    expect(readMinutesQuestion(`was wurde ${'a '.repeat(90)}`)).toBeUndefined();
  });
});

describe('asked through the bot', () => {
  let it_: MeetingHouse;
  beforeEach(async () => {
    it_ = await MeetingHouse.open();
  });
  afterEach(() => it_.close());

  it('they show that job’s card and change nothing', async () => {
    await it_.fullMeeting();
    await it_.house.says(carla, 'beschluss 1 Die Sprachförderung beginnt im Januar.');
    await it_.house.says(carla, 'beschluss 1 Das Kinderfest fällt aus.');
    await it_.house.says(carla, 'aufgabe 1 Deniz bis 1.12. Räume anfragen');
    const decided = textOf(await it_.house.says(gerd, 'Was wurde zur Sprachförderung beschlossen?'));
    expect(decided).toContain('Die Sprachförderung beginnt im Januar.');
    expect(decided).not.toContain('Kinderfest');
    expect(textOf(await it_.house.says(gerd, 'Was hat der AK Übergänge beschlossen?'))).toContain('2 Beschlüsse');
    expect(textOf(await it_.house.says(anna, 'Was wurde in der letzten Sitzung beschlossen?'))).toContain('Kinderfest');
    expect(textOf(await it_.house.says(deniz, 'Welche Aufgaben habe ich?'))).toContain('Nr. 2: Räume anfragen');
    expect(textOf(await it_.house.says(gerd, 'Welche Aufgaben habe ich?'))).toContain('gerade keine Aufgaben');
  });
});
