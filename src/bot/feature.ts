import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../kernel/json.js';
import type { Language, Translated } from '../kernel/texts.js';
import type { Form, FormValues } from '../messages/form.js';
import type { ChannelName, Inbound } from '../messages/inbound.js';
import type { Reply } from '../messages/reply.js';
import type { Block, View } from '../messages/view.js';
import type { CollectionSpec } from '../ports/document-store.js';
import type { NumberedKind } from '../ports/numbers.js';
import type { Person, Role } from '../ports/people.js';

/** One event on its way through a feature. */
export interface Turn {
  readonly inbound: Inbound;
  readonly person: Person;
  readonly language: Language;
  readonly now: Date;
  /** The calendar day of `now` in the network's zone, ISO. */
  readonly today: string;
  /**
   * Notes an administrative act for `änderungen`; stored before the event counts as dealt with. An event that is
   * delivered again has to note the same acts in the same order: each is stored once. Ids only, no texts.
   */
  audit(kind: string, subject: string, details?: JsonObject): void;
}

/** Names an event without telling whose it was: the same for every delivery of it, different for any other. */
export function eventMark(inbound: Pick<Inbound, 'key'>): string {
  return createHash('sha256').update(inbound.key).digest('base64url');
}

/**
 * What follows a command's word. `?` marks parts that may be left out. Shapes, not values: 31.02. has the shape of a
 * date and is for the command to refuse; "ohne Grund möglich?" has not, and makes the message a question.
 */
export type Slot =
  | {
      readonly kind: 'date' | 'time' | 'number' | 'person' | 'people';
      readonly name: string;
      readonly optional?: boolean;
    }
  /** One of a few words, or another way of writing one: `also` maps it to the word that it stands for. */
  | {
      readonly kind: 'word';
      readonly name: string;
      readonly words: readonly string[];
      readonly also?: Readonly<Record<string, string>>;
      readonly optional?: boolean;
    }
  /** A short name: at most eight words, or as many as `most` says; no question mark. */
  | { readonly kind: 'name'; readonly name: string; readonly most?: number; readonly optional?: boolean }
  /** Anything up to the end. */
  | { readonly kind: 'text'; readonly name: string; readonly optional?: boolean }
  /** A fixed word in between, such as `durch` or `bis`. */
  | { readonly kind: 'literal'; readonly word: string }
  /** Parts between semicolons up to the end; all or none. With `rest`, further semicolons belong to the last part. */
  | {
      readonly kind: 'fields';
      readonly names: readonly string[];
      readonly rest?: boolean;
      readonly optional?: boolean;
    };

/** What was typed into the slots, trimmed, by slot name. */
export type Typed = Readonly<Record<string, string | undefined>>;

export interface Command {
  /** `room.verb`. */
  readonly id: string;
  /** The shown word first (may be two: `gremium neu`), then the others that do the same. */
  readonly words: readonly [string, ...string[]];
  readonly slots: readonly Slot[];
  readonly role: Role;
  /** Found by a typo's tolerance only, it asks "Meinten Sie …?" first. */
  readonly changes: boolean;
  /** Answers are personal: in a channel they go to the person only. */
  readonly personal?: boolean;
  /** Left out of help and menus: another way of saying what a button or a shown command does. */
  readonly unlisted?: boolean;
  /** What is typed tells of partners' work: a coordinator's words about violence are no child in danger. */
  readonly tellsOfWork?: boolean;
  /** What is typed goes to the coordination office, to be announced: an alarm stands beside what becomes of it, not instead. */
  readonly proposesWork?: boolean;
  /** What it does, in a few words, for help and menus. */
  readonly help: Translated;
  /** Where the shape alone does not tell it from a question: false makes the message one. Changes nothing. */
  isMeant?(turn: Turn, typed: Typed): Promise<boolean>;
  run(turn: Turn, typed: Typed): Promise<Reply>;
}

