import { describe, expect } from 'vitest';
import { Refusal, Unavailable } from '../../../src/kernel/errors.js';
import type { Reply } from '../../../src/messages/reply.js';
import { type Delivered, eventPayload, payload, send } from '../../support/slack-client.js';
import { gate, type House, housed, type Mode, say, secret, until } from '../../support/slack-house.js';
import type { Fault } from '../../support/slack-server.js';

/** A press in a channel, with an address for answers at the local Slack. */
function pressIn(house: House): Record<string, unknown> {
  const response_url = house.slack.responseUrl('U0ANNA001', 'C0ALLE001');
  return { ...payload('block_actions_channel_thread'), response_url };
}

const hello: Reply = { type: 'message', view: say('Hallo') };

describe.each<Mode>(['HTTP', 'Socket Mode'])('acknowledging over %s', { concurrent: true }, (mode) => {
  const it = housed(mode);

  it('happens after the bot is done', async ({ house }) => {
    const work = gate();
    let answered = false;
    house.answer = async () => {
      await work.passed;
      return hello;
    };
    const delivery = house.anna.write('hallo').then(() => {
      answered = true;
    });
    await until(() => house.inbounds.length === 1);
    expect(answered).toBe(false);
    work.open();
    await delivery;
    expect(answered).toBe(true);
  });

  it('happens within 2.5 seconds, whatever it is, and the answers follow', async ({ house }) => {
    const work = gate();
    house.answer = async () => {
      await work.passed;
      return hello;
    };
    const { anna, transport, slack } = house;
    const pressed = { ...payload('block_actions_message'), response_url: undefined };
    const delivered = await Promise.all([
      anna.command('hallo'),
      anna.useMessageShortcut('hallo'),
      transport.interaction(pressed),
      transport.interaction(payload('view_submission')),
    ]);
    for (const { status, took, body } of delivered) {
      expect(status).toBe(200);
      expect(took).toBeGreaterThan(2_300);
      expect(took).toBeLessThan(3_000);
      expect(body).not.toHaveProperty('blocks');
    }
    expect([...slack.messages, ...slack.ephemerals]).toEqual([]);
    work.open();
    await until(() => slack.messages.length === 2 && slack.ephemerals.length === 2);
  });

  it('happens within 2.5 seconds although Slack is slow to take the answer: what counts is stored', async ({
    house,
  }) => {
    house.slack.fail('chat.postMessage', 'accepted-but-silent');
    const { status, took } = await house.anna.write('hallo');
    expect(status).toBe(200);
    expect(took).toBeLessThan(3_000);
  });

  it('of a press on an unknown button of an old card still brings its answer', async ({ house }) => {
    house.answer = () => ({ type: 'message', view: say('Diese Karte ist veraltet.'), private: true });
    await house.transport.interaction(pressIn(house));
    await until(() => house.slack.ephemerals.length === 1);
    expect(house.slack.ephemerals[0]?.text).toBe('Diese Karte ist veraltet.');
  });

  it('tells the person when something unexpected happens, and does not come again', async ({ house }) => {
    house.answer = () => {
      throw new TypeError('Geheimnis aus der Nachricht');
    };
    const { status } = await house.anna.write('hallo');
    expect(status).toBe(200);
    await until(() => house.slack.messages.length === 1);
    expect(house.slack.messages[0]?.text).toContain('schiefgegangen');
    expect(house.log.join('\n')).not.toContain('Geheimnis');
  });

  it('tells the person why something is refused', async ({ house }) => {
    house.answer = () => {
      throw new Refusal('Das darf nur die Koordination.', 'test.role');
    };
    const { shown } = await house.anna.command('gremium neu X');
    expect(shown?.text).toBe('Das darf nur die Koordination.');
  });

  it.for<[string, (at: House) => Promise<Delivered>]>([
    ['a command', (at: House) => at.anna.command('hallo')],
    ['a press', (at: House) => at.transport.interaction(pressIn(at))],
  ])('tells the person when the store is away: Slack delivers %s once only', async ([_what, deliver], { house }) => {
    house.answer = () => {
      throw new Unavailable('store');
    };
    const { status, body } = await deliver(house);
    expect(status).toBe(200);
    await until(() => body.blocks !== undefined || house.slack.ephemerals.length === 1);
  });

  it('keeps a form open with what was typed when the store is away', async ({ house }) => {
    house.answer = () => {
      throw new Unavailable('store');
    };
    const { body } = await house.transport.interaction(payload('view_submission'));
    expect(body).toMatchObject({
      response_action: 'errors',
      errors: { name: expect.stringContaining('in einer Minute') },
    });
  });

  it.sequential('stands two hundred messages at once, each answered once', async ({ house }) => {
    const bodies = Array.from({ length: 200 }, (_, index) =>
      eventPayload('message_im', { ts: `1762851600.${100_000 + index}`, text: `Frage ${index}` }, `EvMANY${index}`),
    );
    const delivered = await Promise.all(bodies.map((body) => house.transport.event(body)));
    expect(delivered.every(({ status }) => status === 200)).toBe(true);
    await until(() => house.slack.messages.length >= 200);
    const texts = new Set(house.slack.messages.map((message) => message.text));
    expect(texts.size).toBe(200);
    expect(house.slack.messages).toHaveLength(200);
  });

  it('lets what is in flight finish when it stops, and takes nothing new', async ({ house }) => {
    const work = gate();
    house.answer = async () => {
      await work.passed;
      return hello;
    };
    const first = house.anna.write('hallo');
    await until(() => house.inbounds.length === 1);
    const stopped = house.channel.stop();
    expect(house.channel.ready()).toBe(false);
    if (mode === 'HTTP') expect((await house.anna.write('noch eins')).status).toBe(503);
    work.open();
    await stopped;
    expect((await first).status).toBe(200);
    expect(house.slack.messages).toHaveLength(1);
    expect(house.inbounds).toHaveLength(1);
  });

  it('tries an answer again that Slack did not take', async ({ house }) => {
    house.slack.fail('chat.postMessage', { limited: 1 });
    await house.anna.write('eins');
    await until(() => house.slack.messages.length === 1);
  });

  it.for<[Fault, 'direct' | 'channel']>([
    [{ status: 500 }, 'direct'],
    ['reset', 'channel'],
    [{ text: '<html>Wartung</html>' }, 'direct'],
  ])('says again what is lost to %j, once Slack says that it is not there (%s)', async ([fault, where], { house }) => {
    house.slack.fail('chat.postMessage', fault);
    await (where === 'direct' ? house.anna.write('eins') : house.anna.mention('eins'));
    await until(() => house.slack.messages.length === 1);
    expect(house.slack.callsOf(where === 'direct' ? 'conversations.history' : 'conversations.replies')).toHaveLength(1);
  });

  it.for<[string, (at: House) => Promise<unknown>]>([
    ['conversations.history', (at) => at.anna.write('eins')],
    ['conversations.replies', (at) => at.anna.mention('eins')],
  ])(
    'does not repeat what Slack took, although its answer was lost, if %s shows it',
    async ([method, ask], { house }) => {
      house.slack.fail('chat.postMessage', 'accepted-but-reset');
      await ask(house);
      await until(() => house.slack.callsOf(method).length === 1);
      await house.channel.stop();
      expect(house.slack.messages).toHaveLength(1);
    },
  );

  it('says it rather twice than never where Slack cannot say whether it is there', async ({ house }) => {
    house.slack.fail('chat.postMessage', { status: 502 });
    house.slack.fail('conversations.history', { error: 'missing_scope' });
    await house.anna.write('eins');
    await until(() => house.slack.messages.length === 1);
  });

  it('tries a private answer again, whatever went wrong', async ({ house }) => {
    house.slack.fail('response_url', { status: 500 });
    house.answer = () => ({ type: 'message', view: say('Nur für Sie'), private: true });
    await house.transport.interaction(pressIn(house));
    await until(() => house.slack.ephemerals.length === 1);
  });
});

