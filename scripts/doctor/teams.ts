import type { TeamsCheck } from '../../src/channels/teams/doctor.js';
import { counted } from '../../src/kernel/texts.js';
import type { Finding } from './report.js';

/** What Entra's codes mean for the three settings. */
const mends: Readonly<Record<string, string>> = {
  AADSTS700016: 'In diesem Mandanten gibt es die Anwendung nicht: Prüfen Sie TEAMS_APP_ID und TEAMS_TENANT_ID.',
  AADSTS7000215: 'Tragen Sie in TEAMS_APP_PASSWORD den Wert des geheimen Clientschlüssels ein, nicht seine ID.',
  AADSTS7000222: 'Der Clientschlüssel ist abgelaufen: Erzeugen Sie einen neuen für TEAMS_APP_PASSWORD.',
  AADSTS90002: 'Den Mandanten gibt es nicht: Prüfen Sie TEAMS_TENANT_ID.',
  AADSTS900023: 'Das ist keine Mandanten-ID: Prüfen Sie TEAMS_TENANT_ID.',
};

export function teamsFinding(checked: TeamsCheck, allowedTenants: number): Finding {
  const what = 'Teams';
  if (checked.ok) {
    const tenants = counted(allowedTenants, 'Mandant darf', 'Mandanten dürfen');
    return { mark: 'ok', what, text: `Entra nimmt die Registrierung an; ${tenants} herein` };
  }
  if (checked.problem === 'refused') {
    const mend = mends[checked.code] ?? 'Prüfen Sie TEAMS_APP_ID, TEAMS_APP_PASSWORD und TEAMS_TENANT_ID.';
    return { mark: 'wrong', what, text: `Entra weist die Registrierung ab (${checked.code})`, mend };
  }
  const text = `Entra ist nicht zu erreichen oder kennt den Mandanten nicht (${checked.code})`;
  return { mark: 'wrong', what, text, mend: 'Prüfen Sie das Netz (login.microsoftonline.com) und TEAMS_TENANT_ID.' };
}
