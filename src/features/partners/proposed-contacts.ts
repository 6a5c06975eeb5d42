import type { JsonObject } from '../../kernel/json.js';

/** An entry's values as they are stored before they are in the directory. */
type StoredValues = Readonly<Record<string, string | string[]>>;

const contactValues: readonly string[] = ['contactName', 'contactEmail', 'contactPhone', 'publish'];

/** The contact's e-mail addresses in values that wait, by which their person finds and erases them. */
export function contactAddresses(waiting: readonly StoredValues[]): string[] {
  return [...new Set(waiting.flatMap((values) => addressIn(values) ?? []))];
}

export function namesContact(values: StoredValues, address: string): boolean {
  return addressIn(values) === address;
}

/** Values, or names of values, without all that they say of a contact. */
export function withoutContact(values: StoredValues): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !isOfContact(field)));
}

export function isOfContact(field: string): boolean {
  return contactValues.includes(field);
}

/** For documents of versions that did not list the addresses. */
export function addressesInOld(values: readonly unknown[]): JsonObject {
  return { addresses: contactAddresses(values as readonly StoredValues[]) };
}

function addressIn({ contactEmail }: StoredValues): string | undefined {
  const address = [contactEmail ?? '']
    .flat()
    .join('')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return address === '' ? undefined : address;
}
