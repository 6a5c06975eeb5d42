import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../identity/house.js';
import { viewOf } from '../../partners/house.js';
import { anna, buttonOn, carla, deniz, emil, gabi, labelsOf, planned, Square } from './square.js';

describe('a meeting that changes', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.invited();
  });
  afterEach(() => square.close());
  const meetingPayload = async () => ({ meeting: (await square.town.meeting())._id });

  it('is told to everybody, from what to what and by whom, and asks again who had said yes', async () => {
    const before = await square.cardOf(carla);
    await square.presses(carla, buttonOn(before, 'Zusagen'));
    await square.pressesOnCard(deniz, 'Absagen');
    await square.beat();
    await square.says(gabi, 'verschieben 1 04.12.2026 15:00');
    await square.beat();
    const told = square.textsTo(carla).at(-1) ?? '';
    expect(told).toContain('Verschoben: AK Übergänge, Fr. 4.12., 15 Uhr, Rathaus');
    expect(told).toContain(
      'Verschoben von Do. 3.12., 14 Uhr, Rathaus auf Fr. 4.12., 15 Uhr, Rathaus, von Gabi Schule.',
    );
    expect(told).toContain('Sie hatten zugesagt. Passt Ihnen auch der neue Termin?');
    expect(await square.cardText(carla)).toContain('Freitag, 04.12.2026');
    expect(await square.cardText(deniz)).toContain('Sie kommen nicht.');
    expect(await square.cardText(deniz)).toContain('0 Zusagen, 1 Absage, 2 offen');
    expect((await square.row(carla)).until.toISOString()).toBe((await square.town.meeting()).end.toISOString());
  });

  it('asks who had said yes again although a colleague, who left it to them, had said no', async () => {
    await square.says(gabi, 'ausfall 1');
    await square.speakFor('Kita', carla, deniz);
    await square.says(gabi, planned);
    await square.says(gabi, 'einladen 2');
    await square.beat();
    await square.says(carla, 'zusage 2');
    await square.says(deniz, 'absage 2');
    await square.says(gabi, 'verschieben 2 04.12.2026 15:00');
    await square.beat();
    expect(textOf(await square.says(carla, 'treffen'))).toContain('Hier fehlt Ihre Antwort');
    const open = textOf(await square.says(gabi, 'offen 2'));
    expect(open).toContain('Bisher: 0 Zusagen, 0 Absagen, 2 offen');
    expect(open).toContain('Carla Kita');
    expect(open).not.toContain('Deniz Lehrer');
    await square.says(carla, 'absage 2');
    expect(textOf(await square.says(gabi, 'offen 2'))).toContain('Bisher: 0 Zusagen, 1 Absage, 1 offen');
  });

  it('leaves those who left the committee a card that says so, and one to answer if they come back', async () => {
    await square.says(gabi, 'mitglied AK Übergänge weg Carla Kita');
    await square.beat();
    const card = await square.cardOf(carla);
    expect(card.title).toBe('Nicht mehr eingeladen: AK Übergänge, Do. 3.12., 14 Uhr, Rathaus');
    expect(labelsOf(card)).toEqual(['Meine Treffen']);
    expect(await square.cardText(carla)).not.toMatch(/Zusage|offen/);
    await square.says(gabi, 'mitglied AK Übergänge dazu Carla Kita');
    await square.beat();
    expect(labelsOf(await square.cardOf(carla))).toContain('Zusagen');
  });

  it('has nothing left to reply once it is over', async () => {
    square.clock.set('2026-12-03T16:00:00+01:00');
    const card = viewOf(
      await square.presses(carla, { id: 'attendance.card', label: '', payload: await meetingPayload() }),
    );
    expect(labelsOf(card)).toEqual(['Meine Treffen']);
  });

  it('records nothing from a press on the old date, and shows the new one', async () => {
    const before = await square.cardOf(carla);
    await square.says(gabi, 'verschieben 1 04.12.2026 15:00');
    const reply = await square.presses(carla, buttonOn(before, 'Zusagen'));
    expect(reply.type).toBe('replace');
    expect(textOf(reply)).toContain('galt dem alten Termin und wurde nicht übernommen');
    expect(textOf(reply)).toContain('Freitag, 04.12.2026');
    expect((await square.row(carla)).reply).toBeUndefined();
  });

  it('is heard of to be off, with the reason; nobody can answer any more', async () => {
    const before = await square.cardOf(carla);
    await square.says(gabi, 'ausfall 1 Krankheit im Rathaus');
    await square.beat();
    expect(square.textsTo(deniz).at(-1)).toContain('Fällt aus: AK Übergänge, Do. 3.12., 14 Uhr, Rathaus');
    expect(await square.cardText(deniz)).toContain('Grund: Krankheit im Rathaus');
    expect(buttonOn(await square.cardOf(deniz), 'Zusagen')).toBeUndefined();
    expect(await square.cardText(deniz)).not.toMatch(/Rückmeldung|Bisher/);
    expect(textOf(await square.says(gabi, 'offen 1'))).toContain('es ist nichts mehr zu antworten');
    const pressed = await square.presses(carla, buttonOn(before, 'Zusagen'));
    expect(textOf(pressed)).toContain('fällt aus');
    expect(textOf(await square.says(carla, 'zusage 1'))).toContain('fällt aus');
    expect((await square.row(carla)).reply).toBeUndefined();
  });

  it('invites who comes to the committee later', async () => {
    await square.says(anna, 'mitglied AK Übergänge dazu Emil Extra');
    await square.beat();
    expect(await square.cardText(emil)).toContain('0 Zusagen, 0 Absagen, 4 offen');
    expect(square.shownTo(carla)).toHaveLength(1);
  });

  it('hands open invitations on to a successor, who is asked anew', async () => {
    await square.pressesOnCard(carla, 'Zusagen');
    await square.beat();
    await square.says(anna, 'nachfolge Carla Kita durch Emil Extra');
    await square.beat();
    expect(await square.row(carla).catch(() => 'gone')).toBe('gone');
    expect((await square.row(emil)).reply).toBeUndefined();
    expect(await square.cardText(emil)).toContain('0 Zusagen, 0 Absagen, 3 offen');
  });
});