describe('redelivery', { concurrent: true }, () => {
  const overHttp = housed('HTTP');
  const overSocket = housed('Socket Mode');

  overHttp('over HTTP follows a 503 while the store is away, and the person is answered once', async ({ house }) => {
    let away = true;
    house.answer = () => {
      if (away) throw new Unavailable('store');
      return hello;
    };
    const body = JSON.stringify(payload('message_im'));
    expect((await send(house.url, body, { secret })).status).toBe(503);
    away = false;
    for (const retry of [1, 2]) expect((await send(house.url, body, { secret, retry })).status).toBe(200);
    await until(() => house.slack.messages.length > 0);
    expect(house.slack.messages).toHaveLength(1);
  });

  overSocket(
    'over a socket follows an envelope that was not acknowledged, and the person is answered once',
    async ({ house }) => {
      let attempts = 0;
      house.answer = () => {
        attempts += 1;
        if (attempts === 1) throw new Unavailable('store');
        return hello;
      };
      const { deliveries } = await house.slack.sockets.deliver(
        { type: 'events_api', payload: payload('message_im') },
        { patience: 300 },
      );
      expect(deliveries).toBe(2);
      await until(() => house.slack.messages.length > 0);
      expect(house.slack.messages).toHaveLength(1);
    },
  );

  overHttp(
    'over HTTP follows a 503 where nothing is decided within 2.5 seconds, and the person is answered once',
    async ({ house }) => {
      const store = gate();
      house.answer = async () => {
        await store.passed;
        throw new Unavailable('store');
      };
      const body = JSON.stringify(payload('message_im'));
      const first = await send(house.url, body, { secret });
      expect(first.status).toBe(503);
      expect(first.took).toBeLessThan(3_000);
      store.open();
      await until(() => house.log.some((line) => line.includes('slack event not handled')));
      house.answer = () => hello;
      expect((await send(house.url, body, { secret, retry: 1 })).status).toBe(200);
      await until(() => house.slack.messages.length > 0);
      expect(house.slack.messages.map((message) => message.text)).toEqual(['Hallo']);
    },
  );

  overHttp(
    'does not follow a slow event that was decided after all: its answer comes by itself, once',
    async ({ house }) => {
      const work = gate();
      house.answer = async () => {
        await work.passed;
        return hello;
      };
      const body = JSON.stringify(payload('message_im'));
      expect((await send(house.url, body, { secret })).status).toBe(503);
      work.open();
      await until(() => house.slack.messages.length === 1);
      expect((await send(house.url, body, { secret, retry: 1 })).status).toBe(200);
      expect(house.slack.messages).toHaveLength(1);
    },
  );

  overHttp(
    'does not come for a command: the person is told if the store goes away after Slack was acknowledged',
    async ({ house }) => {
      const work = gate();
      house.answer = async () => {
        await work.passed;
        throw new Unavailable('store');
      };
      expect((await house.anna.command('hallo')).status).toBe(200);
      work.open();
      await until(() => house.slack.ephemerals.length === 1);
      expect(house.slack.ephemerals[0]?.text).toContain('in einer Minute');
    },
  );
});
