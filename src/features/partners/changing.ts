import { FormRefusal } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import { cut } from '../../messages/text.js';
import type { DirectoryContext } from './context.js';
import { type EntryField, type EntryValues, readEntry, valuesOf } from './entry.js';
import { entryTexts } from './entry-texts.js';
import { differing } from './merging.js';
import { named, type PartnerDocument } from './model.js';
import { changeId, type Decided } from './register.js';
import { asWritten, contactFrom } from './storing.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from './vocabulary.js';

/** The change from what a partner's entry holds to these values; undefined if it is the same. */
export async function changeTo(
  context: DirectoryContext,
  partner: PartnerDocument,
  values: EntryValues,
  language: Language,
): Promise<Decided> {
  const fields = differing(valuesOf(partner), values);
  const read = readEntry(values, language);
  if ('errors' in read) throw new FormRefusal(read.errors as Record<string, string>, 'partners.edit-mistakes');
  if (fields.length === 0) return undefined;
  const noted = {
    at: context.clock.now(),
    change: changeId(partner._id, partner.rev + 1),
    partner: { id: partner._id, name: read.entry.facts.name },
  };
  const contact = await contactFrom(context, read.entry, partner.contact, noted);
  const { provider, description, ...rest } = read.entry.facts;
  const facts = { ...rest, districts: await asWritten(context, rest.districts) };
  const optional = { provider, description, contact };
  const empty = Object.entries(optional).flatMap(([field, value]) => (value === undefined ? [[field, true]] : []));
  const filled = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    change: {
      $set: { ...facts, ...named(facts.name), ...Object.fromEntries(filled) },
      ...(empty.length > 0 && { $unset: Object.fromEntries(empty) as Record<string, true> }),
    },
    fields: [...new Set(fields.map(historyField))],
  };
}

function historyField(field: EntryField): string {
  if (field === 'publish') return 'consents';
  return field.startsWith('contact') ? 'contact' : field;
}

/** A field's content as people read it. */
export function shownValue(
  field: EntryField,
  value: string | readonly string[] | undefined,
  language: Language,
): string {
  const parts = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  const word = (part: string) => {
    const sector = field === 'sectors' ? sectors.find((each) => each === part) : undefined;
    const stage = field === 'lifeStages' ? lifeStages.find((each) => each === part) : undefined;
    if (sector) return sectorLabel(sector, language);
    if (stage) return lifeStageLabel(stage, language);
    return field === 'publish' ? publishWord(part, language) : part.replace(/\n/g, ', ');
  };
  return cut(parts.map(word).join(', '), 300);
}

function publishWord(part: string, language: Language): string {
  const t = entryTexts[language];
  const words: Readonly<Record<string, string>> = { name: t.contactName, email: t.contactEmail, phone: t.contactPhone };
  return words[part] ?? part;
}
