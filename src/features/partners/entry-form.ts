import type { Language } from '../../kernel/texts.js';
import type { Field } from '../../messages/form.js';
import { type EntryField, type EntryValues, limits } from './entry.js';
import { entryTexts } from './entry-texts.js';
import { contactFields } from './model.js';
import { specText } from './spec-texts.js';
import { lifeStageLabel, lifeStages, sectorLabel, sectors } from './vocabulary.js';

/** The fields of an entry, with what stands in them. */
export function entryFormFields(values: EntryValues, language: Language): readonly Field[] {
  const t = entryTexts[language];
  const text = (id: EntryField) => {
    const value = values[id];
    return typeof value === 'string' && value !== '' ? { value } : {};
  };
  const chosen = (id: EntryField) => {
    const value = values[id];
    return value === undefined ? {} : { value: typeof value === 'string' ? value.split(',') : value };
  };
  const contact = specText(language).contactFields;
  return [
    { id: 'name', type: 'text', label: t.name, required: true, maxLength: limits.name, ...text('name') },
    { id: 'provider', type: 'text', label: t.provider, maxLength: limits.shortText, ...text('provider') },
    {
      id: 'sectors',
      type: 'choices',
      label: t.sectors,
      options: sectors.map((value) => ({ value, label: sectorLabel(value, language) })),
      ...chosen('sectors'),
    },
    {
      id: 'lifeStages',
      type: 'choices',
      label: t.lifeStages,
      options: lifeStages.map((value) => ({ value, label: lifeStageLabel(value, language) })),
      ...chosen('lifeStages'),
    },
    { id: 'districts', type: 'text', label: t.districts, hint: t.districtsHint, ...text('districts') },
    { id: 'offers', type: 'long-text', label: t.offers, hint: t.offersHint, ...text('offers') },
    {
      id: 'description',
      type: 'long-text',
      label: t.description,
      hint: t.noCases,
      maxLength: limits.description,
      ...text('description'),
    },
    { id: 'contactName', type: 'text', label: t.contactName, maxLength: limits.shortText, ...text('contactName') },
    { id: 'contactEmail', type: 'email', label: t.contactEmail, ...text('contactEmail') },
    { id: 'contactPhone', type: 'text', label: t.contactPhone, maxLength: limits.phone, ...text('contactPhone') },
    {
      id: 'publish',
      type: 'choices',
      label: t.publish,
      hint: t.publishHint,
      options: contactFields.map((value) => ({ value, label: contact[value] })),
      ...chosen('publish'),
    },
    { id: 'links', type: 'long-text', label: t.links, hint: t.linksHint, ...text('links') },
    { id: 'languages', type: 'text', label: t.languages, hint: t.commas, ...text('languages') },
    { id: 'mailDomains', type: 'text', label: t.mailDomains, hint: t.mailDomainsHint, ...text('mailDomains') },
  ];
}
