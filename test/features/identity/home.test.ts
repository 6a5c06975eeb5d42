import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, House, slack, textOf, vouched } from './house.js';

const anna = slack('ANNA');
const maria = slack('MARIA');

describe('the home of a person', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ coordinators: ['anna@stadt.example'] });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  });
  afterEach(() => house.close());

  it('shows what is known of them, with the buttons to change it', async () => {
    const first = await house.opensHome(maria);
    expect(textOf(first)).toContain('Einrichtung: noch nicht angegeben');
    expect(button(first, 'Einrichtung angeben')?.opensForm).toBe(true);
    await house.says(maria, 'einrichtung Kita Mond');
    await house.says(maria, 'pause 24.12.');
    const later = textOf(await house.opensHome(maria));
    expect(later).toContain('Einrichtung: Kita Mond (nicht bestätigt)');
    expect(later).toContain('Pause bis einschließlich: 24.12.2026');
    house.clock.set('2026-12-25T09:00:00Z');
    expect(textOf(await house.opensHome(maria))).not.toContain('Pause bis einschließlich');
  });

  it('leads on by buttons to what each room can do', async () => {
    const reply = await house.presses(maria, button(await house.opensHome(maria), 'Treffen'));
    expect(textOf(reply)).toContain('gremien – Gremien und wer dazugehört');
  });

  it('shows coordinators who waits for them', async () => {
    await house.says(maria, 'einrichtung Kita Mond');
    expect(textOf(await house.opensHome(anna))).toContain('Offene Bestätigungen: 1');
    expect(textOf(await house.opensHome(maria))).not.toContain('Offene Bestätigungen');
  });
});

describe('help', () => {
  it('shows what coordinators may type to them alone, not where others read along', async () => {
    const house = await House.open({ coordinators: ['anna@stadt.example'] });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    expect(textOf(await house.says(anna, 'hilfe'))).toContain('koordination dazu');
    expect(textOf(await house.says(anna, 'hilfe', { place: 'channel' }))).not.toContain('koordination dazu');
    await house.close();
  });

  it('does not say that nothing was changed to somebody who only wanted to see something', async () => {
    const house = await House.open();
    expect(textOf(await house.says(maria, 'änderungen'))).toMatch(/Das darf nur die Koordination\. Bitte fragen Sie/);
    expect(textOf(await house.says(maria, 'änderungen'))).not.toContain('Es wurde nichts geändert');
    expect(textOf(await house.says(maria, 'koordination dazu Maria'))).toContain('Es wurde nichts geändert.');
    await house.close();
  });
});
