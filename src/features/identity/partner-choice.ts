import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView } from '../../bot/views.js';
import { FormRefusal, Refusal } from '../../kernel/errors.js';
import { fold } from '../../kernel/fold.js';
import { nameDistance } from '../../kernel/names.js';
import { inAll } from '../../kernel/texts.js';
import type { Form, FormValues, Option } from '../../messages/form.js';
import type { Reply } from '../../messages/reply.js';
import type { Context } from './context.js';
import type { StoredPartner } from './model.js';
import { partnerTexts } from './partner-texts.js';
import { askLater, namePartner, speakForNobody, suggestedPartner } from './speaking.js';
import { openPartnerForm, partnerFormId, similarView } from './speaking-views.js';

const longestName = 120;
const mostSimilar = 5;
/** What a select menu in Slack bears, less the one for "none of these". */
const mostOptions = 99;
/** Form value for "none of these". */
const noneOfThese = '-';

const partnerPayload = z.object({ id: sentId.optional(), name: z.string().min(1).max(longestName) });

/** `einrichtung`, typed, pressed or by form. `onHandled` hears of turns below whose answer nothing is to be asked. */
export function partnerChoicePart(context: Context, onHandled: (turn: Turn) => void): Part {
  return {
    commands: [
      {
        id: 'identity.partner',
        words: ['einrichtung'],
        slots: [{ kind: 'name', name: 'name', optional: true }],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(partnerTexts, (t) => t.partnerCommand),
        run: async (turn, { name }) => {
          onHandled(turn);
          return name === undefined
            ? { type: 'form', form: await partnerForm(context, turn) }
            : typed(context, turn, name);
        },
      },
    ],
    actions: [
      action({
        id: 'identity.partner',
        role: 'all',
        payload: partnerPayload,
        changes: true,
        run: async (turn, payload) => named(context, turn, await current(context, turn, payload)),
      }),
      action({
        id: 'identity.partner-later',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: (turn) => later(context, turn),
      }),
      action({
        id: 'identity.no-partner',
        role: 'all',
        payload: z.object({}),
        changes: true,
        run: (turn) => nobody(context, turn),
      }),
    ],
    forms: [
      form({
        id: partnerFormId,
        role: 'all',
        payload: z.object({}),
        changes: true,
        show: (turn, _, values) => partnerForm(context, turn, values),
        run: async (turn, _, values) => named(context, turn, await chosenIn(context, turn, values)),
      }),
    ],
  };
}

async function typed(context: Context, turn: Turn, name: string): Promise<Reply> {
  const t = partnerTexts[turn.language];
  if (isWord(name, [t.later, partnerTexts.de.later])) return later(context, turn);
  if (isWord(name, [t.noPartner, partnerTexts.de.noPartner, 'keine'])) return nobody(context, turn);
  if (name.length > longestName) {
    throw new Refusal(t.partnerTooLong(String(longestName)), 'identity.partner-name-too-long');
  }
  const found = await lookUp(context, name);
  if (found.kind === 'one') return named(context, turn, found.partner);
  const similar = found.partners.slice(0, mostSimilar);
  return { type: 'message', private: true, view: similarView(name, similar, turn.language) };
}

function isWord(typedName: string, words: readonly string[]): boolean {
  return words.some((word) => fold(word) === fold(typedName));
}

type LookUp =
  | { readonly kind: 'one'; readonly partner: StoredPartner }
  | { readonly kind: 'several'; readonly partners: readonly StoredPartner[] };

/** The partner that is meant beyond doubt, or several to choose from; what is like none of them stays as written. */
async function lookUp(context: Context, name: string): Promise<LookUp> {
  const matches = await context.partners.search(name);
  const same = matches.filter((partner) => fold(partner.name) === fold(name));
  const certain = same.length > 0 ? same : matches.filter((partner) => nameDistance(name, partner.name) === 0);
  const [only, ...others] = certain;
  if (only && others.length === 0) return { kind: 'one', partner: { id: only.id, name: only.name } };
  const choice = certain.length > 0 ? certain : matches;
  if (choice.length === 0) return { kind: 'one', partner: { name } };
  return { kind: 'several', partners: choice.map(({ id, name: known }) => ({ id, name: known })) };
}

/** A button's partner, under the name that the directory has today. */
async function current(context: Context, turn: Turn, partner: z.infer<typeof partnerPayload>): Promise<StoredPartner> {
  if (partner.id === undefined) return { name: partner.name };
  const entry = await context.partners.get(partner.id);
  if (!entry) throw new Refusal(partnerTexts[turn.language].partnerGone, 'identity.partner-gone');
  return { id: entry.id, name: entry.name };
}

