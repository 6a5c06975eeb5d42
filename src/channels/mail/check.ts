import { once } from 'node:events';
import { connect } from 'node:net';

const connectMs = 5_000;
/** Where mail servers take mail if the address names no port. */
const usualPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

export interface MailCheck {
  readonly ok: boolean;
  readonly host: string;
  readonly port: number;
  /** The system's code of why not, e.g. `ECONNREFUSED`; `ERR_INVALID_URL`, and no host, if there is no such address. */
  readonly reason?: string;
}

/** Whether somebody takes connections where `SMTP_URL` points. No more than that: nobody logs in, nothing is sent. */
export async function checkMail(url: string): Promise<MailCheck> {
  if (!URL.canParse(url)) return { ok: false, host: '', port: 0, reason: 'ERR_INVALID_URL' };
  const { hostname, port: given, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = given === '' ? (usualPorts[protocol] ?? 25) : Number(given);
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectMs) });
    return { ok: true, host, port };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { ok: false, host, port, reason: code === 'ABORT_ERR' ? 'ETIMEDOUT' : code };
  } finally {
    socket.destroy();
  }
}
