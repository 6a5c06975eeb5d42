import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invitationsSpec } from '../../../../src/features/attendance/meetings/invitations.js';
import { Unavailable } from '../../../../src/kernel/errors.js';
import { watched } from '../../../support/faulty-store.js';
import { button, stores, textOf } from '../../identity/house.js';
import { filledIn, formOf } from '../../partners/house.js';
import { anna, carla, emil, gabi, Town } from '../town.js';

let town: Town;
beforeEach(async () => {
  town = await Town.open();
});
afterEach(() => town.close());

const typed = 'treffen neu AK Übergänge; Elternabend planen; 12.11.2026 14:00; Rathaus';
const newForm = async (from = gabi) => formOf(await town.says(from, 'treffen neu'));
const submits = async (values: Record<string, string>, from = gabi) => {
  const form = await newForm(from);
  return town.house.submits(from, form.id, { ...filledIn(form), ...values });
};

describe('treffen neu', () => {
  it('makes a draft of what was typed, with its number, a preview and what comes next', async () => {
    const draft = await town.says(gabi, typed);
    const text = textOf(draft);
    expect(text).toContain('Entwurf Nr. 1 · AK Übergänge: Elternabend planen, Do. 12.11., 14 Uhr, Rathaus');
    expect(text).toContain('Donnerstag, 12.11.2026, 14:00 bis 15:30 Uhr');
    expect(text).toContain('Eingeladen werden: 3 Mitglieder');
    for (const label of ['Einladen', 'Bearbeiten', 'Tagesordnung']) expect(button(draft, label)).toBeDefined();
    expect(await town.meeting()).toMatchObject({ state: 'draft', asked: 1, sequence: 0, onePerPartner: true });
  });

  it('is made once, however often its event is delivered', async () => {
    await town.says(gabi, typed, 'again');
    await town.says(gabi, typed, 'again');
    expect(await town.meetings()).toHaveLength(1);
  });

  it.each([
    ['AK Übergänge; Thema; 12.11. um 14 Uhr; Rathaus', '14:00 bis 15:30'],
    ['übergänge; Thema; Do, 12.11.2026, 9.30 Uhr; Rathaus', '09:30 bis 11:00'],
    ['AK Übergaenge; Thema; 12. November 14:00-16:15; Rathaus', '14:00 bis 16:15'],
    ['AK Übergänge; ; 12.11.2026 14 bis 16 Uhr; https://video.example/raum', '14:00 bis 16:00'],
  ])('reads „%s“', async (fields, time) => {
    const text = textOf(await town.says(gabi, `treffen neu ${fields}`));
    expect(text).toContain('12.11.2026');
    expect(text).toContain(time);
  });

  it.each([
    ['AK Übergänge; Thema; 31.02.2027 14:00; Rathaus', 'Den Tag „31.02.2027“ gibt es nicht'],
    ['AK Übergänge; Thema; 12.11.2026 25:00; Rathaus', 'Die Uhrzeit „25:00“ gibt es nicht'],
    ['AK Übergänge; Thema; 28.03.2027 02:30; Rathaus', '02:30 Uhr gibt es am 28.03.2027 nicht'],
    ['AK Übergänge; Thema; 31.10.2027 1:30 bis 2:15; Rathaus', '02:15 Uhr gibt es am 31.10.2027 zweimal'],
    ['AK Übergänge; Thema; 9.11.2026 14:00; Rathaus', 'liegt in der Vergangenheit'],
    ['AK Übergänge; Thema; 12.11.2026 14:00-13:00; Rathaus', 'Ende muss nach dem Beginn'],
    ['AK Übergänge; Thema; irgendwann; Rathaus', 'verstehe ich nicht als Tag'],
    ['AK Übergänge; Thema; 12.11.2026; Rathaus', 'Bitte eine Uhrzeit angeben'],
    ['AK Sport; Thema; 12.11.2026 14:00; Rathaus', 'Ein Gremium „AK Sport“ kenne ich nicht'],
  ])('refuses „%s“ and opens the form with what was typed', async (fields, problem) => {
    const reply = await town.says(gabi, `treffen neu ${fields}`);
    expect(textOf(reply)).toContain(problem);
    const form = formOf(await town.presses(gabi, reply, 'Formular öffnen'));
    expect(filledIn(form)).toMatchObject({ title: 'Thema', place: 'Rathaus' });
    expect(await town.meetings()).toEqual([]);
  });

  it('says whom to ask to those who lead nothing', async () => {
    expect(textOf(await town.says(carla, typed))).toContain('Anna Amt');
    await town.says(anna, 'gremium neu AK Gesundheit');
    const refused = await town.says(gabi, 'treffen neu AK Gesundheit; Thema; 12.11.2026 14:00; Rathaus');
    expect(textOf(refused)).toContain('Anna Amt');
    expect(await town.meetings()).toEqual([]);
  });
});

