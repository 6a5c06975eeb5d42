import { afterEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messages/inbound.js';
import { createLinks } from '../../../src/web/links.js';
import { actionsIn, button, House, slack, textOf, vouched } from './house.js';

const publicUrl = 'https://bot.stadt.example';
const jana = slack('jana');
const ole = slack('ole');
const onPage = (personId: string): Account => ({ channel: 'page', realm: 'ich', user: personId });

let house: House;
afterEach(() => house.close());

async function network(options: Parameters<typeof House.open>[0] = {}): Promise<void> {
  house = await House.open({ coordinators: ['jana@stadt.example'], publicUrl, ...options });
  house.knows(jana, vouched('Jana Koch', 'jana@stadt.example'));
  house.knows(ole, vouched('Ole Brandt', 'ole@kita.example'));
  await house.says(jana, 'hallo');
  await house.says(ole, 'hallo');
}

function linkIn(reply: Awaited<ReturnType<House['says']>>): string {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`no view but ${reply.type}`);
  const link = reply.view.blocks.find((block) => block.type === 'link');
  return link?.href ?? '';
}

/** What a link leads to today. */
async function subjectOf(href: string) {
  const token = href.split('/ich/')[1] ?? '';
  return createLinks({ store: house.store }).read('ich', token, house.clock.now());
}

describe('the link to the personal page', () => {
  it('is shown to its owner alone, the same until it is renewed; then the old one is worthless', async () => {
    await network();
    const person = await house.personOf(ole);
    const shown = await house.says(ole, 'meine seite');
    expect(shown).toMatchObject({ type: 'message', private: true });
    const first = linkIn(shown);
    expect(first).toMatch(/^https:\/\/bot\.stadt\.example\/ich\/\S+$/);
    expect(linkIn(await house.says(ole, 'Meine Seite'))).toBe(first);
    expect(await subjectOf(first)).toEqual({ subject: person.id });

    const renewed = linkIn(await house.presses(ole, button(shown, 'Link erneuern')));
    expect(renewed).not.toBe(first);
    expect(await subjectOf(first)).toBe('unknown');
    expect(await subjectOf(renewed)).toEqual({ subject: person.id });
    const again = linkIn(await house.says(ole, 'meine seite neu'));
    expect(await subjectOf(renewed)).toBe('unknown');
    expect(await subjectOf(again)).toEqual({ subject: person.id });
  });

  it('asks before it is renewed', async () => {
    await network();
    const shown = await house.says(ole, 'meine seite');
    expect(button(shown, 'Link erneuern')?.confirm).toContain('gilt dann nicht mehr');
  });

  it('is handed out and locked by the coordination office only, and both are noted', async () => {
    await network();
    expect(textOf(await house.says(ole, 'seite Jana Koch'))).toContain('Jana Koch');
    expect(await house.audited()).toEqual([]);

    const shown = await house.says(jana, 'seite Ole Brandt');
    const href = linkIn(shown);
    expect(textOf(shown)).toContain('Dieser Link gehört Ole Brandt');
    expect(await subjectOf(href)).toEqual({ subject: (await house.personOf(ole)).id });
    const locked = await house.presses(jana, button(shown, 'Link sperren'));
    expect(textOf(locked)).toContain('gilt nicht mehr');
    expect(await subjectOf(href)).toBe('unknown');
    const next = linkIn(await house.presses(jana, button(locked, 'Neuer Link')));
    await house.says(jana, 'seite sperren Ole Brandt');
    expect(await subjectOf(next)).toBe('unknown');
    const acts = await house.audited();
    expect([...acts].sort()).toEqual([
      'identity.page-locked',
      'identity.page-locked',
      'identity.page-shown',
      'identity.page-shown',
    ]);
  });

  it('is not what a question about a page, or about nobody who is known, asks for', async () => {
    await network();
    for (const question of ['Seite 3 der Vereinbarung', 'Seite der Vereinbarung']) {
      expect(textOf(await house.says(ole, question))).not.toContain('Jana Koch');
    }
    expect(textOf(await house.says(jana, 'Seite 3 der Vereinbarung'))).not.toContain('kenne ich nicht');
    expect(textOf(await house.says(jana, 'seite Niemand'))).toContain('kenne ich nicht');
  });

  it('says whom to lock out if nobody is named', async () => {
    await network();
    expect(textOf(await house.says(jana, 'seite sperren'))).toContain('Wessen Seite');
  });

  it('says what is missing where no link can be shown', async () => {
    house = await House.open();
    const reply = await house.says(ole, 'meine seite');
    expect(textOf(reply)).toContain('PUBLIC_URL');
  });

  it('goes with every former id of its person', async () => {
    await network();
    const before = linkIn(await house.says(ole, 'meine seite'));
    const elsewhere = slack('ole-neu');
    house.knows(elsewhere, vouched('Ole Brandt', 'ole@kita.example'));
    await house.says(elsewhere, 'hallo');
    await house.says(elsewhere, 'meine seite neu');
    expect(await subjectOf(before)).toBe('unknown');
  });
});

