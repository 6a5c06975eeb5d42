import { readFile } from 'node:fs/promises';
import { checksFor } from './doctor/checks.js';
import { findingsOf, lineOf } from './doctor/report.js';
import { environment, runCommand } from './environment.js';

/** Checks settings and connections, a line each; exit code 0 if nothing is wrong. */
await runCommand(async () => {
  const { engines } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly engines: { node: string } };
  const findings = await findingsOf(checksFor(environment(), engines.node, process.versions.node));
  const code = findings.some(({ mark }) => mark === 'wrong') ? 1 : 0;
  // A check that ran out of time may still hold a connection open: leave without it.
  process.stdout.write(`${findings.map(lineOf).join('\n')}\n`, () => process.exit(code));
  return code;
});
