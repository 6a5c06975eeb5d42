import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payload, TeamsBot } from '../../support/teams-bot.js';
import { clear, fresh } from './fixtures.js';

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(() => clear(bot));

describe('Files', () => {
  async function serving(bytes: number, work: (address: string) => Promise<void>): Promise<void> {
    const server = createServer((_, response) => response.end(Buffer.alloc(bytes, 65)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/liste.csv`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const attached = (...addresses: readonly string[]) => ({
    ...fresh(),
    attachments: addresses.map((downloadUrl) => ({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'liste.csv',
      content: { downloadUrl },
    })),
  });

  it('are not fetched from anywhere but Microsoft’s store', async () => {
    await serving(10, async (address) => {
      for (const from of [
        address,
        'https://evil.test/x',
        'http://stadt.sharepoint.com/x',
        'https://sharepoint.com.evil.test/',
      ]) {
        await bot.receives('message-file', attached(from));
      }
    });
    expect(bot.inbound).toEqual([]);
    expect(bot.cards).toHaveLength(4);
    expect(bot.cards[0]).toContain('kann ich nicht lesen');
  });

  it('reach the features, within a bound', async () => {
    const local = await TeamsBot.start({ local: true });
    try {
      const send = async (changes: Record<string, unknown>) => {
        const body = await payload('message-file', { serviceUrl: local.connector.url, ...changes });
        expect((await local.post(JSON.stringify(body))).status).toBe(200);
      };
      await serving(10, (address) => send(attached(address)));
      expect(local.inbound[0]?.event).toEqual({ type: 'file', name: 'liste.csv', bytes: Buffer.alloc(10, 65) });
      await serving(6_000_000, (address) => send(attached(address)));
      expect(local.cards[0]).toContain('zu groß');
      await serving(10, (address) => send(attached(address, address)));
      expect(local.cards[1]).toContain('einzeln');
      expect(local.inbound).toHaveLength(1);
    } finally {
      await local.stop();
    }
  });
});
