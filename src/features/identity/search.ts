import { createHash } from 'node:crypto';
import type { Language } from '../../kernel/texts.js';
import type { Page } from '../../ports/document-store.js';
import type { Candidate, Found, PeopleSearch, Person } from '../../ports/people.js';
import { type Context, normalEmail } from './context.js';
import { byEmail, findPersons, personForAddress, unmetPerson } from './find.js';
import { changePerson, resolvePerson } from './joining.js';
import { type PersonDocument, type StoredPartner, searchable } from './model.js';
import { personOf } from './person-view.js';
import { isCertain, labelOf, type Standing, standingsOf } from './standing.js';

/** More are not told apart by a button; that there are more is. */
const mostCandidates = 10;
const usualPage = 10;

/** Finds and keeps people by what is typed. */
export class Search implements PeopleSearch {
  constructor(private readonly context: Context) {}

  async find(typed: string, language: Language = 'de'): Promise<Found> {
    const { certain, near, ...rest } = await findPersons(this.context, typed);
    const shown = await this.candidates([...certain, ...near].slice(0, mostCandidates), language);
    return certain.length > 0 ? { ...rest, certain: shown, near: [] } : { ...rest, certain: [], near: shown };
  }

  async get(id: string, language: Language = 'de'): Promise<Candidate | undefined> {
    const person = await resolvePerson(this.context, id);
    if (!person || person.unfinished === 'erasure') return undefined;
    return (await this.candidates([person], language))[0];
  }

  async withAddress(address: string, name?: string, partner?: StoredPartner): Promise<Person> {
    const email = normalEmail(address);
    const [known] = await byEmail(this.context, email);
    const person = known ?? (await this.named(await personForAddress(this.context, email, name), email, name));
    return personOf(this.context, partner ? await this.speaking(person, partner) : person);
  }

  async withoutAccount(key: string, name: string): Promise<Person> {
    const id = `guest-${createHash('sha256').update(key).digest('base64url')}`;
    const fresh = unmetPerson(id, name, this.context.clock.now());
    await this.context.people.insert(fresh);
    return personOf(this.context, (await resolvePerson(this.context, id)) ?? fresh);
  }

  async ofPartner(
    partnerId: string,
    { after, limit = usualPage }: { readonly after?: string; readonly limit?: number } = {},
  ): Promise<Page<Person>> {
    const page = await this.context.people.find({
      filter: { 'partner.id': partnerId, mergedInto: { $exists: false }, unfinished: { $exists: false } },
      sort: [['sortName', 1]],
      limit,
      ...(after !== undefined && { after }),
    });
    return { ...page, items: await Promise.all(page.items.map((person) => personOf(this.context, person))) };
  }

  /** Somebody of whom only the address was known gets a name. */
  private async named(person: PersonDocument, email: string, name: string | undefined): Promise<PersonDocument> {
    if (name === undefined || person.name !== email) return person;
    const changed = await changePerson(this.context, person._id, () => ({ $set: searchable(name) }));
    return changed ?? person;
  }

  private async speaking(person: PersonDocument, partner: StoredPartner): Promise<PersonDocument> {
    const changed = await changePerson(this.context, person._id, (read) =>
      read.partner || read.request || read.noPartner ? undefined : { $set: { partner } },
    );
    return changed ?? person;
  }

  private async candidates(persons: readonly PersonDocument[], language: Language): Promise<readonly Candidate[]> {
    const standings = persons.length > 0 ? await standingsOf(this.context, persons) : new Map<string, Standing>();
    return persons.map((person) => {
      const standing = standings.get(person._id);
      const candidate = { id: person._id, name: person.name, label: labelOf(person, standing, language) };
      return isCertain(standing) ? candidate : { ...candidate, doubtful: true };
    });
  }
}
