import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/config.js';
import { envExample } from '../../src/config/example.js';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.variable);
    throw error;
  }
  return [];
}

const teams = { TEAMS_APP_ID: 'app', TEAMS_APP_PASSWORD: 'geheim', TEAMS_TENANT_ID: 'mandant' };

describe('the configuration', () => {
  it('needs no setting at all, and then runs the playground on the embedded store', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: '.data',
      zone: 'Europe/Berlin',
      networkName: 'Unser DINgg',
      coordinators: [],
      agreementFiles: [],
      smallestGroup: 5,
      playground: true,
      logLevel: 'info',
      delivery: {
        slackPerSecond: 5,
        slackConversationPerSecond: 1,
        slackHistoryLagSeconds: 30,
        teamsPerSecond: 30,
        teamsConversation: [
          { count: 7, milliseconds: 1_000 },
          { count: 8, milliseconds: 2_000 },
          { count: 60, milliseconds: 30_000 },
          { count: 1_800, milliseconds: 3_600_000 },
        ],
        mailsPerMinute: 60,
      },
    });
  });

  it('takes an empty variable for one that was left out', () => {
    expect(readConfig({ PORT: '', COORDINATORS: ' ', PUBLIC_URL: '' })).toEqual(readConfig({}));
  });

  it('reads how much the platforms bear, the decimal sign either way', () => {
    const { delivery } = readConfig({
      SLACK_MESSAGES_PER_SECOND: '0,5',
      TEAMS_MESSAGES_PER_SECOND: '50',
      TEAMS_CONVERSATION_LIMITS: ' 5/1,40/30 ',
      SLACK_HISTORY_LAG_SECONDS: '60',
    });
    expect(delivery).toMatchObject({ slackPerSecond: 0.5, teamsPerSecond: 50, slackHistoryLagSeconds: 60 });
    expect(delivery.teamsConversation).toEqual([
      { count: 5, milliseconds: 1_000 },
      { count: 40, milliseconds: 30_000 },
    ]);
  });

  it.each([
    ['SLACK_MESSAGES_PER_SECOND', '0'],
    ['SLACK_MESSAGES_PER_SECOND', 'viel'],
    ['TEAMS_CONVERSATION_LIMITS', '7 in 1'],
    ['TEAMS_CONVERSATION_LIMITS', '0/1'],
    ['SLACK_HISTORY_LAG_SECONDS', '0'],
    ['MAILS_PER_MINUTE', '-1'],
  ])('refuses %s=%s', (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([variable]);
  });

  it('switches the playground off as soon as a channel is set up', () => {
    expect(readConfig({ TEAMS_LOCAL: 'on' }).playground).toBe(false);
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).playground).toBe(false);
    expect(readConfig({ TEAMS_LOCAL: 'on', PLAYGROUND: 'on' }).playground).toBe(true);
  });

  it('allows only the own tenant in Teams until others are named', () => {
    expect(readConfig(teams).teams).toMatchObject({ allowedTenants: ['mandant'] });
    expect(readConfig({ ...teams, TEAMS_ALLOWED_TENANTS: 'a, b' }).teams).toMatchObject({ allowedTenants: ['a', 'b'] });
  });

  it('compares tenants in lower case, however a portal shows them', () => {
    expect(readConfig({ ...teams, TEAMS_TENANT_ID: 'ABC-1' }).teams).toMatchObject({ allowedTenants: ['abc-1'] });
  });

  it('takes a sender with a name', () => {
    const mail = { SMTP_URL: 'smtp://mail.stadt.example', MAIL_FROM: 'Dorfbote <bote@stadt.example>' };
    expect(readConfig(mail).smtp).toEqual({ url: mail.SMTP_URL, from: mail.MAIL_FROM });
  });

  it('names every problem at once, each with its variable and the mend', () => {
    const wrong = { PORT: 'drei', TIME_ZONE: 'Dinslaken', COORDINATORS: 'frau krause', SLACK_APP_TOKEN: 'xapp-1' };
    expect(problemsOf(wrong)).toEqual(['PORT', 'TIME_ZONE', 'COORDINATORS', 'SLACK_BOT_TOKEN']);
    expect(() => readConfig(wrong)).toThrowError(/PORT ist keine ganze Zahl\. Setzen Sie eine Zahl von 0 bis 65535\./);
  });

  it.each([
    ['a Slack token without a way in', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    ['a token of the wrong kind', { SLACK_BOT_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' }, ['SLACK_BOT_TOKEN']],
    ['half a Teams registration', { TEAMS_APP_ID: 'app' }, ['TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID']],
    ['local Teams mode with a registration', { ...teams, TEAMS_LOCAL: 'on' }, ['TEAMS_LOCAL']],
    ['the playground beyond this machine', { HOST: '0.0.0.0', PLAYGROUND: 'on' }, ['PLAYGROUND']],
    ['no channel beyond this machine', { HOST: '0.0.0.0' }, ['HOST']],
    ['links without encryption', { PUBLIC_URL: 'http://bote.stadt.example' }, ['PUBLIC_URL']],
    ['a public address that is none', { PUBLIC_URL: 'bote' }, ['PUBLIC_URL']],
    ['a public address with a query', { PUBLIC_URL: 'https://bote.stadt.example/?x=1' }, ['PUBLIC_URL']],
    ['mail without a sender', { SMTP_URL: 'smtp://mail.stadt.example' }, ['MAIL_FROM']],
    ['a sender without mail', { MAIL_FROM: 'bote@stadt.example' }, ['SMTP_URL']],
    ['a sender that is no address', { SMTP_URL: 'smtp://mail.stadt.example', MAIL_FROM: 'bote' }, ['MAIL_FROM']],
    ['a language model without an address', { LLM_MODEL: 'm' }, ['LLM_BASE_URL']],
    ['a short link secret', { LINK_SECRET: 'kurz' }, ['LINK_SECRET']],
    ['another database', { MONGODB_URI: 'postgres://x' }, ['MONGODB_URI']],
    ['an unknown log level', { LOG_LEVEL: 'laut' }, ['LOG_LEVEL']],
    ['a switch that is neither on nor off', { PLAYGROUND: 'ja', TEAMS_LOCAL: 'ja' }, ['TEAMS_LOCAL', 'PLAYGROUND']],
    ['a port out of range', { PORT: '70000' }, ['PORT']],
  ])('refuses %s', (_what, environment, variables) => {
    expect(problemsOf(environment as unknown as Record<string, string>)).toEqual(variables);
  });

  it('never repeats a secret in its message', () => {
    expect(() => readConfig({ LINK_SECRET: 'sehr-geheim', SLACK_BOT_TOKEN: 'geheim' })).toThrowError(
      expect.objectContaining({ message: expect.not.stringContaining('geheim') }),
    );
  });

  it('is what .env.example shows', async () => {
    expect(await readFile('.env.example', 'utf8')).toBe(envExample());
  });
});
