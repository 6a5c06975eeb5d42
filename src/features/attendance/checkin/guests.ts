import type { Turn } from '../../../bot/feature.js';
import type { Named } from '../../../bot/persons.js';
import { Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { nameWords } from '../../../kernel/names.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import { correct } from './recording.js';
import { rowFor } from './rows.js';
import { checkinTexts } from './texts.js';

const mostGuests = 20;
const longestName = 100;

/** Notes guests by name: whoever is known under the whole name or address, else somebody new without an account. */
export async function noteGuests(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  typed: string,
): Promise<readonly string[]> {
  const t = checkinTexts[turn.language];
  const names = [...new Set(typed.split(/[,;\n]/).map((name) => cut(name.replace(/\s+/g, ' ').trim(), longestName)))];
  const wanted = names.filter((name) => name !== '');
  if (wanted.length === 0) throw new Refusal(t.missing, 'attendance.no-guest');
  if (wanted.length > mostGuests) throw new Refusal(t.tooManyGuests(String(mostGuests)), 'attendance.too-many-guests');
  const noted: string[] = [];
  for (const name of wanted) {
    const guest = await guestNamed(context, turn, meeting, name);
    await correct(context, turn, await rowFor(context, meeting, guest.id, 'guest'), 'guest');
    noted.push(guest.name);
  }
  return noted;
}

async function guestNamed(context: Context, turn: Turn, meeting: Meeting, name: string): Promise<Named> {
  const search = context.search();
  const { certain, address } = await search.find(name, turn.language);
  const [only, ...others] = certain.filter((one) => address !== undefined || isWhole(name, one.name));
  if (only && others.length === 0) return only;
  if (address !== undefined) return search.withAddress(address);
  return search.withoutAccount(`guest:${meeting._id}:${fold(name)}`, name);
}

function isWhole(typed: string, name: string): boolean {
  const said = nameWords(typed);
  return said.length > 1 && nameWords(name).every((word) => said.includes(word));
}
