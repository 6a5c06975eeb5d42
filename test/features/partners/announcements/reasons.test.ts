import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reasonText } from '../../../../src/features/partners/announcements/reasons.js';

const src = fileURLToPath(new URL('../../../../src/', import.meta.url));

/** Of updates and answers in place, which no report of deliveries names. */
const elsewhere = new Set([
  'foreign-response-url',
  'mail-no-rooms',
  'mail-not-changeable',
  'message-gone',
  'no-message',
  'no-trigger',
  'unknown-message',
  // A file beside a message that is out.
  'file-not-ready',
  'no-file',
]);

function codesIn(folder: string): readonly string[] {
  const files = readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(src, folder, file), 'utf8');
      return [...text.matchAll(/new DeliveryFailure\(\s*'(?:retry|permanent|unclear)',\s*'([a-z0-9-]+)'/g)];
    })
    .map(([, code = '']) => code);
}

test('every reason that a channel gives is told in words, not by its code', () => {
  const codes = [
    ...new Set(['slack', 'teams', 'mail', 'page', 'playground'].flatMap((name) => codesIn(`channels/${name}`))),
  ];
  expect(codes.length).toBeGreaterThan(20);
  const unworded = codes.filter((code) => !elsewhere.has(code) && reasonText(code, 'de').includes(code));
  expect(unworded).toEqual([]);
});

test.each([
  ['unreachable', 'die Plattform ist gerade nicht zu erreichen'],
  ['unknown-person', 'nicht mehr bekannt'],
  ['no-account', 'nur per Brief zu erreichen'],
  ['no-conversation', 'hat dem Bot noch nicht geschrieben'],
  ['mail-recipient-refused', 'die E-Mail-Adresse wird nicht angenommen'],
  ['one-a-day', 'kommt später'],
])('%s is told as what it is', (code, words) => {
  expect(reasonText(code, 'de')).toContain(words);
});