describe('the form of a meeting', () => {
  it('says every mistake at its field, keeps what was filled in, and makes a draft when it is mended', async () => {
    const values = { title: 'Thema', day: '2027-02-31', start: '25:00', end: '13:00', link: 'kein link' };
    const again = formOf(await submits(values));
    expect(Object.keys(again.errors ?? {}).toSorted()).toEqual(['day', 'link', 'start']);
    expect(filledIn(again)).toMatchObject({ title: 'Thema', day: '2027-02-31', end: '13:00' });
    const draft = await submits({
      day: '2026-12-03',
      start: '14:00',
      end: '16:00',
      place: 'Rathaus',
      link: 'video.example/raum',
      agenda: '1. Begrüßung\n- Rückblick\n\nVerschiedenes',
      replyBy: '2026-11-30',
      maybe: 'no',
    });
    expect(textOf(draft)).toContain('AK Übergänge, Do. 3.12., 14 Uhr, Rathaus');
    const meeting = await town.meeting();
    expect(meeting.agenda.map(({ title }) => title)).toEqual(['Begrüßung', 'Rückblick', 'Verschiedenes']);
    expect(meeting).toMatchObject({ maybeAllowed: false, link: 'https://video.example/raum' });
    expect(meeting.replyBy.toISOString()).toBe('2026-11-30T17:00:00.000Z');
  });

  it('asks for replies two working days before if nobody says otherwise', async () => {
    await submits({ day: '2026-12-07', start: '14:00' });
    expect((await town.meeting()).replyBy.toISOString()).toBe('2026-12-03T17:00:00.000Z');
  });

  it.each([
    ['2026-12-25', '1. Weihnachtstag'],
    ['2026-12-28', 'Weihnachtsferien'],
    ['2026-11-21', 'am Wochenende'],
    ['2026-11-13', 'in 3 Tagen'],
  ])('warns of %s: %s', async (day, warning) => {
    expect(textOf(await submits({ day, start: '14:00' }))).toContain(warning);
  });

  it('warns of other meetings at the same time, and of how many people belong to both', async () => {
    await submits({ day: '2026-12-03', start: '14:00' });
    await town.says(anna, 'gremium neu AK Gesundheit');
    await town.says(anna, 'mitglied AK Gesundheit dazu Carla Kita');
    const draft = await town.says(anna, 'treffen neu AK Gesundheit; ; 3.12.2026 15:00; Rathaus');
    expect(textOf(draft)).toContain('Zur gleichen Zeit: Nr. 1');
    expect(textOf(draft)).toContain('1 Mitglied gehört zu beiden');
    const apart = await town.says(anna, 'treffen neu AK Gesundheit; ; 3.12.2026 15:30; Rathaus');
    expect(textOf(apart)).not.toContain('Zur gleichen Zeit: Nr. 1');
  });

  it('offers a chair the own committee only', async () => {
    await town.says(anna, 'gremium neu AK Gesundheit');
    const options = (await newForm()).fields.flatMap((field) => ('options' in field ? [field.options] : []))[0];
    expect(options?.map(({ label }) => label)).toEqual(['AK Übergänge']);
    await expect(newForm(emil)).rejects.toThrow();
  });
});

