import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventPayload, payload, send, signed } from '../../support/slack-client.js';
import { type House, secret, startedHouse, until } from '../../support/slack-house.js';

let house: House;
beforeAll(async () => {
  house = await startedHouse('HTTP');
});
afterAll(() => house.stop());
afterEach(() => {
  expect(house.log.join('\n')).not.toMatch(/\n\s+at /);
});

let sequence = 0;
/** A good event that nobody has sent yet. */
function fresh(): string {
  sequence += 1;
  return JSON.stringify(eventPayload('message_im', { ts: `1762860000.${100_000 + sequence}` }, `EvBAD${sequence}`));
}

const form = 'application/x-www-form-urlencoded';

describe('who is not Slack', () => {
  it.each([
    ['a wrong secret', { secret: 'wrong' }],
    ['no number as time', { secret, timestamp: 'heute' }],
    ['a time that is nearly a number', { secret, timestamp: '1e9' }],
    ['a negative time', { secret, timestamp: '-1' }],
    ['an empty time', { secret, timestamp: '' }],
    ['a time six minutes ago', { secret, skew: -360 }],
    ['a time in six minutes', { secret, skew: 360 }],
    ['a time in a day', { secret, skew: 86_400 }],
    ['no signature', { secret, signature: '' }],
    ['half a signature', { secret, signature: 'v0=abc' }],
    ['an unknown version', { secret, signature: `v1=${'0'.repeat(64)}` }],
  ])('is refused with 401: %s', async (_what, signing) => {
    const before = house.inbounds.length;
    const { status, body } = await send(house.url, fresh(), signing);
    expect(status).toBe(401);
    expect(body).toEqual({ text: '' });
    expect(house.inbounds).toHaveLength(before);
  });

  it('is refused without any headers', async () => {
    expect((await fetch(house.url, { method: 'POST', body: fresh() })).status).toBe(401);
    expect((await fetch(house.url, { method: 'POST' })).status).toBe(401);
  });

  it('is refused when a request that Slack once made is sent again', async () => {
    const body = fresh();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    expect((await send(house.url, body, { secret, timestamp })).status).toBe(200);
    expect((await send(house.url, body, { secret, timestamp })).status).toBe(401);
  });

  it('is told from Slack delivering again within the same second', async () => {
    const body = fresh();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const before = house.inbounds.length;
    expect((await send(house.url, body, { secret, timestamp })).status).toBe(200);
    expect((await send(house.url, body, { secret, timestamp, retry: 1 })).status).toBe(200);
    expect((await send(house.url, body, { secret, timestamp, retry: 1 })).status).toBe(401);
    expect(house.inbounds).toHaveLength(before + 1);
  });

  it('is refused when the body was changed on its way', async () => {
    const body = fresh();
    const response = await fetch(house.url, { method: 'POST', headers: signed(body, { secret }), body: `${body} ` });
    expect(response.status).toBe(401);
  });
});

describe('Slack itself', () => {
  it.each([-290, 0, 290])('may be off by %d seconds', async (skew) => {
    expect((await send(house.url, fresh(), { secret, skew })).status).toBe(200);
  });

  it('gets its challenge back when it checks the address', async () => {
    const check = payload('url_verification');
    const { status, body } = await send(house.url, JSON.stringify(check), { secret });
    expect({ status, body }).toEqual({ status: 200, body: { challenge: check.challenge } });
  });

  it('is acknowledged for what we did not subscribe to', async () => {
    for (const body of [payload('reaction_added'), { type: 'view_closed' }, { type: 'app_rate_limited' }]) {
      expect((await send(house.url, JSON.stringify(body), { secret })).status).toBe(200);
    }
    expect((await send(house.url, 'ssl_check=1&token=x', { secret, contentType: form })).status).toBe(200);
  });
});

describe('bodies', () => {
  it.each([
    ['{}', 'application/json'],
    ['[]', 'application/json'],
    ['null', 'application/json'],
    ['"text"', 'application/json'],
    ['{', 'application/json'],
    ['kein JSON', 'application/json'],
    ['', 'application/json'],
    ['payload=', form],
    ['payload=%7B', form],
    ['payload=%7B%7D', form],
    ['payload=null', form],
    ['foo=bar', form],
    ['command=dorfbote', form],
    ['command=%2Fdorfbote&text=hallo', form],
    ['{"type":"event_callback"}', 'application/json'],
    ['{"type":"event_callback","event":null}', 'application/json'],
    ['{"type":"event_callback","event":{"type":"message"},"team_id":"T1","event_id":"E1"}', 'application/json'],
    ['{"type":"event_callback","event":{"type":"app_home_opened","tab":"home"}}', 'application/json'],
    ['{"type":"block_actions"}', 'application/json'],
    ['{"type":"block_actions","user":{"id":"U1"},"container":{"type":"message"},"actions":[]}', 'application/json'],
    ['{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1"}}', 'application/json'],
    ['{"type":"message_action","user":{"id":"U1"}}', 'application/json'],
    ['{"type":5}', 'application/json'],
  ])('without a known shape are refused with 400, though well signed: %s', async (body, contentType) => {
    const { status, took } = await send(house.url, body, { secret, contentType });
    expect(status).toBe(400);
    expect(took).toBeLessThan(1_000);
  });

  it.each([1_000_001, 5_000_000])('of %d bytes are refused with 413', async (size) => {
    const body = JSON.stringify({ text: 'x'.repeat(size) });
    expect((await send(house.url, body, { secret })).status).toBe(413);
  });

  it('that are compressed are refused', async () => {
    const body = gzipSync(fresh());
    const headers = { ...signed(body.toString(), { secret }), 'content-encoding': 'gzip' };
    const response = await fetch(house.url, { method: 'POST', headers, body });
    expect(response.status).toBe(415);
  });

  it('with a prototype in them do no harm', async () => {
    await send(house.url, '{"__proto__":{"polluted":true},"type":"x"}', { secret });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('messages', () => {
  it.each([
    ['nothing', ''],
    ['emoji only', '👨‍👩‍👧‍👦🏳️‍🌈'],
    ['another script', 'مرحبا كيف يمكنني الانسحاب؟'],
    ['control characters', 'a\u0000b\u001b[31mc\u202ed'],
    ['markup', '<!channel> <@U0BEN0001> *x* `y` &amp;lt;'],
    ['brackets that never close', '<@U0 <<< <http:// <|> <>'],
    ['40,000 characters', 'x'.repeat(40_000)],
    ['half a character', '\ud83d'],
  ])('of %s are answered', async (_what, text) => {
    const before = house.slack.messages.length;
    expect((await house.anna.write(text)).status).toBe(200);
    await until(() => house.slack.messages.length > before);
  });

  it('leave no word of theirs in the log', async () => {
    house.slack.failAlways('chat.postMessage', { error: 'not_in_channel' });
    await house.anna.write('Streng vertraulich');
    await until(() => house.log.some((line) => line.includes('not delivered')));
    expect(house.log.join('\n')).not.toContain('vertraulich');
    expect(house.log.join('\n')).not.toContain('xoxb');
    house.slack.failAlways('chat.postMessage', undefined);
  });
});
