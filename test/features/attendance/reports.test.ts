import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageAnswer } from '../../../src/bot/feature.js';
import { reportPath, reportsPage } from '../../../src/bot/reports.js';
import { representationsSpec } from '../../../src/features/attendance/meetings/representations.js';
import { periodName, periodOf, readPeriod } from '../../../src/features/attendance/reports/period.js';
import { viewToMarkdown } from '../../../src/messages/markdown.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { FileBlock } from '../../../src/messages/view.js';
import { createLinks } from '../../../src/web/links.js';
import { putTogether } from '../../support/works.js';
import { button, textOf, textOfView } from '../identity/house.js';
import { anna, carla, committeeId, deniz, emre, fatma, kita, MeetingHouse, school } from './meeting-house.js';

const publicUrl = 'https://bot.example';
let it_: MeetingHouse;
afterEach(() => it_.close());

const says = (who: typeof anna, text: string) => it_.house.says(who, text);
const presses = (who: typeof anna, ...of: Parameters<typeof button>) => it_.house.presses(who, button(...of));

function filesIn(reply: Reply): readonly FileBlock[] {
  if (reply.type !== 'message' && reply.type !== 'replace') return [];
  return reply.view.blocks.filter((block) => block.type === 'file');
}

function textIn(files: readonly FileBlock[], ending: string): string {
  const found = files.find(({ name }) => name.endsWith(ending));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(found?.bytes);
}

const links = () => createLinks({ store: it_.house.store, publicUrl });

function page(token: string, language: 'de' | 'en' = 'de'): Promise<PageAnswer> {
  const now = it_.house.clock.now();
  return reportsPage(links(), () => it_.house.features).run({ params: { token }, language, now });
}

async function finished() {
  const meeting = await it_.fullMeeting();
  await says(carla, 'anwesend 1 Carla');
  await says(carla, 'vertreten 1 Deniz');
  await says(carla, 'entschuldigt 1 Fatma');
  await says(carla, 'fehlt 1 Emre');
  await says(carla, 'gast 1 =HYPERLINK("x") Gast');
  await says(carla, 'beschluss 1 Wir *gründen* eine Gruppe.');
  return meeting;
}