describe('somebody who comes by their page', () => {
  it('is exactly that person; nobody is made, and where they are reached stays', async () => {
    await network();
    const person = await house.personOf(ole);
    house.clock.advance({ days: 2 });
    const met = await house.personOf(onPage(person.id));
    expect(met).toMatchObject({ id: person.id, name: 'Ole Brandt', reachable: ole, accounts: [ole] });
    expect((await house.people.peek(onPage(person.id)))?.id).toBe(person.id);
    const mine = textOf(await house.says(onPage(person.id), 'meine daten'));
    expect(mine).toContain('Ole Brandt');
    expect(mine).toContain('12.11.2026');
  });

  it('has no rights of the coordination office, whoever they are', async () => {
    await network();
    const person = await house.personOf(jana);
    expect(person.coordinator).toBe(true);
    const page = onPage(person.id);
    expect((await house.personOf(page)).coordinator).toBe(false);
    expect((await house.people.peek(page))?.coordinator).toBe(false);
    for (const command of ['koordination dazu Ole Brandt', 'bestätigungen', 'seite Ole Brandt', 'änderungen']) {
      expect(await house.says(page, command)).toMatchObject({ view: { kind: 'bot.not-allowed' } });
    }
    const granting = { id: 'identity.grant', label: 'x', payload: { person: (await house.personOf(ole)).id } };
    expect(await house.presses(page, granting)).toMatchObject({ view: { kind: 'bot.not-allowed' } });
    expect((await house.personOf(ole)).coordinator).toBe(false);
    expect((await house.personOf(jana)).coordinator).toBe(true);
  });

  it('cannot join another account to that person, neither way', async () => {
    await network();
    const page = onPage((await house.personOf(jana)).id);
    expect(textOf(await house.says(page, 'verbinden'))).toContain('persönlichen Seite');
    const stranger = slack('fremd', 'T9');
    const code = await house.codeFor(stranger);
    expect(textOf(await house.says(page, `verbinden ${code}`))).toContain('persönlichen Seite');
    expect(await house.presses(page, { id: 'identity.link-yes', label: 'Ja', payload: { code } })).toMatchObject({
      view: { kind: 'bot.refusal' },
    });
    expect((await house.personOf(stranger)).coordinator).toBe(false);
  });

  it('deletes their data, and the page is nobody’s then', async () => {
    await network();
    const { id } = await house.personOf(ole);
    const asked = await house.says(onPage(id), 'meine daten löschen');
    expect(textOf(await house.presses(onPage(id), button(asked, 'Löschen')))).not.toContain('nicht');
    expect(await house.people.get(id)).toBeUndefined();
    expect(textOf(await house.says(onPage(id), 'hallo'))).toContain('gehört zu niemandem mehr');
    expect(await house.people.get(id)).toBeUndefined();
  });

  it('does not give up the coordination office by deleting', async () => {
    await network({ coordinators: ['jana@stadt.example', 'ole@kita.example'] });
    const { id } = await house.personOf(jana);
    expect(textOf(await house.says(onPage(id), 'meine daten löschen'))).toContain('es wurde nichts geändert');
    await house.says(jana, 'meine daten löschen');
    expect(textOf(await house.says(onPage(id), 'löschen'))).toContain('es wurde nichts geändert');
    expect((await house.personOf(jana)).id).toBe(id);
  });

  it('is refused kindly where nobody has that id', async () => {
    await network();
    const reply = await house.says(onPage('nobody'), 'hallo');
    expect(textOf(reply)).toContain('Koordination');
    expect(await house.people.peek(onPage('nobody'))).toBeUndefined();
  });
});

describe('where somebody known by an address only is reached', () => {
  const address = 'mia@praxis.example';

  async function grantedLater(): Promise<string> {
    await house.says(jana, `koordination dazu ${address}`);
    const page = linkIn(await house.says(jana, `seite ${address}`));
    const subject = await subjectOf(page);
    return typeof subject === 'string' ? subject : subject.subject;
  }

  it('is by mail where that is set up', async () => {
    await network({ mailOn: true });
    const id = await grantedLater();
    const mail: Account = { channel: 'mail', realm: '', user: address };
    expect((await house.people.get(id))?.reachable).toEqual(mail);
    expect((await house.people.peek({ ...mail, user: 'Mia@Praxis.example' }))?.id).toBe(id);
    expect(await house.people.peek({ ...mail, user: 'andere@praxis.example' })).toBeUndefined();
    expect((await house.people.get((await house.personOf(ole)).id))?.reachable).toEqual(ole);
  });

  it('is nowhere without it', async () => {
    await network();
    expect((await house.people.get(await grantedLater()))?.reachable).toBeUndefined();
  });
});

it('offers every button of the page’s cards to whoever may press it', async () => {
  await network();
  const reply = await house.says(jana, 'seite Ole Brandt');
  expect(reply.type === 'message' && actionsIn(reply.view).map(({ label }) => label)).toEqual(['Link sperren']);
});
