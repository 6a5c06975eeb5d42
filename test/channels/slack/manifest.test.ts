import { describe, expect, it } from 'vitest';
import { slackManifest } from '../../../src/channels/slack/manifest.js';

const commands = [
  { word: 'hilfe', help: 'was ich kann' },
  { word: 'kündigungsfrist', help: 'die Frist ausrechnen' },
];
const options = { name: 'Dorfbote', networkName: 'Unser DINgg', commands };

describe('the Slack manifest', () => {
  it('over HTTP names the public address everywhere', () => {
    const manifest = slackManifest({ ...options, publicUrl: 'https://bote.example.org/' });
    const url = 'https://bote.example.org/slack/events';
    expect(manifest.settings.event_subscriptions.request_url).toBe(url);
    expect(manifest.settings.interactivity.request_url).toBe(url);
    expect(manifest.features.slash_commands[0]?.url).toBe(url);
    expect(manifest.settings.socket_mode_enabled).toBe(false);
  });

  it.each([{}, { publicUrl: 'http://127.0.0.1:3000' }, { publicUrl: 'https://bote.example.org', socketMode: true }])(
    'asks for Socket Mode with %j',
    (more) => {
      const manifest = slackManifest({ ...options, ...more });
      expect(manifest.settings.socket_mode_enabled).toBe(true);
      expect(JSON.stringify(manifest)).not.toContain('/slack/events');
    },
  );

  it('derives the hints from the command list', () => {
    const manifest = slackManifest(options);
    expect(manifest.features.slash_commands[0]?.usage_hint).toBe('hilfe · kündigungsfrist');
    expect(manifest.features.agent_view.agent_description).toContain('hilfe · kündigungsfrist');
  });

  it('keeps to Slack’s limits however many commands there are', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ word: `befehl${index}`, help: 'x' }));
    const manifest = slackManifest({ ...options, commands: many, networkName: 'Netzwerk '.repeat(30) });
    expect(manifest.features.slash_commands[0]?.usage_hint.length).toBeLessThanOrEqual(1_000);
    expect(manifest.features.agent_view.agent_description.length).toBeLessThanOrEqual(300);
  });

  it('uses the agent view and not the assistant view that is on its way out', () => {
    expect(slackManifest(options).features).toHaveProperty('agent_view');
    expect(slackManifest(options).features).not.toHaveProperty('assistant_view');
  });

  it('subscribes to what the channel listens to, and no more', () => {
    expect(slackManifest(options).settings.event_subscriptions.bot_events).toEqual([
      'app_home_opened',
      'app_mention',
      'message.im',
      'message.mpim',
    ]);
  });

  it('offers both shortcuts under names that Slack takes', () => {
    const { shortcuts } = slackManifest(options).features;
    expect(shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['global', 'slack.ask'],
      ['message', 'slack.ask-message'],
    ]);
    for (const { name } of shortcuts) expect(name.length).toBeLessThanOrEqual(24);
  });

  it('refuses a name that Slack refuses', () => {
    expect(() => slackManifest({ ...options, name: 'x'.repeat(36) })).toThrow();
  });

  it('reads like this', () => {
    expect(slackManifest({ ...options, publicUrl: 'https://bote.example.org' })).toMatchSnapshot();
  });
});
