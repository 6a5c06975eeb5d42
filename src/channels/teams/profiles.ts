import { TeamsInfo } from 'botbuilder';
import { Unavailable } from '../../kernel/errors.js';
import { inTime } from '../../kernel/timeout.js';
import type { Account } from '../../messages/inbound.js';
import type { Logger } from '../../ports/logger.js';
import type { Profile, Profiles } from '../../ports/profiles.js';
import type { Adapter } from './adapter.js';
import { deliveryFailure } from './errors.js';
import { limits } from './limits.js';
import type { Reference, References } from './references.js';

export interface ProfilesOptions {
  readonly adapter: Adapter;
  readonly references: References;
  readonly logger: Logger;
  /** Whether addresses of a tenant's own people count as confirmed. */
  isTrusted(tenant: string): boolean;
}

/** What the connector says of a member; the SDK's type knows only a part of it. */
interface Member {
  readonly name?: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly email?: string;
  readonly userPrincipalName?: string;
  readonly tenantId?: string;
  readonly userRole?: string;
}

export class TeamsProfiles implements Profiles {
  constructor(private readonly options: ProfilesOptions) {}

  async lookup(account: Account): Promise<Profile | undefined> {
    try {
      return await inTime(limits.profileMs, this.ask(account), () => new Unavailable('Teams profile'));
    } catch (error) {
      this.options.logger.warn({ reason: deliveryFailure(error).reason }, 'no profile');
      return undefined;
    }
  }

  private async ask(account: Account): Promise<Profile | undefined> {
    const reference = await this.options.references.of(account);
    if (!reference) return undefined;
    let member: Member | undefined;
    const conversation = {
      id: reference.chat ?? reference.met,
      name: '',
      conversationType: 'personal',
      isGroup: false,
    };
    const { serviceUrl, bot } = reference;
    await this.options.adapter.continueIn(
      { channelId: 'msteams', serviceUrl, bot: { id: bot, name: '' }, conversation },
      async (context) => {
        member = await TeamsInfo.getMember(context, reference.member);
      },
    );
    return member && this.profileOf(member, account.realm, reference);
  }

  /** An address is vouched for only where the tenant is ours and the person is at home in it. */
  private profileOf(member: Member, realm: string, reference: Reference): Profile {
    const address = addressOf(member);
    const tenant = member.tenantId ?? reference.tenant ?? realm;
    const guest = isGuest(member) || tenant !== realm;
    const name = member.name || [member.givenName, member.surname].filter(Boolean).join(' ');
    return {
      name: name.slice(0, 200),
      guest,
      ...(address && { email: { address, confirmed: !guest && this.options.isTrusted(tenant) } }),
      ...(reference.locale && { locale: reference.locale }),
    };
  }
}

function isGuest({ userRole, userPrincipalName }: Member): boolean {
  const role = userRole?.toLowerCase();
  return role === 'guest' || role === 'anonymous' || (userPrincipalName ?? '').toUpperCase().includes('#EXT#');
}

function addressOf({ email, userPrincipalName }: Member): string | undefined {
  return [email, userPrincipalName].find((address) => /^[^\s@#]+@[^\s@]+\.[^\s@]+$/.test(address ?? ''));
}
