import { describe, expect, it } from 'vitest';
import { cameThroughProxy, isLoopback, safeHref } from '../../src/kernel/addresses.js';

describe('addresses', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1'])(
    '%s leads to this machine alone',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each(['0.0.0.0', '127.0.0.1.example.org', 'localhost.example.org', '::', '10.0.0.1', ''])(
    '%s may lead elsewhere',
    (host) => expect(isLoopback(host)).toBe(false),
  );

  it.each([
    'forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'via',
    'cf-connecting-ip',
    'true-client-ip',
  ])('a request with %s came through a proxy', (name) =>
    expect(cameThroughProxy({ host: 'here', [name]: 'x' })).toBe(true),
  );

  it('a request without such headers came directly', () => {
    expect(cameThroughProxy({ host: '127.0.0.1:3000', 'user-agent': 'curl' })).toBe(false);
  });

  it.each([
    ['https://example.org/ä', 'https://example.org/%C3%A4'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['/readme', undefined],
  ])('%s leads to %s', (href, safe) => expect(safeHref(href)).toBe(safe));
});
