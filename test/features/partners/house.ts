import { loadDocuments } from '../../../src/features/agreement/files.js';
import type { PartnersOptions } from '../../../src/features/partners/feature.js';
import { signedAgreementIn } from '../../../src/features/signed-agreement.js';
import type { Form } from '../../../src/messages/form.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import { House, type HouseOptions, slack, teams, vouched } from '../identity/house.js';

/** Coordinators. */
export const anna = slack('ANNA');
export const bernd = slack('BERND');
/** Speaks for the Kita Beispielblume once she has said so and it is confirmed. */
export const carla = teams('CARLA');
/** Somebody of no partner. */
export const deniz = slack('DENIZ');

const agreement = signedAgreementIn(loadDocuments());
export const kita = 'Kita Beispielblume (Beispiel)';
export const kitaId = 'sample-partner-kita-blume';

/** The rooms with the sample's partners, two coordinators and two others. */
export async function openHouse(options: HouseOptions & { readonly partners?: Partial<PartnersOptions> } = {}) {
  const house = await House.open({
    coordinators: ['anna@stadt.example', 'bernd@stadt.example'],
    ...options,
    partners: { ...(agreement && { agreement }), ...options.partners },
  });
  house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  house.knows(bernd, vouched('Bernd Büro', 'bernd@stadt.example'));
  house.knows(carla, vouched('Carla Kita', 'carla@kita-beispielblume.example'));
  house.knows(deniz, vouched('Deniz Schule', 'deniz@schule.example'));
  for (const account of [anna, bernd, carla, deniz]) await house.personOf(account);
  return house.withPartners();
}

export function formOf(reply: Reply): Form {
  if (reply.type !== 'form') throw new Error(`a form was expected, not ${reply.type}`);
  return reply.form;
}

export function viewOf(reply: Reply): View {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`a view was expected, not ${reply.type}`);
  return reply.view;
}

/** What stands in a form's fields. */
export function filledIn(form: Form): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    form.fields.flatMap((field) => ('value' in field && field.value !== undefined ? [[field.id, field.value]] : [])),
  );
}
