import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payload, send } from '../../support/slack-client.js';
import { gate, type House, say, secret, startedHouse, until } from '../../support/slack-house.js';

describe('Socket Mode', () => {
  let house: House;
  beforeEach(async () => {
    house = await startedHouse('Socket Mode', { signingSecret: secret });
  });
  afterEach(() => house.stop());

  it('alone takes events, even where HTTP could as well', async () => {
    expect((await send(house.url, JSON.stringify(payload('message_im')), { secret })).status).toBe(404);
    await house.anna.write('hallo');
    await until(() => house.slack.messages.length === 1);
  });

  it('is back within half a second when Slack asks for a new connection', async () => {
    const started = Date.now();
    house.slack.sockets.refresh();
    await until(() => house.slack.sockets.connections === 2 && house.channel.ready());
    expect(Date.now() - started).toBeLessThan(500);
    await house.anna.write('hallo');
    await until(() => house.slack.messages.length === 1);
  });

  it('survives many refreshes while people write', async () => {
    const written: Promise<unknown>[] = [];
    for (let round = 2; round <= 6; round += 1) {
      written.push(
        house.slack.sockets.deliver(
          { type: 'events_api', payload: numbered(round) },
          { patience: 200, deliveries: 20 },
        ),
      );
      house.slack.sockets.refresh();
      await until(() => house.slack.sockets.connections === round && house.channel.ready());
    }
    await Promise.all(written);
    await until(() => house.slack.messages.length === 5);
    expect(house.inbounds).toHaveLength(5);
  });

  it('is back when the connection breaks', async () => {
    house.slack.sockets.cut();
    await until(() => house.slack.sockets.connections === 2 && house.channel.ready());
    await house.anna.write('hallo');
    await until(() => house.slack.messages.length === 1);
  });

  it('does not end the process when the token is refused on reconnecting, and recovers', async () => {
    const died: unknown[] = [];
    const note = (error: unknown) => void died.push(error);
    process.on('unhandledRejection', note);
    house.slack.fail('apps.connections.open', { error: 'invalid_auth' }, { error: 'invalid_auth' });
    house.slack.sockets.cut();
    await until(() => !house.channel.ready());
    await until(() => house.log.some((line) => line.includes('invalid_auth')));
    await until(() => house.channel.ready());
    process.off('unhandledRejection', note);
    expect(died).toEqual([]);
    await house.anna.write('hallo');
    await until(() => house.slack.messages.length === 1);
  });

  it('tries again when Slack is away on reconnecting', async () => {
    house.slack.fail('apps.connections.open', { status: 503 }, { limited: 1 }, 'reset');
    house.slack.sockets.cut();
    await until(() => house.slack.sockets.connections === 2 && house.channel.ready());
  });

  it('ignores frames of unknown shapes', async () => {
    const died: unknown[] = [];
    const note = (error: unknown) => void died.push(error);
    process.on('unhandledRejection', note);
    for (const raw of [
      '{',
      '{}',
      'null',
      '{"type":"events_api","envelope_id":"x"}',
      '{"type":"events_api","payload":{}}',
      '[]',
    ]) {
      house.slack.sockets.sendRaw(raw);
    }
    await house.slack.sockets.deliver({ type: 'interactive', payload: { type: 'block_actions' } });
    await house.anna.write('hallo');
    await until(() => house.slack.messages.length === 1);
    process.off('unhandledRejection', note);
    expect(died).toEqual([]);
  });

  it('acknowledges what nobody asked for, so that it does not come again', async () => {
    const { deliveries } = await house.slack.sockets.deliver({
      type: 'events_api',
      payload: payload('reaction_added'),
    });
    expect(deliveries).toBe(1);
  });

  it('answers once when the acknowledgement got lost with the connection', async () => {
    const work = gate();
    house.answer = async () => {
      await work.passed;
      return { type: 'message', view: say('Hallo') };
    };
    const delivered = house.slack.sockets.deliver(
      { type: 'events_api', payload: payload('message_im') },
      { patience: 500, deliveries: 10 },
    );
    await until(() => house.inbounds.length === 1);
    house.slack.sockets.cut();
    await until(() => house.slack.sockets.connections === 2);
    work.open();
    expect((await delivered).deliveries).toBeGreaterThan(1);
    expect(house.slack.messages).toHaveLength(1);
  });
});

function numbered(number: number): Record<string, unknown> {
  const body = payload('message_im');
  const event = { ...(body.event as Record<string, unknown>), ts: `1762851600.00${number}000` };
  return { ...body, event, event_id: `EvNUM${number}` };
}
