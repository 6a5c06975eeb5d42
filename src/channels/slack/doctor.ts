import { WebClient } from '@slack/web-api';
import { silentLogger } from '../../ports/logger.js';
import { clientOptions } from './api.js';
import { boltLogger } from './bolt-logger.js';
import { logReason, refusedToken } from './errors.js';
import { botScopes } from './manifest.js';
import { texts } from './texts.js';

export type SlackCheck =
  | { readonly ok: true; readonly team: string; readonly missingScopes: readonly string[] }
  /** `problem` is for the operator, with the variable and the mend. */
  | { readonly ok: false; readonly problem: string };

/** Asks Slack what the tokens are good for. Changes nothing; answers within ten seconds. */
export async function checkSlack(options: {
  readonly botToken: string;
  readonly appToken?: string;
  readonly apiUrl?: string;
}): Promise<SlackCheck> {
  const shared = clientOptions({ ...options, boltLogger: boltLogger(silentLogger) });
  const t = texts.de;
  try {
    const answer = await new WebClient(options.botToken, shared).auth.test();
    const granted = new Set(answer.response_metadata?.scopes ?? []);
    const problem = options.appToken && (await refusedAppToken(options.appToken, shared));
    if (problem) return { ok: false, problem };
    const missingScopes = Object.keys(botScopes).filter((scope) => !granted.has(scope));
    return { ok: true, team: answer.team ?? '', missingScopes };
  } catch (error) {
    const code = refusedToken(error);
    return { ok: false, problem: code ? t.refusedBotToken(code) : t.unreachable(logReason(error)) };
  }
}

async function refusedAppToken(
  appToken: string,
  shared: ReturnType<typeof clientOptions>,
): Promise<string | undefined> {
  try {
    await new WebClient(appToken, shared).apps.connections.open({});
    return undefined;
  } catch (error) {
    const code = refusedToken(error);
    return code ? texts.de.refusedAppToken(code) : texts.de.unreachable(logReason(error));
  }
}
