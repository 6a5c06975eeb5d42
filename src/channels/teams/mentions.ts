import { TeamsInfo, type TurnContext } from 'botbuilder';
import { Unavailable } from '../../kernel/errors.js';
import { inTime } from '../../kernel/timeout.js';
import type { Account } from '../../messages/inbound.js';
import type { Logger } from '../../ports/logger.js';
import { deliveryFailure } from './errors.js';
import { accountOf } from './inbound.js';
import { limits } from './limits.js';
import type { References } from './references.js';
import { mentionedIds } from './typed.js';
import type { Wire } from './wire.js';

/**
 * Whose accounts mentions mean. A mention carries the connector's id of a person; their events come under the id that
 * the organisation's directory gives them.
 */
export class Mentions {
  constructor(
    private readonly references: References,
    private readonly logger: Logger,
  ) {}

  /** Account by the id in the mention. Who cannot be looked up is left out. */
  async of(context: TurnContext, wire: Wire): Promise<ReadonlyMap<string, Account>> {
    const ids = mentionedIds(wire).slice(0, limits.mentions);
    const found = await Promise.all(ids.map(async (id) => [id, await this.accountFor(context, wire, id)] as const));
    return new Map(found.filter((entry): entry is readonly [string, Account] => entry[1] !== undefined));
  }

  private async accountFor(context: TurnContext, wire: Wire, id: string): Promise<Account | undefined> {
    const sender = accountOf(wire);
    if (id === wire.from.id) return sender;
    try {
      const known = await this.references.byMember(id, sender.realm);
      if (known) return known;
      const asking = TeamsInfo.getMember(context, id);
      const { aadObjectId } = await inTime(limits.profileMs, asking, () => new Unavailable('Teams member'));
      return aadObjectId ? { ...sender, user: aadObjectId } : undefined;
    } catch (error) {
      this.logger.info({ reason: deliveryFailure(error).reason }, 'mentioned person not known');
      return undefined;
    }
  }
}
