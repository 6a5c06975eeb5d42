import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderMessages } from '../../../src/channels/slack/render.js';
import { render } from '../../../src/channels/teams/render.js';
import { actionsIn, button, textOf } from '../identity/house.js';
import { anna, carla, deniz, emre, fatma, formOf, gerd, kita, MeetingHouse, school } from './meeting-house.js';

describe('the check-in list', () => {
  let it_: MeetingHouse;
  beforeEach(async () => {
    it_ = await MeetingHouse.open();
  });
  afterEach(() => it_.close());

  const says = (who: typeof anna, text: string) => it_.house.says(who, text);
  /** The buttons of one person stand behind their name. */
  async function pressFor(who: typeof anna, name: string, label: string, text = 'anwesenheit 1') {
    const reply = await says(who, text);
    return it_.house.presses(who, buttonOf(reply, name, label));
  }
  function buttonOf(reply: Awaited<ReturnType<typeof says>>, name: string, label: string) {
    if (reply.type !== 'message' && reply.type !== 'replace') throw new Error('no card');
    const { blocks } = reply.view;
    const at = blocks.findIndex((block) => block.type === 'text' && JSON.stringify(block.text).includes(name));
    const actions = blocks[at + 1];
    return actions?.type === 'actions' ? actions.actions.find((each) => each.label === label) : undefined;
  }

  it('is headed by the replies and names everybody with their partner', async () => {
    await it_.fullMeeting();
    const reply = await says(carla, 'anwesenheit 1');
    expect(reply).toMatchObject({ type: 'message', private: true });
    const text = textOf(reply);
    expect(text).toContain('Rückmeldungen: 2 Zusagen, 1 Absage, 0 offen');
    expect(text).toContain('Eingetragen: noch nichts · 4 noch nicht eingetragen');
    expect(text).toContain('Carla Kita · Kita Beispielblume (Beispiel) · Zusage');
    expect(text).toContain('Fatma Frei · Zusage');
  });

  it('needs no number while one meeting around today is open, and gives a choice of several', async () => {
    await it_.fullMeeting();
    expect(textOf(await says(carla, 'anwesenheit'))).toContain('Anwesenheit: Nr. 1');
    await it_.meeting({ _id: 'meeting-2', start: new Date('2026-11-13T10:00:00+01:00') });
    const choice = await says(carla, 'anwesenheit');
    expect(textOf(choice)).toContain('Welches Treffen ist gemeint?');
    const second = await it_.house.presses(carla, button(choice, 'Nr. 2 · AK Übergänge · Fr. 13.11., 10 Uhr, Rathaus'));
    expect(textOf(second)).toContain('Anwesenheit: Nr. 2');
  });

  it('notes a press in place, with who and when, and counts the partner', async () => {
    const meeting = await it_.fullMeeting();
    const reply = await pressFor(carla, 'Carla Kita', 'dabei');
    expect(reply.type).toBe('replace');
    expect(textOf(reply)).toContain('Eingetragen: 1 dabei · 3 noch nicht eingetragen');
    expect(textOf(reply)).toContain('→ dabei (eingetragen von Carla Kita am 10.11.2026, 09:00)');
    expect(await it_.represented(meeting)).toEqual({ [kita]: 'yes', [school]: 'excused' });
    expect((await it_.meetings.get(meeting._id))?.checkedInAt).toEqual(it_.house.clock.now());
    expect(await it_.house.audited()).toContain('attendance.checked-in');
  });

  it('is corrected afterwards, and keeps who did and what stood there before', async () => {
    const meeting = await it_.fullMeeting();
    const first = await pressFor(carla, 'Carla Kita', 'dabei');
    it_.house.clock.advance({ days: 3 });
    const choice = await it_.house.presses(anna, buttonOf(first, 'Carla Kita', 'Ändern'));
    expect(textOf(choice)).toContain('Carla Kita: Was stimmt?');
    const corrected = await it_.house.presses(anna, button(choice, 'nicht dabei'));
    expect(textOf(corrected)).toContain('→ nicht dabei (vorher „dabei“, geändert von Anna Amt am 13.11.2026, 09:00)');
    expect(await it_.house.audited()).toEqual(['attendance.checked-in', 'attendance.checked-in']);
    const row = await it_.row(meeting, carla);
    expect(row.presenceLog?.map(({ presence, by }) => [presence, by])).toEqual([
      ['present', it_.id(carla)],
      ['absent', it_.id(anna)],
    ]);
    expect((await it_.represented(meeting))[kita]).toBe('no');
  });

  it('lets the word of whoever was quicker stand, and says so to the other', async () => {
    const meeting = await it_.fullMeeting();
    const [ofCarla, ofAnna] = [await says(carla, 'anwesenheit 1'), await says(anna, 'anwesenheit 1')];
    await it_.house.presses(carla, buttonOf(ofCarla, 'Deniz Schule', 'dabei'));
    const second = await it_.house.presses(anna, buttonOf(ofAnna, 'Deniz Schule', 'nicht dabei'));
    expect(textOf(second)).toContain('Bei Deniz Schule hat inzwischen jemand „dabei“ eingetragen.');
    expect((await it_.row(meeting, deniz)).presence).toBe('present');
    const others = await it_.house.presses(anna, buttonOf(ofAnna, 'Fatma Frei', 'dabei'));
    expect(textOf(others)).toContain('2 dabei');
  });

  it('loses nothing of two who check in at once', async () => {
    const meeting = await it_.fullMeeting();
    const [ofCarla, ofAnna] = [await says(carla, 'anwesenheit 1'), await says(anna, 'anwesenheit 1')];
    await Promise.all([
      it_.house.presses(carla, buttonOf(ofCarla, 'Carla Kita', 'nicht dabei')),
      it_.house.presses(anna, buttonOf(ofAnna, 'Emre Kita', 'dabei')),
      it_.house.presses(carla, buttonOf(ofCarla, 'Deniz Schule', 'dabei')),
      it_.house.presses(anna, buttonOf(ofAnna, 'Fatma Frei', 'abgesagt')),
    ]);
    const presences = await Promise.all([carla, emre, deniz, fatma].map((who) => it_.row(meeting, who)));
    expect(presences.map(({ presence }) => presence)).toEqual(['absent', 'present', 'present', 'excused']);
    expect(await it_.represented(meeting)).toEqual({ [kita]: 'yes', [school]: 'yes' });
  });

  it('changes nothing when a press is delivered again', async () => {
    const meeting = await it_.fullMeeting();
    const press = buttonOf(await says(carla, 'anwesenheit 1'), 'Fatma Frei', 'dabei');
    await it_.house.presses(carla, press, { key: 'same' });
    await it_.house.presses(carla, press, { key: 'same' });
    await it_.house.presses(carla, press, { key: 'other' });
    expect((await it_.row(meeting, fatma)).presenceLog).toHaveLength(1);
  });

  it('notes all who said yes at once, and the others after a question', async () => {
    const meeting = await it_.fullMeeting();
    const list = await says(carla, 'anwesenheit 1');
    const all = await it_.house.presses(carla, button(list, 'Alle Zusagen: dabei'));
    expect(textOf(all)).toContain('2 dabei · 2 noch nicht eingetragen');
    expect(button(all, 'Übrige: nicht dabei')?.confirm).toBeDefined();
    const rest = await it_.house.presses(carla, button(all, 'Übrige: nicht dabei'));
    expect(textOf(rest)).toContain('Eingetragen: 2 dabei, 1 abgesagt, 1 nicht dabei');
    expect((await it_.row(meeting, deniz)).presence).toBe('excused');
  });

  it('goes on where a crash came between what was entered and the meeting', async () => {
    const meeting = await it_.fullMeeting();
    const list = await says(carla, 'anwesenheit 1');
    await it_.house.presses(carla, button(list, 'Alle Zusagen: dabei'));
    await it_.meetings.update(meeting._id, { $unset: { checkedInAt: true } });
    await it_.house.presses(carla, button(list, 'Alle Zusagen: dabei'));
    expect((await it_.meetings.get(meeting._id))?.checkedInAt).toEqual(it_.house.clock.now());
  });

  it('does all of it by typing, and asks for names that are unclear', async () => {
    const meeting = await it_.fullMeeting();
    const reply = await says(carla, 'anwesend 1 Carla, Emre und Zacharias Unbekannt');
    expect(textOf(reply)).toContain('Carla Kita, Emre Kita: dabei.');
    expect(textOf(reply)).toContain('Zacharias Unbekannt');
    expect(textOf(await says(carla, 'entschuldigt 1 Deniz'))).toContain('Deniz Schule: abgesagt.');
    expect(textOf(await says(carla, 'fehlt 1 Fatma'))).toContain('Fatma Frei: nicht dabei.');
    expect(textOf(await says(carla, 'vertreten 1 Deniz'))).toContain('Deniz Schule: Vertretung.');
    expect(textOf(await says(anna, 'dabei 1 Fatma'))).toContain('Fatma Frei: dabei.');
    expect(await it_.represented(meeting)).toEqual({ [kita]: 'yes', [school]: 'by-deputy' });
    expect(textOf(await says(carla, 'fehlt 1 rest'))).not.toContain('noch nicht');
  });

  it('gives a choice of several who are meant, which does the same', async () => {
    const meeting = await it_.fullMeeting();
    const choice = await says(carla, 'anwesend 1 Kita');
    const picked = await it_.house.presses(carla, actionsIn(choice.type === 'message' ? choice.view : never())[0]);
    expect(picked.type).toBe('replace');
    const rows = await Promise.all([carla, emre].map((who) => it_.row(meeting, who)));
    expect(rows.filter(({ presence }) => presence === 'present')).toHaveLength(1);
  });

  it('takes in who came along, and guests without any account', async () => {
    const meeting = await it_.fullMeeting();
    expect(textOf(await says(carla, 'anwesend 1 Gerd Anders'))).toContain('Gerd Anders · kam dazu → dabei');
    const guest = await says(carla, 'gast 1 Frau Doktor Hanna Hebamme');
    expect(textOf(guest)).toContain('→ Gast');
    await says(carla, 'gast 1 Frau Doktor Hanna Hebamme');
    const { items } = await it_.invitations.find({ filter: { meetingId: meeting._id } });
    expect(items.filter(({ role }) => role === 'guest')).toHaveLength(1);
    expect(items.find(({ personId }) => personId === it_.id(gerd))).toMatchObject({
      role: 'walk-in',
      presence: 'present',
    });
  });

  it('takes them in by a form too, with mistakes at their field', async () => {
    await it_.fullMeeting();
    const list = await says(carla, 'anwesenheit 1');
    const press = button(list, 'Jemand kam dazu');
    const form = formOf(await it_.house.presses(carla, press));
    expect(form.fields.map(({ id }) => id)).toEqual(['who', 'as']);
    const wrong = formOf(await it_.house.submits(carla, form.id, { as: 'present' }, form.payload));
    expect(wrong.errors).toEqual({ who: 'Bitte geben Sie mindestens einen Namen an.' });
    const unknown = formOf(
      await it_.house.submits(carla, form.id, { who: 'Xaver Ypsilon', as: 'present' }, form.payload),
    );
    expect(unknown.errors?.who).toContain('Xaver Ypsilon');
    const guests = await it_.house.submits(
      carla,
      form.id,
      { who: 'Xaver Ypsilon, Zoe Zwei', as: 'guest' },
      form.payload,
    );
    expect(textOf(guests)).toContain('Xaver Ypsilon, Zoe Zwei: Gast.');
  });

  it('notes a deputy and whom they stand in for together', async () => {
    const meeting = await it_.meeting();
    await it_.invited(meeting, deniz, { partnerId: school, reply: 'no', repliedTo: 1, sends: it_.id(gerd) });
    await it_.invited(meeting, gerd, { role: 'deputy', standsInFor: it_.id(deniz), partnerId: kita });
    const text = textOf(await says(carla, 'anwesend 1 Gerd Anders'));
    expect(text).toContain('Gerd Anders · Kita Beispielblume (Beispiel) · Vertretung für Deniz Schule');
    expect((await it_.row(meeting, gerd)).presence).toBe('deputy');
    expect((await it_.row(meeting, deniz)).presence).toBe('deputy');
    expect(await it_.represented(meeting)).toEqual({ [school]: 'by-deputy' });
  });

  it('leaves standing deputies out until they are sent', async () => {
    const meeting = await it_.fullMeeting();
    await it_.invited(meeting, gerd, { role: 'deputy', standsInFor: it_.id(deniz) });
    expect(textOf(await says(carla, 'anwesenheit 1'))).not.toContain('Gerd');
  });

  it('lists eight at a time', async () => {
    const meeting = await it_.fullMeeting();
    for (let at = 0; at < 8; at += 1) {
      await says(carla, `gast 1 Gast Nummer${'abcdefgh'[at]}`);
    }
    const first = await says(carla, 'anwesenheit 1');
    expect(textOf(first)).not.toContain('Nummerh');
    const second = await it_.house.presses(carla, button(first, 'Weitere'));
    expect(textOf(second)).toContain('Nummerh');
    expect(button(second, 'Weitere')).toBeUndefined();
    const noted = await it_.house.presses(carla, buttonOf(second, 'Nummerh', 'Ändern'));
    expect(textOf(await it_.house.presses(carla, button(noted, 'Zurück zur Liste')))).toContain('Nummerh');
    expect(meeting.number).toBe(1);
  });

  it('fits one message on either platform with eight people, whose ids are as long as they are', async () => {
    const meeting = await it_.meeting({ _id: '6f1c1d0e-8a55-4a3e-9d0f-3f5b3f0f7a10' });
    for (let at = 0; at < 11; at += 1) {
      const personId = `0d7f7a52-6c1b-4a7e-b9f5-${String(at).padStart(12, '0')}`;
      const _id = `${meeting._id}:${personId}`;
      const until = meeting.end;
      await it_.invitations.insert({ _id, meetingId: meeting._id, personId, role: 'member', partnerId: kita, until });
    }
    const reply = await says(carla, 'anwesenheit 1');
    const view = reply.type === 'message' ? reply.view : never();
    expect(actionsIn(view).filter(({ label }) => label === 'Vertretung')).toHaveLength(8);
    expect(renderMessages(view)).toHaveLength(1);
    expect(render(view, { dialogs: true })).toHaveLength(1);
  });

  it('is refused to others with whom to ask, and where there is nothing to check in', async () => {
    const meeting = await it_.fullMeeting();
    expect(textOf(await says(deniz, 'anwesenheit 1'))).toContain('Anna Amt');
    await it_.meetings.update(meeting._id, { $set: { committeeId: 'another' } });
    expect(textOf(await says(carla, 'anwesenheit 1'))).toContain('Fragen Sie Anna Amt');
    expect(textOf(await says(carla, 'anwesend 1 Deniz'))).toContain('Fragen Sie Anna Amt');
    await it_.meetings.update(meeting._id, { $set: { state: 'cancelled' } });
    expect(textOf(await says(anna, 'anwesenheit 1'))).toContain('Nr. 1 fällt aus');
    await it_.meetings.update(meeting._id, { $set: { state: 'draft' } });
    expect(textOf(await says(anna, 'anwesenheit 1'))).toContain('noch nicht eingeladen');
    expect((await it_.row(meeting, deniz)).presence).toBeUndefined();
  });

  it('may be filled in before the meeting, and by typing of “Alle Zusagen: dabei”', async () => {
    await it_.fullMeeting({ start: new Date('2026-12-24T10:00:00+01:00') });
    expect(textOf(await says(carla, 'anwesend 1 alle'))).toContain('Eingetragen: 2 Personen.');
    expect(textOf(await says(carla, 'anwesend 1 alle'))).toContain(
      'Es ist niemand mehr einzutragen, der zugesagt hat.',
    );
  });

  it('has not begun while nothing is noted', async () => {
    const meeting = await it_.meeting();
    await it_.invited(meeting, carla);
    await says(carla, 'anwesend 1 alle');
    expect((await it_.meetings.get(meeting._id))?.checkedInAt).toBeUndefined();
    await says(carla, 'fehlt 1 alle übrigen');
    expect((await it_.meetings.get(meeting._id))?.checkedInAt).toBeDefined();
  });
});

function never(): never {
  throw new Error('a card was expected');
}
