import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { type Program, runScript, startProgram } from '../support/program.js';

let folder: FreshFolder;
let program: Program;
beforeAll(async () => {
  folder = await freshFolder();
  program = await startProgram({ DATA_DIR: folder.path });
});
afterAll(async () => {
  await program.kill();
  await folder.remove();
});

describe('the program on the embedded store', () => {
  it('is ready with the playground, without any setting', async () => {
    const ready = await fetch(`${program.address}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { store: true, page: true, playground: true } },
    ]);
    expect(await (await fetch(program.address)).text()).toContain('Spielwiese');
  });

  it('refuses a second process on the same folder, and says what to do', async () => {
    await expect(startProgram({ DATA_DIR: folder.path })).rejects.toThrow(/gehört schon einem laufenden Dorfbote/);
  });

  it('refuses to start with a wrong configuration, naming every variable', async () => {
    const wrong = startProgram({ PORT: 'drei', HOST: '127.0.0.1', SLACK_APP_TOKEN: 'xapp-1', DATA_DIR: folder.path });
    await expect(wrong).rejects.toThrow(/ended with 1[\s\S]*PORT[\s\S]*SLACK_BOT_TOKEN/);
  });

  it('does the jobs and loads the sample network for a second process', async () => {
    const jobs = await runScript('jobs', ['--at', '2026-12-01T09:00:00'], { DATA_DIR: folder.path });
    expect(jobs.code).toBe(0);
    const summary = JSON.parse(jobs.stdout);
    expect(summary).toMatchObject({ at: '2026-12-01T08:00:00.000Z', failed: 0 });
    expect([summary.jobs.at(0).name, summary.jobs.at(-1).name]).toEqual(['schedules', 'outbox']);
    const first = await runScript('seed', [], { DATA_DIR: folder.path });
    const again = await runScript('seed', [], { DATA_DIR: folder.path });
    expect(first.stdout).toContain('Neu: 21 Einrichtungen, 20 Personen, 7 Gremien, 7 Treffen');
    expect(again.stdout).toContain('Neu: 0 Einrichtungen, 0 Personen, 0 Gremien, 0 Treffen');
  });

  it('refuses an instant that is none', async () => {
    const jobs = await runScript('jobs', ['--at', 'gestern'], { DATA_DIR: folder.path });
    expect([jobs.code, jobs.stderr.trim()]).toEqual([
      1,
      '--at gestern ist kein Zeitpunkt. Schreiben Sie ihn so: 2026-12-01T09:00:00+01:00',
    ]);
  });

  it('explains what it stores', async () => {
    const page = await fetch(`${program.address}/datenschutz`);
    expect(await page.text()).toContain('Was gespeichert wird');
  });

  it('stops cleanly on SIGTERM, and lets the folder go', async () => {
    expect(await program.stop()).toBe(0);
    const jobs = await runScript('jobs', [], { DATA_DIR: folder.path });
    expect([jobs.code, JSON.parse(jobs.stdout).failed]).toEqual([0, 0]);
    program = await startProgram({ DATA_DIR: folder.path });
    expect((await fetch(`${program.address}/readyz`)).status).toBe(200);
  });
});