describe('the report of a meeting', () => {
  beforeEach(async () => {
    it_ = await MeetingHouse.open({ publicUrl });
  });

  it('says in short how it was, with a picture in words, the link and the files', async () => {
    const meeting = await finished();
    const reply = await says(carla, 'bericht 1');
    const text = textOf(reply);
    expect(text).toContain('Vertretene Einrichtungen: 2 von 2');
    expect(text).toContain('Anwesenheit: 1 dabei, 1 abgesagt, 1 nicht dabei, 1 Vertretung, 1 Gast');
    const blocks = reply.type === 'message' ? reply.view.blocks : [];
    const picture = blocks.find((block) => block.type === 'picture');
    expect(picture).toMatchObject({ alt: 'Balken: dabei 1, Vertretung 1, Gast 1, abgesagt 1, nicht dabei 1' });
    const link = blocks.find((block) => block.type === 'link');
    const path = await reportPath(links(), `meeting:${meeting._id}`, it_.house.clock.now());
    expect(link).toMatchObject({ href: `${publicUrl}${path}` });
    expect(filesIn(reply).map(({ name }) => name)).toEqual(['bericht-1.csv', 'bericht-1.md']);
  });

  it('has a table that German Excel opens right, with the presence and no formulas', async () => {
    await finished();
    const csv = textIn(filesIn(await says(carla, 'bericht 1')), '.csv');
    expect(csv.startsWith('\ufeff')).toBe(true);
    const rows: string[][] = parse(csv, { bom: true, delimiter: ';', record_delimiter: '\r\n' });
    expect(rows[0]).toEqual(['Name', 'Einrichtung', 'Eingeladen als', 'Rückmeldung', 'Anwesenheit']);
    expect(rows.map((row) => row[4]).sort()).toEqual(
      ['Anwesenheit', 'Gast', 'Vertretung', 'abgesagt', 'dabei', 'nicht dabei'].sort(),
    );
    expect(rows.find(([name]) => name?.includes('HYPERLINK'))?.[0]).toMatch(/^'=/);
  });

  it('is a page, a table and a text behind one signed link', async () => {
    const meeting = await finished();
    const path = await reportPath(links(), `meeting:${meeting._id}`, it_.house.clock.now());
    const token = path.replace('/berichte/', '');
    const answer = await page(token);
    const text = 'view' in answer ? textOfView(answer.view) : '';
    expect(text).toContain('Kita Beispielblume (Beispiel) | ja');
    expect(text).toContain('Grundschule Beispiellinde (Beispiel) | durch Vertretung');
    expect(text).toContain('Emre Kita | Kita Beispielblume (Beispiel) | Mitglied | keine | nicht dabei');
    expect(text).toContain('Beschluss 1: Wir *gründen* eine Gruppe.');
    expect(await page(`${token}.csv`)).toMatchObject({
      file: { name: 'bericht-1.csv', mediaType: 'text/csv; charset=utf-8' },
    });
    const markdown = await page(`${token}.md`);
    expect('file' in markdown && markdown.file.body).toContain('Wir \\*gründen\\* eine Gruppe.');
    expect(await page(token, 'en')).toMatchObject({ view: { language: 'en' } });
  });

  it('says so friendly where a link is forged, expired or leads to nothing', async () => {
    const meeting = await finished();
    const token = (await reportPath(links(), `meeting:${meeting._id}`, it_.house.clock.now())).replace(
      '/berichte/',
      '',
    );
    it_.house.clock.advance({ days: 29 });
    expect(await page(token)).not.toHaveProperty('status');
    it_.house.clock.advance({ days: 3 });
    expect(await page(token)).toMatchObject({ status: 410, view: { title: 'Dieser Link ist abgelaufen' } });
    for (const wrong of [`${token}x`, 'x', '', `${token}.exe`, `${token}.csv.csv`, 'a.b']) {
      expect(await page(wrong), wrong).toMatchObject({ status: 404 });
    }
    const gone = await reportPath(links(), 'meeting:none', it_.house.clock.now());
    const strange = await reportPath(links(), '__proto__:none', it_.house.clock.now());
    for (const path of [gone, strange, gone.concat('.json')]) {
      expect(await page(path.replace('/berichte/', ''))).toMatchObject({ status: 404 });
    }
  });

  it('is the chair’s and the coordination’s', async () => {
    await finished();
    expect(textOf(await says(deniz, 'bericht 1'))).toContain('Anna Amt');
    expect(textOf(await says(anna, 'bericht'))).toContain('Bericht: Nr. 1');
  });
});

describe('where no link can be shown', () => {
  it('the page goes out as a file that stands by itself', async () => {
    it_ = await MeetingHouse.open();
    await finished();
    const reply = await says(carla, 'bericht 1');
    expect(textOf(reply)).toContain('Der Bericht liegt als Datei bei.');
    const html = textIn(filesIn(reply), '.html');
    expect(html).toMatch(/^<!doctype html>\n<html lang="de-DE">/);
    expect(html).toContain('<svg');
    expect(html).not.toContain('data-action');
  });
});

describe('the report of a committee', () => {
  beforeEach(async () => {
    it_ = await MeetingHouse.open({ publicUrl });
  });

  async function year() {
    await finished();
    const second = await it_.fullMeeting({ _id: 'm2', start: new Date('2026-09-10T14:00:00+02:00') });
    await says(carla, `anwesend ${second.number} Emre, Deniz`);
    const other = await it_.fullMeeting({
      _id: 'm3',
      committeeId: 'other',
      committeeName: 'AK Andere',
      start: new Date('2026-11-03T14:00:00+01:00'),
    });
    await says(anna, `anwesend ${other.number} Deniz`);
    await it_.fullMeeting({ _id: 'unchecked', start: new Date('2026-11-04T14:00:00+01:00') });
  }

  it('counts how often partners were represented, by deputies too, over meetings with a check-in', async () => {
    await year();
    const text = textOf(await says(carla, 'bericht AK Übergänge'));
    expect(text).toContain('Bericht: AK Übergänge, Jahr 2026');
    expect(text).toContain('2 Treffen mit eingetragener Anwesenheit, 2 Einrichtungen.');
    expect(text).toContain('Kita Beispielblume (Beispiel) | 2 | 0 | 0 | 0 | 2');
    expect(text).toContain('Grundschule Beispiellinde (Beispiel) | 2 | 1 | 0 | 0 | 2');
    expect(text).not.toContain('Carla');
  });

  it('is there for a quarter, for the time before and for all committees', async () => {
    await year();
    const quarter = await says(carla, 'bericht AK Übergänge quartal');
    expect(textOf(quarter)).toContain('4. Quartal 2026');
    expect(textOf(quarter)).toContain('Kita Beispielblume (Beispiel) | 1 | 0 | 0 | 0 | 1');
    expect(button(quarter, 'Zeitraum danach')).toBeUndefined();
    expect(textOf(await presses(carla, quarter, 'Zeitraum davor'))).toContain('3. Quartal 2026');
    expect(textOf(await says(carla, 'bericht AK Übergänge quartal 1.7.2026'))).toContain('3. Quartal 2026');
    const all = textOf(await says(anna, 'bericht alle quartal'));
    expect(all).toContain('alle Gremien, 4. Quartal 2026');
    expect(all).toContain('Kita Beispielblume (Beispiel) | 1 | 0 | 0 | 1 | 2');
    expect(textOf(await says(carla, 'bericht alle'))).toContain('Fragen Sie Anna Amt');
    expect(textOf(await says(anna, 'bericht alle jahr 2020'))).toContain('kein Treffen mit eingetragener Anwesenheit');
    expect(textOf(await says(anna, 'bericht AK Unsinnig'))).toContain('AK Unsinnig');
  });

  it('is put together while the chat goes on, where there is much to count', async () => {
    await year();
    await it_.house.store.collection(representationsSpec).insertMany(
      Array.from({ length: 600 }, (_, index) => ({
        _id: `much-${index}`,
        meetingId: `meeting-${index}`,
        committeeId,
        partnerId: kita,
        day: '2026-03-10',
        represented: 'yes' as const,
      })),
    );
    expect(textOf(await says(carla, 'bericht AK Übergänge jahr'))).toContain(
      'AK Übergänge, Jahr 2026“ wird zusammengestellt',
    );
    const { card, files } = await putTogether(it_.house.store);
    expect(textOfView(card)).toContain('| 60');
    expect(files.map(({ name }) => name)).toEqual(['bericht-2026-01-01.csv', 'bericht-2026-01-01.md']);
    const reply = await presses(carla, { type: 'message', view: card }, 'Zeitraum davor');
    expect(reply.type).toBe('replace');
    expect(await says(carla, 'bericht AK Übergänge quartal')).toMatchObject({
      view: { kind: 'attendance.period-report' },
    });
  });

  it('is a page and a table with shares for Excel', async () => {
    await year();
    const reply = await says(carla, 'bericht AK Übergänge jahr');
    const rows: string[][] = parse(textIn(filesIn(reply), '.csv'), { bom: true, delimiter: ';' });
    expect(rows[1]).toEqual(['Grundschule Beispiellinde (Beispiel)', '2', '1', '0', '0', '2', '100']);
    const blocks = reply.type === 'message' ? reply.view.blocks : [];
    const link = blocks.find((block) => block.type === 'link');
    const token = link?.type === 'link' ? link.href.replace(`${publicUrl}/berichte/`, '') : '';
    const answer = await page(token);
    expect('view' in answer && textOfView(answer.view)).toContain('Gezählt werden Einrichtungen, keine Personen');
    expect(await page(`${token}.csv`)).toMatchObject({ file: { name: 'bericht-2026-01-01.csv' } });
    expect(committeeId).toBe('committee-1');
  });
});

describe('„Meine Teilnahme“', () => {
  it('shows everybody their own last twelve months', async () => {
    it_ = await MeetingHouse.open();
    expect(textOf(await says(deniz, 'meine teilnahme'))).toContain('waren Sie zu keinem Treffen eingeladen');
    await finished();
    it_.house.clock.advance({ days: 10 });
    expect(textOf(await says(deniz, 'meine teilnahme'))).toContain(
      'Nr. 1 · AK Übergänge · Do. 12.11., 14 Uhr, Rathaus: Vertretung',
    );
    expect(textOf(await says(emre, 'meine teilnahme'))).toContain(': nicht dabei');
    it_.house.clock.advance({ days: 400 });
    expect(textOf(await says(deniz, 'meine teilnahme'))).toContain('zu keinem Treffen');
  });
});

describe('a year after a meeting', () => {
  it('what it holds by person goes, and what reports count by partner stays', async () => {
    it_ = await MeetingHouse.open({ publicUrl });
    const meeting = await finished();
    await says(carla, 'aufgabe 1 Deniz bis 1.12. Offen');
    await says(carla, 'aufgabe 1 Emre bis 1.12. Erledigt');
    await says(emre, 'erledigt 3');
    await says(carla, 'protokoll freigeben 1');
    it_.house.clock.set('2027-11-12T15:29:00+01:00');
    expect(await it_.house.runs('attendance-closing')).toEqual({ done: 0, failed: 0 });
    it_.house.clock.set('2027-11-12T15:31:00+01:00');
    expect(textOf(await says(anna, 'anwesend 1 Deniz'))).toContain('über ein Jahr her');
    expect(await it_.house.runs('attendance-closing')).toEqual({ done: 1, failed: 0 });
    expect(await it_.house.runs('attendance-closing')).toEqual({ done: 0, failed: 0 });
    expect(await it_.invitations.count({ meetingId: meeting._id })).toBe(0);
    expect(await it_.represented(meeting)).toEqual({ [kita]: 'yes', [school]: 'by-deputy' });
    const closed = JSON.stringify(await it_.meetings.get(meeting._id));
    for (const who of [anna, carla, deniz, emre, fatma]) expect(closed).not.toContain(it_.id(who));
    expect((await it_.tasks.find()).items.map(({ text }) => text)).toEqual(['Offen']);
    const report = await says(anna, 'bericht 1');
    expect(textOf(report)).toContain('Angaben zu Personen sind gelöscht');
    expect(textOf(report)).toContain('Vertretene Einrichtungen: 2 von 2');
    expect(textOf(await says(anna, 'bericht alle jahr 2026'))).toContain('Kita Beispielblume (Beispiel) | 1');
    expect(textOf(await says(anna, 'beschlüsse'))).toContain('eine Gruppe');
  });
});

describe('periods', () => {
  it.each([
    ['AK Übergänge', 'AK Übergänge', 'Jahr 2026'],
    ['AK Übergänge quartal', 'AK Übergänge', '4. Quartal 2026'],
    ['alle jahr 2025', 'alle', 'Jahr 2025'],
    ['AK quartal 2/2026', 'AK', '2. Quartal 2026'],
    ['AK vierteljahr 31.3.2026', 'AK', '1. Quartal 2026'],
    ['AK Schuljahr', 'AK Schuljahr', 'Jahr 2026'],
    ['quartal', '', '4. Quartal 2026'],
  ])('are read from „%s“', (typed, name, period) => {
    const read = readPeriod(typed, '2026-11-10');
    expect(read && [read.name, periodName(read.period, 'de')]).toEqual([name, period]);
  });

  it('end where calendars do', () => {
    expect(periodOf('quarter', '2028-02-29')).toEqual({ unit: 'quarter', from: '2028-01-01', until: '2028-03-31' });
    expect(periodOf('year', '2026-12-31')).toEqual({ unit: 'year', from: '2026-01-01', until: '2026-12-31' });
    expect(readPeriod('AK quartal 31.02.2026', '2026-11-10')).toBeUndefined();
  });
});

describe('Markdown', () => {
  it('makes nothing of what people wrote', () => {
    const text = '# Kein Titel\n- keine Liste\n1. auch keine\n[kein](http://link) | <b>';
    const view = { kind: 'x.y', summary: 's', title: 'T', blocks: [{ type: 'text', text } as const] };
    expect(viewToMarkdown(view)).toBe(
      '# T\n\n\\# Kein Titel\n\\- keine Liste\n1\\. auch keine\n\\[kein\\](http://link) \\| \\<b\\>\n',
    );
  });
});

describe('whoever had a hand in a meeting', () => {
  it('reads so in their data, and is forgotten when they are deleted', async () => {
    it_ = await MeetingHouse.open();
    const meeting = await finished();
    await says(carla, 'protokoll freigeben 1');
    expect(textOf(await says(anna, 'meine daten'))).toContain(
      'Treffen, die ich geplant, verlegt oder protokolliert habe',
    );
    await presses(carla, await says(carla, 'meine daten löschen'), 'Löschen');
    const stored = JSON.stringify([
      await it_.meetings.get(meeting._id),
      (await it_.invitations.find()).items,
      (await it_.decisions.find()).items,
    ]);
    expect(stored).not.toContain(`"${it_.id(carla)}"`);
    expect(stored).toContain('"minutesBy":"erased"');
  });
});