describe('the committee’s channel', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.open();
  });
  afterEach(() => square.close());

  it('has a card with live counts and nobody’s name, on which those invited can reply', async () => {
    const { house } = square.town;
    const room = { conversation: 'C-AK', name: 'ak-uebergaenge' };
    await house.deliver(gabi, { type: 'text', text: 'hilfe', via: 'mention' }, { place: 'channel', room });
    const { items } = await house.identity.rooms.list();
    const committee = await square.town.committee();
    await square.committees.update(committee._id, { $set: { roomId: items[0]?.id ?? '' } });
    await square.invite();
    const inRoom = () => square.slack.posts.filter(({ user }) => user === 'C-AK');
    const shown = () => square.slack.shows(inRoom()[0]?.key ?? '');
    expect(inRoom()).toHaveLength(1);
    const reply = await square.presses(deniz, buttonOn(shown(), 'Absagen'));
    expect(reply.type).toBe('replace');
    expect(textOf(reply)).toContain('0 Zusagen, 1 Absage, 2 offen');
    expect(textOf(reply)).not.toContain('Deniz');
    await square.beat();
    expect(JSON.stringify(shown())).toContain('0 Zusagen, 1 Absage, 2 offen');
    expect(JSON.stringify(shown())).not.toContain('Deniz');
    const refused = await square.presses(emil, buttonOn(shown(), 'Zusagen'));
    expect(refused).toMatchObject({ type: 'message', private: true });
    await square.says(gabi, 'verschieben 1 04.12.2026 15:00');
    await square.beat();
    expect(inRoom()).toHaveLength(2);
    await square.pressesOnCard(carla, 'Zusagen');
    await square.beat();
    for (const { key } of inRoom()) {
      expect(JSON.stringify(square.slack.shows(key))).toContain('1 Zusage, 1 Absage, 1 offen');
    }
  });
});
