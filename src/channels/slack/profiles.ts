import type { Logger } from '../../ports/logger.js';
import type { Profile, Profiles } from '../../ports/profiles.js';
import type { SlackApi } from './api.js';
import { logReason } from './errors.js';
import type { Self } from './inbound.js';
import { mentionedUsers } from './text.js';

type SlackUser = NonNullable<Awaited<ReturnType<SlackApi['user']>>>;

/** Names looked up for one message at most. */
const maxNames = 10;
const maxRemembered = 5_000;

/** People as Slack describes them. */
export class SlackProfiles implements Profiles {
  /** Names of people who were mentioned. They may be outdated until the process starts anew. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly api: SlackApi,
    private readonly self: () => Self | undefined,
    private readonly logger: Logger,
  ) {}

  lookup: Profiles['lookup'] = async (account) => {
    const user = await this.find(account.user);
    return user && this.describe(user, account.realm);
  };

  /** The names of those whom a message mentions; who cannot be looked up is left out. */
  async namesIn(raw: string): Promise<ReadonlyMap<string, string>> {
    const ids = mentionedUsers(raw)
      .filter((id) => id !== this.self()?.user)
      .slice(0, maxNames);
    const found = await Promise.all(ids.map(async (id) => [id, await this.nameOf(id)] as const));
    return new Map(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
  }

  private async nameOf(id: string): Promise<string | undefined> {
    const known = this.names.get(id);
    if (known) return known;
    const user = await this.find(id);
    const name = user && displayName(user);
    if (name) {
      if (this.names.size >= maxRemembered) this.names.clear();
      this.names.set(id, name);
    }
    return name;
  }

  private async find(id: string): Promise<SlackUser | undefined> {
    try {
      return await this.api.user(id);
    } catch (error) {
      this.logger.info({ user: id, reason: logReason(error) }, 'slack profile not known');
      return undefined;
    }
  }

  private describe(user: SlackUser, realm: string): Profile {
    const address = user.profile?.email;
    return {
      name: displayName(user) ?? user.id ?? '',
      guest: this.isGuest(user, realm),
      ...(address && { email: { address, confirmed: user.is_email_confirmed === true } }),
      ...(user.locale && { locale: user.locale }),
    };
  }

  private isGuest(user: SlackUser, realm: string): boolean {
    const team = this.self()?.team;
    const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
    const outside = team === undefined || !teams.includes(team) || realm !== team;
    return Boolean(outside || user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.is_bot);
  }
}

function displayName(user: SlackUser): string | undefined {
  return user.real_name || user.profile?.real_name || user.profile?.display_name || user.name || undefined;
}
