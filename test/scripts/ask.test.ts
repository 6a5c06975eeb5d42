import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'dorfbote-ask-'));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `ask` as an operator does, with a bare environment. */
async function ask(
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const command = run(process.execPath, ['dist/scripts/ask.js', ...args], {
    env: { PATH: process.env.PATH ?? '', ...options.env },
    maxBuffer: 16 * 1024 * 1024,
  });
  command.child.stdin?.end(options.input ?? '');
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

const results = (out: string): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  await run(process.execPath, ['scripts/build.mjs']);
});

describe('ask', () => {
  it('answers a question on the terminal with sentence, quote and source', async () => {
    const { code, out } = await ask(['Wann', 'kann ich kündigen?']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Jeder Kooperationspartner kann mit einer Frist/);
    expect(out).toMatch(/> Die Vereinbarung ist von jedem Kooperationspartner/);
    expect(out).toMatch(
      /Laufzeit der Vereinbarung, Absatz 2 – Kooperationsvereinbarung „Unser\s+DINgg“,\s+undatierte\s+Fassung/,
    );
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('prints one JSON object with every key that was promised', async () => {
    const { out } = await ask(['--json', '--on', '2026-12-04', 'kündigungsfrist']);
    expect(results(out)).toEqual([
      {
        id: null,
        question: 'kündigungsfrist',
        kind: 'command',
        answered: true,
        answer: expect.stringContaining('31.03.2027'),
        citations: [
          {
            document: 'Kooperationsvereinbarung „Unser DINgg“',
            version: 'undatierte Fassung',
            section: 'Laufzeit der Vereinbarung',
            passage: 'laufzeit-2',
            quote: expect.stringContaining('vier Wochen zum Quartalsende'),
          },
        ],
        date: '2027-03-31',
      },
    ]);
  });

  it('answers a batch in order, ignores further keys, and names the lines that hold no question', async () => {
    const file = join(folder, 'fragen.jsonl');
    const lines = [
      '{"id":"a","q":"Wie hoch ist der Beitrag?","kind":"x"}',
      'kein json',
      '',
      '{"id":7,"q":"gremien"}',
      '{"id":"c"}',
      '["q"]',
      '{"id":"d","q":"mein papa schlägt mich"}',
    ];
    writeFileSync(file, lines.join('\r\n'));
    const { code, out, err } = await ask(['--batch', file]);
    expect(code).toBe(1);
    expect(results(out).map(({ id, kind, answered }) => [id, kind, answered])).toEqual([
      ['a', 'not-in-agreement', false],
      [7, 'answer', true],
      ['d', 'protection', false],
    ]);
    expect(results(err).map(({ line }) => line)).toEqual([2, 5, 6]);
  });

  it('reads a batch from its input, whatever stands in it', async () => {
    const questions = [
      '',
      '🎉',
      '\u0000\u202e\u0007',
      'Привіт',
      'ما هي مدة الاتفاقية؟',
      '<b>Frist</b>',
      'Kündigung '.repeat(4_000),
      '31.02.',
    ];
    const input = questions.map((q, id) => JSON.stringify({ id, q })).join('\n');
    const { code, out } = await ask(['--batch', '-'], { input });
    expect(code).toBe(0);
    expect(results(out).map(({ id }) => id)).toEqual(questions.map((_, id) => id));
    for (const { answered, citations } of results(out)) {
      if (answered === false) expect(citations).toEqual([]);
    }
  });

  it('gives the same results every time', async () => {
    const input = '{"id":"a","q":"Geld?"}\n{"id":"b","q":"Wer zahlt?"}\n';
    const options = ['--on', '2026-11-23', '--batch', '-'];
    expect((await ask(options, { input })).out).toBe((await ask(options, { input })).out);
  });

  it('explains wrong use, and ends with another exit code', async () => {
    for (const args of [[], ['--batch', 'x.jsonl', 'Frage'], ['--json']]) {
      expect(await ask(args)).toMatchObject({ code: 2, err: expect.stringContaining('So fragen Sie:') });
    }
    expect(await ask(['--on', '31.02.', 'Frage'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--on 31.02. ist kein Tag'),
    });
    expect(await ask(['--on', '2026-02-31', 'Frage'])).toMatchObject({ code: 1, out: '' });
    expect(await ask(['--unbekannt'])).toMatchObject({ code: 1 });
    expect(await ask(['--batch', join(folder, 'fehlt.jsonl')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('lässt sich nicht lesen'),
    });
  });

  it('answers from the documents that the setting names, and explains one that cannot be read', async () => {
    const file = join(folder, 'hausordnung.md');
    writeFileSync(
      file,
      '---\nid: haus\nkurztitel: Hausordnung\nfassung: 2026\n---\n# Hausordnung\n## Küche\nGeschirr ist sofort zu spülen.\n',
    );
    const { out } = await ask(['--json', 'Geschirr spülen?'], { env: { AGREEMENT_FILES: file } });
    expect(results(out)[0]).toMatchObject({
      kind: 'answer',
      citations: [{ document: 'Hausordnung', passage: 'kueche-1' }],
    });
    writeFileSync(file, '# ohne Vorspann\n');
    expect(await ask(['Frage'], { env: { AGREEMENT_FILES: file } })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^hausordnung\.md, Zeile 1: .*Vorspann/),
    });
  });
});
