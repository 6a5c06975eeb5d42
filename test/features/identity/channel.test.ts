import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, House, slack, teams, textOf, vouched } from './house.js';

const maria = slack('MARIA');
const mariaInTeams = teams('MARIA');

describe('where a person is reached', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ mailOn: true });
    house.knows(maria, vouched('Maria Wunderlich', 'maria@kita.example'));
    house.knows(mariaInTeams, vouched('Maria Wunderlich', 'maria@kita.example'));
  });
  afterEach(() => house.close());

  const reached = async () => (await house.people.peek(maria))?.reachable;
  const audience = async () => house.identity.audience.count({}, house.clock.now());

  it('is where they wrote last', async () => {
    await house.says(maria, 'hilfe');
    await house.says(mariaInTeams, 'hilfe');
    expect(await reached()).toEqual(mariaInTeams);
    await house.says(maria, 'hilfe');
    expect(await reached()).toEqual(maria);
    expect(await audience()).toMatchObject({ total: 1, byChannel: { slack: 1 } });
  });

  it('stays where they chose, wherever they write', async () => {
    await house.says(mariaInTeams, 'hilfe');
    await house.says(maria, 'hilfe');
    const question = await house.says(maria, 'kanal');
    expect(textOf(question)).toContain('Zurzeit: Slack');
    const chosen = await house.presses(maria, button(question, 'Microsoft Teams'));
    expect(textOf(chosen)).toContain('Ich schreibe Ihnen ab jetzt über Microsoft Teams');
    await house.says(maria, 'hilfe');
    expect(await reached()).toEqual(mariaInTeams);
    expect(await audience()).toMatchObject({ byChannel: { teams: 1 } });
    await house.says(maria, 'kanal slack');
    await house.says(mariaInTeams, 'hilfe');
    expect(await reached()).toEqual(maria);
    expect(textOf(await house.says(maria, 'meine daten'))).toContain('Gewählter Kanal: Slack');
  });

  it('may be mail, at the confirmed address', async () => {
    await house.says(maria, 'hilfe');
    expect(textOf(await house.says(maria, 'kanal e-mail'))).toContain('über E-Mail');
    expect(await reached()).toEqual({ channel: 'mail', realm: '', user: 'maria@kita.example' });
    expect(await audience()).toMatchObject({ byChannel: { mail: 1 } });
  });

  it('is not changed to where they are not known, with a word of what to do', async () => {
    expect(textOf(await house.says(maria, 'kanal teams'))).toContain('tippen Sie dann „verbinden“');
    const guest = slack('GUEST', 'T-foreign');
    expect(textOf(await house.says(guest, 'kanal mail'))).toContain('keine E-Mail-Adresse');
    expect(textOf(await house.says(guest, 'kanal'))).toContain('Einen anderen Weg kenne ich nicht');
    expect(await reached()).toEqual(maria);
    const withoutMail = await House.open();
    expect(textOf(await withoutMail.says(maria, 'kanal mail'))).toContain('nicht eingerichtet');
    await withoutMail.close();
  });

  it('is a button of meine daten', async () => {
    const data = await house.says(maria, 'meine daten');
    expect(textOf(await house.presses(maria, button(data, 'Kanal wählen')))).toContain('Zurzeit: Slack');
  });
});
