import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type * as programs from '../../test/support/program.js';
import type * as slacks from '../../test/support/slack-server.js';
import { fromTests } from './from-tests.js';
import { median, type Result, result } from './result.js';
import { freshFolder } from './stores.js';

const starts = 3;
const readyMs = 15_000;
/** Memory is looked at so often, a second apart, once the program is ready. */
const looks = 2;

interface Start {
  readonly readyMs: number;
  readonly megabytes: number;
}

/** From the start of the process until it is ready, and its memory when idle, with Slack, Teams and the playground on. */
export async function starting(): Promise<readonly Result[]> {
  const { SlackServer } = await fromTests<typeof slacks>('slack-server');
  const { startProgram } = await fromTests<typeof programs>('program');
  const slack = await SlackServer.start();
  try {
    const channels = {
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_API_URL: slack.apiUrl,
      TEAMS_LOCAL: 'on',
      PLAYGROUND: 'on',
    };
    const bare = await medianStart(() => startProgram({}, resolve('dist/scripts/bench/children/bare.js')));
    const program = await medianStart((folder) => startProgram({ ...channels, ...folder }));
    const ready = { value: program.readyMs, baseline: bare.readyMs };
    const idle = { value: program.megabytes, baseline: bare.megabytes };
    return [
      result('start-to-ready', 'ms', ready, { of: 'value', is: '<=', than: 3_000 }),
      result('idle-memory', 'MB', idle, { of: 'value', is: '<=', than: 250 }),
    ];
  } finally {
    await slack.stop();
  }
}

async function medianStart(
  start: (folder: Readonly<Record<string, string>>) => Promise<programs.Program>,
): Promise<Start> {
  const measured: Start[] = [];
  for (let count = 0; count < starts; count += 1) {
    const folder = await freshFolder();
    try {
      measured.push(await measuredStart(() => start(folder.settings)));
    } finally {
      await folder.remove();
    }
  }
  return {
    readyMs: median(measured.map((each) => each.readyMs)),
    megabytes: median(measured.map(({ megabytes }) => megabytes)),
  };
}

async function measuredStart(start: () => Promise<programs.Program>): Promise<Start> {
  const begun = performance.now();
  const program = await start();
  try {
    await untilReady(program.address, begun + readyMs);
    const ready = performance.now() - begun;
    return { readyMs: ready, megabytes: await idleMegabytes(program.address) };
  } finally {
    await program.kill();
  }
}

async function untilReady(address: string, deadline: number): Promise<void> {
  while ((await fetch(`${address}/readyz`)).status !== 200) {
    if (performance.now() > deadline) throw new Error(`not ready in ${readyMs} ms`);
    await wait(10);
  }
}

/** The most that it had while nothing happened. */
async function idleMegabytes(address: string): Promise<number> {
  const seen: number[] = [];
  for (let look = 0; look < looks; look += 1) {
    await wait(1_000);
    const metrics = await (await fetch(`${address}/metrics`)).text();
    seen.push(Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1e6);
  }
  return Math.max(...seen);
}