describe('Bearbeiten', () => {
  it('shows the second editor what changed meanwhile, and takes theirs when saved again', async () => {
    const draft = await town.says(gabi, typed);
    const open = async () => formOf(await town.presses(gabi, draft, 'Bearbeiten'));
    const [mine, theirs] = [await open(), await open()];
    await town.house.submits(gabi, theirs.id, { ...filledIn(theirs), place: 'Stadthalle' }, theirs.payload);
    const merged = await town.house.submits(
      gabi,
      mine.id,
      { ...filledIn(mine), start: '15:00', end: '17:00' },
      mine.payload,
    );
    expect(textOf(merged)).toContain('15:00 bis 17:00');
    expect(await town.meeting()).toMatchObject({ place: 'Stadthalle' });
    const clash = formOf(await town.house.submits(anna, mine.id, { ...filledIn(mine), place: 'Kita' }, mine.payload));
    expect(clash.errors).toEqual({ place: expect.stringContaining('Stadthalle') });
    expect(filledIn(clash)).toMatchObject({ place: 'Kita', start: '15:00' });
    await town.house.submits(anna, clash.id, filledIn(clash), clash.payload);
    expect(await town.meeting()).toMatchObject({ place: 'Kita' });
  });

  it('keeps the items of an agenda, with their notes, as long as they stay', async () => {
    const draft = await town.says(gabi, typed);
    await town.fills(gabi, draft, { agenda: 'Eins\nZwei\nDrei' }, 'Tagesordnung');
    const before = (await town.meeting()).agenda;
    await town.says(gabi, 'tagesordnung 1 Zwei; Eins; Vier');
    const after = (await town.meeting()).agenda;
    expect(after.map(({ title }) => title)).toEqual(['Zwei', 'Eins', 'Vier']);
    expect([after[0]?.id, after[1]?.id]).toEqual([before[1]?.id, before[0]?.id]);
  });
});

