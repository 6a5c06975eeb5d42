/**
 * Runs every `check:…` of package.json, as many at once as there are processors, and shows what each has to say when it is
 * done. Fails if one of them does.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const { scripts } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const left = Object.keys(scripts).filter((name) => name.startsWith('check:'));

await Promise.all(Array.from({ length: availableParallelism() }, lane));

async function lane() {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const { code, said } = await run(name);
    console.log(`${code === 0 ? '✔' : '✖'} ${name}\n${said}`);
    if (code !== 0) process.exitCode = 1;
  }
}

function run(name) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows() });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** There npm is a batch file, which only a shell starts. */
function isWindows() {
  return process.platform === 'win32';
}
