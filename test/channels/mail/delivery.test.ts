import { afterEach, expect, it } from 'vitest';
import { compose } from '../../../src/composition.js';
import { readConfig } from '../../../src/config/config.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { unmetPerson } from '../../../src/features/identity/find.js';
import { peopleSpec } from '../../../src/features/identity/model.js';
import { createLinks } from '../../../src/web/links.js';
import { fixedClock } from '../../support/clock.js';
import { freshFolder } from '../../support/folder.js';
import { countedIds } from '../../support/ids.js';
import { logbook } from '../../support/logbook.js';
import { PostOffice } from './post-office.js';

const address = 'mia@praxis.example';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The whole bot with mail set up, and somebody who is known by an address only. */
async function bot() {
  const folder = await freshFolder();
  closing.push(() => folder.remove());
  const office = await PostOffice.open();
  closing.push(() => office.close());
  const { logger, lines } = logbook();
  const clock = fixedClock();
  const config = readConfig({
    DATA_DIR: folder.path,
    PLAYGROUND: 'on',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SMTP_URL: office.url,
    MAIL_FROM: 'Dorfbote <bote@stadt.example>',
    COORDINATORS: 'anna@stadt.example',
  });
  const parts = await compose(config, { clock, ids: countedIds(), logger }, { serving: true });
  closing.push(() => parts.close());
  const { store } = parts.storage;
  const mia = { ...unmetPerson('mia', 'Mia Muster', clock.now()), address };
  await store.collection(peopleSpec).insert(mia);
  return { office, parts, store, lines, clock };
}

it('mail reaches whoever is known by an address only, leads to their page, and leaves no address in the log', async () => {
  const { office, parts, store, lines, clock } = await bot();
  expect((await parts.features.people.get('mia'))?.reachable).toEqual({ channel: 'mail', realm: '', user: address });
  const outbox = createOutbox({ store, clock, onEnqueued() {} });
  await outbox.enqueue([
    {
      key: 'test:1',
      personId: 'mia',
      due: clock.now(),
      view: { kind: 'test.m', summary: 'Neu: Praxis', blocks: [{ type: 'text', text: 'Willkommen.' }] },
    },
  ]);
  await parts.heartbeat.beat(clock.now());
  const mail = office.taken.find(({ mail: { subject } }) => subject === 'Neu: Praxis');
  expect(mail?.to).toEqual([address]);
  expect(mail?.mail.text).toContain(`http://127.0.0.1:3000/ich/${await createLinks({ store }).issue('ich', 'mia')}`);
  const page = await outbox.forPerson('mia');
  expect(page.items.map(({ view }) => view.summary)).toContain('Neu: Praxis');
  expect(JSON.stringify(lines)).not.toMatch(/mia@|anna@|Willkommen/);
});