describe.each(stores)('inviting, moving and cancelling on %s', (on) => {
  beforeEach(async () => {
    await town.close();
    town = await Town.open({ on });
    await town.says(gabi, 'treffen neu AK Übergänge; Thema; 3.12.2026 14:00; Rathaus');
  });

  it('invites once, whoever presses how often', async () => {
    expect(textOf(await town.says(gabi, 'einladen 1'))).toContain('Die Einladungen sind unterwegs');
    expect(textOf(await town.says(anna, 'einladen 1'))).toContain('Eingeladen ist schon');
    expect(await town.meeting()).toMatchObject({ state: 'invited', unfinished: [] });
    expect(textOf(await town.says(carla, 'einladen 1'))).toContain('Anna Amt');
  });

  it('means the only draft where no number is typed, and asks where there are several', async () => {
    await town.says(gabi, 'treffen neu AK Übergänge; Zweites; 10.12.2026 14:00; Rathaus');
    const choice = await town.says(gabi, 'einladen');
    expect(textOf(choice)).toContain('Welches Treffen ist gemeint?');
    await town.presses(gabi, choice, 'Nr. 2 · AK Übergänge: Zweites · Do. 10.12., 14 Uhr, Rathaus · Entwurf');
    expect(await town.meeting(2)).toMatchObject({ state: 'invited' });
    expect(textOf(await town.says(gabi, 'einladen'))).toContain('Die Einladungen sind unterwegs');
  });

  it('offers the next working time outside working hours, and keeps to it', async () => {
    town.house.clock.set('2026-11-14T20:00:00+01:00');
    const offer = await town.says(gabi, 'einladen 1');
    expect(textOf(offer)).toContain('16.11.2026, 08:00');
    expect(textOf(offer)).toContain('Nr. 1 · AK Übergänge');
    expect(button(offer, 'Jetzt senden')).toBeDefined();
    await town.presses(gabi, offer, 'Zur nächsten Arbeitszeit');
    await town.beat();
    expect(await town.meeting()).toMatchObject({ state: 'draft' });
    town.house.clock.set('2026-11-16T08:00:00+01:00');
    await town.beat();
    expect(await town.meeting()).toMatchObject({ state: 'invited', unfinished: [] });
  });

  it('does not invite to what was changed since the card was shown', async () => {
    const card = await town.says(gabi, 'planung 1');
    await town.fills(anna, card, { place: 'Kita' }, 'Bearbeiten');
    expect(textOf(await town.presses(gabi, card, 'Einladen'))).toContain('Inzwischen hat jemand etwas geändert');
    expect(await town.meeting()).toMatchObject({ state: 'draft' });
  });

  it('moves: raises what was asked and the calendar’s sequence, and keeps length and time to reply', async () => {
    await town.says(gabi, 'einladen 1');
    const moved = await town.says(gabi, 'verschieben 1 10.12.2026 15:30');
    expect(textOf(moved)).toContain('Verschoben von Do. 3.12., 14 Uhr, Rathaus auf Do. 10.12., 15:30 Uhr, Rathaus');
    const meeting = await town.meeting();
    expect(meeting).toMatchObject({ asked: 2, sequence: 1, unfinished: [] });
    expect(meeting.end.toISOString()).toBe('2026-12-10T16:00:00.000Z');
    expect(meeting.replyBy.toISOString()).toBe('2026-12-08T17:00:00.000Z');
    expect(textOf(await town.says(gabi, 'verschieben 1 10.12.2026 15:30'))).toContain('nichts geändert');
    expect(await town.meeting()).toMatchObject({ asked: 2, sequence: 1 });
  });

  it.each([
    ['verschieben 1 31.02.2027 14:00', 'gibt es nicht'],
    ['verschieben 1 10.12.2026 25:00', 'gibt es nicht'],
    ['verschieben 1 28.03.2027 02:30', '02:30 Uhr gibt es am 28.03.2027 nicht'],
    ['verschieben 1 31.10.2027 02:30', '02:30 Uhr gibt es am 31.10.2027 zweimal'],
    ['verschieben 1 9.11.2026 14:00', 'Vergangenheit'],
    ['verschieben 7 10.12.2026 14:00', '7'],
  ])('refuses „%s“', async (text, problem) => {
    expect(textOf(await town.says(gabi, text))).toContain(problem);
    expect(await town.meeting()).toMatchObject({ asked: 1 });
  });

  it('is moved by whichever words, also by the time alone and by form', async () => {
    await town.says(gabi, 'einladen 1');
    await town.says(gabi, 'verschieben 1 auf 10.12. um 15 Uhr');
    expect((await town.meeting()).start.toISOString()).toBe('2026-12-10T14:00:00.000Z');
    const card = await town.says(gabi, 'verschieben 1 um 9 Uhr');
    expect((await town.meeting()).start.toISOString()).toBe('2026-12-10T08:00:00.000Z');
    expect(textOf(await town.says(gabi, 'verschieben 1 25:00'))).toContain('Die Uhrzeit „25:00“ gibt es nicht.');
    await town.fills(gabi, card, { day: '2026-12-11', place: 'Kita Nord' }, 'Verschieben');
    expect(await town.meeting()).toMatchObject({ place: 'Kita Nord', asked: 4, moved: { fromPlace: 'Rathaus' } });
  });

  it('is not moved by its number alone, which is no time of day: a form asks to when', async () => {
    await town.says(gabi, 'einladen 1');
    for (const typed of ['verschieben 1', 'verschieben Nr. 1', 'verschieben']) {
      expect(formOf(await town.says(gabi, typed)).fields.map(({ id }) => id)).toEqual(['day', 'start', 'place']);
    }
    expect(textOf(await town.says(gabi, 'verschieben 15'))).toContain('Nr. 15');
    expect(await town.meeting()).toMatchObject({ asked: 1 });
  });

  it('asks for replies on a working day after a move, too', async () => {
    await town.says(gabi, 'einladen 1');
    await town.says(gabi, 'verschieben 1 08.12.2026 14:00');
    expect((await town.meeting()).replyBy.toISOString()).toBe('2026-12-04T17:00:00.000Z');
  });

  it('cancels with a reason, once; a draft goes without anybody hearing of it', async () => {
    expect(textOf(await town.says(gabi, 'ausfall 1'))).toContain('Der Entwurf ist verworfen');
    await town.says(gabi, 'treffen neu AK Übergänge; Zweites; 10.12.2026 14:00; Rathaus');
    await town.says(gabi, 'einladen 2');
    expect(textOf(await town.says(gabi, 'absetzen 2 Der Raum ist belegt.'))).toContain('fällt aus');
    expect(await town.meeting(2)).toMatchObject({
      state: 'cancelled',
      sequence: 1,
      cancelled: { reason: 'Der Raum ist belegt.' },
      unfinished: [],
    });
    expect(textOf(await town.says(gabi, 'ausfall 2'))).toContain('ist abgesagt');
    expect(textOf(await town.says(gabi, 'verschieben 2 10.12.2026 15:30'))).toContain('ist abgesagt. „treffen neu“');
    expect(await town.meeting(2)).toMatchObject({ sequence: 1 });
  });

  it('asks whoever may cancel what „treffen absagen“ means, and nobody else', async () => {
    await town.says(gabi, 'einladen 1');
    const asked = await town.says(gabi, 'treffen absagen 1');
    expect(button(asked, 'Ich komme nicht')).toBeDefined();
    await town.fills(gabi, asked, { reason: 'Krankheitsvertretung' }, 'Treffen fällt aus');
    expect(await town.meeting()).toMatchObject({ state: 'cancelled' });
    const own = await town.says(carla, 'treffen absagen 1');
    expect(button(own, 'Treffen fällt aus')).toBeUndefined();
  });

  it('does not take what is no command for one', async () => {
    for (const text of ['Ausfall der Heizung, was tun?', 'Treffen neu denken', 'Einladen oder nicht?']) {
      await town.says(gabi, text);
    }
    expect(await town.meetings()).toHaveLength(1);
    expect(await town.meeting()).toMatchObject({ state: 'draft' });
  });
});

