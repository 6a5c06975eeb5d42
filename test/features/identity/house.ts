import { auditSpec, noteAct } from '../../../src/bot/audit.js';
import { createBuiltinFeature } from '../../../src/bot/builtin.js';
import { createDispatch } from '../../../src/bot/dispatch.js';
import type { Feature } from '../../../src/bot/feature.js';
import { NumberBook } from '../../../src/bot/numbers.js';
import { Works } from '../../../src/bot/works.js';
import { createCharts } from '../../../src/charts/charts.js';
import { type Entry, outboxSpec } from '../../../src/delivery/entry.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { type AttendanceOptions, createAttendanceFeature } from '../../../src/features/attendance/feature.js';
import { createIdentityFeature, type IdentityOptions } from '../../../src/features/identity/feature.js';
import { createPartnersFeature, type PartnersOptions } from '../../../src/features/partners/feature.js';
import { seedSamplePartners } from '../../../src/features/partners/sample.js';
import type { JsonObject } from '../../../src/kernel/json.js';
import type { FormValues } from '../../../src/messages/form.js';
import { type Account, accountKey, type InboundEvent, type Place } from '../../../src/messages/inbound.js';
import { inlineParts, plainText } from '../../../src/messages/inline.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { Action, Block, View } from '../../../src/messages/view.js';
import type { CollectionSpec, DocumentStore } from '../../../src/ports/document-store.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import type { People } from '../../../src/ports/people.js';
import type { Profile } from '../../../src/ports/profiles.js';
import { createEmbeddedStore } from '../../../src/storage/embedded/store.js';
import { createMongoStore } from '../../../src/storage/mongo/store.js';
import { createLinks, revocationsSpec, secretsSpec } from '../../../src/web/links.js';
import { type FixedClock, fixedClock } from '../../support/clock.js';
import { freshFolder } from '../../support/folder.js';
import { countedIds } from '../../support/ids.js';
import { freshDatabase } from '../../support/mongo.js';

/** Slack user in the network's own workspace. */
export const slack = (user: string, realm = 'T1'): Account => ({ channel: 'slack', realm, user });
export const teams = (user: string, realm = 'tenant-1'): Account => ({ channel: 'teams', realm, user });

/** What a platform vouches for. */
export const vouched = (name: string, address: string, guest = false): Profile => ({
  name,
  email: { address, confirmed: true },
  guest,
});

const linkYes = 'Ja, das bin ich';

/** The stores that the rooms stand on. */
export const stores = ['embedded', 'mongodb'] as const;
export type StoreKind = (typeof stores)[number];

export interface HouseOptions {
  readonly on?: StoreKind;
  readonly coordinators?: readonly string[];
  readonly store?: DocumentStore;
  readonly extraSpecs?: readonly CollectionSpec<never>[];
  readonly extraFeatures?: readonly Feature[];
  /** The network's own; `T1` and `tenant-1` if left out. */
  readonly workspaces?: readonly string[];
  readonly tenants?: readonly string[] | 'any';
  /** Puts something between the rooms and the store. */
  readonly between?: (store: DocumentStore) => DocumentStore;
  readonly clock?: FixedClock;
  readonly publicUrl?: string;
  readonly mailOn?: boolean;
  /** Of the identity room. */
  readonly logger?: Logger;
  /** What the directory of partners is given beside the store. */
  readonly partners?: Partial<PartnersOptions>;
  /** What attendance is given beside the rest. */
  readonly attendance?: Partial<AttendanceOptions>;
}

/** The rooms as the bot puts them together, on the real embedded store, spoken to through dispatch. */
export class House {
  readonly profiles = new Map<string, Profile>();
  readonly lookups: string[] = [];
  private events = 0;

  private constructor(
    readonly store: DocumentStore,
    readonly clock: FixedClock,
    readonly folder: string,
    /** Of the database, where the store is MongoDB. */
    readonly uri: string | undefined,
    readonly features: readonly Feature[],
    readonly people: People,
    readonly identity: ReturnType<typeof createIdentityFeature>,
    /** What the identity room was made with. */
    readonly identityOptions: IdentityOptions,
    private readonly dispatch: ReturnType<typeof createDispatch>,
    /** Long work, beside the turns. */
    readonly works: Works,
    private readonly closing: () => Promise<void>,
  ) {}

