import { z } from 'zod';
import { Refusal } from '../kernel/errors.js';
import { inAll, type Language } from '../kernel/texts.js';
import type { Collection, CollectionSpec, DocumentStore } from '../ports/document-store.js';
import { type NumberedKind, type Numbers, numberedKinds } from '../ports/numbers.js';
import type { Feature } from './feature.js';
import { texts } from './texts.js';

const Numbered = z.object({
  /** The number as text; `last` holds the counter, `KIND:SUBJECT` the number that a subject got. */
  _id: z.string(),
  kind: z.enum(numberedKinds).optional(),
  subject: z.string().optional(),
  number: z.number().int(),
});
type Numbered = z.infer<typeof Numbered>;

export const numbersSpec: CollectionSpec<Numbered> = {
  name: 'numbers',
  schema: Numbered,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: inAll(texts, (t) => t.keptNumbers) },
  personal: 'none',
};

/** What a numbered thing is called whose room says nothing more of it. */
const kindTexts = {
  meeting: 'kindMeeting',
  announcement: 'kindAnnouncement',
  round: 'kindRound',
  task: 'kindTask',
  'action-goal': 'kindActionGoal',
} as const satisfies Record<NumberedKind, string>;

/** Where people find the numbers of each kind. */
const listTexts = {
  meeting: 'listMeeting',
  announcement: 'listAnnouncement',
  round: 'listRound',
  task: 'listTask',
  'action-goal': 'listActionGoal',
} as const satisfies Record<NumberedKind, string>;

/** As people write it: 12, Nr. 12, no. 12, #12. */
const typedNumber = /^\s*(?:(?:nr|no|nummer|number)\.?|#)?\s*(\d{1,9})\s*$/i;
const shownCharacters = 20;

/** One counter over all numbered things. A number lost to a crash is never given again. */
export class NumberBook implements Numbers {
  private readonly numbers: Collection<Numbered>;

  constructor(
    store: DocumentStore,
    private readonly features: () => readonly Pick<Feature, 'numbered'>[],
  ) {
    this.numbers = store.collection(numbersSpec);
  }

  async give(kind: NumberedKind, subject: string): Promise<number> {
    const mine = `${kind}:${subject}`;
    const known = await this.numbers.get(mine);
    const number = known?.number ?? (await this.drawn(mine));
    await this.numbers.insert({ _id: String(number), kind, subject, number });
    return number;
  }

  async subject(kind: NumberedKind, typed: string | number, language: Language): Promise<string> {
    const t = texts[language];
    const number = typedNumber.exec(String(typed))?.[1];
    const entry = number === undefined ? undefined : await this.numbers.get(String(Number(number)));
    if (!entry?.kind || entry.subject === undefined) {
      const meant = number ?? String(typed).trim().slice(0, shownCharacters);
      throw new Refusal(t.noNumber(meant, t[listTexts[kind]]), 'bot.no-number');
    }
    if (entry.kind === kind) return entry.subject;
    const name = await this.nameOf(entry.kind, entry.subject, language);
    throw new Refusal(t.otherNumber(String(entry.number), name ?? t[kindTexts[entry.kind]]), 'bot.other-number');
  }

  /** Two who draw for one subject at the same time agree on the first one's number. */
  private async drawn(mine: string): Promise<number> {
    const { number } = await this.numbers.upsert('last', { $inc: { number: 1 } }, { _id: 'last', number: 0 });
    if ((await this.numbers.insert({ _id: mine, number })) === 'inserted') return number;
    return (await this.numbers.get(mine))?.number ?? number;
  }

  private async nameOf(kind: NumberedKind, subject: string, language: Language): Promise<string | undefined> {
    for (const { numbered } of this.features()) {
      const name = await numbered?.[kind]?.(subject, language);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}
