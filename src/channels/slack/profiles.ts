import { mentionOf } from '../../messages/mention.js';
import type { Logger } from '../../ports/logger.js';
import type { Profile, Profiles } from '../../ports/profiles.js';
import type { SlackApi } from './api.js';
import { logReason } from './errors.js';
import type { Self } from './inbound.js';
import { type MentionWord, mentionedUsers } from './text.js';

type SlackUser = NonNullable<Awaited<ReturnType<SlackApi['user']>>>;

/** Names looked up for one message at most. */
const maxNames = 10;
const maxRemembered = 5_000;

/** People as Slack describes them. */
export class SlackProfiles implements Profiles {
  /** People who were mentioned, by user id. Their names may be outdated until the process starts anew. */
  private readonly mentioned = new Map<string, string>();

  private readonly asking = new Map<string, Promise<SlackUser | undefined>>();

  constructor(
    private readonly api: SlackApi,
    private readonly self: () => Self | undefined,
    private readonly logger: Logger,
  ) {}

  lookup: Profiles['lookup'] = async (account) => {
    const user = await this.find(account.user);
    return user && this.describe(user, account.realm);
  };

  /** The words for those whom a message mentions. Who cannot be looked up is taken for one of this workspace. */
  async mentionsIn(raw: string): Promise<MentionWord> {
    const ids = mentionedUsers(raw)
      .filter((id) => id !== this.self()?.user)
      .slice(0, maxNames);
    const found = new Map(await Promise.all(ids.map(async (id) => [id, await this.mentionFor(id)] as const)));
    const team = this.self()?.team ?? '';
    return (user, label) => found.get(user) ?? mentionOf({ channel: 'slack', realm: team, user }, label || `@${user}`);
  }

  private async mentionFor(id: string): Promise<string | undefined> {
    const known = this.mentioned.get(id);
    if (known) return known;
    const user = await this.find(id);
    const name = user && displayName(user);
    if (!name) return undefined;
    const word = mentionOf({ channel: 'slack', realm: this.realmOf(user), user: id }, name);
    if (this.mentioned.size >= maxRemembered) this.mentioned.clear();
    this.mentioned.set(id, word);
    return word;
  }

  /** The workspace under which events of this person arrive: ours if they are in it, else their own. */
  private realmOf(user: SlackUser): string {
    const team = this.self()?.team ?? '';
    return teamsOf(user).includes(team) ? team : (user.team_id ?? team);
  }

  /** Who asks while somebody is asked about already waits for the same answer: Slack limits these calls. */
  private find(id: string): Promise<SlackUser | undefined> {
    const asking = this.asking.get(id) ?? this.ask(id).finally(() => this.asking.delete(id));
    this.asking.set(id, asking);
    return asking;
  }

  private async ask(id: string): Promise<SlackUser | undefined> {
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
    const outside = team === undefined || !teamsOf(user).includes(team) || realm !== team;
    return Boolean(outside || user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.is_bot);
  }
}

function teamsOf(user: SlackUser): readonly (string | undefined)[] {
  return [user.team_id, ...(user.enterprise_user?.teams ?? [])];
}

function displayName(user: SlackUser): string | undefined {
  return user.real_name || user.profile?.real_name || user.profile?.display_name || user.name || undefined;
}
