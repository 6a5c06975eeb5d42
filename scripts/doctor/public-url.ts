import { z } from 'zod';
import type { Finding } from './report.js';

const what = 'PUBLIC_URL';
const answerMs = 5_000;
const Health = z.object({ status: z.literal('ok') });

/** Whether the public address leads to a Dorfbote. That it cannot be reached from here may have good reasons. */
export async function checkPublicUrl(publicUrl: string | undefined): Promise<Finding> {
  if (publicUrl === undefined) {
    const text = 'nicht gesetzt; Seiten gehen dann als Dateien hinaus statt als Links';
    return { mark: 'advice', what, text };
  }
  const answer = await asked(new URL(`${publicUrl}/healthz`));
  if (answer.from === 'dorfbote') return { mark: 'ok', what, text: `${publicUrl} führt zu Dorfbote` };
  if (answer.from === 'other') {
    const mend = 'Prüfen Sie die Adresse und die Weiterleitung davor.';
    return { mark: 'wrong', what, text: `unter ${publicUrl} antwortet etwas anderes als Dorfbote`, mend };
  }
  const text = `${publicUrl} ist von hier nicht zu erreichen (${answer.reason}); läuft Dorfbote, und führt die Adresse von außen hierher?`;
  return { mark: 'advice', what, text };
}

type Answer =
  | { readonly from: 'dorfbote' }
  | { readonly from: 'other' }
  | { readonly from: 'nobody'; readonly reason: string };

async function asked(url: URL): Promise<Answer> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    // What stands in front says that nobody is behind it.
    if (response.status >= 500) return { from: 'nobody', reason: `HTTP ${response.status}` };
    const text = (await response.text()).slice(0, 1_000);
    return { from: Health.safeParse(parsed(text)).success ? 'dorfbote' : 'other' };
  } catch (error) {
    return { from: 'nobody', reason: reasonOf(error) };
  }
}

/** `fetch` hides the system's code in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

/** Undefined if it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
