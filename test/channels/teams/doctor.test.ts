import { describe, expect, it } from 'vitest';
import { teamsFinding } from '../../../scripts/doctor/teams.js';
import { problemOf } from '../../../src/channels/teams/doctor.js';

/** As the SDK's library for tokens reports it. */
function libraryError(errorCode: string, message: string): Error {
  return Object.assign(new Error(`${errorCode}: ${message}`), { errorCode });
}

describe('what Entra says of a registration', () => {
  it('is told by its code, with the setting to mend', () => {
    const checked = problemOf(
      libraryError('invalid_client', 'AADSTS7000215: Invalid client secret provided for app geheim. Trace ID: 1'),
    );
    expect(checked).toEqual({ ok: false, problem: 'refused', code: 'AADSTS7000215' });
    expect(teamsFinding(checked, 1)).toMatchObject({
      mark: 'wrong',
      mend: expect.stringContaining('TEAMS_APP_PASSWORD'),
    });
  });

  it('names all three settings for a code that it does not know', () => {
    const finding = teamsFinding({ ok: false, problem: 'refused', code: 'AADSTS1' }, 1);
    expect(finding).toMatchObject({
      text: 'Entra weist die Registrierung ab (AADSTS1)',
      mend: expect.stringMatching(/TEAMS_APP_ID.*TEAMS_APP_PASSWORD.*TEAMS_TENANT_ID/),
    });
  });

  it('is told apart from a network that is not there', () => {
    const checked = problemOf(libraryError('network_error', 'Network request failed'));
    expect(checked).toEqual({ ok: false, problem: 'unreachable', code: 'network_error' });
    expect(teamsFinding(checked, 1)).toMatchObject({
      mark: 'wrong',
      text: expect.stringContaining('nicht zu erreichen'),
    });
  });

  it('says how many tenants may come in if all is well', () => {
    expect(teamsFinding({ ok: true }, 2)).toMatchObject({
      mark: 'ok',
      text: expect.stringContaining('2 Mandanten dürfen'),
    });
    expect(teamsFinding({ ok: true }, 1)).toMatchObject({ text: expect.stringContaining('1 Mandant darf') });
  });
});
