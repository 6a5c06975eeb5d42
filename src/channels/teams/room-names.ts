import { TeamsInfo, type TurnContext } from 'botbuilder';
import { Unavailable } from '../../kernel/errors.js';
import { inTime } from '../../kernel/timeout.js';
import type { Logger } from '../../ports/logger.js';
import { deliveryFailure } from './errors.js';
import { limits } from './limits.js';
import type { TeamsRooms } from './rooms.js';
import type { Wire } from './wire.js';

/** What channels are called: messages from them carry their id only. */
export class RoomNames {
  constructor(
    private readonly rooms: TeamsRooms,
    private readonly logger: Logger,
  ) {}

  /** The event with its channel's name, as known or as the connector says. Without one if neither tells within a second. */
  async named(context: TurnContext, wire: Wire): Promise<Wire> {
    const { channel, team } = wire.channelData ?? {};
    // A team's first channel goes by the team's name.
    if (!channel?.id || !team?.id || channel.name || channel.id === team.id) return wire;
    try {
      const name = (await this.rooms.nameOf(wire)) ?? (await this.asked(context, team.id, channel.id));
      return name ? { ...wire, channelData: { ...wire.channelData, channel: { ...channel, name } } } : wire;
    } catch (error) {
      this.logger.info({ reason: deliveryFailure(error).reason }, 'channel not known by name');
      return wire;
    }
  }

  private async asked(context: TurnContext, team: string, channel: string): Promise<string | undefined> {
    const asking = TeamsInfo.getTeamChannels(context, team);
    const channels = await inTime(limits.profileMs, asking, () => new Unavailable('Teams channels'));
    return channels.find(({ id }) => id === channel)?.name;
  }
}
