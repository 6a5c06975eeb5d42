import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No account, no updates, no traffic of its own; a fresh profile comes with every launch. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, headless. The caller closes it. Rejects with an explanation where none can be had. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: flags, headless: true });
}

/** `CHROMIUM_PATH`, an installed Chromium or Chrome, Playwright's own, or Debian's, which is installed where that may be. */
export function browserPath(): string {
  const found = [process.env.CHROMIUM_PATH, ...places, chromium.executablePath()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
  if (found !== undefined) return found;
  const failure = installOnDebian();
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new Error(
    [
      'These tests need a real browser and found none.',
      'Install Chromium or Chrome (Debian: apt-get install chromium; elsewhere: npx playwright-core install chromium),',
      `or set CHROMIUM_PATH to its program. Installing it here was not possible: ${failure}`,
    ].join('\n'),
  );
}

/** Returns the reason why not. Test files that start together wait for one another's installation. */
function installOnDebian(): string {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get';
  if (process.getuid?.() !== 0) return 'this user may not install packages';
  const install =
    'flock 9; test -x /usr/bin/chromium || (apt-get update && apt-get install -y --no-install-recommends chromium)';
  try {
    execFileSync('sh', ['-c', `(${install}) 9>/tmp/dorfbote-browser.lock`], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
      timeout: 300_000,
    });
    return 'apt-get finished, but there is no /usr/bin/chromium';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
