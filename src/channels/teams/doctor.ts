import { checkRegistration, type Registration } from './adapter.js';

export type TeamsCheck =
  | { readonly ok: true }
  /** Entra said no; `code` is its own, e.g. `AADSTS7000215`. */
  | { readonly ok: false; readonly problem: 'refused'; readonly code: string }
  /** Nobody answered, or not in Entra's way. `code` is the library's. */
  | { readonly ok: false; readonly problem: 'unreachable'; readonly code: string };

/** Asks Entra for a token, as the first message would. Changes nothing. */
export async function checkTeams(registration: Registration): Promise<TeamsCheck> {
  try {
    await checkRegistration(registration);
    return { ok: true };
  } catch (error) {
    return problemOf(error);
  }
}

/** Codes only: the library's messages repeat what was sent. */
export function problemOf(error: unknown): TeamsCheck {
  const entra = /AADSTS\d+/.exec(error instanceof Error ? error.message : '')?.[0];
  if (entra) return { ok: false, problem: 'refused', code: entra };
  const code = error instanceof Error && 'errorCode' in error ? error.errorCode : undefined;
  return { ok: false, problem: 'unreachable', code: typeof code === 'string' ? code : 'unknown' };
}
