import { z } from 'zod';
import { inAll } from '../kernel/texts.js';
import type { Person } from '../ports/people.js';
import type { AuditLog } from './audit.js';
import { auditPage, auditSpec } from './audit.js';
import type { Feature, PageSpec, Turn } from './feature.js';
import { action, stored } from './feature.js';
import { type HelpRoom, helpView, ownTitle, roomHelpView, roomWord } from './help.js';
import { leaseSpec } from './leases.js';
import { numbersSpec } from './numbers.js';
import { texts } from './texts.js';
import type { Works } from './works.js';
import { worksSpec } from './works-model.js';

/** What the bot itself brings: help, and the log of administrative acts. `bot.typed` is dispatch's own. */
export function createBuiltinFeature(options: {
  readonly networkName: string;
  readonly audit: AuditLog;
  /** Every feature, for help. */
  readonly rooms: () => readonly HelpRoom[];
  /** The pages that are no single feature's. */
  readonly pages?: readonly PageSpec[];
  /** Long work; none is done if left out. */
  readonly works?: Pick<Works, 'job' | 'stop'>;
}): Feature {
  return {
    name: 'bot',
    title: ownTitle,
    commands: [
      {
        id: 'bot.help',
        words: ['hilfe', 'hallo', 'help', '?'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(texts, (t) => t.helpCommand),
        run: async (turn) => ({
          type: 'message',
          view: helpView(options.rooms(), readerOf(turn), options.networkName),
        }),
      },
      {
        id: 'bot.help-room',
        words: ['hilfe', 'help'],
        slots: [
          {
            kind: 'word',
            name: 'room',
            get words() {
              return options.rooms().map(roomWord);
            },
          },
        ],
        role: 'all',
        changes: false,
        unlisted: true,
        help: inAll(texts, (t) => t.helpCommand),
        run: async (turn, { room: word }) => {
          const room = options.rooms().find((each) => roomWord(each) === word);
          const reader = readerOf(turn);
          return {
            type: 'message',
            view: room ? roomHelpView(room, reader) : helpView(options.rooms(), reader, options.networkName),
          };
        },
      },
      {
        id: 'bot.audit',
        words: ['änderungen', 'protokollbuch'],
        slots: [],
        role: 'coordinator',
        changes: false,
        personal: true,
        help: inAll(texts, (t) => t.auditCommand),
        run: (turn) => auditPage(options.audit, turn),
      },
    ],
    actions: [
      action({
        id: 'bot.audit',
        role: 'coordinator',
        payload: z.object({ after: z.string() }),
        changes: false,
        run: (turn, { after }) => auditPage(options.audit, turn, after),
      }),
    ],
    forms: [],
    collections: [stored(leaseSpec), stored(auditSpec), stored(numbersSpec), stored(worksSpec)],
    audits: {},
    jobs: options.works ? [options.works.job] : [],
    pages: options.pages ?? [],
    ...(options.works && { stop: () => options.works?.stop() ?? Promise.resolve() }),
  };
}

/** Where others read along, help does not show who may administer. */
function readerOf({ person, inbound }: Turn): Person {
  return inbound.place.kind === 'direct' ? person : { ...person, coordinator: false, chairs: [] };
}
