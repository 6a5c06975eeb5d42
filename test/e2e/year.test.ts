import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { get, press, wordsOf } from '../channels/page/page-house.js';
import { shows, storages } from '../support/connected.js';
import { mongoSetupMs } from '../support/mongo.js';
import type { Person } from '../support/slack-client.js';
import type { Sent } from '../support/teams-connector.js';
import type { TeamsPerson } from '../support/teams-person.js';
import { until } from '../support/until.js';
import { type Count, YearHouse } from './year-house.js';

const petra = 'petra@praxis.example';

describe.each(storages)('a year of surveys, in Slack, in Teams and by mail, on %s', { timeout: 60_000 }, (_n, open) => {
  let house: YearHouse;
  let dora: TeamsPerson;
  let tom: TeamsPerson;

  beforeAll(async () => {
    const users = {
      U0KARIN01: ['Karin Muster', 'karin@stadt.example'],
      U0THEO001: ['Theo Lehrer', 'theo@schule.example'],
      U0KAI0001: ['Kai Kollege', 'kai@kita.example'],
      U0SAMI001: ['Sami Still', 'sami@verein.example'],
      U0LENA001: ['Lena Spät', 'lena@verein.example'],
    } as const;
    house = await YearHouse.open(open, users, '2027-01-25T09:30:00+01:00');
    dora = house.inTeams('Dora Direktorin', 'dora');
    tom = house.inTeams('Tom Träger', 'tom');
  }, mongoSetupMs);
  afterAll(() => house?.close());

  const karin = () => house.inSlack('U0KARIN01');
  const theo = () => house.inSlack('U0THEO001');
  const kai = () => house.inSlack('U0KAI0001');
  const sami = () => house.inSlack('U0SAMI001');
  const lena = () => house.inSlack('U0LENA001');
  const direct = (...people: readonly { readonly direct: string }[]) => people.map((each) => each.direct);
  const inSlack = () => direct(karin(), theo(), kai(), sami());
  const everybody = () => [...inSlack(), dora.conversation, tom.conversation, petra];

  /** What has come since then and shows this went to these, once each, and to nobody else. */
  async function reached(since: Count, who: readonly string[], text = 'Frage 1 von 2'): Promise<void> {
    const expected = [...who].toSorted();
    await until(() => house.reached(since, text).length >= expected.length, 'messages to everybody who is asked');
    expect(house.reached(since, text)).toEqual(expected);
  }

  async function bySlackButtons(person: Person, first: string, second: string): Promise<void> {
    const card = await house.seen(person, 'Frage 1 von 2');
    await person.press(first, card);
    await until(() => shows(card, 'Frage 2 von 2'), 'the second question in place');
    await person.press(second, card);
    await until(() => shows(card, 'Absenden'), 'the overview in place');
    await person.press('Absenden', card);
    await until(() => shows(card, 'Danke! Ihre Antworten auf'), 'the thanks in place');
  }

  async function byTeamsButtons(person: TeamsPerson, first: string, second: string): Promise<void> {
    let card = person.messages.findLast((message) => shows(message, 'Frage 1 von 2')) as Sent;
    for (const label of [first, second, 'Absenden']) {
      card = { ...card, activity: JSON.parse(await person.press(label, card)) as Sent['activity'] };
    }
    expect(shows(card, 'Danke! Ihre Antworten auf')).toBe(true);
  }

  async function byTyping(person: Person, first: string, second: string): Promise<void> {
    await person.write('umfrage');
    await house.seen(person, 'Frage 1 von 2');
    await person.write(`antwort ${first}`);
    await house.seen(person, 'Frage 2 von 2');
    await person.write(`antwort ${second}`);
    await house.seen(person, 'Abgesendet wird erst mit');
    await person.write('absenden');
    await house.seen(person, 'Danke! Ihre Antworten auf');
  }

  async function onThePage(first: string, second: string): Promise<void> {
    const link = /https:\S+\/ich\/\S+/.exec(house.office.taken.at(-1)?.mail.text ?? '')?.[0] ?? 'none';
    let page = await get(house.at(link));
    await until(async () => {
      page = await get(house.at(link));
      return page.html.includes(`>${first}</button>`);
    }, 'the question on the page');
    for (const label of [first, second, 'Absenden']) page = await press(page, label);
    expect(wordsOf(page)).toContain('Danke! Ihre Antworten auf');
  }

  it('begins with partners, people who speak for them, and a short survey that repeats', async () => {
    for (const each of [theo(), kai(), sami(), dora, tom, karin()]) await each.write('hallo');
    await karin().write('partner neu Kita Sonnenblume; Erziehung; ; ; ;');
    await karin().write('partner neu Grundschule Linde; Bildung; ; ; ;');
    await karin().write(`partner neu Praxis Sonnenschein; Gesundheit; ; ; ${petra};`);
    await house.seen(karin(), 'Neu im Netzwerk: Praxis Sonnenschein');
    await theo().write('einrichtung Grundschule Linde');
    for (const each of [kai(), dora, tom]) await each.write('einrichtung Kita Sonnenblume');
    for (const name of ['Theo Lehrer', 'Kai Kollege', 'Dora Direktorin', 'Tom Träger']) {
      await karin().press('Bestätigen', await house.seen(karin(), `${name} möchte für`));
    }
    await karin().write('umfrage neu kurz');
    await house.seen(karin(), 'Umfrage Nr. 4 (Entwurf): Kurz gefragt: Ziele 1 und 2, 1. Quartal 2027');
    await karin().write('umfrage wiederholen 4 vierteljährlich');
    await house.moveTo('2027-01-30T20:00:00+01:00');
    await karin().write('starten 4 arbeitszeit');
    expect(shows(await house.seen(karin(), 'Geplant für '), '01.02.2027, 08:00 Uhr.')).toBe(true);
  });

  it('asks everybody once on a winter’s morning, by processes that come and go', async () => {
    await house.stop();
    const since = house.count();
    await house.jobs('2027-02-01T07:59:00+01:00');
    await reached(since, []);
    await house.jobs('2027-02-01T08:00:00+01:00');
    await house.jobs('2027-02-01T08:01:00+01:00');
    await reached(since, everybody());
    await house.moveTo('2027-02-01T08:30:00+01:00');
    await house.start();
    await bySlackButtons(theo(), 'gelingt gut', 'teils');
    await onThePage('eher nicht', 'überwiegend');
  });

  it('reminds after 7 and 14 days, at 9 o’clock, who has not finished, and shows nothing before the end', async () => {
    await house.beat('2027-02-08T08:59:00+01:00');
    const week = house.count();
    await house.beat('2027-02-08T09:00:00+01:00');
    await reached(week, [...direct(karin(), kai(), sami()), dora.conversation, tom.conversation]);
    await byTeamsButtons(dora, 'überwiegend', 'teils');
    await byTyping(kai(), 'überwiegend', 'teils');
    await karin().write('ergebnis 4');
    const open = await house.seen(karin(), 'Rücklauf bisher: Kurz gefragt');
    expect(shows(open, 'Ergebnisse gibt es nach dem Ende am 21.02.2027.')).toBe(true);
    const fortnight = house.count();
    await house.beat('2027-02-15T09:00:00+01:00');
    await reached(fortnight, [...direct(karin(), sami()), tom.conversation]);
  });

  it('tells everybody the result after the end, and nothing of four who answered', async () => {
    const since = house.count();
    await house.beat('2027-02-22T09:00:00+01:00');
    await house.beat('2027-02-22T09:01:00+01:00');
    await reached(since, everybody(), 'Ergebnis der Umfrage');
    const told = await house.seen(theo(), 'Ergebnis der Umfrage „Kurz gefragt: Ziele 1 und 2');
    expect([shows(told, '4 von 7 (57 %)'), shows(told, 'weniger als 5 Antworten')]).toEqual([true, true]);
    expect(shows(told, 'gelingt gut')).toBe(false);
  });

  it('asks at the same hour in summer, though a process is killed right after it has decided to', async () => {
    await house.beat('2027-05-03T08:59:00+02:00');
    await house.stop();
    const since = house.count();
    expect(await house.killedJobs('2027-05-03T09:00:00+02:00', ['prompts', 'insertMany', 1])).toBe('SIGKILL');
    await reached(since, []);
    await house.moveTo('2027-05-03T09:01:00+02:00');
    await house.start();
    await house.beat('2027-05-03T09:02:00+02:00');
    await reached(since, everybody());
    await house.seen(karin(), 'Kurz gefragt: Ziele 3 und 4, 2. Quartal 2027');
    // By then everybody's page knows as well what has gone out.
    await house.beat('2027-05-03T09:03:00+02:00');
    await reached(since, everybody());
    await bySlackButtons(theo(), 'gelingt gut', 'teils');
    await bySlackButtons(kai(), 'überwiegend', 'teils');
    await byTeamsButtons(dora, 'überwiegend', 'teils');
    await byTeamsButtons(tom, 'gelingt gut', 'überwiegend');
    await onThePage('gelingt gut', 'kann ich nicht beurteilen');
    await byTyping(sami(), 'teils', 'teils');
  });

  it('asks who comes later once, though a process is killed right after the row in the ledger', async () => {
    await lena().write('hallo');
    await house.seen(lena(), 'Für welche Einrichtung');
    await house.beat('2027-05-04T08:30:00+02:00');
    await house.stop();
    const since = house.count();
    expect(await house.killedJobs('2027-05-04T09:15:00+02:00', ['rounds', 'find', 1])).toBe('SIGKILL');
    await reached(since, []);
    await house.moveTo('2027-05-04T09:16:00+02:00');
    await house.start();
    await house.beat('2027-05-04T09:18:00+02:00');
    await house.beat('2027-05-04T09:19:00+02:00');
    await reached(since, direct(lena()));
  });

  it('reminds on working days, after the holiday of Whitsun', async () => {
    const since = house.count();
    await house.beat('2027-05-10T09:00:00+02:00');
    await reached(since, direct(karin(), lena()));
    for (const day of ['17', '18']) await house.beat(`2027-05-${day}T09:00:00+02:00`);
    await reached(since, direct(karin(), lena()));
    await house.beat('2027-05-19T09:00:00+02:00');
    await reached(since, direct(karin(), karin(), lena(), lena()));
  });

  it('shows how six answered, and no group under five, in chat and on the page', async () => {
    await house.beat('2027-05-25T09:00:00+02:00');
    await karin().write('ergebnis 5');
    const card = await house.seen(karin(), 'Ergebnis: Kurz gefragt: Ziele 3 und 4');
    expect(shows(card, '6 von 8 (75 %)')).toBe(true);
    expect(shows(card, '1 teils, 2 überwiegend, 3 gelingt gut (6 Antworten, wenige Antworten)')).toBe(true);
    const link = /https:[^"\s\\|>]+\/berichte\/[^"\s\\|>]+/.exec(JSON.stringify(card))?.[0] ?? 'none';
    const page = wordsOf(await get(house.at(link)));
    expect(page).toContain('Gruppen unter 5 werden nicht gezeigt');
    expect(page).not.toMatch(/Erziehung \d/);
    expect(page).not.toContain('Dora');
  });

  it('tells who was asked what follows', async () => {
    const since = house.count();
    await karin().write('folgerung 5 Wir richten ein Elterncafé ein.');
    await house.seen(karin(), 'Gespeichert. Alle, die zur Umfrage Nr. 5 gefragt wurden');
    await house.beat('2027-05-26T09:00:00+02:00');
    await until(() => house.office.taken.length > since.mail, 'the mail');
    const told = await house.seen(sami(), 'Wir richten ein Elterncafé ein.');
    expect(shows(told, 'Ihre Rückmeldungen – und was daraus folgt')).toBe(true);
    expect(house.office.taken.at(-1)?.mail.text).toContain('Wir richten ein Elterncafé ein.');
  });

  it('waits for the end of the summer holidays, and asks once though a process is killed in the midst of it', async () => {
    await house.beat('2027-08-02T09:00:00+02:00');
    await house.stop();
    const since = house.count();
    const death = ['outbox', 'insert', 4] as const;
    expect(await house.killedJobs('2027-09-01T09:00:00+02:00', death)).toBe('SIGKILL');
    await house.moveTo('2027-09-01T09:05:00+02:00');
    await house.start();
    await house.beat('2027-09-01T09:40:00+02:00');
    await reached(since, [...everybody(), ...direct(lena())]);
    await house.seen(karin(), 'Kurz gefragt: Ziele 5 und 6, 3. Quartal 2027');
    await byTyping(lena(), 'teils', 'teils');
    const closing = house.count();
    await house.beat('2027-09-22T09:00:00+02:00');
    await house.beat('2027-09-22T09:01:00+02:00');
    await reached(closing, [...everybody(), ...direct(lena())], 'Ergebnis der Umfrage');
  });

  it('asks at the same hour in winter again, once by two processes', async () => {
    await house.beat('2027-11-08T08:59:00+01:00');
    const since = house.count();
    await house.beatTwice('2027-11-08T09:00:00+01:00');
    await reached(since, [...everybody(), ...direct(lena())]);
    await house.seen(karin(), 'Kurz gefragt: Ziele 7 und 8, 4. Quartal 2027');
    for (const each of [theo(), kai(), sami(), lena()]) await bySlackButtons(each, 'gelingt gut', 'teils');
    for (const each of [dora, tom]) await byTeamsButtons(each, 'teils', 'voll');
    const week = house.count();
    await house.beat('2027-11-15T09:00:00+01:00');
    await reached(week, [...direct(karin()), petra]);
    await house.beat('2027-11-29T09:00:00+01:00');
  });

  it('ends with the report of the year, as a page and as Markdown', async () => {
    await karin().write('wirkungsbericht');
    const card = await house.seen(karin(), 'Wirkungsbericht 2027');
    const link = house.at(/https:[^"\s\\|>]+\/berichte\/[^"\s\\|>]+/.exec(JSON.stringify(card))?.[0] ?? 'none');
    const page = wordsOf(await get(link));
    expect(page).toContain('Wirkungsbericht 2027: Testnetz');
    expect(page).toContain('Wir richten ein Elterncafé ein.');
    const markdown = await (await fetch(`${link}.md`)).text();
    expect(markdown).toContain('# Wirkungsbericht 2027: Testnetz');
    expect(markdown).toContain('Ziel 3: Angebote in den Sozialräumen, größtmögliche Teilhabe | – | 83 % von 6 | – | –');
    expect(markdown).toContain('Ziel 1: Potenziale aller Kinder fördern, Teilhabe leben | – | – | – | –');
  });

  it('thanks everybody who speaks for a partner, once', async () => {
    const since = house.count();
    await karin().write('jahresdank');
    await karin().press('Senden', await house.seen(karin(), 'Dank für 2027: Vorschau'));
    await house.seen(karin(), 'Der Dank für 2027 ist unterwegs.');
    await karin().write('jahresdank senden 2027');
    await house.seen(karin(), 'schon gedankt');
    await house.beat('2027-11-29T09:30:00+01:00');
    const thanked = [...direct(theo(), kai()), dora.conversation, tom.conversation, petra];
    await reached(since, thanked, 'Dieser Dank gilt allen in');
    expect(shows(await house.seen(theo(), 'Danke für 2027'), '4 gemeinsame Umfragen')).toBe(true);
  });

  it('leaves no names, addresses or answers in the log', () => {
    const log = JSON.stringify(house.log);
    for (const told of ['Dora', petra, 'Elterncafé', 'gelingt gut']) expect(log).not.toContain(told);
  });
});