  static async open(options: HouseOptions = {}): Promise<House> {
    const clock = options.clock ?? fixedClock();
    const folder = await freshFolder();
    const database = options.on === 'mongodb' ? await freshDatabase() : undefined;
    const real =
      options.store ??
      (database
        ? createMongoStore({ uri: database.uri, clock, logger: silentLogger })
        : createEmbeddedStore({ folder: folder.path, clock, logger: silentLogger }));
    const store = options.between?.(real) ?? real;
    const house: { it?: House } = {};
    const features: Feature[] = [];
    const specs = () => [
      ...features.flatMap((feature) => feature.collections),
      outboxSpec as unknown as CollectionSpec<never>,
      secretsSpec as unknown as CollectionSpec<never>,
      revocationsSpec as unknown as CollectionSpec<never>,
      ...(options.extraSpecs ?? []),
    ];
    const acts = () => Object.assign({}, ...features.map((feature) => feature.audits));
    const shared = {
      store,
      clock,
      ids: countedIds(),
      logger: options.logger ?? silentLogger,
      networkName: 'Testnetz',
      zone: 'Europe/Berlin',
    };
    const outbox = createOutbox({ store, clock, onEnqueued() {} });
    const works = new Works({ ...shared, outbox, people: () => identity.people, features: () => features });
    const partners = createPartnersFeature({
      ...shared,
      outbox,
      longWork: works,
      people: () => identity.people,
      peopleSearch: () => identity.search,
      ...options.partners,
    });
    const links = createLinks({ store, ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }) });
    const attendance = createAttendanceFeature({
      ...shared,
      outbox,
      longWork: works,
      links,
      numbers: new NumberBook(store, () => features),
      charts: createCharts(),
      directory: partners.directory,
      people: () => identity.people,
      search: () => identity.search,
      rooms: () => identity.rooms,
      ...options.attendance,
    });
    const identityOptions: IdentityOptions = {
      ...shared,
      outbox,
      links,
      mailOn: options.mailOn ?? false,
      profiles: async (account) => house.it?.lookUp(account),
      partners: partners.directory,
      coordinatorEmails: options.coordinators ?? [],
      trustedRealms: { slack: options.workspaces ?? ['T1'], teams: options.tenants ?? ['tenant-1'] },
      committeesChairedBy: attendance.committeesChairedBy,
      committeeMembers: attendance.committeeMembers,
      privacyContact: 'datenschutz@beispielstadt.example',
      specs,
      features: () => features,
      acts,
      noteAct: (act) => noteAct(store.collection(auditSpec), act),
    };
    const identity = createIdentityFeature(identityOptions);
    const audit = {
      entries: store.collection(auditSpec),
      nameOf: async (id: string) => (await identity.people.get(id))?.name ?? (await partners.directory.get(id))?.name,
      kinds: acts,
      zone: shared.zone,
    };
    features.push(
      createBuiltinFeature({ networkName: 'Testnetz', rooms: () => features, audit, works }),
      identity,
      partners,
      attendance,
      ...(options.extraFeatures ?? []),
    );
    await store.start(specs());
    const dispatch = createDispatch({ ...shared, features, people: identity.people });
    house.it = new House(
      store,
      clock,
      folder.path,
      database?.uri,
      features,
      identity.people,
      identity,
      identityOptions,
      dispatch,
      works,
      async () => {
        await works.stop();
        // A store that was handed in is its giver's to stop.
        if (!options.store) await store.stop();
        await database?.drop();
        await folder.remove();
      },
    );
    return house.it;
  }

  close(): Promise<void> {
    return this.closing();
  }

  knows(account: Account, profile: Profile): void {
    this.profiles.set(accountKey(account), profile);
  }

  async withPartners(): Promise<this> {
    await seedSamplePartners(this.store);
    return this;
  }

  says(from: Account, text: string, options: { key?: string; place?: Place['kind'] } = {}): Promise<Reply> {
    return this.deliver(from, { type: 'text', text, via: 'chat' }, options);
  }

  presses(from: Account, action: Action | undefined, options: { key?: string } = {}): Promise<Reply> {
    if (!action) throw new Error('there is no such button');
    return this.deliver(from, { type: 'action', id: action.id, payload: action.payload ?? {} }, options);
  }

  submits(from: Account, id: string, values: FormValues, payload: JsonObject = {}): Promise<Reply> {
    return this.deliver(from, { type: 'form', id, payload, values });
  }

  opensHome(from: Account): Promise<Reply> {
    return this.deliver(from, { type: 'opened', surface: 'home' });
  }

  deliver(
    from: Account,
    event: InboundEvent,
    options: { key?: string; place?: Place['kind']; room?: Pick<Place, 'conversation' | 'name'> } = {},
  ): Promise<Reply> {
    this.events += 1;
    return this.dispatch({
      key: options.key ?? `event-${this.events}`,
      at: this.clock.now(),
      from,
      name: `Name von ${from.user}`,
      place: { kind: options.place ?? 'direct', conversation: `with-${from.user}`, ...options.room },
      event,
    });
  }

  async personOf(account: Account) {
    return this.people.recognise({
      key: `look-${this.events++}`,
      at: this.clock.now(),
      from: account,
      name: `Name von ${account.user}`,
      place: { kind: 'direct', conversation: 'c' },
      event: { type: 'opened', surface: 'chat' },
    });
  }

  /** What the clock does at an instant, by the name of the job. */
  async runs(job: string, at = this.clock.now()): Promise<{ readonly done: number; readonly failed: number }> {
    const found = this.features.flatMap((feature) => feature.jobs).find(({ name }) => name === job);
    if (!found) throw new Error(`there is no job ${job}`);
    return found.run(at);
  }

  /** Types a code at one account and says yes to whose it is. */
  async links(shownTo: Account, typedBy: Account): Promise<Reply> {
    return this.presses(typedBy, button(await this.says(typedBy, `verbinden ${await this.codeFor(shownTo)}`), linkYes));
  }

  async codeFor(account: Account): Promise<string> {
    return /verbinden (\d{6})/.exec(textOf(await this.says(account, 'verbinden')))?.[1] ?? 'none';
  }

  /** What was enqueued for a person with a view of its own. */
  async sentTo(personId: string): Promise<readonly (Entry & { readonly view: View })[]> {
    const { items } = await this.store.collection(outboxSpec).find({ filter: { personId } });
    return items.flatMap((entry) => (entry.view ? [{ ...entry, view: entry.view }] : []));
  }

  async audited(): Promise<readonly string[]> {
    return (await this.store.collection(auditSpec).find()).items.map((entry) => entry.kind);
  }

  private lookUp(account: Account): Profile | undefined {
    this.lookups.push(accountKey(account));
    return this.profiles.get(accountKey(account));
  }
}

