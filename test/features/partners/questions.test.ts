import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPartnerQuestion } from '../../../src/features/partners/question-shapes.js';
import { type House, textOf } from '../identity/house.js';
import { deniz, openHouse, viewOf } from './house.js';

/** Question, and what its answer names first of all. */
const ours: readonly (readonly [string, RegExp])[] = [
  ['Wer macht Sprachförderung in Lohberg?', /Sprachförderung Musterworte/],
  ['Wer macht Sprachfoerderung?', /Sprachförderung Musterworte/],
  ['Wer bietet Logopädie an?', /Frühförderung Beispielkreisel/],
  ['Wer hilft bei Hausaufgaben in Lohberg?', /Jugendzentrum Beispielpunkt/],
  ['Wer spricht Arabisch?', /Familienzentrum|Migrationsdienst|Sprachförderung|Jugendzentrum/],
  ['Welche Kita gibt es in Lohberg?', /Kita Beispielblume/],
  ['Welche Kitas gibt es in Hiesfeld?', /Kita Musterregenbogen/],
  ['Gibt es eine Kita in der Innenstadt?', /Kita Mustersterntaler/],
  ['Welche Schulen gibt es in Eppinghoven?', /Grundschule am Musterbach/],
  ['Welche Grundschule ist in Lohberg?', /Grundschule Beispiellinde/],
  ['Welche Einrichtungen gibt es im Blumenviertel?', /Familienzentrum Musterhaus/],
  ['Welche Partner gibt es in Hiesfeld?', /Hiesfeld/],
  ['Welche Einrichtungen arbeiten im Bereich Gesundheit?', /Hebammenpraxis|Kinderarztpraxis|Frühe Hilfen/],
  ['Telefonnummer vom Jugendamt?', /02064 0000-80/],
  ['Wie lautet die Telefonnummer der Kinderarztpraxis?', /02064 0000-51/],
  ['Wie erreiche ich das Familienzentrum Musterhaus?', /02064 0000-31/],
  ['E-Mail-Adresse der Erziehungsberatung Musterbrücke', /ines\.entwurf@beratung-musterbruecke\.example/],
  ['Ansprechpartner beim Jugendamt?', /Jugendamt Beispielstadt/],
  ['Wer ist Ansprechperson für Frühe Hilfen?', /Frühe Hilfen Musterwiege/],
  ['Kontaktdaten vom Migrationsdienst Musterbogen', /02064 0000-91/],
  ['Wo gibt es eine Krabbelgruppe?', /Familienzentrum Musterhaus/],
  ['Wo finde ich eine Hebamme?', /Hebammenpraxis|Frühe Hilfen|Familienzentrum/],
  ['Wo bekomme ich Migrationsberatung?', /Migrationsdienst/],
  ['Gibt es Schwimmkurse in Eppinghoven?', /Sportverein Beispielsprung/],
  ['Gibt es jemanden, der Logopädie macht?', /Frühförderung Beispielkreisel/],
  ['Ich suche eine Erziehungsberatung', /Erziehungsberatung Musterbrücke/],
  ['Ich suche jemanden, der dolmetschen kann', /Migrationsdienst/],
  ['Wir suchen Sprachkurse für Eltern', /Migrationsdienst/],
  ['Wer kümmert sich um Berufsorientierung?', /Gesamtschule/],
  ['Wer bietet Schulsozialarbeit in Lohberg?', /Grundschule Beispiellinde/],
  ['wer macht sprachförderng in lohberg', /Sprachförderung Musterworte/],
  ['Wer macht musikalische Früherziehung?', /Kita Mustersterntaler|Musikschule/],
  ['Wer macht Impfberatung?', /Kinderarztpraxis/],
  ['An wen wende ich mich für Frühförderung?', /Frühförderung/],
  ['Welche Beratungsstellen gibt es in der Innenstadt?', /Beratung/],
  ['Wer hat Familienhebammen?', /Frühe Hilfen/],
  ['Welche Angebote gibt es in Lohberg?', /Lohberg/],
  ['Wer arbeitet in Lohberg?', /Lohberg/],
  ['Wer macht Logopädie in Lohberg?', /In Lohberg steht für „Logopädie“ niemand[\s\S]*Beispielkreisel/],
  ['Wer macht Kunstturnen in Hiesfeld?', /steht niemand im Verzeichnis/],
  ['Who does Logopädie?', /Frühförderung Beispielkreisel/],
  ['Wer ist zuständig für Kindertagespflege?', /Jugendamt/],
];

const theirs: readonly string[] = [
  'Wer sind die Kooperationspartner der Vereinbarung?',
  'Wer sind die Kooperationspartner?',
  'Wer kann Kooperationspartner werden?',
  'Welche Kooperationspartner gibt es laut Vereinbarung?',
  'Wer koordiniert das Netzwerk?',
  'Wer macht die Koordination?',
  'Wer leitet die Steuerungsgruppe?',
  'Welche Gremien gibt es?',
  'Welche Ziele gibt es?',
  'Welche Bereiche gibt es?',
  'Wer hilft bei der Kündigung?',
  'Wer unterschreibt die Vereinbarung?',
  'Wer entscheidet in der Steuerungsgruppe?',
  'Wer bezahlt die Maßnahmen?',
  'Wer trägt die Kosten?',
  'Wer haftet?',
  'Wer macht das Protokoll?',
  'Wer ist für den Datenschutz zuständig?',
  'Wer darf kündigen?',
  'Wie kann ich kündigen?',
  'Wie lange gilt die Vereinbarung?',
  'Welche Pflichten haben die Partner?',
  'Welche Aufgaben hat die Koordination?',
  'Was machen die Arbeitskreise?',
  'Was macht die Präventionskonferenz?',
  'Wann ist das nächste Treffen?',
  'Wo findet die Sitzung statt?',
  'Gibt es eine Frist?',
  'Gibt es eine Umfrage?',
  'Welche Rolle spielt die Kita?',
  'Was ist das Leitbild?',
  'Was sagt die Vereinbarung über Schulen?',
  'Welche Ziele betreffen die Kita?',
  'Wer evaluiert die Zusammenarbeit?',
  'Wie arbeiten die Partner zusammen?',
  'Wer hat ein Stimmrecht?',
  'Welche Partner müssen unterschreiben?',
  'Kann ein Partner austreten?',
  'Was passiert, wenn ein Partner austritt?',
  'Wer lädt zu den Treffen ein?',
  'Welche Maßnahmen gibt es in Lohberg?',
  'Was bedeutet Prävention?',
  'Wer arbeitet im Netzwerk zusammen?',
  'Guten Morgen',
  'Danke!',
  'Was kannst du?',
  'Wie ist das Wetter in Lohberg?',
];

describe('questions about finding partners', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it.each(ours)('answers "%s"', async (question, expected) => {
    const reply = await house.says(deniz, question);
    expect(viewOf(reply).kind).toMatch(/^partners\./);
    expect(textOf(reply)).toMatch(expected);
    expect(textOf(reply)).toContain('Aus dem Partnerverzeichnis.');
  });

  it.each(theirs)('leaves "%s" to those who are asked next', async (question) => {
    expect(viewOf(await house.says(deniz, question)).kind).not.toMatch(/^partners\./);
  });

  it('reads no question in long texts', () => {
    expect(readPartnerQuestion(`Wer macht ${'Sprachförderung '.repeat(30)}?`)).toBeUndefined();
  });
});
