import type * as slacks from '../../test/support/slack-server.js';
import type * as connectors from '../../test/support/teams-connector.js';
import type { Random } from './random.js';

/** What a post meets, by chance: of a hundred, so many. */
const odds = { limited: 10, upstream: 5, reset: 1, silent: 1 } as const;
type Kind = keyof typeof odds;

/** Posts that were accepted although their senders were not told so, and all others that failed. */
export interface Met {
  limited: number;
  upstream: number;
  lost: number;
}

export const nothingMet = (): Met => ({ limited: 0, upstream: 0, lost: 0 });

function draw(random: Random, met: Met): Kind | undefined {
  let drawn = random.next() * 100;
  for (const [kind, share] of Object.entries(odds) as [Kind, number][]) {
    drawn -= share;
    if (drawn >= 0) continue;
    met[kind === 'limited' || kind === 'upstream' ? kind : 'lost'] += 1;
    return kind;
  }
  return undefined;
}

/** Slack's posts, and now and then its history, which also lags by up to so many milliseconds. */
export function troubleSlack(slack: slacks.SlackServer, random: Random, met: Met, mostLagMs: number): void {
  const lags = new WeakMap<object, number>();
  slack.lagOf = (message) => {
    const lag = lags.get(message) ?? random.below(mostLagMs);
    lags.set(message, lag);
    return lag;
  };
  slack.fate = (method) => {
    if (method === 'conversations.history') return random.below(20) === 0 ? { limited: 1 } : undefined;
    if (method !== 'chat.postMessage') return undefined;
    switch (draw(random, met)) {
      case 'limited':
        return { limited: 1 };
      case 'upstream':
        return { status: 502 };
      case 'reset':
        return 'accepted-but-reset';
      case 'silent':
        return 'accepted-but-silent';
      case undefined:
        return undefined;
    }
  };
}

export function troubleTeams(teams: connectors.TeamsConnector, random: Random, met: Met): void {
  teams.fate = (method, path) => {
    if (method !== 'POST' || !path.includes('/activities')) return undefined;
    switch (draw(random, met)) {
      case 'limited':
        return { method, answer: 429, headers: { 'retry-after': '1' } };
      case 'upstream':
        return { method, answer: 502 };
      case 'reset':
        return { method, answer: 'reset', accepted: true };
      case 'silent':
        return { method, answer: 'silence', accepted: true };
      case undefined:
        return undefined;
    }
  };
}