/** A button's handler. Payloads of old cards that no longer fit are answered with "Diese Karte ist veraltet". */
export interface ActionSpec<P = JsonObject> {
  readonly id: string;
  readonly role: Role;
  readonly payload: z.ZodType<P>;
  readonly changes: boolean;
  run(turn: Turn, payload: P): Promise<Reply>;
}

/** A form: an action of the same id opens it, its submission runs it. */
export interface FormSpec<P = JsonObject> {
  readonly id: string;
  /** As in `Command`. */
  readonly tellsOfWork?: boolean;
  readonly proposesWork?: boolean;
  readonly role: Role;
  readonly payload: z.ZodType<P>;
  readonly changes: boolean;
  /** The form, with what was typed before if it is shown again. */
  show(turn: Turn, payload: P, values?: FormValues): Promise<Form>;
  /** Mistakes are thrown as `FormRefusal`: dispatch shows the form again with them at their fields. */
  run(turn: Turn, payload: P, values: FormValues): Promise<Reply>;
}

/** Something done at each beat of the clock and by `npm run jobs`. Idempotent for an instant. */
export interface Job {
  readonly name: string;
  run(now: Date): Promise<{ readonly done: number; readonly failed: number }>;
}

/** Something done at certain times of the network's zone, once for each, also if the bot was down then. */
export interface Schedule {
  /** `room.what`. */
  readonly name: string;
  /** When, as cron writes it: minute, hour, day of month, month, day of week. */
  readonly pattern: string;
  /** An occurrence missed by more hours than this is left out; of several missed ones only the last is made up for. */
  readonly lateHours: number;
  /** Idempotent for an occurrence: it is called again if it was cut short. */
  run(occurrence: Date, now: Date): Promise<void>;
}

export interface PageRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly language: Language;
  readonly now: Date;
}

/** What a page answers: a view, served as HTML, or a file. */
export type PageAnswer =
  | { readonly status?: number; readonly view: View }
  | {
      readonly status?: number;
      readonly file: { readonly name: string; readonly mediaType: string; readonly body: string | Uint8Array };
    };

