import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Signatures, type SignedRequest } from '../../../src/channels/slack/signature.js';
import { fixedClock, testNow } from '../../support/clock.js';

const secret = 'geheim';
const now = new Date(testNow).getTime() / 1_000;

function request(text: string, offset = 0, retry?: string): SignedRequest {
  const timestamp = String(now + offset);
  const body = Buffer.from(text);
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { body, timestamp, signature: `v0=${hash}`, retry };
}

describe('signatures', () => {
  it.each([-300, -299, 0, 299, 300])('are good %d seconds from now', (offset) => {
    expect(new Signatures(secret, fixedClock()).check(request('x', offset))).toBe('good');
  });

  it.each([-301, 301, -86_400, 86_400])('are stale %d seconds from now', (offset) => {
    expect(new Signatures(secret, fixedClock()).check(request('x', offset))).toBe('stale');
  });

  it.each(['', '0x10', '1e9', ' 1', '01', '-5', '1.5', '９', 'NaN', '99999999999999'])(
    'with %j for a time are refused',
    (timestamp) => {
      expect(new Signatures(secret, fixedClock()).check({ ...request('x'), timestamp })).not.toBe('good');
    },
  );

  it('are good once, as long as they would be good at all', () => {
    const clock = fixedClock();
    const signatures = new Signatures(secret, clock);
    const early = request('x', 300);
    expect(signatures.check(early)).toBe('good');
    clock.advance({ minutes: 9 });
    expect(signatures.check(early)).toBe('replayed');
    clock.advance({ minutes: 2 });
    expect(signatures.check(early)).toBe('stale');
  });

  it('are good again after the request failed', () => {
    const signatures = new Signatures(secret, fixedClock());
    expect(signatures.check(request('x'))).toBe('good');
    signatures.forget(request('x'));
    expect(signatures.check(request('x'))).toBe('good');
  });

  it('count a redelivery in the same second by its number, three at most', () => {
    const signatures = new Signatures(secret, fixedClock());
    const verdicts = [undefined, '1', '2', '3', '4', '1', 'x'].map((retry) => signatures.check(request('x', 0, retry)));
    expect(verdicts).toEqual(['good', 'good', 'good', 'good', 'replayed', 'replayed', 'replayed']);
  });

  it('are remembered in bounded number', () => {
    const signatures = new Signatures(secret, fixedClock());
    for (let index = 0; index < 20_050; index += 1) signatures.check(request(`body ${index}`));
    // The oldest were given up, the newest are known.
    expect(signatures.check(request('body 20049'))).toBe('replayed');
    expect(signatures.check(request('body 0'))).toBe('good');
  });
});
