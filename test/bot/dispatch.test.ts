import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditSpec } from '../../src/bot/audit.js';
import { leaseSpec } from '../../src/bot/leases.js';
import { Refusal, Unavailable } from '../../src/kernel/errors.js';
import { mentionOf } from '../../src/messages/mention.js';
import type { Dispatch } from '../../src/messages/reply.js';
import { fixedClock } from '../support/clock.js';
import { coordinator, Desk, inbound, pressed, staff, typed, viewOf } from './desk.js';

describe('dispatch', () => {
  let desk: Desk;
  let dispatch: Dispatch;
  beforeEach(async () => {
    desk = await Desk.open();
    dispatch = desk.dispatchFor(staff);
  });
  afterEach(() => desk.close());

  it('deals with an event once, however often it is delivered', async () => {
    const event = typed('zählen');
    const first = await dispatch(event);
    expect(viewOf(first).summary).toBe('gezählt: 1');
    expect(await dispatch(event)).toEqual({ type: 'nothing' });
    expect(desk.counted).toBe(1);
  });

  it('deals once with deliveries that arrive at the same time', async () => {
    const event = typed('zählen');
    const replies = await Promise.all(Array.from({ length: 10 }, () => dispatch(event)));
    expect(replies.filter((reply) => reply.type === 'message')).toHaveLength(1);
    expect(desk.counted).toBe(1);
  });

  it('lets the redelivery try again after the store or a platform was out of reach', async () => {
    const event = typed('zählen');
    desk.failWith = new Unavailable('store');
    await expect(dispatch(event)).rejects.toThrow(Unavailable);
    desk.failWith = undefined;
    expect(viewOf(await dispatch(event)).summary).toBe('gezählt: 1');
  });

  it('takes up an event whose process died, once its lease has run out', async () => {
    const clock = fixedClock();
    const event = typed('zählen');
    await desk.dispatchFor(staff, clock)(event);
    const leases = desk.store.collection(leaseSpec);
    const [lease] = (await leases.find()).items;
    await leases.update(String(lease?._id), { $set: { state: 'leased', until: clock.now() } });
    clock.advance({ minutes: 1 });
    expect(viewOf(await desk.dispatchFor(staff, clock)(event)).summary).toBe('gezählt: 2');
  });

  it('answers an expected failure with its text, and stores nothing', async () => {
    desk.failWith = new Refusal('Den 31.02. gibt es nicht.', 'test.bad-date');
    expect(viewOf(await dispatch(typed('zählen'))).summary).toBe('Den 31.02. gibt es nicht.');
    expect(await desk.store.collection(auditSpec).count()).toBe(0);
  });

  it('answers an unexpected failure with a reference instead of a stack trace', async () => {
    desk.failWith = new Error('geheimer Inhalt');
    const text = JSON.stringify(await dispatch(typed('zählen')));
    expect(text).toContain('Kennung');
    expect(text).not.toContain('geheimer Inhalt');
  });

  it('notes administrative acts with who and when', async () => {
    await dispatch(typed('zählen'));
    expect((await desk.store.collection(auditSpec).find()).items).toMatchObject([
      { actor: 'p1', kind: 'test.counted', subject: '1' },
    ]);
  });

  it('refuses what a person may not do, and says whom to ask', async () => {
    const text = viewOf(await dispatch(typed('verwalten'))).summary;
    expect(text).toContain('Karin Muster');
    expect(viewOf(await desk.dispatchFor(coordinator)(typed('verwalten'))).summary).toBe('ok');
  });

  it('asks first before a command found by tolerance changes anything', async () => {
    const view = viewOf(await dispatch(typed('zaehlenn')));
    expect(view.summary).toBe('Meinten Sie „zählen“?');
    expect(desk.counted).toBe(0);
    await dispatch(pressed('bot.typed', { text: 'zählen' }));
    expect(desk.counted).toBe(1);
  });

  it('shows a form again with the mistakes at their fields and what was typed', async () => {
    const submitted = (name: string) => inbound({ type: 'form', id: 'test.form', payload: {}, values: { name } });
    expect(await dispatch(pressed('test.form'))).toMatchObject({ type: 'form' });
    expect(await dispatch(submitted(''))).toMatchObject({
      type: 'form',
      form: { errors: { name: 'Bitte einen Namen angeben.' } },
    });
    expect(viewOf(await dispatch(submitted('Kita Sonne'))).summary).toBe('angelegt: Kita Sonne');
  });

  it.each([
    ['an unknown action', pressed('test.gone')],
    ['an action whose payload no longer fits', pressed('test.press', { version: 'alt' })],
    ['an unknown form', inbound({ type: 'form', id: 'test.gone', payload: {}, values: {} })],
    ['a typed button without a text', pressed('bot.typed', {})],
  ])('says that the card is out of date for %s', async (_what, event) => {
    expect(viewOf(await dispatch(event)).kind).toBe('bot.outdated');
    expect(desk.counted).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['control characters only', '\u0000\u0007\u202e'],
    ['emoji only', '🎉🎉'],
  ])('answers %s with what to do', async (_what, text) => {
    expect(viewOf(await dispatch(typed(text))).kind).toBe('bot.empty');
  });

  it('answers forty thousand characters with the limit', async () => {
    expect(viewOf(await dispatch(typed('Wort '.repeat(8_000)))).kind).toBe('bot.too-long');
  });

  it('reads a question in any script, and leaves it to the features', async () => {
    expect(viewOf(await dispatch(typed('weiß jemand Rat?'))).summary).toBe('Antwort');
    expect(viewOf(await dispatch(typed('Скільки це коштує?'))).kind).toBe('bot.no-answer');
  });

  it('hands on a question with the names of those whom it mentions', async () => {
    const eva = mentionOf({ channel: 'slack', realm: 'T1', user: 'U3' }, 'Eva Muster');
    await dispatch(typed(`weiß ${eva} Rat?`));
    expect(desk.questions).toEqual(['weiß Eva Muster Rat?']);
  });

  it('adds what belongs below an answer in private, never in a channel', async () => {
    const below = { type: 'note', text: 'darunter' };
    expect(viewOf(await dispatch(typed('weiß'))).blocks).toContainEqual(below);
    const inChannel = typed('weiß', { place: { kind: 'channel', conversation: 'c1' } });
    expect(viewOf(await dispatch(inChannel)).blocks).not.toContainEqual(below);
  });

  it('lists what one may type, by role', async () => {
    const forStaff = JSON.stringify(await dispatch(typed('hilfe')));
    const forCoordinator = JSON.stringify(await desk.dispatchFor(coordinator)(typed('hilfe')));
    expect(forStaff).toContain('zählen');
    expect(forStaff).not.toContain('verwalten');
    expect(forCoordinator).toContain('verwalten');
  });

  it('greets once installed, and says nothing when removed', async () => {
    expect(viewOf(await dispatch(inbound({ type: 'installed' }))).kind).toBe('bot.welcome');
    expect(await dispatch(inbound({ type: 'removed' }))).toEqual({ type: 'nothing' });
  });

  it('shows the log of changes to coordinators, ten at a time', async () => {
    const asCoordinator = desk.dispatchFor(coordinator);
    for (let i = 0; i < 12; i += 1) await asCoordinator(typed('zählen'));
    const first = await asCoordinator(typed('änderungen'));
    expect(first).toMatchObject({ type: 'message', private: true });
    const blocks = viewOf(first).blocks;
    expect(blocks[0]).toMatchObject({ type: 'table', rows: expect.objectContaining({ length: 10 }) });
    const more = blocks[1]?.type === 'actions' ? blocks[1].actions[0] : undefined;
    const second = await asCoordinator(pressed(more?.id ?? '', more?.payload ?? {}));
    expect(second.type).toBe('replace');
    expect(viewOf(second).blocks[0]).toMatchObject({ rows: expect.objectContaining({ length: 2 }) });
  });
});
