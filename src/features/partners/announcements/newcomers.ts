import type { Schedule } from '../../../bot/feature.js';
import { isWorkingDay } from '../../../kernel/calendar.js';
import { addDays, dayAt, startOfDay } from '../../../kernel/dates.js';
import type { ChannelName } from '../../../messages/inbound.js';
import type { Addressee } from '../../../ports/audience.js';
import type { Person } from '../../../ports/people.js';
import type { Context } from './context.js';
import { welcomePerson } from './digests.js';

/** A partner is new for so long: its people are often entered later than it. */
const newForDays = 60;
const lateHours = 6;
/** Pages of 100 partners, and of 500 of their people. */
const mostPages = 100;
const withoutChat: ReadonlySet<ChannelName> = new Set(['mail', 'page']);

/**
 * Every working day the people of new partners are welcomed who are reached only by mail or their personal page: they
 * may never write. Everybody else is welcomed when they do.
 */
export function welcomeSchedule(context: Context): Schedule {
  return {
    name: 'announcements.welcome',
    pattern: '45 8 * * 1-5',
    lateHours,
    run: async (_, now) => {
      const day = dayAt(now, context.zone);
      if (!isWorkingDay(day)) return;
      const since = startOfDay(addDays(day, -newForDays), context.zone);
      let after: string | undefined;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await context.partners.enteredSince(since, after);
        if (page.items.length > 0) await welcomeOf(context, page.items, now);
        after = page.next;
        if (after === undefined) return;
      }
    },
  };
}

async function welcomeOf(context: Context, partners: readonly string[], now: Date): Promise<void> {
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await context.audience.page({ partners }, now, after);
    for (const personId of await notWelcomed(context, page.items)) {
      const person = await context.people.get(personId);
      if (person && !writes(person)) await welcomePerson(context, person, now);
    }
    after = page.next;
    if (after === undefined) return;
  }
}

/** Those of a page whom only mail or their personal page reaches, as far as that tells, and who were not welcomed yet. */
async function notWelcomed({ catchUps }: Context, addressees: readonly Addressee[]): Promise<readonly string[]> {
  const ids = addressees.filter(({ to }) => !to || withoutChat.has(to.channel)).map(({ personId }) => personId);
  if (ids.length === 0) return [];
  const { items } = await catchUps.find({ filter: { _id: { $in: ids }, welcomed: true }, limit: ids.length });
  const welcomed = new Set(items.map(({ personId }) => personId));
  return ids.filter((id) => !welcomed.has(id));
}

/** Whether they have an account to write from in chat. */
function writes({ accounts }: Person): boolean {
  return accounts.some(({ channel }) => !withoutChat.has(channel));
}