/** Every word of a reply. */
export function textOf(reply: Reply): string {
  return viewsOf(reply).map(textOfView).join('\n');
}

function viewsOf(reply: Reply): readonly View[] {
  switch (reply.type) {
    case 'message':
    case 'replace':
    case 'home':
      return [reply.view];
    case 'results':
      return reply.views;
    case 'form':
    case 'nothing':
      return [];
  }
}

export function textOfView(view: View): string {
  return [view.title ?? '', ...view.blocks.flatMap(textsIn)].join('\n');
}

function textsIn(block: Block): readonly string[] {
  switch (block.type) {
    case 'text':
    case 'note':
      return [plainText(inlineParts(block.text))];
    case 'list':
      return block.items.map(plainText);
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${plainText(fact.value)}`);
    case 'table':
      return block.rows.map((row) => row.map(plainText).join(' | '));
    case 'quote':
    case 'link':
      return [block.text];
    case 'file':
      return [block.label];
    case 'picture':
    case 'divider':
    case 'actions':
      return [];
  }
}

export function actionsIn(view: View): readonly Action[] {
  return view.blocks.flatMap((block) => (block.type === 'actions' ? block.actions : []));
}

/** The first button with this label. */
export function button(reply: Reply, label: string): Action | undefined {
  return viewsOf(reply)
    .flatMap(actionsIn)
    .find((action) => action.label === label);
}
