import type { Account } from '../messages/inbound.js';

/** What a platform says of an account. */
export interface Profile {
  readonly name: string;
  /** `confirmed` only where the platform vouches that the address belongs to the account. */
  readonly email?: { readonly address: string; readonly confirmed: boolean };
  /** Guests, externals, people of other organisations: never joined by e-mail, never coordinators by e-mail. */
  readonly guest: boolean;
  /** BCP 47, as set on the platform. */
  readonly locale?: string;
}

/** Implemented by each channel. */
export interface Profiles {
  /** Undefined if the platform does not say within a second. */
  lookup(account: Account): Promise<Profile | undefined>;
}
