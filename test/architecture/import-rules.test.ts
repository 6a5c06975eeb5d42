import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const rulesFile = new URL('../../.dependency-cruiser.mjs', import.meta.url).href;
const { default: configuration } = (await import(rulesFile)) as { readonly default: IConfiguration };

async function violationsIn(baseDir: string): Promise<readonly string[]> {
  const { tsConfig: _tsConfig, ...options } = configuration.options ?? {};
  const result = await cruise(['src'], { ...options, ruleSet: configuration, validate: true, baseDir });
  const { summary } = result.output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** A little tree of files, each importing what is said. */
async function planted(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

describe('the import rules', () => {
  it('hold for the whole source', async () => {
    expect(await violationsIn(process.cwd())).toEqual([]);
  });

  it.each([
    ['the kernel importing a store', 'src/kernel/a.ts', 'src/storage/mongo/b.ts', 'kernel-imports'],
    [
      'a feature importing another feature',
      'src/features/agreement/a.ts',
      'src/features/partners/b.ts',
      'feature-imports',
    ],
    ['a feature importing dispatch', 'src/features/agreement/a.ts', 'src/bot/dispatch.ts', 'feature-imports'],
    ['a channel importing another channel', 'src/channels/slack/a.ts', 'src/channels/teams/b.ts', 'channel-imports'],
    ['the bot importing a feature', 'src/bot/a.ts', 'src/features/agreement/b.ts', 'bot-imports'],
    ['a feature drawing without the port', 'src/features/agreement/a.ts', 'src/charts/b.ts', 'feature-imports'],
    ['the charts importing a feature', 'src/charts/a.ts', 'src/features/agreement/b.ts', 'charts-imports'],
    ['the source importing a test', 'src/app.ts', 'test/support/b.ts', 'no-tests-or-tools-in-the-product'],
  ])('refuse %s', async (_what, from, to, rule) => {
    const steps = '../'.repeat(from.split('/').length - 1);
    const folder = await planted({
      [from]: `import { b } from '${steps}${to.replace(/\.ts$/, '.js')}';\nexport const a = b;\n`,
      [to]: 'export const b = 1;\n',
    });
    const violations = await violationsIn(folder);
    await rm(folder, { recursive: true });
    expect(violations).toEqual([`${rule}: ${from} → ${to}`]);
  });

  it('let a feature import the feature contract', async () => {
    const folder = await planted({
      'src/features/agreement/a.ts': "import { b } from '../../bot/feature.js';\nexport const a = b;\n",
      'src/bot/feature.ts': 'export const b = 1;\n',
    });
    const violations = await violationsIn(folder);
    await rm(folder, { recursive: true });
    expect(violations).toEqual([]);
  });
});
