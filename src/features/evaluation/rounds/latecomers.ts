import type { Schedule } from '../../../bot/feature.js';
import { isWorkingDay, schoolHolidays } from '../../../kernel/calendar.js';
import { dayAt } from '../../../kernel/dates.js';
import type { Addressee } from '../../../ports/audience.js';
import { idsOf, type Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { type Prompt, promptId, type Round } from '../model.js';
import { entryFor, promptFor } from './prompting.js';
import { filterOf } from './reach.js';
import { nextReminder } from './times.js';

const mostRounds = 20;
/** Pages of 500 people each. */
const mostPages = 100;
const lateHours = 6;

/** Every working day those are asked, once each, who became known or came to belong to it after a round had begun. */
export function latecomersSchedule(context: Context): Schedule {
  return {
    name: 'evaluation.latecomers',
    pattern: '15 9 * * 1-5',
    lateHours,
    run: async (_, now) => {
      const day = dayAt(now, context.zone);
      if (!isWorkingDay(day) || schoolHolidays(day) !== undefined) return;
      for (const round of await openRounds(context)) await askLatecomers(context, round, now);
    },
  };
}

async function openRounds({ rounds }: Context): Promise<readonly Round[]> {
  const { items } = await rounds.find({ filter: { state: 'open' }, sort: [['number', -1]], limit: mostRounds });
  return items.filter(({ unfinished }) => !unfinished.includes('prompting'));
}

/** A message to each of them is made known again under its key if it was cut short; nobody gets it twice. */
async function askLatecomers(context: Context, round: Round, now: Date): Promise<void> {
  if (!round.closesAt || round.closesAt <= now) return;
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await context.audience.page(filterOf(round), now, after);
    const late = await lateAmong(context, round, page.items, now);
    const asked = page.items.filter(({ personId }) => late.has(personId));
    await context.outbox.enqueue(asked.map((addressee) => entryFor(round, now, addressee, 'clock')));
    after = page.next;
    if (after === undefined) return;
  }
}

/** Who of a page was not asked when the round began, and has neither answered nor declined; each gets a record. */
async function lateAmong(
  context: Context,
  round: Round,
  addressees: readonly Addressee[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const ids = addressees.map(({ personId }) => promptId(round._id, personId));
  if (ids.length === 0) return new Set();
  const { items } = await context.prompts.find({ filter: { _id: { $in: ids } }, limit: ids.length });
  const known = new Set(items.map(({ personId }) => personId));
  const late = new Set(items.filter(isWaitingLate).map(({ personId }) => personId));
  for (const addressee of addressees.filter(({ personId }) => !known.has(personId))) {
    const person = await context.people.get(addressee.personId);
    if (!person || (await wasAsked(context, round, person))) continue;
    const prompt = asLate(context, round, await promptFor(context, round, addressee), now);
    if ((await context.prompts.insert({ ...prompt, late: true })) === 'inserted') late.add(addressee.personId);
  }
  return late;
}

function isWaitingLate({ late, state, over }: Prompt): boolean {
  return late === true && state === 'open' && over !== true;
}

/** Reminders that were due before they were asked are not made up for. */
function asLate({ zone }: Context, round: Round, { remindAt: _, ...prompt }: Prompt, now: Date): Prompt {
  const next = nextReminder(round, now, zone);
  return { ...prompt, ...(next && { remindAt: next }) };
}

/** `umfrage` by somebody who was not asked yet, but belongs to those that open rounds ask. */
export async function joinOpenRounds(context: Context, person: Person, now: Date): Promise<void> {
  for (const round of await openRounds(context)) {
    if (!round.closesAt || round.closesAt <= now || (await wasAsked(context, round, person))) continue;
    if (!(await context.audience.includes(filterOf(round), person.id))) continue;
    const { partner } = person;
    const prompt = await promptFor(context, round, { personId: person.id, ...(partner && { partner }) });
    await context.prompts.insert(asLate(context, round, prompt, now));
  }
}

async function wasAsked({ prompts }: Context, { _id }: Round, person: Person): Promise<boolean> {
  for (const id of idsOf(person)) {
    if (await prompts.get(promptId(_id, id))) return true;
  }
  return false;
}
