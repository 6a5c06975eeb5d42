import type { Feature, Turn } from '../../bot/feature.js';
import { stored } from '../../bot/feature.js';
import { merged, type Part } from '../../bot/parts.js';
import type { Audience } from '../../ports/audience.js';
import type { People, PeopleSearch } from '../../ports/people.js';
import type { Rooms } from '../../ports/rooms.js';
import { PeopleAudience } from './audience.js';
import { channelPart } from './channel-part.js';
import { contextOf, type IdentityOptions } from './context.js';
import { peopleImportPart } from './import-part.js';
import { linkingPart } from './linking-part.js';
import { accountsSpec, coordinationSpec, linkCodesSpec, linkTriesSpec, peopleSpec } from './model.js';
import { ownBlocks } from './own-blocks.js';
import { pagePart } from './page-part.js';
import { partnerChoicePart } from './partner-choice.js';
import { PeopleRegistry } from './people.js';
import { privacyPart } from './privacy.js';
import { privacyPage } from './privacy-page.js';
import { requestBlocksAtHome, requestsPart } from './requests.js';
import { rolesPart } from './roles.js';
import { RoomBook, roomsSpec } from './rooms.js';
import { Search } from './search.js';
import { settingsPart } from './settings.js';
import { mayAsk, suggestedPartner } from './speaking.js';
import { questionBlocks } from './speaking-views.js';
import { succeedForPartner } from './succession.js';
import { successionPart } from './succession-part.js';
import { upkeepPart } from './upkeep.js';

export type { IdentityOptions } from './context.js';

/** People, roles, linking, privacy; and the ports that everybody else asks who somebody is. */
export function createIdentityFeature(options: IdentityOptions): Feature & {
  readonly people: People;
  readonly search: PeopleSearch;
  readonly rooms: Rooms;
  readonly audience: Audience;
} {
  const context = contextOf(options);
  const people = new PeopleRegistry(context);
  const rooms = new RoomBook(options.store.collection(roomsSpec), options.clock);
  /** Turns that were about the Einrichtung or about leaving: nothing is asked below their answer. */
  const handled = new WeakSet<Turn>();
  const onHandled = (turn: Turn) => void handled.add(turn);
  const own: Part = {
    collections: [
      stored(peopleSpec),
      stored(accountsSpec),
      stored(coordinationSpec),
      stored(linkCodesSpec),
      stored(linkTriesSpec),
      stored(roomsSpec),
    ],
    pages: [privacyPage(options)],
    succeed: (turn, from, to) => succeedForPartner(context, turn, from, to),
    noticed: (where) => rooms.note(where),
    home: async (turn) => [...ownBlocks(context, turn), ...(await requestBlocksAtHome(context, turn))],
    below: async (turn) => {
      if (handled.has(turn)) return [];
      // Requests made before any coordinator was there have been shown to nobody yet.
      const waiting = people.wasFirstContact(turn.inbound) ? await requestBlocksAtHome(context, turn) : [];
      const person = await mayAsk(context, turn);
      return [...waiting, ...(person ? questionBlocks(await suggestedPartner(context, person._id), turn.person) : [])];
    },
  };
  const parts: readonly Part[] = [
    own,
    partnerChoicePart(context, onHandled),
    requestsPart(context, onHandled),
    rolesPart(context),
    linkingPart(context),
    pagePart(context),
    successionPart(context),
    settingsPart(context),
    channelPart(context),
    peopleImportPart(context),
    privacyPart(context, { onHandled, wasFirstContact: (turn) => people.wasFirstContact(turn.inbound) }),
    upkeepPart(context),
  ];
  return {
    name: 'identity',
    title: { de: 'Persönliches', einfach: 'Persönliches', en: 'Personal' },
    people,
    search: new Search(context),
    rooms,
    audience: new PeopleAudience(context),
    ...merged(parts),
  };
}
