import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays, isWorkingDay, localInstant } from '../../src/kernel/calendar.js';
import { addDays, type Day, dayAt, formatDay } from '../../src/kernel/dates.js';
import { get, press, wordsOf } from '../channels/page/page-house.js';
import { readCalendar } from '../support/calendar.js';
import { Connected, chosen, shows, storages, typed } from '../support/connected.js';
import { mongoSetupMs } from '../support/mongo.js';
import type { Sent } from '../support/teams-connector.js';
import type { TeamsPerson } from '../support/teams-person.js';
import { until } from '../support/until.js';

const zone = 'Europe/Berlin';
const today = dayAt(new Date(), zone);
/** A working day that every quarter has again: no fifth Thursday. */
const day = firstFrom(addDays(today, 45), (each) => isWorkingDay(each) && Number(each.slice(8)) <= 28);
const movedTo = firstFrom(addDays(day, 7), isWorkingDay);
const replyBy = addWorkingDays(day, -2);
const atWork = (each: Day) => localInstant(each, '09:30', zone);
const room = 'C0ALLE001';

describe.each(storages)(
  'quarterly meetings, in Slack, in Teams and by mail, on %s',
  { timeout: 60_000 },
  (_name, open) => {
    let net: Connected;
    let dora: TeamsPerson;

    beforeAll(async () => {
      net = await Connected.open(open, {
        U0KARIN01: ['Karin Muster', 'karin@stadt.example'],
        U0THEO001: ['Theo Lehrer', 'theo@schule.example'],
        U0KAI0001: ['Kai Kollege', 'kai@kita.example'],
        U0SAMI001: ['Sami Still', 'sami@verein.example'],
      });
      dora = net.inTeams('Dora Direktorin', 'dora');
    }, mongoSetupMs);
    afterAll(() => net?.close());

    const karin = () => net.inSlack('U0KARIN01');
    const theo = () => net.inSlack('U0THEO001');
    const kai = () => net.inSlack('U0KAI0001');
    const sami = () => net.inSlack('U0SAMI001');
    const seen = (who: { readonly direct: string }, text: string) => net.seen(who.direct, text);

    async function inTeams(text: string): Promise<Sent> {
      const found = () => dora.messages.findLast((message) => shows(message, text));
      await until(() => found() !== undefined, `“${text}” in Teams`);
      return found() as Sent;
    }

    /** The mails to Petra with this in their subject. */
    const mails = (text: string) => net.office.taken.filter(({ mail }) => mail.subject?.includes(text));

    async function petrasPage() {
      const link = /https:\S+\/ich\/\S+/.exec(net.office.taken.at(-1)?.mail.text ?? '')?.[0] ?? 'none';
      return get(net.at(link));
    }

    /** Every card of the meeting shows these counts, wherever it was sent; so does Petra's page. */
    async function everyCopyShows(counts: string): Promise<void> {
      const cards = () =>
        [...net.slack.messages, ...net.connector.messages].filter(
          (message) => shows(message, 'Bisher') && shows(message, 'Tagesordnung') && !shows(message, 'Stand: '),
        );
      expect(cards().length).toBeGreaterThanOrEqual(5);
      await until(() => cards().every((card) => shows(card, counts)), `“${counts}” on every card`);
      await until(async () => wordsOf(await petrasPage()).includes(counts), `“${counts}” on the page`);
    }

    it('belong to a committee whose members are in Slack, in Teams and in neither', async () => {
      for (const each of [theo(), kai(), sami(), dora]) await each.write('hallo');
      await karin().mention('hallo');
      for (const partner of ['Kita Sonnenblume; Erziehung; ; ; ;', 'Grundschule Linde; Bildung; ; ; ;']) {
        await karin().write(`partner neu ${partner}`);
      }
      await karin().write('partner neu Praxis Sonnenschein; Gesundheit; ; ; petra@praxis.example;');
      await seen(karin(), 'Neu im Netzwerk: Praxis Sonnenschein');
      await theo().write('einrichtung Grundschule Linde');
      for (const each of [kai(), dora]) await each.write('einrichtung Kita Sonnenblume');
      for (const name of ['Theo Lehrer', 'Kai Kollege', 'Dora Direktorin']) {
        await karin().press('Bestätigen', await seen(karin(), `${name} möchte für`));
      }
      await karin().write('gremium neu AK Übergänge');
      const members = 'Theo Lehrer, Kai Kollege, Sami Still, Dora Direktorin, petra@praxis.example';
      await karin().write(`mitglied AK Übergänge dazu ${members}`);
      await seen(karin(), '5 aus 3 Einrichtungen');
      await karin().write('vorsitz AK Übergänge Dora Direktorin');
      await karin().write('gremium kanal AK Übergänge');
      await karin().press('Formular öffnen', await seen(karin(), 'Kanäle, in denen ich bin'));
      await karin().submit({ room: chosen(optionIn(await net.formAfter(0), 'none')) });
      await seen(karin(), 'Einladungen stehen künftig auch in');
    });

    it('are planned in Slack by a form, which says at its field what cannot be', async () => {
      await karin().write('treffen neu');
      await karin().press('Formular öffnen', await seen(karin(), 'Treffen planen'));
      const plan = {
        committee: chosen(optionIn(await net.formAfter(1))),
        day: { type: 'datepicker', selected_date: day },
        start: at('14:00'),
        end: at('15:30'),
        place: typed('Rathaus, Raum 2'),
        agenda: typed('Rückblick\nSprachförderung'),
        repeat: chosen('months:3'),
        skip: chosen('none'),
      };
      expect((await karin().submit({ ...plan, end: at('13:00') })).body).toMatchObject({
        errors: { end: 'Das Ende muss nach dem Beginn liegen.' },
      });
      await karin().submit(plan);
      expect(shows(await seen(karin(), 'Entwurf Nr. 4'), 'Jedes Vierteljahr am ')).toBe(true);
      await karin().write('einladen 4 jetzt');
      for (const each of [theo().direct, kai().direct, sami().direct, room])
        await net.seen(each, 'Einladung: AK Übergänge');
      await inTeams('Einladung: AK Übergänge');
      await until(() => mails('Einladung: AK Übergänge').length === 1, 'the mail');
      await karin().write('gremium AK Übergänge');
      expect(shows(await seen(karin(), 'Nächste Treffen'), 'Nr. 5 · AK Übergänge')).toBe(true);
    });

    it('are replied to in Teams, in Slack and by the link in the mail, and every copy shows it', async () => {
      await dora.press('Zusagen', await inTeams('Einladung: AK Übergänge'));
      const twice = theo().pressing('Zusagen', await net.seen(room, 'Einladung: AK Übergänge'));
      await Promise.all([net.deliver(twice), net.deliver(twice)]);
      await press(await petrasPage(), 'Vielleicht');
      await everyCopyShows('2 Zusagen, 1 vielleicht, 0 Absagen, 1 offen');
      await seen(kai(), 'Dora Direktorin kommt für Ihre Einrichtung.');
      await karin().write('offen 4');
      const open = await seen(karin(), '1 Rückmeldung fehlt noch');
      expect([shows(open, 'Sami Still'), shows(open, 'Kai Kollege')]).toEqual([true, false]);
    });

    it('remind first who has said nothing, then who has said maybe, and nobody else', async () => {
      const reminded = () => [
        ...net.slack.messages
          .filter((message) => shows(message, 'Erinnerung: AK Übergänge'))
          .map(({ channel }) => channel),
        ...net.connector.messages
          .filter((message) => shows(message, 'Erinnerung: AK Übergänge'))
          .map(({ conversation }) => conversation),
        ...mails('Erinnerung: AK Übergänge').map(({ to }) => to.join()),
      ];
      const first = atWork(addWorkingDays(replyBy, -5));
      await net.jobs(first);
      expect(reminded()).toEqual([sami().direct]);
      await sami().write('absage 4 Ich bin im Urlaub');
      await seen(sami(), 'Ich bin im Urlaub');
      await net.jobs(atWork(addWorkingDays(day, -2)));
      expect(reminded()).toEqual([sami().direct, 'petra@praxis.example']);
      expect(mails('Erinnerung')[0]?.mail.text).toContain('Sie haben „Vielleicht“ gesagt.');
    });

    it('move, and everybody’s calendar with them', async () => {
      await theo().write('kalender');
      await karin().write('kalender AK Übergänge');
      await dora.write('kalender');
      const feeds = [await seen(theo(), 'kalender/'), await seen(karin(), 'kalender/'), await inTeams('kalender/')].map(
        (message) => net.at(/https:[^"\s\\]+\.ics/.exec(JSON.stringify(message))?.[0] ?? 'none'),
      );
      const read = async () =>
        [
          ...(await Promise.all(feeds.map(async (feed) => (await fetch(feed)).text()))),
          String(net.office.taken.at(-1)?.mail.attachments[0]?.content),
        ].map((text) => readCalendar(text).events);
      const before = await read();
      for (const [first, second] of before) {
        expect(first).toMatchObject({ status: 'CONFIRMED', sequence: 0 });
        expect(first?.event.startDate.toJSDate()).toEqual(localInstant(day, '14:00', zone));
        if (second) expect([second.status, second.event.startDate.hour]).toEqual(['TENTATIVE', 14]);
      }
      await karin().write(`verschieben 4 ${formatDay(movedTo, 'de')} 15:30`);
      for (const each of [theo().direct, kai().direct, sami().direct, room]) await net.seen(each, 'von Karin Muster.');
      await inTeams('Passt Ihnen auch der neue Termin?');
      await until(() => mails('Verschoben: AK Übergänge').length === 1, 'the mail');
      expect(shows(await seen(theo(), 'Verschoben: AK Übergänge'), 'Passt Ihnen auch der neue Termin?')).toBe(true);
      expect(shows(await seen(sami(), 'Verschoben: AK Übergänge'), 'Passt Ihnen auch der neue Termin?')).toBe(false);
      const after = await read();
      for (const [first] of after) {
        expect(first).toMatchObject({ status: 'CONFIRMED', sequence: 1 });
        expect(first?.event.startDate.toJSDate()).toEqual(localInstant(movedTo, '15:30', zone));
      }
      expect(new Set([...before, ...after].map(([first]) => first?.event.uid)).size).toBe(1);
    });

    it('ask again who had said yes; what they say now stands on every copy, old and new', async () => {
      await dora.press('Zusagen', await inTeams('Verschoben: AK Übergänge'));
      await theo().write('zusage 4');
      await press(await petrasPage(), 'Zusagen');
      await everyCopyShows('3 Zusagen, 1 Absage, 0 offen');
    });

    it('note who was there, in Slack and in Teams, and who corrected it', async () => {
      await karin().write('anwesenheit 4');
      const list = await seen(karin(), 'Anwesenheit: Nr. 4');
      await karin().press('Alle Zusagen: dabei', list);
      await until(() => shows(list, '3 dabei'), 'three who were there');
      await karin().write('gast 4 Vera Vogel');
      await karin().write('fehlt 4 Theo Lehrer');
      await seen(karin(), 'Theo Lehrer: nicht dabei.');
      await dora.write('anwesend 4 Theo Lehrer');
      await inTeams('vorher „nicht dabei“, geändert von Dora Direktorin');
      await karin().press('Übrige: nicht dabei', list);
      await until(() => shows(list, '3 dabei, 1 abgesagt, 1 nicht dabei, 1 Gast'), 'everybody');
    });

    it('have minutes with a decision for a goal and tasks, signed off by the chair alone, sent to all', async () => {
      const due = formatDay(addDays(movedTo, 21), 'de');
      await dora.write('protokoll 4 TOP 2 Die Sprachförderung läuft gut.');
      await karin().write('beschluss 4 Ziel 6: Die Sprachförderung beginnt im Januar.');
      await dora.write(`aufgabe 4 Sami Still bis ${due} Räume anfragen`);
      await inTeams('Räume anfragen');
      await karin().write('protokoll freigeben 4');
      await seen(karin(), 'Freigeben kann der Vorsitz. Bitten Sie Dora Direktorin.');
      await dora.write('protokoll freigeben 4');
      await inTeams('Freigegeben.');
      await karin().write('protokoll senden 4 jetzt');
      for (const each of [theo(), kai(), sami()]) await seen(each, 'Protokoll: Nr. 4');
      await inTeams('Meine Aufgaben');
      await until(() => mails('Protokoll: Nr. 4').length === 1, 'the mail');
      const minutes = mails('Protokoll: Nr. 4')[0]?.mail.text;
      expect(minutes).toContain('Vertreten waren: Grundschule Linde, Kita Sonnenblume, Praxis Sonnenschein');
      expect(minutes).toContain('Beschluss 1: Die Sprachförderung beginnt im Januar. · Ziel 6 (unsere Zählung)');
      expect(minutes).toContain(`Sami Still, bis ${due}: Räume anfragen`);
      await theo().write('beschlüsse Sprachförderung');
      await seen(theo(), 'Gesucht: „Sprachförderung“ · 1 Beschluss');
    });

    it('tell in short who was not there: decisions, own tasks and the next date', async () => {
      await net.jobs(atWork(addWorkingDays(movedTo, 1)));
      const digest = await seen(sami(), 'Kurz gefasst: AK Übergänge');
      for (const told of ['beginnt im Januar', 'Räume anfragen', 'Nr. 5 · AK Übergänge', 'geplant']) {
        expect(shows(digest, told)).toBe(true);
      }
      await seen(kai(), 'Kurz gefasst: AK Übergänge');
      const others = [...net.messagesIn(theo().direct), ...dora.messages, ...net.office.taken.map(({ raw }) => raw)];
      expect(others.filter((message) => shows(message, 'Kurz gefasst'))).toEqual([]);
    });

    it('are reported as a page, a table and a text, and by partner over the quarter', async () => {
      await karin().write('bericht 4');
      const card = JSON.stringify(await seen(karin(), 'Bericht als Seite öffnen'));
      const link = net.at(/https:[^"\s\\]+\/berichte\/[^"\s\\]+/.exec(card)?.[0] ?? 'none');
      const page = wordsOf(await get(link));
      expect(page).toContain('Anwesenheit 3 dabei, 1 abgesagt, 1 nicht dabei, 1 Gast Vertretene Einrichtungen 3 von 3');
      expect(page).toContain('Beschluss 1 : Die Sprachförderung beginnt im Januar.');
      const bytes = Buffer.from(await (await fetch(`${link}.csv`)).arrayBuffer());
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(parse(bytes, { bom: true, delimiter: ';' })).toEqual([
        ['Name', 'Einrichtung', 'Eingeladen als', 'Rückmeldung', 'Anwesenheit'],
        ['Theo Lehrer', 'Grundschule Linde', 'Mitglied', 'Zusage', 'dabei'],
        ['Dora Direktorin', 'Kita Sonnenblume', 'Mitglied', 'Zusage', 'dabei'],
        ['Kai Kollege', 'Kita Sonnenblume', 'Mitglied', 'keine', 'nicht dabei'],
        ['petra@praxis.example', 'Praxis Sonnenschein', 'Mitglied', 'Zusage', 'dabei'],
        ['Sami Still', '', 'Mitglied', 'Absage', 'abgesagt'],
        ['Vera Vogel', '', 'Gast', 'keine', 'Gast'],
      ]);
      expect(await (await fetch(`${link}.md`)).text()).toContain('| Vera Vogel |  | Gast | keine | Gast |');
      await karin().write(`bericht AK Übergänge quartal ${formatDay(movedTo, 'de')}`);
      await seen(karin(), '1 Treffen mit eingetragener Anwesenheit, 3 Einrichtungen.');
    });

    it('leave no names, addresses or texts in the log, and the program stops cleanly', async () => {
      expect(await net.program.stop()).toBe(0);
      for (const told of ['Dora Direktorin', 'petra@praxis.example', 'im Urlaub', 'Sprachförderung', 'Vera Vogel']) {
        expect(net.program.log()).not.toContain(told);
      }
    });
  },
);

function firstFrom(from: Day, fits: (each: Day) => boolean): Day {
  return fits(from) ? from : firstFrom(addDays(from, 1), fits);
}

function at(time: string) {
  return { type: 'timepicker', selected_time: time };
}

/** The first choice that a form in Slack offers, but for one. */
function optionIn(view: unknown, but = ''): string {
  const values = [...JSON.stringify(view).matchAll(/"value":"([^"]+)"/g)].map(([, value = '']) => value);
  return values.find((value) => value !== but) ?? 'none';
}