async function named(context: Context, turn: Turn, partner: StoredPartner): Promise<Reply> {
  const t = partnerTexts[turn.language];
  const outcome = await namePartner(context, turn, partner);
  const wording = {
    set: t.partnerSet,
    already: t.partnerAlready,
    pending: t.partnerPending,
    'pending-nobody': t.partnerPendingNobody,
  }[outcome];
  return privately(turn, wording(partner.name));
}

async function later(context: Context, turn: Turn): Promise<Reply> {
  await askLater(context, turn);
  return privately(turn, partnerTexts[turn.language].laterDone);
}

async function nobody(context: Context, turn: Turn): Promise<Reply> {
  await speakForNobody(context, turn);
  return privately(turn, partnerTexts[turn.language].noPartnerDone);
}

/** A message of its own, not in place: the card that carried the question is the answer to something else. */
function privately(turn: Turn, text: string): Reply {
  return { type: 'message', private: true, view: noticeView('identity.partner', text, turn.language) };
}

async function partnerForm(context: Context, turn: Turn, values: FormValues = {}): Promise<Form> {
  const t = partnerTexts[turn.language];
  const options = await formOptions(context, turn, values);
  const chosen = filledIn(values, 'partner');
  const name = filledIn(values, 'name');
  return {
    id: partnerFormId,
    title: t.partnerForm,
    submit: t.submit,
    intro: [t.partnerFormIntro, soFar(turn)].join(' ').trim(),
    opener: openPartnerForm(t.choosePartner).label,
    language: turn.language,
    fields: [
      ...(options.length === 0
        ? []
        : [
            {
              id: 'partner',
              type: 'choice',
              label: t.partnerFromList,
              options,
              ...(chosen !== undefined && options.some(({ value }) => value === chosen) && { value: chosen }),
            } as const,
          ]),
      {
        id: 'name',
        type: 'text',
        ...(options.length === 0
          ? { label: t.partnerOnlyName }
          : { label: t.partnerOwnName, hint: t.partnerOwnNameHint }),
        maxLength: longestName,
        ...(name === undefined ? {} : { value: name }),
      },
    ],
  };
}

function soFar({ person: { partner }, language }: Turn): string {
  const t = partnerTexts[language];
  if (!partner) return '';
  return partner.confirmed ? t.partnerSoFar(partner.name) : t.partnerWaiting(partner.name);
}

/** All, the one at whose domain the person has an address first; after a name was typed, up to ten that are like it. */
async function formOptions(context: Context, turn: Turn, values: FormValues): Promise<readonly Option[]> {
  const name = filledIn(values, 'name');
  const matches = name === undefined ? await context.partners.first(mostOptions) : await context.partners.search(name);
  const suggestion = name === undefined ? await suggestedPartner(context, turn.person.id) : undefined;
  const rest = matches.filter((partner) => partner.id !== suggestion?.id);
  const options = [...(suggestion?.id ? [{ id: suggestion.id, name: suggestion.name }] : []), ...rest]
    .slice(0, mostOptions)
    .map((partner) => ({ value: partner.id, label: partner.name }));
  if (options.length === 0 || name === undefined) return options;
  return [...options, { value: noneOfThese, label: partnerTexts[turn.language].partnerNoneOfThese }];
}

async function chosenIn(context: Context, turn: Turn, values: FormValues): Promise<StoredPartner> {
  const t = partnerTexts[turn.language];
  const chosen = filledIn(values, 'partner');
  const name = filledIn(values, 'name');
  if (chosen !== undefined && chosen !== noneOfThese) {
    const entry = sentId.safeParse(chosen).success ? await context.partners.get(chosen) : undefined;
    if (!entry) throw new FormRefusal({ partner: t.partnerGone }, 'identity.partner-gone');
    if (name !== undefined && !(await isLike(context, name, entry.id))) {
      throw new FormRefusal({ name: t.partnerBoth }, 'identity.partner-both');
    }
    return { id: entry.id, name: entry.name };
  }
  if (name === undefined) {
    const hasList = (await context.partners.first(1)).length > 0;
    throw new FormRefusal({ name: hasList ? t.partnerMissing : t.partnerNameMissing }, 'identity.partner-missing');
  }
  if (name.length > longestName) {
    throw new FormRefusal({ name: t.partnerTooLong(String(longestName)) }, 'identity.partner-name-too-long');
  }
  if (chosen === noneOfThese) return { name };
  const found = await lookUp(context, name);
  if (found.kind === 'several') throw new FormRefusal({ partner: t.partnerDidYouMean }, 'identity.partner-similar');
  return found.partner;
}

/** Whether a typed name may mean the partner that was chosen beside it. */
async function isLike(context: Context, name: string, id: string): Promise<boolean> {
  return (await context.partners.search(name)).some((partner) => partner.id === id);
}

function filledIn(values: FormValues, field: string): string | undefined {
  const value = values[field];
  return typeof value === 'string' && value.trim() !== '' ? value.replace(/\s+/g, ' ').trim() : undefined;
}
