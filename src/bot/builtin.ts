import { z } from 'zod';
import { inAll } from '../kernel/texts.js';
import type { Person } from '../ports/people.js';
import type { AuditLog } from './audit.js';
import { auditPage, auditSpec } from './audit.js';
import type { Command, Feature, PageSpec, Turn } from './feature.js';
import { action, stored } from './feature.js';
import { leaseSpec } from './leases.js';
import { numbersSpec } from './numbers.js';
import { texts } from './texts.js';
import { helpView } from './views.js';

/** What the bot itself brings: help, and the log of administrative acts. `bot.typed` is dispatch's own. */
export function createBuiltinFeature(options: {
  readonly networkName: string;
  readonly audit: AuditLog;
  /** Every command of every feature, for help. */
  readonly allCommands: () => readonly Command[];
  /** The pages that are no single feature's. */
  readonly pages?: readonly PageSpec[];
}): Feature {
  return {
    name: 'bot',
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
          view: helpView(options.allCommands(), readerOf(turn), options.networkName),
        }),
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
    collections: [stored(leaseSpec), stored(auditSpec), stored(numbersSpec)],
    audits: {},
    jobs: [],
    pages: options.pages ?? [],
  };
}

/** Where others read along, help does not show who may administer. */
function readerOf({ person, inbound }: Turn): Person {
  return inbound.place.kind === 'direct' ? person : { ...person, coordinator: false, chairs: [] };
}