/** What a report is served as: the page itself, or what is downloaded from it. */
export const reportFormats = ['page', 'csv', 'md', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Answers for one report; undefined if there is none (any more), or none in this format. */
export type ReportPage = (
  /** What follows the colon of the token's subject. */
  subject: string,
  request: {
    readonly format: ReportFormat;
    /** The page's own path; the other formats lie at it with `.csv` and so on. */
    readonly path: string;
    readonly language: Language;
    readonly now: Date;
  },
) => Promise<PageAnswer | undefined>;

/** A page that `web/` serves. */
export interface PageSpec {
  /** Express path, e.g. `/datenschutz`. */
  readonly path: string;
  run(request: PageRequest): Promise<PageAnswer>;
}

/** What long work is done with, beside its subject. */
export interface WorkTask {
  /** Who asked for it, as they are now. */
  readonly person: Person;
  readonly language: Language;
  /** Where they asked: what it came to may hold links for there. */
  readonly channel: ChannelName;
  readonly now: Date;
  /** Shows how far it has got. Rejects where it is not to go on; that is to be let through. */
  tell(done: number, total: number): Promise<void>;
}

/** What may take longer than an answer: a report over years, a large export. It changes nothing: it may be begun again. */
export interface WorkSpec {
  /** Asked again when it is done. */
  readonly role: Role;
  /** What it comes to. Its files have at most 1,000,000 bytes each; a `Refusal` is shown instead. */
  run(subject: string, task: WorkTask): Promise<View>;
}

export interface LongWorkAsked {
  /** A key of some feature's `works`. */
  readonly kind: string;
  /** What `run` gets: ids, not texts. */
  readonly subject: string;
  /** What is put together, for its card. */
  readonly title: string;
  /** What is typed to have it once more. */
  readonly again: string;
}

/** Has long work done beside the turn, which is answered at once; a card of its own shows how far it has got. */
export interface LongWork {
  begin(turn: Turn, asked: LongWorkAsked): Promise<Reply>;
}

/** One room's declarations. Help, authorisation, audit, Auskunft, retention and manifests derive from them. */
export interface Feature {
  readonly name: string;
  /** What help calls it: one word in German, which is also typed (`hilfe treffen`). */
  readonly title?: Translated;
  readonly commands: readonly Command[];
  readonly actions: readonly ActionSpec<never>[];
  readonly forms: readonly FormSpec<never>[];
  readonly collections: readonly CollectionSpec<never>[];
  /** Kind → how `änderungen` words it. */
  readonly audits: Readonly<Record<string, Translated>>;
  readonly jobs: readonly Job[];
  readonly pages: readonly PageSpec[];
  /** Hears where something happens, also that the bot was added or removed; nothing of who it was may be kept. */
  noticed?(where: Pick<Inbound, 'from' | 'place' | 'event'>): Promise<void>;
  /**
   * Looks at every text a person sends, before anything is searched or stored; a view ends the matter. `isTaken`: it does
   * not, since the text is an announcement to be read by the coordination office; what the view says of it is then true.
   */
  guard?(text: string, language: Language, isTaken?: boolean): View | undefined;
  /** Answers a question, or leaves it to the next feature in the list. */
  answer?(turn: Turn, question: string): Promise<Reply | undefined>;
  /** What to add below an answer, in the same message. */
  below?(turn: Turn): Promise<readonly Block[]>;
  /** Reads a file that a person sent, or leaves it to the next feature in the list. */
  file?(turn: Turn, file: { readonly name: string; readonly bytes: Uint8Array }): Promise<Reply | undefined>;
  /** What it calls its numbered things, e.g. "das Treffen „AK Übergänge“ am 12.11."; undefined if it is gone. */
  readonly numbered?: Readonly<
    Partial<Record<NumberedKind, (subject: string, language: Language) => Promise<string | undefined>>>
  >;
  /**
   * Hands on what one person had to another, when staff change. Idempotent. Resolves with what moved, a line each, in the
   * turn's language.
   */
  succeed?(turn: Turn, from: string, to: string): Promise<readonly string[]>;
  /** Report pages at `/berichte/TOKEN`, by what comes before the colon of the token's subject, e.g. `meeting`. */
  readonly reports?: Readonly<Record<string, ReportPage>>;
  /** Long work that it has done through `LongWork`, by kind. */
  readonly works?: Readonly<Record<string, WorkSpec>>;
  /** Its part of the yearly report: figures of a calendar year and what they cannot say; nothing of single persons. */
  impact?(year: number, language: Language): Promise<readonly Block[]>;
  /** Messages of these batches have gone out, failed or changed since the last call; called every few seconds at most. */
  delivered?(batches: readonly string[]): Promise<void>;
  readonly schedules?: readonly Schedule[];
  /** Its part of App Home and of the first page in the personal chat. */
  home?(turn: Turn): Promise<readonly Block[]>;
  /** Ends what it does by itself, before the store closes; nothing that matters may be lost without it. */
  stop?(): Promise<void>;
}

/**
 * An id that comes back with a button or in a form. Anybody may have put anything there: it is one that a store can hold,
 * no more is known of it.
 */
export const sentId = z
  .string()
  .min(1)
  .max(200)
  .refine((id) => id !== '__proto__' && !/\p{Surrogate}/u.test(id));

/** Keeps the payload's type inside, and forgets it outside. */
export function action<P>(spec: ActionSpec<P>): ActionSpec<never> {
  return spec as unknown as ActionSpec<never>;
}

export function form<P>(spec: FormSpec<P>): FormSpec<never> {
  return spec as unknown as FormSpec<never>;
}

export function stored<T extends { readonly _id: string }>(spec: CollectionSpec<T>): CollectionSpec<never> {
  return spec as unknown as CollectionSpec<never>;
}