describe('what a killed process left', () => {
  it.each([
    ['einladen 1', 'inviting'],
    ['verschieben 1 10.12.2026 15:30', 'moving'],
    ['ausfall 1', 'cancelling'],
  ])('after „%s“ is finished by the clock', async (command, mark) => {
    await town.close();
    let isGone = false;
    town = await Town.open({
      between: (store) =>
        watched(store, (collection, call) => {
          const isFollowUp = collection === 'invitations' || collection === 'outbox';
          if (isGone && isFollowUp && call !== 'get') throw new Unavailable('store');
        }),
    });
    await town.says(gabi, 'treffen neu AK Übergänge; Thema; 3.12.2026 14:00; Rathaus');
    if (command !== 'einladen 1') await town.says(gabi, 'einladen 1');
    isGone = true;
    await expect(town.says(gabi, command, 'again')).rejects.toThrow();
    expect((await town.meeting()).unfinished).toEqual([mark]);
    isGone = false;
    await town.beat();
    expect((await town.meeting()).unfinished).toEqual([]);
    const { items } = await town.house.store.collection(invitationsSpec).find();
    expect(items).toHaveLength(3);
    await town.says(gabi, command, 'again');
    expect(await town.meeting()).toMatchObject({ unfinished: [], asked: mark === 'moving' ? 2 : 1 });
  });
});

describe('a member who leaves', () => {
  it('is no longer invited to the meetings to come, and one who joins is', async () => {
    await town.says(gabi, 'treffen neu AK Übergänge; Thema; 3.12.2026 14:00; Rathaus');
    await town.says(gabi, 'einladen 1');
    const invited = async () => {
      const { items } = await town.house.store.collection(invitationsSpec).find();
      return [...(await town.house.people.names(items.map(({ personId }) => personId))).values()].toSorted();
    };
    await town.says(gabi, 'mitglied AK Übergänge weg Carla Kita');
    expect(await invited()).toEqual(['Deniz Lehrer', 'Gabi Schule']);
    await town.says(gabi, 'mitglied AK Übergänge dazu Emil Extra');
    expect(await invited()).toEqual(['Deniz Lehrer', 'Emil Extra', 'Gabi Schule']);
  });
});

describe('at home', () => {
  it('whoever leads a committee finds the drafts, and nobody else', async () => {
    await town.says(gabi, typed);
    const home = await town.house.opensHome(gabi);
    const card = await town.presses(
      gabi,
      home,
      'Nr. 1 · AK Übergänge: Elternabend planen · Do. 12.11., 14 Uhr, Rathau…',
    );
    expect(button(card, 'Einladen')).toBeDefined();
    expect(textOf(await town.house.opensHome(carla))).not.toContain('Entwürfe');
    const label = 'Nr. 1 · AK Übergänge: Elternabend planen · Do. 12.11., 14 Uhr, Rathau…';
    expect(button(await town.says(gabi, 'treffen'), label)).toBeDefined();
    expect(button(await town.says(carla, 'treffen'), label)).toBeUndefined();
  });

  it('a draft is nothing to those who are not invited yet', async () => {
    await town.says(gabi, typed);
    const notYet = 'Zu Nr. 1 ist noch nicht eingeladen. Sobald die Einladung da ist, können Sie antworten.';
    for (const word of ['zusage 1', 'absage 1', 'vertretung 1 Emil Extra', 'anmerkung 1 Hallo', 'kalender 1']) {
      expect(textOf(await town.says(carla, word))).toBe(`\n${notYet}`);
    }
    expect(textOf(await town.says(gabi, 'offen 1'))).toContain('ist noch ein Entwurf. „einladen 1“');
  });
});
