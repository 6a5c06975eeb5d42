import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const startMs = 30_000;

/** Microsoft's own Teams-like client (Microsoft 365 Agents Playground), as a process of its own, for one bot. */
export class AgentsPlayground {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** `bot`: the address that takes activities, e.g. `http://127.0.0.1:3000/api/messages`. */
  static async start(bot: string): Promise<AgentsPlayground> {
    const folder = await mkdtemp(join(tmpdir(), 'agents-playground-'));
    const port = await freePort();
    const manifest = require.resolve('@microsoft/m365agentsplayground/package.json');
    const options = ['start', '-e', bot, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
    const child = spawn(process.execPath, [join(dirname(manifest), 'cli.js'), ...options], {
      cwd: folder,
      env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await listening(child);
    return new AgentsPlayground(`http://127.0.0.1:${port}`, child, folder);
  }

  /** The client's page in a browser, ready to type into. */
  async open(browser: Browser): Promise<PlaygroundPage> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1100 } });
    await page.goto(this.url);
    const client = new PlaygroundPage(page);
    await client.composer.waitFor();
    return client;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a person does in the client. Waiting is Playwright's: until it is there, or the test's time is up. */
export class PlaygroundPage {
  constructor(readonly page: Page) {}

  get composer(): Locator {
    return this.page.locator('[data-lexical-editor="true"]');
  }

  /** Adaptive Cards of the conversation, oldest first. */
  get cards(): Locator {
    return this.page.locator('.ac-adaptiveCard');
  }

  /** The newest card with this text. */
  card(text: string): Locator {
    return this.cards.filter({ hasText: text }).last();
  }

  async personalChat(): Promise<void> {
    await this.page.getByRole('treeitem', { name: 'Personal Chat' }).click();
  }

  async groupChat(): Promise<void> {
    await this.page.getByRole('treeitem', { name: 'Group Chat' }).click();
  }

  async send(text: string): Promise<void> {
    await this.composer.click();
    await this.page.keyboard.type(text);
    await this.page.getByRole('button', { name: 'Send Message' }).click();
  }

  /** Types a mention of the bot, as suggested, and a text after it. */
  async mention(text: string): Promise<void> {
    await this.composer.click();
    await this.page.keyboard.type('@Test');
    await this.page.locator('#typeahead-menu, [role="listbox"]').getByText('Test Bot').first().click();
    await this.page.keyboard.type(` ${text}`);
    await this.page.getByRole('button', { name: 'Send Message' }).click();
  }

  async press(card: Locator, button: string): Promise<void> {
    await card.getByRole('button', { name: button, exact: true }).click();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Agents Playground ${why}:\n${output}`));
    const timer = setTimeout(() => fail('did not start'), startMs);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes('Listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
